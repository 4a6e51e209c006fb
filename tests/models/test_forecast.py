"""When what is still to come is due."""

from datetime import UTC, datetime, timedelta

import pytest

from config.regulation.codes import Act, Direction, Kind, Stage, StartEvent, TimeUnit
from config.regulation.parts import Limit
from models.case import Case
from models.entries import PlannedStep
from models.ids import CaseNo, SeatKey
from models.timeline.forecast import forecast

NOW = datetime(2020, 7, 6, 1, 0, tzinfo=UTC)
DEPARTS = datetime(2020, 8, 24, tzinfo=UTC)
ARRIVES = datetime(2020, 8, 12, tzinfo=UTC)
LEAVES = datetime(2020, 8, 14, tzinfo=UTC)


def make_planned(ordinal, stage, act, days=None, **limit):
    within = Limit(amount=days, unit=TimeUnit.DAYS, **limit) if days is not None else None
    seat = SeatKey(f"body/{ordinal}")
    return PlannedStep(ordinal=ordinal, stage=stage, act=act, seat=seat, within=within)


def count_days(limit, start):
    sign = -1 if limit.direction is Direction.BEFORE else 1
    return start + timedelta(days=sign * limit.amount)


def dates(*plan):
    begins = {
        Stage.DEPARTURE: DEPARTS,
        Stage.ARRIVAL: ARRIVES,
        Stage.SEND_OFF: LEAVES,
    }.get
    return forecast(
        Case(CaseNo("DR-1"), Kind.OUTBOUND, plan=plan), due=count_days, begins=begins, now=NOW
    )


def test_one_step_comes_after_the_other():
    found = dates(
        make_planned(1, Stage.UNIT_SIGNATURE, Act.SIGN, 2),
        make_planned(2, Stage.APPRAISAL, Act.APPRAISE, 3),
    )

    assert found[2] == NOW + timedelta(days=5)


def test_agencies_are_heard_side_by_side():
    found = dates(
        make_planned(1, Stage.OPINIONS, Act.CONSULT, 2),
        make_planned(2, Stage.OPINIONS, Act.CONSULT, 3),
    )

    assert found == {1: NOW + timedelta(days=2), 2: NOW + timedelta(days=3)}


def test_what_is_prepared_is_counted_back_from_departure():
    prepared = make_planned(
        1,
        Stage.PREPARATION,
        Act.PREPARE,
        5,
        direction=Direction.BEFORE,
        counted_from=StartEvent.DEPARTURE,
    )

    assert dates(prepared)[1] == DEPARTS - timedelta(days=5)


@pytest.mark.parametrize(
    ("event", "day"),
    [
        (StartEvent.ARRIVAL, ARRIVES),
        (StartEvent.PRESS_CONFERENCE, ARRIVES),
        (StartEvent.SEND_OFF, LEAVES),
    ],
)
def test_what_is_arranged_for_guests_is_counted_from_their_days(event, day):
    owed = make_planned(1, Stage.RECEPTION, Act.DELIVER, 1, counted_from=event)

    assert dates(owed)[1] == day + timedelta(days=1)


def test_nobody_confirms_the_departure_before_the_day():
    assert dates(make_planned(1, Stage.DEPARTURE, Act.CONFIRM))[1] == DEPARTS
