"""Working days are moved while cases are under way: they go by the new list, and are told so."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from config.province_time import day_of, moment_of, office_closes
from config.regulation.codes import Act
from flows.sweeps.moved_days import follow_moved_days
from models import entries as e
from models.store import regulations
from tests.factories.audit import verify
from tests.factories.house import house
from tests.factories.letters import said, told
from tests.factories.office import MONDAY, Office
from tests.factories.province import text_of_the_tests

DAY = timedelta(days=1)
TUESDAY, SATURDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=5)
# The unit has two working days to sign.
DUE, DUE_THEN = office_closes(MONDAY + timedelta(days=2)), office_closes(MONDAY + timedelta(days=3))
SWAP = f"  - {{off: {TUESDAY}, worked: {SATURDAY}, unconfirmed: true, source: {{mark: design}}}}"


@pytest.fixture
def moves(tmp_path):
    """Set Doan up anew with a list of moved days, as somebody does who starts it again."""

    def set_up(office, *moved):
        listed = "\n".join(("moved_workdays:", *moved, ""))
        text = text_of_the_tests().replace("moved_workdays:\n", listed)
        path = tmp_path / f"moved-{len(moved)}.yaml"
        path.write_text(text, encoding="utf-8")
        settings = office.desk.settings.model_copy(update={"regulation": str(path)})
        desk = replace(office.desk, settings=settings)
        with desk.store.writing() as conn:
            regulations.put_in_force(house(conn), desk.regulation())
        return Office(desk, office.case_no)

    return set_up


def moved_days(office):
    return [p for p in office.journal() if isinstance(p, e.WorkingDaysMoved)]


def the_signature(office):
    return office.waiting(Act.SIGN)


def test_an_open_step_is_due_later_by_the_day_that_is_off(office, moves):
    office.submits()
    before = the_signature(office)

    office = moves(office, SWAP)
    follow_moved_days(office.desk)

    after = the_signature(office)
    assert (before.due_at, after.due_at) == (DUE, DUE_THEN)


def test_its_holder_is_told_why_it_is_due_on_another_day(office, moves):
    office.submits()

    office = moves(office, SWAP)
    follow_moved_days(office.desk)

    assert told(office, "due_moved") == list(the_signature(office).holders)
    assert "do hoán đổi ngày làm việc, ngày nghỉ" in said(office, "due_moved")


def test_steps_to_come_are_reckoned_by_the_new_list(office, moves):
    office.submits()
    office = moves(office, SWAP)
    follow_moved_days(office.desk)

    office.takes_smoothly(the_signature(office))

    with office.desk.reading(office.case_no) as work:
        assert not work.calendar.is_working(TUESDAY)
        assert work.calendar.is_working(SATURDAY)
        assert work.case.regulation_digest != office.desk.regulation().digest


def test_the_move_is_an_entry_of_the_case_and_nothing_is_amiss(office, moves):
    office.submits()
    office = moves(office, SWAP)

    follow_moved_days(office.desk)

    [moved] = moved_days(office)
    assert moved.regulation == office.desk.regulation().digest
    assert (TUESDAY in moved.off, SATURDAY in moved.worked) == (True, True)
    with office.desk.store.reading() as conn:
        assert verify(conn).difference is None


def test_looking_again_moves_nothing(office, moves):
    office.submits()
    office = moves(office, SWAP)
    follow_moved_days(office.desk)
    seq = office.case.seq

    follow_moved_days(office.desk)

    assert office.case.seq == seq


def test_a_list_that_takes_a_swap_back_gives_the_days_back(office, moves):
    office.submits()
    before = the_signature(office).due_at
    office = moves(office, SWAP)
    follow_moved_days(office.desk)

    office = moves(office)
    follow_moved_days(office.desk)

    assert the_signature(office).due_at == before
    assert len(moved_days(office)) == 2


def test_what_is_past_stays(office, moves):
    office.submits()
    office.time_passes(DUE)
    overdue = the_signature(office)

    office = moves(office, SWAP)
    follow_moved_days(office.desk)

    assert the_signature(office) == overdue


def test_a_case_that_came_under_the_list_has_nothing_to_follow(office, moves):
    office = moves(office, SWAP)
    office.submits()

    follow_moved_days(office.desk)

    assert moved_days(office) == []


def test_a_case_that_is_over_is_left_as_it_is(office, moves):
    office.submits()
    seq = office.goes_on_to_the_end().seq

    office = moves(office, SWAP)
    follow_moved_days(office.desk)

    assert office.case.seq == seq


def test_at_night_nobody_is_told(office, moves):
    office.submits()
    office.time_passes(office_closes(MONDAY) + timedelta(hours=10))
    office = moves(office, SWAP)

    follow_moved_days(office.desk)

    assert moved_days(office) == []


def test_the_sweep_looks_after_it(office, moves):
    office.submits()
    office = moves(office, SWAP)

    office.time_passes(office_closes(MONDAY) - timedelta(hours=1))

    assert len(moved_days(office)) == 1


# --- on days off ------------------------------------------------------------------------------------


def swap(off, worked):
    source = "unconfirmed: true, source: {mark: design}"
    return f"  - {{off: {off}, worked: {worked}, {source}}}"


@pytest.fixture
def appraisal(office):
    """A step that was asked on a Friday and has some working days."""
    office.submits()
    office.time_passes(to=moment_of(MONDAY + 4 * DAY, time(9)))
    office.takes_smoothly(the_signature(office))
    assert day_of(office.waiting(Act.APPRAISE).due_at) == MONDAY + 8 * DAY
    return office


def test_on_a_day_off_a_list_of_later_days_waits_until_offices_open(appraisal, moves):
    office = moves(appraisal, swap(MONDAY + 8 * DAY, MONDAY + 12 * DAY))
    told_then = []

    for day in (SATURDAY, SATURDAY + DAY):
        office.time_passes(to=moment_of(day, time(10)))
        told_then += told(office, "due_moved")
    office.time_passes(to=moment_of(SATURDAY + 2 * DAY, time(10)))

    assert (told_then, len(told(office, "due_moved"))) == ([], 1)


def test_a_list_that_takes_the_next_working_day_away_is_followed_on_the_day_off_before_it(
    appraisal, moves
):
    """Else the day would be past when offices open, and what is past stays what it was."""
    before = appraisal.waiting(Act.APPRAISE).due_at
    monday = SATURDAY + 2 * DAY
    office = moves(appraisal, swap(monday, SATURDAY + 7 * DAY))

    office.time_passes(to=moment_of(SATURDAY + DAY, time(10)))

    with office.desk.reading(office.case_no) as work:
        assert not work.calendar.is_working(monday)
    assert office.waiting(Act.APPRAISE).due_at > before
    assert len(told(office, "due_moved")) == 1
