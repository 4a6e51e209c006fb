"""What became of the entries of a plan: which requests use them, and plan beside actual. Pure."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from models.annual_plan.parts import PlannedDelegation
from models.names import name_key
from models.request.base import Request
from models.request.parts import NOT_IN_DIRECTORY
from models.request.values.currencies import Currency


class Use(StrEnum):
    """How an entry is used. Twice or overdrawn is a finding on whoever uses it so."""

    UNUSED = "unused"
    USED = "used"
    USED_TWICE = "used_twice"
    OVERDRAWN = "overdrawn"


@dataclass(frozen=True)
class Claim:
    """A case that names an entry: who travels by it, and what it costs whom.

    `people` tells persons apart, by the directory or else by name; `turns` is how often somebody
    travels. `dong` is what each payer bears in dong, as far as it is told in dong.
    """

    case_no: str
    entry: str
    kind: str
    people: frozenset[str]
    turns: int
    dong: Mapping[str, Decimal] = field(default_factory=dict)

    def spent(self, payer: str | None) -> Decimal:
        """Return what a payer bears, or all of them where none is named; in dong."""
        return sum((v for k, v in self.dong.items() if payer in (None, k)), Decimal())


def claim_of(case_no: str, entry: str, request: Request) -> Claim:
    """Return the claim a request makes on the entry it names."""
    dong: dict[str, Decimal] = defaultdict(Decimal)
    for each in request.estimate:
        if each.currency == Currency.VND:
            dong[each.payer] += each.amount
    people = [
        person if person and person != NOT_IN_DIRECTORY else name_key(name)
        for name, person in request.persons
    ]
    return Claim(case_no, entry, str(request.kind), frozenset(people), len(people), dict(dong))


@dataclass(frozen=True)
class EntryUse:
    """An entry with the claims on it that stand."""

    entry: PlannedDelegation
    claims: tuple[Claim, ...] = ()

    @property
    def dong(self) -> Decimal:
        """Return what is spent on it by whom the plan has pay, in dong."""
        return sum((claim.spent(self.entry.payer) for claim in self.claims), Decimal())

    @property
    def turns(self) -> int:
        """Return how often somebody travels by it."""
        return sum(claim.turns for claim in self.claims)

    @property
    def persons_over(self) -> int:
        """Return by how many more travel than the plan foresees; 0 where none do."""
        return max(self.turns - self.entry.persons, 0)

    @property
    def dong_over(self) -> Decimal:
        """Return by how much more is spent than the plan allows; 0 where no sum is set."""
        return max(self.dong - self.entry.budget, Decimal()) if self.entry.budget else Decimal()

    @property
    def use(self) -> Use:
        """Return how it is used; what is used twice is told so before what is overdrawn."""
        if not self.claims:
            return Use.UNUSED
        if len(self.claims) > 1:
            return Use.USED_TWICE
        return Use.OVERDRAWN if self.persons_over or self.dong_over else Use.USED


def uses_of(entries: Iterable[PlannedDelegation], claims: Iterable[Claim]) -> tuple[EntryUse, ...]:
    """Return the use of each entry, in the order of the plan; claims on others are left out."""
    by_entry: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_entry[claim.entry].append(claim)
    return tuple(EntryUse(entry, tuple(by_entry[entry.key])) for entry in entries)


@dataclass(frozen=True)
class Tally:
    """Delegations, turns, persons and dong: four counts that are never mixed."""

    delegations: int = 0
    turns: int = 0
    persons: int = 0
    dong: Decimal = Decimal()


@dataclass(frozen=True)
class PlanAndActual:
    """What was planned, and what became of it; `persons` of a plan are the turns it foresees."""

    planned: Tally
    actual: Tally


def plan_against_actual(
    uses: Iterable[EntryUse], by: Callable[[PlannedDelegation], str]
) -> dict[str, PlanAndActual]:
    """Return plan and actual by what `by` says of an entry, such as its kind, area or unit."""
    grouped: dict[str, list[EntryUse]] = defaultdict(list)
    for each in uses:
        grouped[by(each.entry)].append(each)
    return {key: PlanAndActual(_planned(some), _actual(some)) for key, some in grouped.items()}


def _planned(uses: list[EntryUse]) -> Tally:
    persons = sum(each.entry.persons for each in uses)
    dong = sum((each.entry.budget or Decimal() for each in uses), Decimal())
    return Tally(len(uses), persons, persons, dong)


def _actual(uses: list[EntryUse]) -> Tally:
    claims = [claim for each in uses for claim in each.claims]
    people = frozenset[str]().union(*(claim.people for claim in claims))
    dong = sum((each.dong for each in uses), Decimal())
    return Tally(len(claims), sum(claim.turns for claim in claims), len(people), dong)
