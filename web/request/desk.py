"""What the pages of a request stand on: its lists, what is wrong with it so far, how far it has come."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fastapi.responses import Response

from flows.acts.desk import Desk
from flows.drafting import writing
from flows.drafting.filing import said_by
from models.errors import Problem, RequestInvalid
from models.ids import PersonId
from models.kinds import KINDS
from models.request.base import Request
from models.store import cases, directory
from models.store.drafts import Draft
from models.store.lists.asked import titles_of
from web.ground.sheet import Sheet
from web.ground.visitor import SignedIn
from web.request.lists import Lists

# What is told of a field in which nothing stands yet.
_MISSING = "missing"
# So many of the unit's cases are offered to begin from.
_MOST_EARLIER = 40


@dataclass(frozen=True)
class Lacks:
    """All that is wrong with a draft so far; the request it says, once nothing is."""

    problems: tuple[Problem, ...]
    request: Request | None = None

    def beside_fields(self, *, marks_missing: bool) -> Mapping[str, Sequence[Problem]]:
        """Return the problems by field; of what is only missing where that is asked for."""
        found: dict[str, list[Problem]] = defaultdict(list)
        for problem in self.problems:
            if marks_missing or problem.msgid != _MISSING:
                found[problem.field].append(problem)
        return found


@dataclass(frozen=True)
class Section:
    """A section on the line that shows how far a request has come."""

    name: str
    missing: int
    is_begun: bool


def said_of(desk: Desk, draft: Draft) -> Lacks:
    """Return what is wrong with a draft, or what it says."""
    try:
        return Lacks((), said_by(desk, draft))
    except RequestInvalid as invalid:
        return Lacks(invalid.problems)


def section_of(draft: Draft, field: str) -> str:
    """Return the section in which a field stands; the first for what is of no field."""
    top = field.partition(".")[0].partition("[")[0]
    sections = KINDS[draft.kind].sections
    return next((name for name, fields in sections.items() if top in fields), next(iter(sections)))


def progress_of(draft: Draft, told: Lacks) -> tuple[Section, ...]:
    """Return the sections in their order, with how much each lacks."""
    missing = [section_of(draft, problem.field) for problem in told.problems]
    return tuple(
        Section(name, missing.count(name), any(draft.values.get(field) for field in fields))
        for name, fields in KINDS[draft.kind].sections.items()
    )


def lists_for(visitor: SignedIn) -> Lists:
    """Return what the visitor can choose from."""
    desk, w = visitor.running.desk, visitor.words
    with desk.store.reading() as conn:
        return Lists(
            w,
            desk.regulation(),
            units=directory.unit_names(conn),
            own_units=directory.units_of(conn, visitor.person.id),
            persons=directory.persons_by_id(conn),
        )


@dataclass(frozen=True)
class DraftListed:
    """A draft in a list: whose, and who wrote in it last."""

    draft: Draft
    unit: str
    changed_by: str


def drafts_listed(desk: Desk, person: PersonId, language: str) -> tuple[DraftListed, ...]:
    """Return the drafts of the units somebody is of, the last changed first."""
    found = writing.drafts_of(desk, person)
    if not found:
        return ()
    with desk.store.reading() as conn:
        units, people = directory.unit_names(conn), directory.persons_by_id(conn)
    return tuple(
        DraftListed(each, units[each.unit].of(language), people[each.changed_by].name)
        for each in found
    )


def begin_page(sheet: Sheet) -> Response:
    """Return the page on which a request is begun."""
    desk, person = sheet.visitor.running.desk, sheet.person
    with desk.store.reading() as conn:
        own_units = directory.units_of(conn, person)
        latest = cases.latest_of(conn, own_units, _MOST_EARLIER)
        titles = titles_of(conn, latest)
    regulation = desk.regulation()
    kinds = [
        kind
        for kind, of in KINDS.items()
        if of.sections and of.is_in(regulation) and of.only_of(regulation) in (None, *own_units)
    ]
    return sheet.shown(
        "request/new.html",
        kinds=kinds,
        planned=[kind for kind in kinds if KINDS[kind].model.on_calendar],
        drafts=drafts_listed(desk, person, sheet.visitor.words.language),
        is_of_unit=bool(own_units),
        earlier={no: f"{no} · {titles[no][0]}" for no in latest if no in titles},
    )
