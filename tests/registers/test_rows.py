"""A row of a register lives: entered, changed, moved, ended; the journal tells of each step."""

from datetime import date

import pytest
from sqlalchemy import text

from flows.acts.registers.writing import (
    LineAsked,
    change_row,
    drop_line,
    move_row,
    put_line,
    remove_row,
)
from flows.case.answers import Identified
from models.errors import (
    DecisionRefused,
    NothingChanged,
    RegisterRefused,
)
from models.ids import PersonId
from models.registers.lines import LineKind
from models.registers.register import RegisterKey
from models.store.lists.keyset import ListPlace
from models.store.registers.dues import due_until
from models.store.registers.listed import RowsSought, rows_listed
from models.store.registers.told import told_of_row
from tests.factories.audit import verify
from tests.factories.registers import (
    GANGJIN,
    OF_A_UNIT,
    OFFICE,
    SAGA,
    enters,
    stands,
)

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
