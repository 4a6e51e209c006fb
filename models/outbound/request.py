"""What a unit submits: the request to send a delegation abroad, read-only once it is built.

Members, papers and speeches are numbered from 1, as people count them. Rules about one value stand
in `models.request.fields`, about one part in `models.outbound.parts`, between parts here.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Self

from pydantic import ValidationError, ValidationInfo, field_validator, model_validator
from pydantic.functional_validators import ModelWrapValidatorHandler
from pydantic_core import InitErrorDetails

from config.regulation.codes import Kind, Trip
from models.journal.entry import JSON
from models.outbound.parts import (
    Host,
    Member,
    Role,
    Speech,
    Stop,
)
from models.request.base import Request, Span
from models.request.checks import detail, part_of, parts_of, validated_with
from models.request.fields import Day, member_number, several
from models.request.parts import (
    Cost,
    Passport,
    Payer,
    Reckoned,
    Sum,
    reckoned,
    sums,
    sums_in_dong,
)
from models.request.people.groups import group_key, groups_astray, groups_of, those_of
from models.request.people.travellers import Traveller, identity_of
from models.request.values.choices import by_name, choice_meant
from models.request.values.days import day_written
from models.request.values.refusal import refused

HOME = "VN"
DATE_LINE = timedelta(days=1)


class OutboundRequest(Request):
    """The whole request. Building one with contradictions raises `pydantic.ValidationError`."""

    kind: ClassVar[Kind] = Kind.OUTBOUND
    first_day: ClassVar[str] = "departs"
    last_day: ClassVar[str] = "returns"
    refuses_members: ClassVar[bool] = True

    trip: Annotated[Trip, by_name(Trip, "trip")]
    host: Host
    departs: Day
    returns: Day
    itinerary: Annotated[tuple[Stop, ...], several(1, 50)]
    members: Annotated[tuple[Member, ...], several(1, 100)]
    speeches: Annotated[tuple[Speech, ...], several(0, 50)] = ()
    costs: Annotated[tuple[Cost, ...], several(0, 100)] = ()

    @property
    def head(self) -> Member:
        """Return the head of the delegation; there is exactly one."""
        return next(member for member in self.members if member.role is Role.HEAD)

    @property
    def positions(self) -> tuple[str, ...]:
        return tuple(member.position for member in self.members)

    @property
    def head_name(self) -> str:
        return self.head.name

    @property
    def head_number(self) -> int:
        """Return the number of the head, without whom nobody goes."""
        return self.members.index(self.head) + 1

    @property
    def countries(self) -> frozenset[str]:
        """Return the countries the delegation goes to; stops on the way at home do not count."""
        abroad = frozenset(stop.country for stop in self.itinerary) - {HOME}
        return abroad or frozenset({self.host.country})

    @property
    def partner(self) -> str:
        return self.host.name

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
        return self.trip

    @property
    def head_rank(self) -> str:
        return self.head.rank

    @property
    def travellers(self) -> tuple[Traveller, ...]:
        """Return the members; who goes nowhere by themselves goes where all do."""
        return tuple(
            Traveller(
                number,
                identity_of(member.name, person=member.directory_id, born=member.born),
                member.rank,
                self.countries_of(member) or self.countries,
                *self.days_of_member(member),
            )
            for number, member in enumerate(self.members, start=1)
        )

    @property
    def on_state_budget(self) -> bool:
        """Tell whether the state budget bears any cost."""
        return any(cost.payer is Payer.STATE_BUDGET for cost in self.costs)

    @property
    def begins(self) -> date:
        return self.departs

    @property
    def ends(self) -> date:
        return self.returns

    @property
    def persons(self) -> tuple[tuple[str, str | None], ...]:
        """Return the travellers in their order: each name, and the directory's id for it."""
        return tuple((member.name, member.directory_id) for member in self.members)

    def days_of(self, number: int) -> Span:
        there_is = 0 < number <= len(self.members)
        return (
            self.days_of_member(self.members[number - 1]) if there_is else (self.begins, self.ends)
        )

    def days_of_member(self, member: Member) -> Span:
        """Return from when to when a member travels: by their own days, else by those of their group.

        The group that is the first to arrive leaves with the delegation; any other one on the day it
        arrives. So it is with the return.
        """
        stops = self.stops_of(member) or self.itinerary
        first, last = min(s.arrives for s in stops), max(s.leaves for s in stops)
        with_the_first = first == min(s.arrives for s in self.itinerary)
        with_the_last = last == max(s.leaves for s in self.itinerary)
        return (
            member.departs or (self.departs if with_the_first else first),
            member.returns or (self.returns if with_the_last else last),
        )

    def stops_of(self, member: Member) -> tuple[Stop, ...]:
        """Return the stops a member goes to: those of their group, and those of all."""
        return those_of(self.itinerary, member.group)

    def countries_of(self, member: Member) -> frozenset[str]:
        """Return the countries a member goes to."""
        return frozenset(stop.country for stop in self.stops_of(member)) - {HOME}

    def facts(self, *, as_kept: bool = False) -> dict[str, JSON]:
        """Return the facts; both days are one of them."""
        passports = {"members": {"__all__": {"passport"}}}
        told = self.model_dump(mode="json", exclude=passports, exclude_unset=as_kept)
        dates = {"departs": told["departs"], "returns": told["returns"]}
        names = ("unit", "trip", "title", "purpose", "area", "host", "itinerary", "dates", "members",
                 "speeches", "costs", "plan_entry", "papers", "urgent", "allowed")  # fmt: skip
        told["dates"] = dates
        return {name: told[name] for name in names if name in told}

    def passports(self) -> dict[int, Passport]:
        """Return the passports by member number; members without one are left out."""
        numbered = enumerate(self.members, start=1)
        return {number: member.passport for number, member in numbered if member.passport}

    def without(self, numbers: Collection[int]) -> Self:
        going = tuple(m for n, m in enumerate(self.members, start=1) if n not in numbers)
        return self.model_copy(update={"members": going}) if numbers else self

    def without_passports(self) -> Self:
        members = tuple(m.model_copy(update={"passport": None}) for m in self.members)
        return self.model_copy(update={"members": members})

    @field_validator("returns")
    @classmethod
    def _returns_after_departing(cls, returns: date, info: ValidationInfo) -> date:
        departs = info.data.get("departs")
        if departs and returns < departs:
            raise refused("returns_before_departing", departs=departs)
        return returns

    @field_validator("itinerary")
    @classmethod
    def _itinerary_fits_the_trip(
        cls, itinerary: tuple[Stop, ...], info: ValidationInfo
    ) -> tuple[Stop, ...]:
        departs, returns = info.data.get("departs"), info.data.get("returns")
        found = list(_out_of_order(itinerary, departs, returns))
        if found:
            raise ValidationError.from_exception_data(cls.__name__, found)
        return itinerary

    @model_validator(mode="wrap")
    @classmethod
    def _numbers_agree(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        """Hold roles and member numbers against each other, even where a member itself is wrong.

        What is wrong here and what is wrong within the fields is raised together, so that a person
        is told of everything at once.
        """
        astray = (
            *_numbers_astray(data),
            *groups_astray(data, "members", ("itinerary",)),
            *_days_astray(data),
        )
        return validated_with(astray, data, handler, cls.__name__)


def _out_of_order(
    itinerary: Sequence[Stop], departs: date | None, returns: date | None
) -> Iterator[InitErrorDetails]:
    """Find the stops outside the trip, and those that begin before their group has left another."""
    groups = groups_of(itinerary)
    told: set[tuple[int | str, ...]] = set()
    for group in groups or (None,):
        key = group_key(group)
        own = [(n, s) for n, s in enumerate(itinerary) if group_key(s.group) in (None, key)]
        for found in _out_of_order_alone(own, departs, returns, grouped=bool(groups)):
            if found["loc"] not in told:
                told.add(found["loc"])
                yield found


def _out_of_order_alone(
    itinerary: Sequence[tuple[int, Stop]],
    departs: date | None,
    returns: date | None,
    *,
    grouped: bool,
) -> Iterator[InitErrorDetails]:
    """Find the same of stops, each with its place in the list, that one group goes to."""
    earliest, before = departs, itinerary[0][1]
    for index, stop in itinerary:
        if earliest and before.country != stop.country:
            # Over the date line somebody arrives on the day before the one they left on.
            earliest -= DATE_LINE
        if departs and stop.arrives < departs:
            yield detail("stop_before_departing", (index, "arrives"), stop.arrives, limit=departs)
        elif earliest and stop.arrives < earliest:
            where = (index, "arrives")
            if grouped:
                yield detail("stop_too_early", where, stop.arrives, limit=before.leaves)
            else:
                yield detail("stop_too_early_or_group", where, stop.arrives, limit=before.leaves)
        if returns and stop.leaves > returns:
            yield detail("stop_after_returning", (index, "leaves"), stop.leaves, limit=returns)
        earliest, before = stop.leaves, stop


def _days_astray(data: object) -> Iterator[InitErrorDetails]:
    """Find members who leave before the delegation does, or come back after it."""
    departs, returns = (day_written(part_of(data, name)) for name in ("departs", "returns"))
    for index, member in enumerate(parts_of(data, "members")):
        for name in ("departs", "returns"):
            day = day_written(part_of(member, name))
            if day and departs and returns and not departs <= day <= returns:
                told = {"departs": departs, "returns": returns}
                yield detail("member_outside_trip", ("members", index, name), day, **told)


def _numbers_astray(data: object) -> Iterator[InitErrorDetails]:
    """Find a wrong count of heads, and numbers that no member has, in data of any shape."""
    members = parts_of(data, "members")
    roles = (choice_meant(Role, "role", part_of(member, "role")) for member in members)
    heads = sum(role == Role.HEAD for role in roles)
    if members and heads != 1:
        yield detail("one_head", ("members",), None, count=heads)
    for index, member in enumerate(members):
        number = member_number(part_of(member, "relative_of"))
        if number == index + 1:
            yield detail("relative_of_self", ("members", index, "relative_of"), number)
        elif number is not None and not 1 <= number <= len(members):
            where = ("members", index, "relative_of")
            yield detail("no_such_member", where, number, count=len(members))
    for index, speech in enumerate(parts_of(data, "speeches") if members else ()):
        number = member_number(part_of(speech, "by"))
        if number is not None and not 1 <= number <= len(members):
            yield detail("no_such_member", ("speeches", index, "by"), number, count=len(members))
