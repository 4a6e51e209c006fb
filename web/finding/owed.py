"""What the list of duties shows: what is owed by whom to whom, and how late it is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from sqlalchemy import Connection
from starlette.datastructures import QueryParams

from config.province_time import WorkingCalendar, day_of, working_calendar
from config.regulation.codes import Stage
from config.regulation.province import Regulation
from config.settings import Settings
from flows.case.around import Around
from flows.case.lists.reach import reach_of
from models.competence.reach import Reach
from models.competence.seeing import Shown
from models.directory import seat_title
from models.ids import BodyKey, PersonId, SeatKey
from models.store.lists.owed import OWED_STAGES, OwedDuty, OwedSought, owed_in
from models.store.lists.paged import Paged
from web.finding.shown import Tab

PATH = "/owed"


@dataclass(frozen=True)
class OwedLooked:
    """What an address asks for, as it was written."""

    stage: str = ""
    unit: str = ""
    late: str = ""

    @property
    def said(self) -> dict[str, str]:
        """Return what the address says, for the links of a page."""
        return {name: value for name, value in vars(self).items() if value}


@dataclass(frozen=True)
class DutyShown:
    """A duty as the list shows it; `mine`: this person was given it. `days_left` are working days."""

    step: OwedDuty
    seat: str
    owed_to: str
    holders: tuple[str, ...]
    unit: str
    mine: bool
    days_left: int | None
    is_late: bool
    is_today: bool


@dataclass(frozen=True)
class OwedPage:
    """A page of what is owed."""

    looked: OwedLooked
    owed: Paged[DutyShown]
    units: dict[str, str]
    stages: tuple[Tab, ...]


@dataclass(frozen=True)
class OwedAsker:
    """Who asks what is owed: how far their sight reaches, and what the names and days go by."""

    sees: Reach
    around: Around
    regulation: Regulation
    calendar: WorkingCalendar
    person: PersonId
    language: str

    def shown(self, duty: OwedDuty) -> DutyShown:
        """Return a duty as the list shows it."""
        around = self.around
        return DutyShown(
            step=duty,
            seat=self._seat(duty.seat),
            owed_to=self._seat(duty.owed_to) if duty.owed_to else "",
            holders=tuple(around.persons[p].name for p in duty.holders if p in around.persons),
            unit=self.unit_name(duty.unit),
            mine=self.person in duty.holders,
            days_left=self.calendar.working_days_left(around.today, duty.due_at),
            is_late=_is_late(duty, around.now),
            is_today=duty.due_at is not None and day_of(duty.due_at) == around.today,
        )

    def unit_name(self, unit: BodyKey) -> str:
        """Return what a unit is called."""
        names = self.around.unit_names
        return names[unit].of(self.language) if unit in names else unit

    def _seat(self, seat: SeatKey) -> str:
        return seat_title(seat, self.regulation, self.around.unit_names).of(self.language)


def owed_asker(
    conn: Connection, settings: Settings, regulation: Regulation, person: PersonId, language: str
) -> OwedAsker:
    """Return who asks; what is owed is shown to whoever is shown what came of a case."""
    around = Around(conn)
    sees = reach_of(settings, around, person, Shown.OUTCOMES)
    return OwedAsker(sees, around, regulation, working_calendar(regulation), person, language)


def owed_looked_of(query: QueryParams) -> OwedLooked:
    """Read an address."""
    return OwedLooked(*(query.get(name, "")[:80] for name in ("stage", "unit", "late")))


def owed_sought(looked: OwedLooked, asker: OwedAsker) -> OwedSought:
    """Return which duties are wanted; what is none of ours is left out."""
    return OwedSought(
        stage=Stage(looked.stage) if looked.stage in OWED_STAGES else None,
        unit=BodyKey(looked.unit) if looked.unit in asker.around.unit_names else None,
        late_at=asker.around.now if looked.late else None,
    )


def owed_page(conn: Connection, asker: OwedAsker, looked: OwedLooked, number: int) -> OwedPage:
    """Return a page of what is owed."""
    found = owed_in(conn, owed_sought(looked, asker), asker.sees, number)
    shown: Callable[[OwedDuty], DutyShown] = asker.shown
    units = {unit: asker.unit_name(BodyKey(unit)) for unit in asker.around.unit_names}
    return OwedPage(looked, found.of(shown), units, tuple(_tabs(looked)))


def _tabs(looked: OwedLooked) -> list[Tab]:
    return [Tab(key, _address(looked, key), looked.stage == key) for key in ("", *OWED_STAGES)]


def _address(looked: OwedLooked, stage: str) -> str:
    said = {**looked.said, "stage": stage}
    asked = urlencode({name: value for name, value in said.items() if value})
    return f"{PATH}?{asked}" if asked else PATH


def _is_late(duty: OwedDuty, now: datetime) -> bool:
    has_passed = duty.due_at is not None and duty.due_at < now and duty.paused_at is None
    return duty.overdue or has_passed
