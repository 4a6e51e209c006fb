"""How one step of a plan is written down, whichever way the delegation travels."""

from collections.abc import Iterator

from config.regulation.codes import Act, Stage
from config.regulation.parts import Duty, Limit, TimeLimit
from models.entries import PlannedStep
from models.ids import BodyKey, SeatKey


def planned_step(
    stage: Stage, act: Act, seat: str, limit: TimeLimit | None, **more: object
) -> PlannedStep:
    kept = limit.model_dump(include=set(Limit.model_fields)) if limit else None
    return PlannedStep.model_validate(
        {
            "ordinal": 0,
            "stage": stage,
            "act": act,
            "seat": seat,
            "within": kept,
            "unconfirmed": limit is not None and limit.unconfirmed,
            **more,
        }
    )


def owed_step(stage: Stage, act: Act, duty: Duty) -> Iterator[PlannedStep]:
    """Yield the step of a duty, and that of who accepts it; the latter rests on what was handed in."""
    yield planned_step(stage, act, duty.seat, duty.within)
    if duty.accepted_by:
        rests_on = (str(stage),)
        by, within = duty.accepted_by, duty.accepted_within
        yield planned_step(stage, Act.ACCEPT, by, within, rests_on=rests_on)


def seat_in(seat: str, unit: BodyKey) -> SeatKey:
    """Return a seat, with the submitting unit in the place of `unit/…`."""
    body, _, key = seat.partition("/")
    return SeatKey(f"{unit}/{key}" if body == "unit" else seat)
