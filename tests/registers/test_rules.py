"""The rules of registers: stages and their moves, what is due when, what keeps a row from its end."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import RegisterRefused
from models.registers.dues import AHEAD, Due, DueKind, a_year_after, next_of_year
from models.registers.known import REGISTERS, fields_of, fields_of_line
from models.registers.lines import LINES
from models.registers.rules import check_lets_go, check_move
from models.registers.stages import STANDING
from models.request.form.described import Input
from models.store.verify.registers.told import _MOVES, _stages

ALL = tuple(REGISTERS.values())
days = st.dates(date(2000, 1, 1), date(2199, 12, 31))


@pytest.mark.parametrize("register", ALL, ids=lambda each: each.key)
def test_every_move_leads_to_a_stage_of_the_register_and_none_from_its_end(register):
    known = set(register.stages)

    assert {stage for each in register.moves.values() for stage in each} <= known
    assert set(register.moves) <= known
    assert "ended" not in register.moves


@pytest.mark.parametrize("register", ALL, ids=lambda each: each.key)
def test_the_auditor_reads_the_same_moves_from_a_table_of_its_own(register):
    theirs = {before: set(after.split()) for before, after in _MOVES[register.key].items()}

    assert theirs == {before: set(after) for before, after in register.moves.items()}
    assert _stages(register.key) == set(register.stages)


@pytest.mark.parametrize("register", ALL, ids=lambda each: each.key)
def test_only_the_moves_of_a_register_are_let(register):
    for before in register.stages:
        for after in register.stages:
            if after in register.moves.get(before, ()):
                check_move(register, before, after)
            else:
                with pytest.raises(RegisterRefused):
                    check_move(register, before, after)


@pytest.mark.parametrize("register", ALL, ids=lambda each: each.key)
@given(resting=st.lists(st.sampled_from(sorted({s for r in ALL for s in r.stages})), max_size=4))
def test_a_row_ends_just_when_nothing_that_stands_rests_on_it(register, resting):
    rows = [(number, stage, "x") for number, stage in enumerate(resting, start=1)]

    def lets(stage):
        try:
            check_lets_go(register, stage, rows)
        except RegisterRefused:
            return False
        return True

    assert lets("ended") is not any(stage in STANDING for stage in resting)
    assert lets(None) is not bool(resting)


@given(on=days, what=st.sampled_from(DueKind))
def test_the_office_is_told_before_and_never_after_the_day(on, what):
    tells = Due(0, what, on).tells

    assert [on - day for day in tells] == [timedelta(days=n) for n in AHEAD[what]]
    assert list(tells) == sorted(set(tells))


@given(day=days)
def test_a_year_after_a_day_is_the_same_day_but_for_the_29th_of_february(day):
    after = a_year_after(day)

    assert (after.year, after.month) == (day.year + 1, day.month)
    assert after.day == day.day or (day.month, day.day, after.day) == (2, 29, 28)


@given(after=days)
def test_the_next_such_day_of_a_year_lies_behind_the_day_and_within_a_year(after):
    found = next_of_year(12, 18, after)

    assert (found.month, found.day) == (12, 18)
    assert timedelta(0) < found - after <= timedelta(days=366)


def test_every_field_of_every_register_and_line_can_be_asked_for():
    fields = [f for key in REGISTERS for f in fields_of(key)]
    fields += [f for what in LINES for f in fields_of_line(what)]

    assert not {f.input for f in fields} & {Input.PART, Input.ROWS, Input.FILE}
