"""A kind of case: what it knows that no other kind does, for the core to ask."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from config.regulation.codes import GuestClass
from config.regulation.parts import RouteCondition, RouteStep
from config.regulation.province import Regulation
from models.entries import PlannedStep
from models.errors import Problem
from models.request.base import Request
from models.request.filing_day import FilingDay

R = TypeVar("R", bound=Request)


@dataclass(frozen=True)
class KindOfCase(Generic[R]):
    """What the core asks of a kind.

    `prefix` begins its case numbers; `legible` reads what can be read of a wrong request. `plan` puts
    the steps of the approval among those before and after it. `applies` and `is_asked` hold a row of the
    route table, and a step of it, against what only this kind has; `is_in` tells whether a regulation
    says anything of it. `class_of_guests` is the one their rank gives; `looked_after_by` are seats that
    see each of its cases as its unit does. `check` raises `ValueError` for what a regulation may not
    say of it.
    """

    model: type[R]
    prefix: str
    legible: Callable[[Mapping[str, object]], R]
    plan: Callable[[R, Regulation, Sequence[PlannedStep], GuestClass | None], Iterator[PlannedStep]]
    applies: Callable[[RouteCondition, R, Regulation], bool] = lambda *_: True
    is_asked: Callable[[RouteStep, R, Regulation], bool] = lambda *_: True
    problems_at_filing: Callable[[R, FilingDay], Iterator[Problem]] = lambda *_: iter(())
    earliest_day: Callable[[R, date], date] = lambda _, today: today
    is_in: Callable[[Regulation], bool] = lambda _: True
    class_of_guests: Callable[[R, Regulation], GuestClass | None] = lambda *_: None
    looked_after_by: Callable[[Regulation], tuple[str, ...]] = lambda _: ()
    check: Callable[[Regulation], None] = lambda _: None
