"""What the list of cases shows: those somebody may see, by what they look for."""

from dataclasses import dataclass

from sqlalchemy import Connection

from config.regulation.codes import Kind
from config.settings import Settings
from flows.case.around import Around
from flows.case.lists.reach import reach_of
from flows.case.lists.search import number_looked_for, terms_of
from models.case import OVER, CaseStatus
from models.competence.seeing import Shown
from models.ids import BodyKey, CaseNo, PersonId
from models.kinds import KINDS
from models.store.lists.found import (
    CaseFound,
    Sought,
    cases_found,
    numbers_found,
    years_in_use,
)
from models.store.lists.paged import Paged

# Beside each status by itself, what most people mean.
OPEN, CLOSED = "open", "over"
STANDINGS: dict[str, tuple[CaseStatus, ...]] = {
    OPEN: tuple(status for status in CaseStatus if status not in OVER),
    CLOSED: OVER,
    **{str(status): (status,) for status in CaseStatus},
}


@dataclass(frozen=True)
class Looked:
    """What an address asks for, as it was written; what is none of ours is left out."""

    q: str = ""
    kind: str = ""
    status: str = ""
    unit: str = ""
    year: str = ""

    @property
    def is_filtered(self) -> bool:
        """Tell whether anything but words is asked for."""
        return bool(self.kind or self.status or self.unit or self.year)


@dataclass(frozen=True)
class FoundPage:
    """A page of what is found; `exact` is the one case that a number means."""

    looked: Looked
    found: Paged[CaseFound]
    units: dict[str, str]
    years: tuple[int, ...]
    exact: CaseNo | None = None


def found_page(
    conn: Connection,
    settings: Settings,
    person: PersonId,
    language: str,
    *,
    looked: Looked,
    number: int,
) -> FoundPage:
    """Return what a person finds: cases they may see; travellers' names where the dossier is theirs."""
    around = Around(conn)
    sees = reach_of(settings, around, person, Shown.CASE)
    reads = reach_of(settings, around, person, Shown.DOSSIER)
    names, years = around.unit_names, years_in_use(conn)
    by_number = number_looked_for(looked.q)
    # A number in part may mean several cases: then they are listed as what has it is.
    meant = numbers_found(conn, by_number, sees, 2) if by_number else ()
    exact = meant[0] if len(meant) == 1 and not looked.is_filtered else None
    if exact:
        return FoundPage(looked, Paged(), {}, years, exact)
    wanted = Sought(
        terms=() if meant else terms_of(looked.q, names),
        kind=Kind(looked.kind) if looked.kind in KINDS else None,
        statuses=STANDINGS.get(looked.status, ()),
        units=(BodyKey(looked.unit),) if looked.unit in names else None,
        year=int(looked.year) if looked.year in map(str, years) else None,
        head=by_number.head if by_number and meant else "",
        tail=by_number.tail if by_number and meant else "",
    )
    found = cases_found(conn, wanted, sees, reads, number)
    called = {unit: name.of(language) for unit, name in names.items()}
    return FoundPage(looked, found, called, years)
