"""The entry of the annual plan that a request names: as it is in force, and who else uses it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from sqlalchemy import Connection

from config.regulation.codes import Kind
from flows.case.read import CaseRead
from models.annual_plan.parts import PlannedDelegation
from models.annual_plan.request import AnnualPlanRequest
from models.annual_plan.use import EntryUse, claim_of, uses_of
from models.ids import CaseNo, SeatKey
from models.request.base import Request
from models.request.entry_id import entry_named
from models.store import directory
from models.store.lists import planned
from models.store.lists.planned import Naming


@dataclass(frozen=True)
class EntryNamed:
    """An entry as a request names it: what the plan in force says of it, with whoever else names it.

    `use` counts this request and all others that stand; both are None where the plan in force of the
    request's year has no such entry.
    """

    named: str
    entry: PlannedDelegation | None
    use: EntryUse | None
    others: tuple[CaseNo, ...]


@dataclass(frozen=True)
class UnitsOfPlan:
    """The units that are there today, and those of them that registered nothing for a plan."""

    there: frozenset[str]
    unanswered: frozenset[str]


def units_of_plans(works: Sequence[CaseRead]) -> dict[CaseNo, UnitsOfPlan]:
    """Return by case of a plan the units that it is to be of; other cases are left out.

    A unit is there while somebody holds the seat of its officer. In two queries whatever their number,
    and in none where no plan is among them.
    """
    plans = {w.case.no: r for w in works if isinstance(r := w.request, AnnualPlanRequest)}
    if not plans:
        return {}
    conn, names = works[0].conn, works[0].unit_names
    seats = directory.sitting(conn, works[0].today)
    there = frozenset(unit for unit in names if seats.get(SeatKey(f"{unit}/officer")))
    numbers = frozenset(no for plan in plans.values() for no in plan.merged)
    unit_of = planned.units_of(conn, numbers)
    return {
        case_no: UnitsOfPlan(
            there, there - {plan.unit} - {unit_of[no] for no in plan.merged if no in unit_of}
        )
        for case_no, plan in plans.items()
    }


def entry_of(request: Request) -> str | None:
    """Return the entry a request names; None where it names none by its key."""
    return request.plan_entry.named if request.plan_entry else None


def plans_of(conn: Connection, year: int) -> dict[CaseNo, AnnualPlanRequest]:
    """Return the plans of a year that are in force, by the numbers of their cases: one, as a rule."""
    found = planned.in_force_from(conn, date(year, 1, 1), Kind.ANNUAL_PLAN)
    return cast("dict[CaseNo, AnnualPlanRequest]", found)


def plan_in_force(conn: Connection, case_no: CaseNo) -> AnnualPlanRequest | None:
    """Return a plan as it is in force; None where no such plan is."""
    found = planned.in_force(conn, {case_no}, Kind.ANNUAL_PLAN).get(case_no)
    return cast("AnnualPlanRequest | None", found)


def entries_named(works: Sequence[CaseRead]) -> dict[CaseNo, EntryNamed]:
    """Return by case the entry it names; a case that names none is left out.

    In as many queries whatever their number, and in none where nobody names an entry.
    """
    sought = {work.case.no: entry_of(work.request) for work in works}
    names = sorted({named for named in sought.values() if named})
    if not names:
        return {}
    conn = works[0].conn
    numbers = {CaseNo(entry_named(named)[0]) for named in names}
    plans = planned.in_force(conn, numbers, Kind.ANNUAL_PLAN)
    by_others = planned.naming(conn, names)
    return {
        work.case.no: _named(work, named, plans, by_others[named])
        for work in works
        if (named := sought[work.case.no])
    }


def _named(
    work: CaseRead, named: str, plans: dict[CaseNo, Request], naming: Sequence[Naming]
) -> EntryNamed:
    case_no, key = entry_named(named)
    others = [each for each in naming if each.case_no != work.case.no]
    told = tuple(each.case_no for each in others)
    plan = cast("AnnualPlanRequest | None", plans.get(CaseNo(case_no)))
    entry = plan.entry(key) if plan and plan.year == work.request.begins.year else None
    if entry is None:
        return EntryNamed(named, None, None, told)
    own = claim_of(work.case.no, key, work.request.without(work.kept_at_home))
    claims = (own, *(claim_of(each.case_no, key, each.request) for each in others))
    return EntryNamed(named, entry, EntryUse(entry, claims), told)


def uses_in(work: CaseRead) -> tuple[EntryUse, ...]:
    """Return what became of the entries of a plan, in its order, by all requests that stand."""
    request = work.request_as(AnnualPlanRequest)
    naming = planned.naming_any_of(work.conn, work.case.no)
    claims = (claim_of(e.case_no, entry_named(entry)[1], e.request) for entry, e in naming)
    return uses_of(request.entries, claims)


def granted_to(work: CaseRead) -> tuple[CaseNo, ...]:
    """Return the other cases for which somebody has decided already that name this one's entry.

    Whoever decides holds the plan first (`hold_plan`), so that of two requests with one entry the second
    is decided in the knowledge of the first.
    """
    named = entry_of(work.request)
    if not named:
        return ()
    found = planned.naming(work.conn, [named])[named]
    return tuple(e.case_no for e in found if e.granted and e.case_no != work.case.no)


def hold_plan(work: CaseRead) -> None:
    """Keep others from deciding on what names an entry of the same plan until this transaction ends."""
    if named := entry_of(work.request):
        planned.hold(work.conn, CaseNo(entry_named(named)[0]))
