"""How long each version of a dossier was with the unit, and how long with the approvers."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from config.regulation.codes import Act, Kind, Stage
from models.case import Case, Step, StepState
from models.ids import CaseNo, Digest, SeatKey
from models.timeline.rounds import rounds

MONDAY = datetime(2020, 7, 6, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
LATER = MONDAY + 1000 * HOUR


def make_step(act, begins, ends=None, version=1):
    opened = Step(
        number=1,
        stage=Stage.OPINIONS,
        act=act,
        seat=SeatKey("police/head"),
        key="",
        collective=False,
        holders=(),
        version=version,
        rests_on=(),
        digest=Digest(""),
        digest_version=1,
        opened_at=MONDAY + begins * HOUR,
        due_at=None,
    )
    if ends is None:
        return opened
    return replace(opened, state=StepState.DECIDED, decided_at=MONDAY + ends * HOUR)


def times(*steps, now=LATER):
    case = Case(CaseNo("DR-2020-0001"), Kind.OUTBOUND, steps=steps)
    return [(r.version, r.with_unit / HOUR, r.with_approvers / HOUR) for r in rounds(case, now)]


def test_the_units_time_stands_apart_from_the_approvers():
    assert times(make_step(Act.SIGN, 0, 2), make_step(Act.APPRAISE, 2, 7)) == [(1, 2, 5)]


def test_agencies_that_are_asked_side_by_side_count_once():
    assert times(make_step(Act.CONSULT, 0, 5), make_step(Act.CONSULT, 0, 3)) == [(1, 0, 5)]


def test_the_time_an_answer_took_is_the_units():
    assert times(make_step(Act.DECIDE, 0, 10), make_step(Act.ANSWER, 2, 6)) == [(1, 4, 6)]


def test_what_comes_after_the_approval_is_nobodys_time():
    steps = (make_step(Act.DECIDE, 0, 2), make_step(Act.PREPARE, 2, 9), make_step(Act.FILE, 9))

    assert times(*steps) == [(1, 0, 2)]


def test_each_version_is_a_round_of_its_own():
    first, second = make_step(Act.REVISE, 0, 3), make_step(Act.APPRAISE, 3, 4, version=2)

    assert times(first, second) == [(1, 3, 0), (2, 0, 1)]


def test_what_is_still_open_counts_until_now():
    assert times(make_step(Act.DECIDE, 0), now=MONDAY + 7 * HOUR) == [(1, 0, 7)]


@given(
    st.lists(
        st.tuples(st.sampled_from([Act.SIGN, Act.ANSWER, Act.DECIDE, Act.CONSULT]),
                  st.integers(0, 50), st.integers(0, 50)),
        min_size=1,
    )
)  # fmt: skip
def test_no_hour_counts_twice(spans):
    steps = [make_step(act, begins, begins + length) for act, begins, length in spans]

    [(_, unit, approvers)] = times(*steps)

    hours = {h for _, begins, length in spans for h in range(begins, begins + length)}
    assert unit + approvers == len(hours)
