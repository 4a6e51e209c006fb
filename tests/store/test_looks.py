"""Who opened what is sealed in the house's journal: no look is changed, added or taken away unseen."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, insert, select, update

from flows.sweeps.checkpoints import number_and_sign
from models import entries as e
from models.ids import PersonId
from models.store.database.clock import machine_time
from models.store.house.journal import HOUSE
from models.store.journal import all_of
from models.store.privacy import openings
from models.store.privacy.openings import Opened, Opening
from models.store.tables import leases
from models.store.tables import openings as rows
from tests.factories.audit import verify
from tests.factories.house import house
from tests.factories.office import Office
from tests.factories.prepared import MONDAY_MORNING

READER = PersonId("dang.thi.mau")


@pytest.fixture
def office(desk):
    office = Office(desk)
    office.submits()
    return office


def look(office, what=Opened.CASE, times=1):
    with office.desk.store.writing() as conn:
        openings.count(conn, {Opening(office.case_no, READER, what): times})


def an_hour_passes(office):
    with office.desk.store.writing() as conn:
        conn.execute(update(leases).values(until=machine_time(conn) - timedelta(seconds=1)))


def sealed(office):
    with office.desk.store.reading() as conn:
        assert verify(conn).difference is None
        return [entry.payload for entry in all_of(conn, HOUSE, e.LooksSealed.kind)]


def found_after(office, statement):
    with office.desk.store.writing() as conn:
        conn.execute(statement)
        return verify(conn).difference


def test_looks_are_sealed_once_an_hour_and_counted_on_beside_what_is_sealed(office):
    look(office, times=2)
    number_and_sign(office.desk)
    look(office)
    number_and_sign(office.desk)
    within_the_hour = sealed(office)
    an_hour_passes(office)
    number_and_sign(office.desk)

    assert [each.rows for each in within_the_hour] == [1]
    assert [each.batch for each in sealed(office)] == [1, 2]
    with office.desk.store.reading() as conn:
        assert [(o.batch, o.times) for o in openings.of_case(conn, office.case_no)] == [
            (2, 1),
            (1, 2),
        ]


def test_where_nobody_looked_nothing_is_sealed(office):
    number_and_sign(office.desk)

    assert sealed(office) == []


@pytest.mark.parametrize(
    "edit",
    [
        update(rows).values(times=7),
        update(rows).values(person="mai.van.mau"),
        update(rows).values(last_at=MONDAY_MORNING + timedelta(days=1)),
        update(rows).values(batch=0),
        delete(rows),
    ],
)
def test_a_sealed_look_is_not_changed_or_taken_away_unseen(office, edit):
    look(office)
    number_and_sign(office.desk)

    assert "openings, batch 1" in found_after(office, edit).place


def test_a_look_that_nobody_had_is_found_among_those_that_are_sealed(office):
    look(office)
    number_and_sign(office.desk)
    with office.desk.store.reading() as conn:
        (there,) = conn.execute(select(rows)).mappings()

    for batch in (1, 2):
        another = insert(rows).values(**{**there, "what": "file", "batch": batch})
        assert f"batch {batch}" in found_after(office, another).place
        with office.desk.store.writing() as conn:
            conn.execute(delete(rows).where(rows.c.what == "file"))


def test_looks_that_were_kept_long_enough_go_by_whole_batches_and_that_is_told(office):
    for what in (Opened.CASE, Opened.STEP):
        look(office, what)
        an_hour_passes(office)
        number_and_sign(office.desk)
    with office.desk.store.writing() as conn:
        first = conn.execute(select(rows.c.last_at).where(rows.c.batch == 1)).scalar_one()
        openings.forget_before(house(conn), first + timedelta(microseconds=1))

    with office.desk.store.reading() as conn:
        left = openings.of_case(conn, office.case_no)
        told = all_of(conn, HOUSE, e.LooksForgotten.kind)
        assert verify(conn).difference is None
    assert [each.opening.what for each in left] == [Opened.STEP]
    assert [entry.payload.model_dump(exclude={"identity"}) for entry in told] == [{"through": 1}]


def test_when_all_are_forgotten_the_next_ones_are_sealed_anew(office):
    look(office)
    number_and_sign(office.desk)
    with office.desk.store.writing() as conn:
        openings.forget_before(house(conn), MONDAY_MORNING + timedelta(days=900))
    look(office)
    an_hour_passes(office)
    number_and_sign(office.desk)

    assert [each.batch for each in sealed(office)] == [1, 1]
