"""`doan audit verify` rebuilds the house by its own reading, and finds what no entry tells."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text

from flows.acts.house.bodies import Reorganised, let_body_pass
from flows.case.answers import Identified
from models import entries as e
from models.ids import BodyKey, Digest, PersonId
from models.journal.entry import canonical, salted_digest
from models.store.house import proposed
from models.store.house.journal import By
from models.store.tables import mailbox_changes
from tests.factories.audit import place_found, verify
from tests.factories.house import house

CHAIR, NEW = PersonId("pham.van.mau"), "pham.van.mau@can-tho.example"
FIRST, SECOND = PersonId("mai.van.mau"), PersonId("bui.van.thi.du")
FIRSTS, SECONDS = By(FIRST, "console:root"), By(SECOND, "mailbox_code_fresh")
TUESDAY = date(2020, 7, 7)


def found(store, *statements):
    with store.writing() as conn:
        for statement in statements:
            conn.execute(text(statement))
        return verify(conn).difference


@pytest.fixture
def change(desk):
    with desk.store.writing() as conn:
        return proposed.propose_mailbox(house(conn, FIRSTS), CHAIR, NEW, FIRST)


@pytest.fixture
def confirmed(desk, change):
    with desk.store.writing() as conn:
        return proposed.confirm(house(conn, SECONDS), change.number, SECOND, TUESDAY)


def test_a_change_of_a_mailbox_verifies_at_every_step(desk, confirmed):
    with desk.store.writing() as conn:
        assert verify(conn).difference is None
        proposed.let_count(house(conn), confirmed)

        assert verify(conn).difference is None


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("mailbox", "'x@y.example'"),
        ("salt", "'abc'"),
        ("person", "'mai.van.mau'"),
        ("proposed_by", "'bui.van.thi.du'"),
        ("confirmed_by", "NULL"),
        ("counts_from", "'2020-07-06'"),
        ("standing", "'turned_down'"),
    ],
)
def test_a_change_altered_behind_doans_back_is_found(desk, confirmed, column, value):
    if not desk.store.is_sqlite and column == "salt":
        value = "'abc'::bytea"

    difference = found(desk.store, f"UPDATE mailbox_changes SET {column} = {value}")

    assert difference.place.startswith("mailbox_changes 1, column")
    assert column in difference.place


def test_one_taken_away_and_one_slipped_in_are_found(desk, change):
    with desk.store.writing() as conn:
        row = conn.execute(mailbox_changes.select()).one()._asdict()
        conn.execute(mailbox_changes.insert().values(**{**row, "number": 7}))
        assert place_found(conn) == "mailbox_changes 7"
        conn.execute(mailbox_changes.delete())

        assert place_found(conn) == "mailbox_changes 1"


@pytest.mark.parametrize(
    ("second", "by"),
    [
        (FIRST, By(FIRST, "mailbox_code_fresh")),
        (CHAIR, By(CHAIR, "mailbox_code_fresh")),
        (SECOND, By(SECOND, "console:root")),
        (SECOND, By(FIRST, "mailbox_code_fresh")),
    ],
)
def test_a_mailbox_that_one_alone_has_changed_is_found_though_its_entries_are_signed(
    desk, change, second, by
):
    with desk.store.writing() as conn:
        proposed.confirm(house(conn, by), change.number, second, TUESDAY)

        assert place_found(conn).endswith("column body")


def test_a_mailbox_that_counts_unconfirmed_is_found(desk, change):
    with desk.store.writing() as conn:
        proposed.let_count(house(conn), change)

        assert place_found(conn).endswith("column body")


def test_what_only_tells_is_known_and_changes_nothing(desk):
    with desk.store.writing() as conn:
        house(conn).record(
            e.ClockMoved(to=datetime(2020, 7, 7, tzinfo=UTC)),
        )

        assert verify(conn).difference is None


def test_a_unit_that_is_renamed_has_its_new_names(desk):
    with desk.store.writing() as conn:
        house(conn).record(e.UnitRenamed(unit=BodyKey("long_my"), name_vi="A", name_en="B"))

        assert place_found(conn) == "units long_my, column name_vi"


def test_a_regulation_put_in_force_that_is_not_kept_is_found(desk):
    with desk.store.writing() as conn:
        house(conn).record(e.RegulationInForce(name="hau_giang", digest="d"))

        assert place_found(conn) == "regulations d"


def test_a_person_whose_change_was_sealed_otherwise_is_found(desk):
    sealed = Digest(salted_digest(b"another", canonical({"mailbox": NEW}).encode()))
    with desk.store.writing() as conn:
        house(conn).record(e.PersonChanged(person=CHAIR, sealed=sealed))

        assert place_found(conn).startswith(f"persons {CHAIR}")


# --- a body that is no more ----------------------------------------------------------------------

POLICE, FINANCE = BodyKey("police"), BodyKey("dof")


@pytest.fixture
def passed(desk):
    """From Tuesday on the director of finance sits in the seat of the police's."""
    by = Identified(PersonId("console:root"), "console:root")
    let_body_pass(desk, Reorganised(POLICE, FINANCE, TUESDAY), by)
    return desk


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("body", "'health'"),
        ("successor", "NULL"),
        ("since", "'2020-07-08'"),
        ("seats", "'[]'"),
        ("changes", "'[1]'"),
    ],
)
def test_what_passed_to_whom_altered_behind_doans_back_is_found(passed, column, value):
    with passed.store.reading() as conn:
        assert verify(conn).difference is None

    difference = found(passed.store, f"UPDATE bodies_passed SET {column} = {value}")

    assert difference.place == f"bodies_passed 1, column {column}"


def passes(conn, by, **changed):
    said = {"number": 1, "body": POLICE, "successor": FINANCE, "since": TUESDAY}
    seats = (("police/head", "dof/head"),)
    house(conn, by).record(e.BodyPassesOn(**{**said, "seats": seats, **changed}))


@pytest.mark.parametrize(
    ("by", "changed"),
    [
        (FIRSTS, {}),
        (FIRSTS, {"number": 2, "seats": ()}),
        (FIRSTS, {"seats": (), "changes": (1,)}),
        (SECONDS, {"seats": ()}),
        (SECONDS, {"seats": (), "changes": (1,)}),
        (FIRSTS, {"seats": (("police/head", None),)}),
    ],
)
def test_an_entry_of_a_body_whose_seats_have_not_passed_so_is_found(desk, by, changed):
    """Others sit there; it is no next number; on a page nobody proposed it."""
    with desk.store.writing() as conn:
        passes(conn, by, **changed)

        assert place_found(conn).startswith("entry ")
