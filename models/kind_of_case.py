"""A kind of case: what it knows that no other kind does, for the core to ask."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeVar

from config.regulation.codes import GuestClass
from config.regulation.parts import RouteCondition, RouteStep
from config.regulation.province import Regulation
from models.entries import PlannedStep
from models.errors import Problem
from models.request.base import Request
from models.request.filing_day import FilingDay
from models.request.form.persons import PersonsKept
from models.request.papers.asked import AskedWhen

R = TypeVar("R", bound=Request)


@dataclass(frozen=True)
class KindOfCase(Generic[R]):
    """What the core asks of a kind.

    `prefix` begins its case numbers; `legible` reads what can be read of a wrong request. `plan` puts
    the steps of the approval among those before and after it. `applies` and `is_asked` hold a row of the
    route table, and a step of it, against what only this kind has; `is_in` tells whether a regulation
    says anything of it. `class_of_guests` is the one their rank gives; `looked_after_by` are seats that
    see each of its cases as its unit does. `is_slip`: between two requests only one thing written of one
    member is put right. `looks_back`: since which day others of the kind are held against a request.
    `check` raises `ValueError` for what a regulation may not say of it. `sections` are the pages of its
    form, each with the fields of the request that stand there; without any, its requests come as files.
    `asked_when` tells under which conditions the regulation may ask for a paper. `persons` are those of
    a request whom its unit keeps in its address book. `only_of`: the one unit that files such
    requests, where there is but one.
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
    is_slip: Callable[[R, R], bool] = lambda *_: False
    looks_back: Callable[[R, Regulation], date | None] = lambda *_: None
    class_of_guests: Callable[[R, Regulation], GuestClass | None] = lambda *_: None
    looked_after_by: Callable[[Regulation], tuple[str, ...]] = lambda _: ()
    check: Callable[[Regulation], None] = lambda _: None
    sections: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    asked_when: AskedWhen[R] = field(default_factory=dict)
    persons: PersonsKept | None = None
    only_of: Callable[[Regulation], str | None] = lambda _: None
