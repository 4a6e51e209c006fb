"""What an address asks of the list of cases, and what of it is wanted of the database."""

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime

from starlette.datastructures import QueryParams

from config.regulation.codes import Kind, Stage
from config.regulation.parts import Text
from flows.case.lists.search import LONGEST_QUERY, countries_called, terms_of
from models.case import OVER, CaseStatus
from models.ids import BodyKey, CaseNo
from models.kinds import KINDS
from models.names import words_in
from models.request.words import SearchMark, marked
from models.store.lists.found import CaseOrder
from models.store.lists.keyset import ListPlace
from models.store.lists.sought import NO_STAGE, Sought
from web.ground.fields import cleaned

# Beside each status by itself, what most people mean.
OPEN, CLOSED, EVERY = "open", "over", "every"
STANDINGS: Mapping[str, tuple[CaseStatus, ...]] = {
    OPEN: (),
    CLOSED: OVER,
    EVERY: (),
    **{str(status): (status,) for status in CaseStatus},
}
YES = "1"
_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")
_BY_WORDS = {"partner": SearchMark.PARTNER, "person": SearchMark.PERSON, "plan": SearchMark.PLAN}


@dataclass(frozen=True)
class Looked:
    """What an address asks for, as it was written; what is none of ours is left out."""

    q: str = ""
    kind: str = ""
    status: str = ""
    stage: str = ""
    unit: str = ""
    country: str = ""
    partner: str = ""
    person: str = ""
    area: str = ""
    plan: str = ""
    month: str = ""
    year: str = ""
    late: str = ""
    faulty: str = ""
    sort: str = ""

    @property
    def standing(self) -> str:
        """Return of which standing cases are shown: what is searched for may be over, too."""
        if self.status in STANDINGS:
            return self.status
        return EVERY if self.q else OPEN

    @property
    def is_filtered(self) -> bool:
        """Tell whether anything but words, a standing or an order is asked for."""
        return any(value for name, value in asdict(self).items() if name not in _NO_FILTERS)

    @property
    def order(self) -> CaseOrder:
        """Return in which order they stand."""
        return CaseOrder(self.sort) if self.sort in set(CaseOrder) else CaseOrder.NEWEST

    @property
    def said(self) -> dict[str, str]:
        """Return what the address says, for the links of a page."""
        return {name: value for name, value in asdict(self).items() if value}


_NO_FILTERS = ("q", "status", "sort")


def looked_of(query: QueryParams) -> tuple[Looked, ListPlace]:
    """Read an address: what is looked for, and from where the list is read."""
    names = (field.name for field in fields(Looked))
    said = {name: cleaned(query.get(name, ""))[:LONGEST_QUERY].strip() for name in names}
    return Looked(**said), ListPlace(query.get("after", "")[:100], query.get("before", "")[:100])


def sought_of(
    looked: Looked,
    units: Mapping[str, Text],
    years: tuple[int, ...],
    now: datetime,
    numbers: tuple[CaseNo, ...] = (),
) -> Sought:
    """Return which cases are wanted; with `numbers` those, and not what has the words."""
    under_way = looked.standing == OPEN
    return Sought(
        terms=() if numbers else terms_of(looked.q, units),
        kind=Kind(looked.kind) if looked.kind in KINDS else None,
        statuses=STANDINGS[looked.standing],
        under_way=under_way,
        units=(BodyKey(looked.unit),) if looked.unit in units else None,
        year=int(looked.year) if looked.year in map(str, years) else None,
        numbers=numbers or None,
        stage=looked.stage if looked.stage in (*Stage, NO_STAGE) else None,
        marks=(marked(SearchMark.AREA, looked.area),) if looked.area else (),
        any_of=_countries(looked.country),
        beginnings=tuple(_beginnings(looked)),
        days=month_of(looked.month),
        late_at=now if looked.late else None,
        faulty=bool(looked.faulty),
    )


def month_of(written: str) -> tuple[date, date] | None:
    """Return the first and the last day of a month, as browsers write one; None for what is none."""
    found = _MONTH.fullmatch(written)
    if found is None or found[1] == "0000":
        return None
    return month_around(date(int(found[1]), int(found[2]), 1))


def month_around(day: date) -> tuple[date, date]:
    """Return the first and the last day of the month a day is in."""
    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])


def _countries(written: str) -> tuple[str, ...] | None:
    if not written:
        return None
    return tuple(marked(SearchMark.COUNTRY, code) for code in countries_called(written))


def _beginnings(looked: Looked) -> Iterator[str]:
    for name, mark in _BY_WORDS.items():
        yield from (marked(mark, word) for word in words_in(getattr(looked, name)))
