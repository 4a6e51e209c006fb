"""What a case counts for: how often a delegation went, who went along, who paid, how long each had it.

A delegation (đoàn) is counted each time it goes abroad or comes: guests who come three times under one
permission are received three times. A turn (lượt) is one person on one such journey. A person (người) is
counted once however often they travel. What was not approved, or was called off, counts for nothing.
A journey is of the period in which its first day lies. Pure.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from hashlib import blake2b
from typing import Protocol

from config.province_time import day_of
from config.regulation.codes import Act, Kind, Stage
from models.acts import Effect, effect_of
from models.case import CaseStatus, StepState
from models.ids import BodyKey, CaseNo, SeatKey, body_of
from models.request.base import Request
from models.request.people.travellers import Traveller

# A case counts once it is approved, and as long as nobody has called it off.
COUNTED = (CaseStatus.APPROVED, CaseStatus.ARCHIVED)
DECISIONS = (Stage.PARTY_DECISION, Stage.STATE_DECISION)
_DECIDES = (Act.DECIDE, Act.RECORD)
_CENT, _DONG = Decimal("0.01"), Decimal(1)


class StepEnded(Protocol):
    """What is looked at of a step, however it was read."""

    @property
    def number(self) -> int: ...
    @property
    def stage(self) -> str: ...
    @property
    def act(self) -> str: ...
    @property
    def seat(self) -> str: ...
    @property
    def key(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def choice(self) -> str | None: ...
    @property
    def opened_at(self) -> datetime: ...
    @property
    def due_at(self) -> datetime | None: ...
    @property
    def decided_at(self) -> datetime | None: ...


@dataclass(frozen=True)
class Journey:
    """One time that a delegation goes or guests come, with how many."""

    visit: int
    begins: date
    ends: date
    turns: int


@dataclass(frozen=True)
class Turn:
    """One person on one journey, once for each country: `place` 0 stands for the turn itself.

    `person` is a number made of who they are, the same on every journey.
    """

    visit: int
    number: int
    place: int
    country: str
    rank: str
    person: int


@dataclass(frozen=True)
class Borne:
    """What one payer is to bear in one currency, in hundredths of it; None of dong without a rate.

    `spent` is what the accounts told of it afterwards, in hundredths; None until they are settled.
    """

    payer: str
    currency: str
    hundredths: int
    dong: int | None
    spent: int | None = None


@dataclass(frozen=True)
class StepWait:
    """How long a step stood with a body: from the day it was opened to the day it ended."""

    step: int
    body: BodyKey
    stage: str
    of_unit: bool
    opened_on: date
    ended_on: date
    late: bool


@dataclass(frozen=True)
class CaseFigures:
    """All that a case counts for.

    `nature` is what it is within its kind; `rank` that of its head; `decider` the seat that decided
    last, or the body outside that did. `plan_entry` is what the dossier wrote of the annual plan.
    """

    kind: Kind
    unit: BodyKey
    nature: str
    area: str
    rank: str
    decider: str
    decided_on: date | None
    plan_entry: str | None
    report_due: datetime | None
    report_filed: datetime | None
    journeys: tuple[Journey, ...]
    turns: tuple[Turn, ...]
    costs: tuple[Borne, ...]

    @property
    def in_plan(self) -> bool:
        """Tell whether an annual plan foresees it."""
        return self.plan_entry is not None


def figures_of(
    kind: Kind,
    unit: BodyKey,
    request: Request,
    steps: Sequence[StepEnded],
    outside: Mapping[tuple[str, str], str],
    *,
    at_home: Collection[int] = (),
    spent: Mapping[tuple[str, str], Decimal] | None = None,
) -> CaseFigures:
    """Return what an approved case counts for.

    `outside` are the bodies that decide for others, by stage and seat; `at_home` the members whom a
    decision keeps there; `spent` what the accounts told, by payer and currency, once they are settled.
    """
    going = tuple(t for t in request.travellers if t.number not in at_home)
    decision = _decision(steps)
    report = _report(steps)
    plan = request.plan_entry
    turns = tuple(_turns(request, going))
    return CaseFigures(
        kind=kind,
        unit=unit,
        nature=request.nature,
        area=request.area,
        rank=request.head_rank,
        decider=_decider(decision, outside) if decision else "",
        decided_on=day_of(decision.decided_at) if decision and decision.decided_at else None,
        plan_entry=f"{plan.plan}: {plan.entry}" if plan else None,
        report_due=report.due_at if report else None,
        report_filed=_filed(report) if report else None,
        journeys=tuple(_journeys(request, turns)),
        turns=turns,
        costs=borne_by(request, spent),
    )


def waits_of(unit: BodyKey, steps: Sequence[StepEnded]) -> tuple[StepWait, ...]:
    """Return how long each step that has ended stood with whom; what was void stood with nobody."""
    return tuple(_waits(unit, steps))


def person_number(identity: str) -> int:
    """Return the number a person is counted by: 64 bits, with a sign, as databases have them."""
    return int.from_bytes(blake2b(identity.encode(), digest_size=8).digest(), "big", signed=True)


def number_of_erased(case_no: CaseNo, number: int) -> int:
    """Return the number by which somebody of an erased case is counted: of no other case."""
    return person_number(f"erased:{case_no}/{number}")


def borne_by(
    request: Request, spent: Mapping[tuple[str, str], Decimal] | None = None
) -> tuple[Borne, ...]:
    """Return what each payer is to bear by a request's estimate, in the order of their codes.

    What was spent of a sum nobody estimated stands beside an estimate of nothing.
    """
    estimated = {(s.payer, s.currency): s.amount for s in request.estimate}
    in_dong, told = request.borne_in_dong, spent or {}
    return tuple(
        Borne(
            *key,
            _hundredths(estimated.get(key, Decimal())),
            _whole(in_dong.get(key)),
            _hundredths(told.get(key, Decimal())) if spent is not None else None,
        )
        for key in sorted(estimated.keys() | told.keys())
    )


def _hundredths(amount: Decimal) -> int:
    return int((amount / _CENT).to_integral_value(ROUND_HALF_UP))


def _whole(dong: Decimal | None) -> int | None:
    return None if dong is None else int(dong.quantize(_DONG, ROUND_HALF_UP))


def _turns(request: Request, going: Sequence[Traveller]) -> Iterator[Turn]:
    spans = request.spans
    for visit, (first, last) in enumerate(spans, start=1):
        for each in going:
            # Who says days of their own comes when these are.
            if len(spans) > 1 and not (each.first <= last and each.last >= first):
                continue
            person = person_number(each.identity)
            for place, country in enumerate(sorted(each.countries) or [""]):
                yield Turn(visit, each.number, place, country, each.rank, person)


def _journeys(request: Request, turns: Sequence[Turn]) -> Iterator[Journey]:
    went = Counter(turn.visit for turn in turns if turn.place == 0)
    for visit, (first, last) in enumerate(request.spans, start=1):
        # A visit on which nobody says to come is none, unless nobody is counted by person at all.
        if went[visit] or not went:
            yield Journey(visit, first, last, went[visit])


def _decision(steps: Sequence[StepEnded]) -> StepEnded | None:
    """Return the step by which the case was approved: the last that decided in its favour."""
    found = (
        s
        for s in steps
        if s.state == StepState.DECIDED and s.stage in DECISIONS and s.act in _DECIDES
    )
    agreed = [s for s in found if s.choice and effect_of(Act(s.act), s.choice) is Effect.GOES_ON]
    return max(agreed, key=lambda s: s.number, default=None)


def _decider(decision: StepEnded, outside: Mapping[tuple[str, str], str]) -> str:
    if decision.act == Act.RECORD:
        return outside.get((decision.stage, decision.seat), decision.seat)
    return decision.seat


def _report(steps: Sequence[StepEnded]) -> StepEnded | None:
    """Return the step that asks for the report; one that had to be written again is judged as filed."""
    asked = (s for s in steps if s.stage == Stage.REPORT and s.act == Act.FILE)
    return next((s for s in asked if s.state != StepState.VOID), None)


def _filed(report: StepEnded) -> datetime | None:
    return report.decided_at if report.state == StepState.DECIDED else None


def _waits(unit: BodyKey, steps: Sequence[StepEnded]) -> Iterator[StepWait]:
    for step in steps:
        if step.state not in (StepState.DECIDED, StepState.SILENT) or step.decided_at is None:
            continue
        body = body_of(SeatKey(step.seat))
        opened, ended = day_of(step.opened_at), day_of(step.decided_at)
        late = step.due_at is not None and step.decided_at > step.due_at
        yield StepWait(
            step.number, body, step.stage, body == unit, opened, max(opened, ended), late
        )
