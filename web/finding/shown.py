"""What the list of cases shows: those somebody may see, by what they look for."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from sqlalchemy import Connection

from config.regulation.codes import Stage
from config.regulation.province import Regulation
from config.settings import Settings
from flows.case.around import Around
from flows.case.lists.meant import numbers_meant
from flows.case.lists.reach import reach_of
from flows.case.lists.search import number_looked_for
from models.competence.reach import Reach
from models.competence.seeing import Shown
from models.ids import CaseNo, PersonId
from models.store.lists.found import (
    CaseFound,
    cases_found,
    count_by_stage,
    years_in_use,
)
from models.store.lists.keyset import ListPlace, Slice
from models.store.lists.sought import NO_STAGE, Sought
from web.finding.looked import OPEN, STANDINGS, Looked, sought_of

PATH = "/cases"
# Which of all standings have a link of their own above the list.
_TABS = tuple(STANDINGS)[:3]


@dataclass(frozen=True)
class Tab:
    """One of several lists beside each other: what it is called, where it is, how many it has."""

    key: str
    href: str
    is_chosen: bool
    count: int | None = None


@dataclass(frozen=True)
class FoundPage:
    """A page of what is found; `exact` is the one case that a number means."""

    looked: Looked
    found: Slice[CaseFound] = field(default_factory=Slice)
    units: dict[str, str] = field(default_factory=dict)
    areas: dict[str, str] = field(default_factory=dict)
    years: tuple[int, ...] = ()
    standings: tuple[Tab, ...] = ()
    stages: tuple[Tab, ...] = ()
    exact: CaseNo | None = None


@dataclass(frozen=True)
class Asker:
    """Who looks for cases: how far their sight reaches, and which rules are in force."""

    sees: Reach
    reads: Reach
    around: Around


def asker_of(conn: Connection, settings: Settings, person: PersonId) -> Asker:
    """Return how far somebody's sight reaches; travellers' names only where the dossier is theirs."""
    around = Around(conn)
    sees = reach_of(settings, around, person, Shown.CASE)
    reads = reach_of(settings, around, person, Shown.DOSSIER)
    return Asker(sees, reads, around)


def wanted_by(conn: Connection, asker: Asker, looked: Looked) -> tuple[Sought, CaseNo | None]:
    """Return which cases are wanted, and the one a number means where it means one alone."""
    by_number, around = number_looked_for(looked.q), asker.around
    # A number in part may mean several cases: then they are listed as what has it is.
    numbers = numbers_meant(conn, by_number, asker.sees) if by_number else ()
    exact = numbers[0] if len(numbers) == 1 and not looked.is_filtered else None
    return sought_of(looked, around.unit_names, years_in_use(conn), around.now, numbers), exact


def found_page(
    conn: Connection,
    settings: Settings,
    regulation: Regulation,
    person: PersonId,
    language: str,
    *,
    looked: Looked,
    place: ListPlace,
) -> FoundPage:
    """Return a page of what a person finds."""
    asker = asker_of(conn, settings, person)
    wanted, exact = wanted_by(conn, asker, looked)
    if exact:
        return FoundPage(looked, exact=exact)
    sees, reads, around = asker.sees, asker.reads, asker.around
    areas = {key: name.of(language) for key, name in regulation.areas_of_work.items()}
    return FoundPage(
        looked,
        cases_found(conn, wanted, sees, reads, place, sort=looked.order, now=around.now),
        units=around.units_in(language),
        areas=areas,
        years=years_in_use(conn),
        standings=tuple(_standings(looked)),
        stages=tuple(_stages(conn, looked, wanted, asker)) if wanted.under_way else (),
    )


def address(looked: Looked, **changed: str) -> str:
    """Return the address of the list as it is looked at, with something changed; from its start."""
    said = replace(looked, **changed).said
    return f"{PATH}?{urlencode(said)}" if said else PATH


def _standings(looked: Looked) -> Iterator[Tab]:
    for key in _TABS:
        changed = {"status": key} if key == OPEN else {"status": key, "stage": "", "late": ""}
        yield Tab(key, address(looked, **changed), looked.standing == key)


def _stages(conn: Connection, looked: Looked, wanted: Sought, asker: Asker) -> Iterator[Tab]:
    """Yield the stages in which there are cases, in the order of the way they go."""
    counted = count_by_stage(conn, replace(wanted, stage=None), asker.sees, asker.reads)
    if looked.stage:
        counted.setdefault(looked.stage, 0)
    for key in (*Stage, NO_STAGE):
        if key in counted:
            is_chosen = looked.stage == key
            href = address(looked, stage="" if is_chosen else str(key))
            yield Tab(str(key), href, is_chosen, counted[key])
