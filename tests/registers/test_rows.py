"""A row of a register lives: entered, changed, moved, ended; the journal tells of each step."""

from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from flows.acts.house.directory import enter_directory, leave_seat
from flows.acts.registers.writing import (
    LineAsked,
    change_row,
    drop_line,
    move_row,
    put_line,
    remove_row,
)
from flows.case.answers import Identified
from models.directory import DirectoryFile
from models.errors import (
    DecisionRefused,
    NothingChanged,
    RegisterRefused,
    RegisterRowUnknown,
    RequestInvalid,
)
from models.ids import PersonId, SeatKey
from models.registers.lines import LineKind
from models.registers.register import RegisterKey
from models.store.lists.keyset import ListPlace
from models.store.registers.dues import due_until
from models.store.registers.listed import RowsSought, rows_listed
from models.store.registers.told import told_of_row
from tests.factories.audit import place_found, verify
from tests.factories.registers import (
    GANGJIN,
    MEMORANDUM,
    OF_A_UNIT,
    OFFICE,
    SAGA,
    enters,
    has_document,
    stands,
)
from tests.proofs.mutations import edits

RELATION, AGREEMENT = RegisterKey.RELATION, RegisterKey.AGREEMENT
CONSOLE = Identified(PersonId("console:root"), "console:root")
TODAY = date(2020, 7, 6)


def is_whole(desk):
    with desk.store.reading() as conn:
        return verify(conn).difference


def found(desk, words="", register=RELATION, **chosen):
    with desk.store.reading() as conn:
        listed = rows_listed(conn, RowsSought(register, words, **chosen))
        return [row.content["name"] for row in listed.items]


def moves(desk, number, stage, *, key=RELATION, because="Theo kế hoạch.", seen=1, since=TODAY):
    move_row(desk, OFFICE, key, number, stage=stage, since=since, because=because, seen=seen)


# --- a relation lives -----------------------------------------------------------------------------


def test_a_relation_is_entered_as_people_write_it_and_its_life_verifies_step_by_step(desk):
    number = enters(desk, **SAGA)
    change_row(desk, OFFICE, RELATION, number, {**SAGA, "region": "Kyushu"}, seen=1)
    moves(desk, number, "letter_of_intent", seen=2)
    line = put_line(
        desk,
        OFFICE,
        RELATION,
        number,
        LineAsked(LineKind.CONTACT),
        {"side": "theirs", "name": "Yamada Taro"},
    )
    put_line(
        desk,
        OFFICE,
        RELATION,
        number,
        LineAsked(LineKind.VISIT),
        {"direction": "to_us", "day": "01/07/2020", "what": "Thăm vùng mãng cầu"},
    )

    row = stands(desk, number)
    assert (row.stage, row.since, row.version) == ("letter_of_intent", TODAY, 3)
    assert row.content["country"] == "JP"
    assert [each.what for each in row.lines] == [LineKind.CONTACT, LineKind.VISIT]
    assert line == 1
    assert is_whole(desk) is None


def test_the_history_tells_who_did_what_the_newest_first(desk):
    number = enters(desk, **SAGA)
    moves(desk, number, "dormant")

    with desk.store.reading() as conn:
        told = told_of_row(conn, number, before=None, most=9)

    assert [(each.kind, each.actor) for each in told] == [
        ("register_moved", OFFICE.person),
        ("register_entered", OFFICE.person),
    ]
    assert "Saga" not in told[1].body()


def test_a_stage_follows_only_where_the_register_lets_it(desk):
    number = enters(desk, **SAGA)

    with pytest.raises(RegisterRefused) as refused:
        moves(desk, number, "active")

    assert refused.value.reason == "no_such_move"
    assert "agreement" in str(refused.value.facts["allowed"])


def test_whoever_writes_on_what_somebody_else_changed_is_told_so(desk):
    number = enters(desk, **SAGA)
    change_row(desk, OFFICE, RELATION, number, {**SAGA, "region": "Kyushu"}, seen=1)

    with pytest.raises(RegisterRefused, match="changed"):
        change_row(desk, OFFICE, RELATION, number, {**SAGA, "region": "Honshu"}, seen=1)
    with pytest.raises(NothingChanged):
        change_row(desk, OFFICE, RELATION, number, {**SAGA, "region": "Kyushu"}, seen=2)


def test_only_the_focal_office_writes(desk):
    number = enters(desk)

    for act in (
        lambda: change_row(desk, OF_A_UNIT, RELATION, number, SAGA, seen=1),
        lambda: remove_row(desk, OF_A_UNIT, RELATION, number, because="Nhầm.", seen=1),
        lambda: drop_line(desk, OF_A_UNIT, RELATION, number, 1),
    ):
        with pytest.raises(DecisionRefused):
            act()
    assert stands(desk, number).version == 1


# --- what is refused ------------------------------------------------------------------------------


def test_all_that_is_wrong_with_a_row_is_told_at_once_by_field(desk):
    with pytest.raises(RequestInvalid) as invalid:
        enters(desk, stage="kết hôn", since="hôm nào", country="Atlantis", unit="so_ma", name="X")

    wrong = {each.field for each in invalid.value.problems}
    assert wrong == {"stage", "since", "country", "unit", "local"}


def test_a_side_of_ours_that_ended_needs_a_successor(desk):
    ended = {**GANGJIN, "local_ended": "30/06/2020"}

    with pytest.raises(RequestInvalid) as invalid:
        enters(desk, **ended)
    number = enters(desk, **ended, successor="Xã Hiệp Hưng")

    assert [each.field for each in invalid.value.problems] == ["successor"]
    assert stands(desk, number).content["successor"] == "Xã Hiệp Hưng"


@pytest.fixture
def ended_in_june(desk):
    """A unit all of whose people left at the end of June."""
    unit = {
        "units": {"vi_tan": {"name": {"vi": "Phòng Vị Tân", "en": "Vi Tan office"}}},
        "persons": {"moi.van.mau": {"name": "Mới Văn Mẫu", "mailbox": "m@tinh.example"}},
        "seats": [
            {
                "seat": "vi_tan/head",
                "person": "moi.van.mau",
                "since": "2020-01-01",
                "until": "2020-06-30",
            }
        ],
    }
    enter_directory(desk, DirectoryFile.model_validate(unit), CONSOLE, backdated="Lập danh bạ.")
    return "vi_tan"


def test_a_unit_that_ended_in_june_follows_no_row_any_more(desk, ended_in_june):
    number = enters(desk)
    commitment = {"side": "ours", "what": "Gửi đoàn", "unit": ended_in_june}

    for act in (
        lambda: enters(desk, **{**SAGA, "unit": ended_in_june}),
        lambda: change_row(
            desk, OFFICE, RELATION, number, {**GANGJIN, "unit": ended_in_june}, seen=1
        ),
        lambda: put_line(
            desk, OFFICE, RELATION, number, LineAsked(LineKind.COMMITMENT), commitment
        ),
    ):
        with pytest.raises(RequestInvalid) as invalid:
            act()
        (problem,) = invalid.value.problems
        assert (problem.field, problem.msgid) == ("unit", "register_unit_ended")
        assert dict(problem.facts) == {"day": "2020-06-30"}


def test_a_row_of_a_unit_that_ended_meanwhile_can_still_be_changed(desk):
    number = enters(desk)
    for seat, person in (("long_my/officer", "nguyen.thi.mau"), ("long_my/head", "le.van.mau")):
        with desk.store.reading() as conn:
            held = (
                conn.execute(
                    text("SELECT person FROM seats_held WHERE seat = :seat"), {"seat": seat}
                )
                .scalars()
                .all()
            )
        for each in held or [person]:
            leave_seat(
                desk, SeatKey(seat), PersonId(each), date(2020, 7, 5), CONSOLE, backdated="Hết."
            )

    change_row(desk, OFFICE, RELATION, number, {**GANGJIN, "region": "Jeonnam"}, seen=1)

    assert stands(desk, number).content["unit"] == "long_my"


def test_a_partner_is_neither_ended_nor_removed_while_an_agreement_stands(desk):
    partner = enters(desk)
    enters(desk, AGREEMENT, **MEMORANDUM, partner=f"{partner}")

    for act in (
        lambda: moves(desk, partner, "ended"),
        lambda: remove_row(desk, OFFICE, RELATION, partner, because="Nhập nhầm.", seen=1),
    ):
        with pytest.raises(RegisterRefused) as refused:
            act()
        assert refused.value.reason == "rests_on"
        assert "Bản ghi nhớ" in str(refused.value.facts["named"])
    assert is_whole(desk) is None


def test_once_the_agreement_has_ended_the_partner_may_but_it_is_not_removed(desk):
    partner = enters(desk)
    agreement = enters(desk, AGREEMENT, **MEMORANDUM, partner=f"{partner}")
    moves(desk, agreement, "ended", key=AGREEMENT)

    moves(desk, partner, "ended")

    with pytest.raises(RegisterRefused):
        remove_row(desk, OFFICE, RELATION, partner, because="Nhập nhầm.", seen=2)
    remove_row(desk, OFFICE, AGREEMENT, agreement, because="Nhập nhầm.", seen=2)
    remove_row(desk, OFFICE, RELATION, partner, because="Nhập nhầm.", seen=2)
    assert found(desk) == []
    assert is_whole(desk) is None


def test_nothing_new_rests_on_a_partner_that_has_ended_nor_comes_to_stand_on_it_again(desk):
    partner = enters(desk)
    agreement = enters(desk, AGREEMENT, **MEMORANDUM, partner=f"{partner}")
    moves(desk, agreement, "expired", key=AGREEMENT)
    moves(desk, partner, "ended")

    with pytest.raises(RequestInvalid) as invalid:
        enters(desk, AGREEMENT, **{**MEMORANDUM, "name": "Khác"}, partner=f"{partner}")
    with pytest.raises(RegisterRefused) as refused:
        moves(desk, agreement, "in_force", key=AGREEMENT, seen=2)

    assert [each.msgid for each in invalid.value.problems] == ["register_partner_over"]
    assert refused.value.reason == "rests_on_over"
    changed = {**MEMORANDUM, "partner": f"{partner}", "signer": "Phó Chủ tịch"}
    change_row(desk, OFFICE, AGREEMENT, agreement, changed, seen=2)


def test_an_agreement_is_renewed_beyond_the_day_since_when(desk):
    agreement = enters(desk, AGREEMENT, **{**MEMORANDUM, "until": "30/06/2020"})
    moves(desk, agreement, "expired", key=AGREEMENT)

    with pytest.raises(RequestInvalid) as invalid:
        moves(desk, agreement, "in_force", key=AGREEMENT, seen=2)
    change_row(desk, OFFICE, AGREEMENT, agreement, {**MEMORANDUM, "until": "30/06/2025"}, seen=2)
    moves(desk, agreement, "in_force", key=AGREEMENT, seen=3)

    assert [each.field for each in invalid.value.problems] == ["until"]
    assert is_whole(desk) is None


def test_a_partner_nobody_knows_is_none(desk):
    with pytest.raises(RequestInvalid) as invalid:
        enters(desk, AGREEMENT, **MEMORANDUM, partner="41")

    assert [each.field for each in invalid.value.problems] == ["partner"]


def test_the_same_partner_is_not_entered_twice(desk):
    number = enters(desk)

    with pytest.raises(RequestInvalid) as invalid:
        enters(desk, **{**GANGJIN, "name": "HUYỆN GANGJIN"})

    assert dict(invalid.value.problems[0].facts) == {"number": f"{number}"}


def test_a_row_of_another_register_is_none_of_this_one(desk):
    number = enters(desk)

    with pytest.raises(RegisterRowUnknown):
        change_row(desk, OFFICE, AGREEMENT, number, MEMORANDUM, seen=1)


# --- found and due --------------------------------------------------------------------------------


def test_rows_are_found_without_accents_by_beginnings_of_words_and_by_their_contacts(desk):
    gangjin, _ = enters(desk), enters(desk, **SAGA)
    line = put_line(
        desk,
        OFFICE,
        RELATION,
        gangjin,
        LineAsked(LineKind.CONTACT),
        {"side": "theirs", "name": "Kim Min-ji"},
    )

    assert found(desk, "phung hiep") == ["Huyện Gangjin"]
    assert found(desk, "sag") == ["Tỉnh Saga"]
    assert found(desk, "kim") == ["Huyện Gangjin"]
    assert found(desk, country="JP") == ["Tỉnh Saga"]
    assert found(desk, stage="active") == ["Huyện Gangjin"]
    drop_line(desk, OFFICE, RELATION, gangjin, line, erased=True)
    assert found(desk, "kim") == []


def test_of_an_erased_contact_nothing_is_left_and_the_journal_is_whole(desk):
    number = enters(desk)
    contact = {"side": "theirs", "name": "Kim Min-ji"}
    line = put_line(desk, OFFICE, RELATION, number, LineAsked(LineKind.CONTACT), contact)
    put_line(
        desk,
        OFFICE,
        RELATION,
        number,
        LineAsked(LineKind.CONTACT, line, 1),
        {**contact, "position": "Trưởng phòng"},
    )

    drop_line(desk, OFFICE, RELATION, number, line, erased=True)

    with desk.store.reading() as conn:
        kept = conn.execute(text("SELECT * FROM register_texts WHERE line = 1")).mappings().all()
        assert [(row["content"], row["salt"]) for row in kept] == [(None, None)] * 2
        assert "Kim" not in str(conn.execute(text("SELECT body FROM journal")).all())
    assert is_whole(desk) is None


def test_what_is_due_is_the_next_exchange_and_what_was_promised(desk):
    number = enters(desk, **{**GANGJIN, "next_exchange": "01/10/2020"})
    promise = {"side": "ours", "what": "Gửi hạt giống", "unit": "long_my", "due": "20/07/2020"}
    line = put_line(desk, OFFICE, RELATION, number, LineAsked(LineKind.COMMITMENT), promise)

    def due():
        with desk.store.reading() as conn:
            return [(d.what, d.on) for d in due_until(conn, date(2021, 1, 1), [RELATION], 9)]

    assert due() == [("commitment", date(2020, 7, 20)), ("exchange", date(2020, 10, 1))]
    kept = {**promise, "done": "06/07/2020"}
    put_line(desk, OFFICE, RELATION, number, LineAsked(LineKind.COMMITMENT, line, 1), kept)
    assert due() == [("exchange", date(2020, 10, 1))]
    moves(desk, number, "dormant")
    assert due() == []
    assert is_whole(desk) is None


# --- the auditor's check --------------------------------------------------------------------------


def test_whatever_somebody_changes_behind_doans_back_is_found(desk):
    """Each column of the first and last row of each table, its last row gone, or copied."""
    partner = has_document(desk)
    enters(desk, AGREEMENT, **MEMORANDUM, partner=f"{partner}")
    with desk.store.reading() as conn:
        made = [each for each in edits(conn) if each.table.startswith("register_")]

    unseen = [str(each) for each in made if not found_after(desk.store, each)]

    assert len(made) > 40
    assert unseen == []


def found_after(store, edit):
    """Make an edit, look, and take it back; what the database itself refuses is found, too."""
    with store.engine.connect() as conn:
        if store.is_sqlite:
            conn.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")
        conn.execution_options(doan_writes=True)
        with conn.begin() as transaction:
            try:
                edit.make(conn)
                return place_found(conn)
            except IntegrityError:
                return "refused"
            finally:
                transaction.rollback()


def test_a_row_taken_away_and_one_slipped_in_are_found(desk):
    number = enters(desk)
    with desk.store.writing() as conn:
        conn.execute(text("DELETE FROM register_words WHERE word = 'gangjin'"))
        assert place_found(conn).startswith("register_words")
    with desk.store.writing() as conn:
        slipped = f"INSERT INTO register_words VALUES ({number}, 'gangjin')"
        conn.execute(text(slipped))
        assert verify(conn).difference is None
        conn.execute(text(f"INSERT INTO register_words VALUES ({number}, 'bithu')"))
        assert place_found(conn) == f"register_words {number} bithu"


def test_rows_are_listed_page_by_page_and_back(desk):
    for letter in "dacb":
        enters(desk, **{**SAGA, "name": f"{letter.upper()} tỉnh"})

    with desk.store.reading() as conn:
        first = rows_listed(conn, RowsSought(RELATION), ListPlace(size=3))
        second = rows_listed(conn, RowsSought(RELATION), ListPlace(after=first.after, size=3))
        back = rows_listed(conn, RowsSought(RELATION), ListPlace(before=second.before, size=3))

    assert [row.content["name"][0] for row in first.items] == ["A", "B", "C"]
    assert [row.content["name"][0] for row in second.items] == ["D"]
    assert (first.total, first.before, second.after) == (4, "", "")
    assert back.items == first.items
