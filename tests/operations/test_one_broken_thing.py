"""One broken thing stays one broken thing: it is set aside with its number, and all others go on."""

from datetime import time, timedelta

import pytest
from sqlalchemy import select

from config.province_time import day_of, moment_of
from config.regulation.codes import Act
from flows.apart import Named, one_by_one
from flows.sweeps import sweep as sweeping
from flows.sweeps.sweep import sweep
from models.entries import StepOverdue
from models.errors import RowUnreadable
from models.ids import CaseNo
from models.store import cases
from models.store.amiss import pulse
from models.store.amiss.aside import LONGEST_REST, Chore, rest_after
from models.store.database.clock import move_clock
from models.store.tables import due_moments
from tests.factories.damage import damages, let_be_tried, no_json, set_aside


@pytest.fixture
def two(office):
    """Two cases whose appraisal is overdue, and of neither it was told yet."""
    numbers = []
    for _ in range(2):
        office.submits()
        office.takes_smoothly(office.waiting(Act.SIGN))
        numbers.append(office.case_no)
    due = day_of(office.waiting(Act.APPRAISE).due_at)
    with office.desk.store.writing() as conn:
        move_clock(conn, moment_of(due, time(17, 30)))
    return numbers


def is_told_overdue(office, no):
    office.case_no = no
    return any(isinstance(entry, StepOverdue) for entry in office.journal())


def damaged(office, no):
    damages(
        office.desk.store,
        "UPDATE steps SET holders = :holders WHERE case_no = :no AND state = 'open'",
        holders=no_json(office.desk.store),
        no=no,
    )


def mended(office, no):
    damages(
        office.desk.store,
        "UPDATE steps SET holders = :holders WHERE case_no = :no AND state = 'open'",
        holders='["dang.thi.mau"]',
        no=no,
    )


@pytest.mark.parametrize("first", [0, 1])
def test_a_damaged_row_keeps_nobody_else_from_their_reminder(office, two, first):
    broken, well = two[first], two[1 - first]
    damaged(office, broken)

    sweep(office.desk)

    assert is_told_overdue(office, well)
    assert not is_told_overdue(office, broken)


def test_what_is_broken_is_set_aside_with_its_number_and_why(office, two):
    damaged(office, two[0])

    sweep(office.desk)

    told = {each.case_no: each.reason for each in set_aside(office.desk.store).values()}
    assert told == {two[0]: "row_unreadable"}


def test_a_row_that_is_mended_is_read_again_and_forgotten(office, two):
    damaged(office, two[0])
    sweep(office.desk)
    mended(office, two[0])
    let_be_tried(office.desk.store)

    sweep(office.desk)

    assert is_told_overdue(office, two[0])
    assert set_aside(office.desk.store) == {}


def test_a_case_whose_kind_nobody_knows_is_set_aside_alone(office, two):
    damages(office.desk.store, "UPDATE cases SET kind = 'sideways' WHERE no = :no", no=two[0])

    sweep(office.desk)

    assert is_told_overdue(office, two[1])
    assert {each.case_no for each in set_aside(office.desk.store).values()} == {two[0]}


def test_a_moment_of_an_unknown_kind_keeps_no_other_from_firing(office, two):
    this = "WHERE case_no = :no AND kind = 'deadline'"
    damages(office.desk.store, f"UPDATE due_moments SET kind = 'x' {this}", no=two[0])

    sweep(office.desk)

    assert is_told_overdue(office, two[1])
    assert ("moment", two[0]) in set_aside(office.desk.store)


def test_what_breaks_again_is_tried_less_often(office, two, monkeypatch):
    tried = []

    def breaks(desk, moment):
        tried.append(moment)
        raise LookupError

    monkeypatch.setattr(sweeping, "fire", breaks)
    with office.desk.store.reading() as conn:
        waiting = conn.execute(
            select(due_moments.c.step).where(due_moments.c.fired_at.is_(None))
        ).all()

    for _ in range(5):
        sweep(office.desk)

    # At once and with the next sweep; then each rests.
    assert 0 < len(tried) <= 2 * len(waiting)
    assert {each.times for each in set_aside(office.desk.store).values()} == {2}


def test_a_part_that_fails_keeps_no_other_part_from_being_done(office, two, monkeypatch):
    def breaks(desk):
        raise LookupError

    monkeypatch.setattr(sweeping, "hand_over", breaks)
    for _ in range(2):
        with pytest.raises(LookupError):
            sweep(office.desk)

    assert all(is_told_overdue(office, no) for no in two)
    with office.desk.store.reading() as conn:
        assert pulse.felt(conn).failing == ("succession",)


def test_a_part_that_works_again_is_forgotten(office, monkeypatch):
    def breaks(desk):
        raise IndexError

    with monkeypatch.context() as patch:
        patch.setattr(sweeping, "hand_over", breaks)
        for _ in range(2):
            with pytest.raises(IndexError):
                sweep(office.desk)

    sweep(office.desk)

    with office.desk.store.reading() as conn:
        assert pulse.felt(conn).failing == ()


def test_what_rests_is_not_tried_and_what_works_is_forgotten(store):
    tried = []

    def breaks(thing):
        tried.append(thing)
        if thing == "bad":
            raise LookupError

    for _ in range(4):
        assert one_by_one(store, Chore.WALK, ("bad", "good"), breaks, Named) == ("bad",)

    assert (tried.count("bad"), tried.count("good")) == (2, 4)


def test_a_fault_says_its_kind_alone_and_nothing_that_somebody_wrote(store):
    def breaks(thing):
        raise ValueError("Nguyễn Văn Kín Đáo")

    one_by_one(store, Chore.WALK, ("x",), breaks, Named)

    (told,) = set_aside(store).values()
    assert told.reason == "ValueError"


@pytest.mark.parametrize(
    ("times", "rests"),
    [
        (1, timedelta()),
        (2, timedelta(minutes=1)),
        (3, timedelta(minutes=2)),
        (50, LONGEST_REST),
    ],
)
def test_the_distance_grows_up_to_six_hours(times, rests):
    assert rest_after(times) == rests


def test_a_damaged_case_is_refused_with_its_number(office):
    office.submits()
    damages(office.desk.store, "UPDATE cases SET kind = 'sideways'")

    with office.desk.store.reading() as conn, pytest.raises(RowUnreadable) as refused:
        cases.read_case(conn, CaseNo(office.case_no))

    assert office.case_no in str(refused.value)
