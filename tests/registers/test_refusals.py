"""What a register does not let be: wrong cells, ended units, partners on whom agreements rest."""

from datetime import date

import pytest
from sqlalchemy import text

from flows.acts.house.directory import enter_directory, leave_seat
from flows.acts.registers.writing import (
    LineAsked,
    change_row,
    move_row,
    put_line,
    remove_row,
)
from flows.case.answers import Identified
from models.directory import DirectoryFile
from models.errors import (
    RegisterRefused,
    RegisterRowUnknown,
    RequestInvalid,
)
from models.ids import PersonId, SeatKey
from models.registers.lines import LineKind
from models.registers.register import RegisterKey
from models.store.registers.listed import RowsSought, rows_listed
from tests.factories.audit import verify
from tests.factories.registers import (
    GANGJIN,
    MEMORANDUM,
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


def test_all_that_is_wrong_with_a_row_is_told_at_once_by_field(desk):
    with pytest.raises(RequestInvalid) as invalid:
        enters(desk, stage="kết hôn", since="hôm nào", country="Atlantis", unit="so_ma", name="X")

    wrong = {each.field for each in invalid.value.problems}
    assert wrong == {"stage", "since", "country", "unit", "local"}


@pytest.mark.parametrize(
    "day", ["0020-08-24", "20/08/0020", "2999-01-01", "9999-12-31", "0001-01-01"]
)
def test_a_day_that_nobody_means_is_refused_beside_its_field(desk, day):
    number = enters(desk)
    visit = {"direction": "to_us", "day": day, "what": "Thăm"}
    for act, field in (
        (lambda: enters(desk, **{**SAGA, "next_exchange": day}), "next_exchange"),
        (lambda: enters(desk, AGREEMENT, **{**MEMORANDUM, "signed": day}), "signed"),
        (lambda: put_line(desk, OFFICE, RELATION, number, LineAsked(LineKind.VISIT), visit), "day"),
    ):
        with pytest.raises(RequestInvalid) as invalid:
            act()
        assert field in {each.field for each in invalid.value.problems}


def test_a_visit_does_not_end_before_it_began(desk):
    number = enters(desk)
    visit = {"direction": "to_us", "day": "03/07/2020", "until": "02/07/2020", "what": "Thăm"}

    with pytest.raises(RequestInvalid) as invalid:
        put_line(desk, OFFICE, RELATION, number, LineAsked(LineKind.VISIT), visit)

    assert [each.field for each in invalid.value.problems] == ["until"]


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
