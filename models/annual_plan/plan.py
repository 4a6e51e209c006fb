"""What comes of a plan, and of what is registered for one, as steps of the case."""

from collections.abc import Iterator, Sequence

from config.regulation.codes import GuestClass
from config.regulation.province import Regulation
from models.annual_plan.request import OfTheYear
from models.entries import PlannedStep


def steps(
    _request: OfTheYear,
    _regulation: Regulation,
    approval: Sequence[PlannedStep],
    _guest_class: GuestClass | None,
) -> Iterator[PlannedStep]:
    """Yield the approval: after it nothing is asked, a plan stands until its year is over."""
    yield from approval
