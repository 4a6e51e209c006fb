"""Which entry of the plan in force a draft may be of: suggested to its unit, which says so itself."""

from dataclasses import dataclass

from flows.acts.desk import Desk
from flows.case.planned import entry_of, plan_in_force, plans_of
from flows.drafting.writing import digest_of, read_draft, write_section
from models.annual_plan.matching import Suggestion, suggest
from models.errors import DecisionIncomplete
from models.ids import CaseNo, PersonId
from models.kinds import KINDS
from models.request.base import Request
from models.request.entry_id import entry_id, entry_named


@dataclass(frozen=True)
class EntrySuggested:
    """An entry that may be meant, by its name beyond its plan."""

    named: str
    suggestion: Suggestion


def entries_suggested(desk: Desk, request: Request) -> tuple[EntrySuggested, ...]:
    """Return the entries that a request may be of, the likest first; none where it names one already."""
    if entry_of(request):
        return ()
    with desk.store.reading() as conn:
        plans = plans_of(conn, request.begins.year)
    return tuple(
        EntrySuggested(entry_id(case_no, found.entry.key), found)
        for case_no, plan in plans.items()
        for found in suggest(plan.entries, request)
    )


def name_entry(desk: Desk, who: PersonId, draft: str, named: str) -> None:
    """Let a draft name an entry of a plan in force, in the words of the plan.

    Raises `DecisionIncomplete` for what is no entry for such a delegation, and what writing a section
    raises.
    """
    found = read_draft(desk, who, draft)
    case_no, key = entry_named(named)
    with desk.store.reading() as conn:
        plan = plan_in_force(conn, CaseNo(case_no))
    entry = plan.entry(key) if plan else None
    if plan is None or entry is None or entry.kind != found.kind:
        raise DecisionIncomplete("entry", value=named)
    sections = KINDS[found.kind].sections
    section = next(name for name, fields in sections.items() if "plan_entry" in fields)
    before = {name: found.values[name] for name in sections[section] if name in found.values}
    written = {"plan": plan.title, "entry": entry.title, "named": named}
    after = {**before, "plan_entry": written}
    write_section(desk, who, draft, section, after, seen=digest_of(before))
