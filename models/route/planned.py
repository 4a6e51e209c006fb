"""How one step of a plan is written down, whichever way the delegation travels."""

from config.regulation.codes import Act, Stage
from config.regulation.parts import Limit, TimeLimit
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


def seat_in(seat: str, unit: BodyKey) -> SeatKey:
    """Return a seat, with the submitting unit in the place of `unit/…`."""
    body, _, key = seat.partition("/")
    return SeatKey(f"{unit}/{key}" if body == "unit" else seat)
