"""What a unit submits: the request to receive foreign guests, read-only once it is built.

Guests, items of the programme, interpreters and papers are numbered from 1, as people count them.
Rules about one value stand in `models.request.fields`, about one part in `models.inbound.parts`,
between parts here.
"""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Self

from pydantic import Field, ValidationInfo, field_validator, model_validator
from pydantic.functional_validators import ModelWrapValidatorHandler

from config.regulation.codes import CostBearer, Inviter, Kind, Occasion, SenderKind, Visit
from models.inbound.astray import days_astray, numbers_astray
from models.inbound.costs import Gift, ReceptionCost
from models.inbound.parts import (
    Conference,
    ForeignNgo,
    Guest,
    GuestRole,
    HostLeader,
    Lodging,
    Period,
    PressLicence,
    Profession,
    Sender,
    Unannounced,
)
from models.journal.entry import JSON
from models.programme.items import Interpreter, Item
from models.request.base import Request, Span
from models.request.checks import validated_with
from models.request.fields import Day, several
from models.request.parts import Passport, Payer, Reckoned, Sum, reckoned, sums, sums_in_dong
from models.request.people.groups import group_key, groups_astray
from models.request.people.travellers import Traveller, identity_of
from models.request.values.choices import by_name
from models.request.values.refusal import refused

Place = tuple[int | str, ...]


class InboundRequest(Request):
    """The whole request. Building one with contradictions raises `pydantic.ValidationError`."""

    kind: ClassVar[Kind] = Kind.INBOUND
    first_day: ClassVar[str] = "arrives"
    last_day: ClassVar[str] = "departs"
    tells_commitments: ClassVar[bool] = True
    programmed: ClassVar[bool] = True

    visit: Annotated[Visit, by_name(Visit, "visit")] = Visit.ONE_TIME
    invited_by: Annotated[Inviter, by_name(Inviter, "inviter")] = Inviter.UNIT
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
    bears_costs: Annotated[CostBearer, by_name(CostBearer, "bears_costs")] = CostBearer.HOST
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

    def days_of(self, number: int) -> Span:
        there_is = 0 < number <= len(self.guests)
        return self.days_of_guest(self.guests[number - 1]) if there_is else (self.begins, self.ends)

    def days_of_guest(self, guest: Guest) -> Span:
        """Return from when to when a guest is here: by what they say, or others of their group."""
        with_them = [guest]
        if key := group_key(guest.group):
            with_them += [other for other in self.guests if group_key(other.group) == key]
        arrives = next((each.arrives for each in with_them if each.arrives), self.begins)
        departs = next((each.departs for each in with_them if each.departs), self.ends)
        return (arrives, departs)

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
    def partner(self) -> str:
        return self.sender.name

    @property
    def estimate(self) -> tuple[Sum, ...]:
        return sums((cost.payer, cost.currency, cost.amount) for cost in self.costs)

    @property
    def reckoned(self) -> Reckoned | None:
        return reckoned((c.payer, c.currency, c.amount, c.in_dong) for c in self.costs)

    @property
    def borne_in_dong(self) -> dict[tuple[str, str], Decimal]:
        return sums_in_dong((cost.payer, cost.currency, cost.in_dong) for cost in self.costs)

    @property
    def nature(self) -> str:
        """Return what kind of visit it is."""
        return self.occasion

    @property
    def head_rank(self) -> str:
        return self.head.rank

    @property
    def travellers(self) -> tuple[Traveller, ...]:
        """Return the guests; all of them come from where those are who send them."""
        return tuple(
            Traveller(
                number,
                identity_of(guest.name, born=guest.born, nationality=guest.nationality),
                guest.rank,
                frozenset({self.sender.country}),
                *self.days_of_guest(guest),
            )
            for number, guest in enumerate(self.guests, start=1)
        )

    @property
    def on_state_budget(self) -> bool:
        """Tell whether the state budget bears any cost."""
        return any(cost.payer is Payer.STATE_BUDGET for cost in self.costs)

    @property
    def persons(self) -> tuple[tuple[str, str | None], ...]:
        """Return the guests in their order by name; the directory knows none of them."""
        return tuple((guest.name, None) for guest in self.guests)

    @property
    def comes_afterwards(self) -> bool:
        """Tell whether the guests came without notice."""
        return self.unannounced is not None

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
        astray = (
            *numbers_astray(data),
            *days_astray(data),
            *groups_astray(data, "guests", ("programme", "lodging")),
        )
        return validated_with(astray, data, handler, cls.__name__)
