"""What a unit submits: the request to receive foreign guests, read-only once it is built.

Guests, items of the programme, interpreters and papers are numbered from 1, as people count them.
Rules about one value stand in `models.request.fields`, about one part in `models.inbound.parts`,
between parts here.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Annotated, Any, ClassVar, Self

from pydantic import Field, ValidationInfo, field_validator, model_validator
from pydantic.functional_validators import ModelWrapValidatorHandler
from pydantic_core import InitErrorDetails

from config.regulation.codes import CostBearer, Inviter, Kind, Occasion, SenderKind, Visit
from models.inbound.parts import (
    Conference,
    ForeignNgo,
    Gift,
    Guest,
    GuestRole,
    HostLeader,
    Lodging,
    Period,
    PressLicence,
    Profession,
    ReceptionCost,
    Sender,
    Unannounced,
)
from models.journal.entry import JSON
from models.programme.items import Interpreter, Item
from models.request.base import Request, Span
from models.request.checks import detail, part_of, parts_of, validated_with
from models.request.fields import (
    Day,
    day_written,
    member_number,
    one_of,
    refused,
    regulation_of,
    several,
)
from models.request.parts import Passport, Payer

Place = tuple[int | str, ...]


class InboundRequest(Request):
    """The whole request. Building one with contradictions raises `pydantic.ValidationError`."""

    kind: ClassVar[Kind] = Kind.INBOUND
    first_day: ClassVar[str] = "arrives"
    tells_commitments: ClassVar[bool] = True
    programmed: ClassVar[bool] = True

    visit: Visit = Visit.ONE_TIME
    invited_by: Inviter = Inviter.UNIT
    unannounced: Unannounced | None = None
    sender: Sender
    received_by: Annotated[tuple[HostLeader, ...], several(1, 20)]
    arrives: Day
    departs: Day
    further_visits: Annotated[tuple[Period, ...], several(0, 60)] = ()
    guests: Annotated[tuple[Guest, ...], several(1, 300)]
    interpreters: Annotated[tuple[Interpreter, ...], several(0, 20)] = ()
    lodging: Annotated[tuple[Lodging, ...], several(0, 60)] = ()
    programme: Annotated[tuple[Item, ...], several(1, 100)]
    bears_costs: CostBearer = CostBearer.HOST
    costs: Annotated[tuple[ReceptionCost, ...], several(0, 100)] = ()
    gifts: Annotated[tuple[Gift, ...], several(0, 100)] = ()
    conference: Conference | None = None
    ngo: ForeignNgo | None = Field(default=None, validate_default=True)
    press: PressLicence | None = None

    @property
    def begins(self) -> date:
        """Return the day the guests arrive."""
        return self.arrives

    @property
    def ends(self) -> date:
        """Return the last day of the visit, or of the last one under the same permission."""
        return max((self.departs, *(period.departs for period in self.further_visits)))

    @property
    def head(self) -> Guest:
        """Return the head of the guests; there is exactly one."""
        return next(guest for guest in self.guests if guest.role is GuestRole.HEAD)

    @property
    def positions(self) -> tuple[str, ...]:
        return tuple(guest.position for guest in self.guests)

    @property
    def head_name(self) -> str:
        return self.head.name

    @property
    def planned_items(self) -> tuple[Item, ...]:
        return self.programme

    @property
    def named_interpreters(self) -> tuple[Interpreter, ...]:
        return self.interpreters

    @property
    def spans(self) -> tuple[Span, ...]:
        """Return the days of each visit under this permission."""
        return tuple((period.arrives, period.departs) for period in self.periods)

    @property
    def countries(self) -> frozenset[str]:
        """Return the countries the guests come from: that of their organisation, and their own."""
        return frozenset((self.sender.country, *(guest.nationality for guest in self.guests)))

    @property
    def occasion(self) -> Occasion:
        """Return what kind of visit it is, where the law has rules of its own for it."""
        if self.conference:
            return Occasion.CONFERENCE
        if self.is_of_the_press:
            return Occasion.FOREIGN_PRESS
        if self.sender.kind is SenderKind.FOREIGN_NGO or self.ngo:
            return Occasion.FOREIGN_NGO
        return Occasion.VISIT

    @property
    def is_of_the_press(self) -> bool:
        """Tell whether foreign press sends the guests, or they come to work as such."""
        return self.sender.kind is SenderKind.PRESS or self.press is not None

    @property
    def reporters(self) -> tuple[Guest, ...]:
        """Return the reporters among the guests."""
        return tuple(g for g in self.guests if g.profession is Profession.REPORTER)

    @property
    def on_state_budget(self) -> bool:
        """Tell whether the state budget bears any cost."""
        return any(cost.payer is Payer.STATE_BUDGET for cost in self.costs)

    @property
    def persons(self) -> tuple[tuple[str, str | None], ...]:
        """Return the guests in their order by name; the directory knows none of them."""
        return tuple((guest.name, None) for guest in self.guests)

    @property
    def periods(self) -> tuple[Period, ...]:
        """Return the visits under this permission, the first of them first."""
        return (Period(arrives=self.arrives, departs=self.departs), *self.further_visits)

    def facts(self, *, as_kept: bool = False) -> dict[str, JSON]:
        """Return the facts; both days are one of them, and papers come last."""
        passports = {"guests": {"__all__": {"passport"}}}
        told = self.model_dump(mode="json", exclude=passports, exclude_unset=as_kept)
        dates = {name: told.pop(name) for name in ("arrives", "departs")}
        del told["letter"]
        papers = {"papers": told.pop("papers")} if "papers" in told else {}
        return {**told, **papers, "dates": dates}

    def passports(self) -> dict[int, Passport]:
        """Return the passports by guest number; guests without one are left out."""
        numbered = enumerate(self.guests, start=1)
        return {number: guest.passport for number, guest in numbered if guest.passport}

    def without_passports(self) -> Self:
        guests = tuple(g.model_copy(update={"passport": None}) for g in self.guests)
        return self.model_copy(update={"guests": guests})

    @field_validator("received_by")
    @classmethod
    def _ranks_of_the_regulation(
        cls, received_by: tuple[HostLeader, ...], info: ValidationInfo
    ) -> tuple[HostLeader, ...]:
        regulation = regulation_of(info)
        if regulation:
            ranks = {key: (r.title.vi, r.title.en) for key, r in regulation.ranks.items()}
            for leader in received_by:
                one_of(ranks, leader.rank, "rank")
        return received_by

    @field_validator("departs")
    @classmethod
    def _departs_after_arriving(cls, departs: date, info: ValidationInfo) -> date:
        arrives = info.data.get("arrives")
        if arrives and departs < arrives:
            raise refused("departs_before_arriving", arrives=arrives)
        return departs

    @field_validator("ngo")
    @classmethod
    def _an_ngo_names_its_paper(
        cls, ngo: ForeignNgo | None, info: ValidationInfo
    ) -> ForeignNgo | None:
        """Refuse a foreign NGO without its paper. Source: 58/2022/NĐ-CP, articles 7 to 12."""
        sender = info.data.get("sender")
        if ngo is None and sender and sender.kind is SenderKind.FOREIGN_NGO:
            raise refused("ngo_paper_missing")
        return ngo

    @model_validator(mode="wrap")
    @classmethod
    def _parts_agree(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        """Hold roles, numbers and days against each other, even where a part itself is wrong."""
        astray = (*_numbers_astray(data), *_days_astray(data))
        return validated_with(astray, data, handler, cls.__name__)


def _numbers_astray(data: object) -> Iterator[InitErrorDetails]:
    """Find a wrong count of heads, and numbers nobody has, in data of any shape."""
    guests = parts_of(data, "guests")
    heads = sum(part_of(guest, "role") == GuestRole.HEAD for guest in guests)
    if guests and heads != 1:
        yield detail("one_head", ("guests",), None, count=heads)
    interpreters = len(parts_of(data, "interpreters"))
    for index, item in enumerate(parts_of(data, "programme")):
        number = member_number(part_of(item, "interpreter"))
        if number is not None and number > interpreters:
            where: Place = ("programme", index, "interpreter")
            yield detail("no_such_interpreter", where, number, count=interpreters)
    for index, gift in enumerate(parts_of(data, "gifts") if guests else ()):
        number = member_number(part_of(gift, "guest"))
        if number is not None and number > len(guests):
            yield detail("no_such_guest", ("gifts", index, "guest"), number, count=len(guests))


def _days_astray(data: object) -> Iterator[InitErrorDetails]:
    """Find items, nights and further visits that lie outside the days of the visit.

    Where the days of the visit themselves cannot be read, nothing can be held against them.
    """
    periods = [_span(part) for part in (data, *parts_of(data, "further_visits"))]
    visits = [period for period in periods if period]
    if len(visits) < len(periods):
        return
    arrives, departs = visits[0]
    told = {"arrives": arrives, "departs": departs}
    for index, item in enumerate(parts_of(data, "programme")):
        day = day_written(part_of(item, "day"))
        if day and not _within((day, day), visits):
            yield detail("item_outside_visit", ("programme", index, "day"), day, **told)
    for index, stay in enumerate(parts_of(data, "lodging")):
        nights = _span(stay, last="leaves")
        if nights and not _within(nights, visits):
            where: Place = ("lodging", index, "arrives")
            yield detail("lodging_outside_visit", where, nights[0], **told)
    for index, (one, further) in enumerate(pairwise(visits)):
        if further[0] <= one[1]:
            where = ("further_visits", index, "arrives")
            yield detail("visit_too_early", where, further[0], limit=one[1])


def _span(part: object, last: str = "departs") -> Span | None:
    """Return the first and the last day of a part in any shape; None where they are none."""
    begins, ends = day_written(part_of(part, "arrives")), day_written(part_of(part, last))
    return (begins, ends) if begins and ends and begins <= ends else None


def _within(days: Span, visits: Sequence[Span]) -> bool:
    return any(arrives <= days[0] and days[1] <= departs for arrives, departs in visits)
