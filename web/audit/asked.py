"""What an address of the auditor's room asks for: what is none is told, and never a fault. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta
from typing import TypeVar
from urllib.parse import urlencode

from config.province_time import start_of
from models.ids import CaseNo
from models.store.auditing.found import LinePlace, LinesSought
from models.store.auditing.looked import LookPlace, LooksSought
from models.timeline.audited import Audited
from web.ground.fields import cleaned, day_in

A = TypeVar("A", "LinesAsked", "LooksAsked")
_LONGEST = 120
_WALL = "~"


@dataclass(frozen=True)
class _Days:
    """The days of a filter, both included."""

    since: str = ""
    until: str = ""

    @property
    def no_days(self) -> tuple[str, ...]:
        """Return what was written as a day and is none."""
        return tuple(said for said in (self.since, self.until) if said.strip() and not day_in(said))

    @property
    def begins(self) -> datetime | None:
        """Return the moment the first day begins."""
        day = day_in(self.since)
        return start_of(day) if day else None

    @property
    def ends(self) -> datetime | None:
        """Return the moment the last day is over."""
        day = day_in(self.until)
        return start_of(day + timedelta(days=1)) if day else None

    @property
    def said(self) -> dict[str, str]:
        """Return what was asked for, without what is empty and without the page."""
        said = {name: _short(str(text)) for name, text in asdict(self).items()}
        return {name: text for name, text in said.items() if text and name != "after"}

    def address(self, path: str, **more: str) -> str:
        """Return the address of a page that asks for the same, and for something more."""
        asked = urlencode({**self.said, **more})
        return f"{path}?{asked}" if asked else path


@dataclass(frozen=True)
class LinesAsked(_Days):
    """Which decisions an address asks for, as it was written."""

    what: str = ""
    person: str = ""
    body: str = ""
    choice: str = ""
    act: str = ""
    late: str = ""
    overrides: str = ""
    substitutes: str = ""
    after_hours: str = ""
    on_paper: str = ""
    fastest: str = ""
    after: str = ""

    @property
    def sought(self) -> LinesSought:
        """Return what is sought; what is none of ours is not asked for."""
        fastest = bool(self.fastest)
        what = Audited(self.what) if self.what in set(Audited) else None
        return LinesSought(
            what=Audited.DECIDED if fastest else what,
            person=_short(self.person),
            body=_short(self.body),
            choice=_short(self.choice),
            act=_short(self.act),
            late=bool(self.late),
            overrides=bool(self.overrides),
            substitutes=bool(self.substitutes),
            after_hours=bool(self.after_hours),
            on_paper=bool(self.on_paper),
            since=self.begins,
            until=self.ends,
            fastest=fastest,
        )

    @property
    def place(self) -> LinePlace | None:
        """Return after which line the page begins; None for the first page, and for what is no place."""
        key, _, leaf = self.after.partition(_WALL)
        if not (leaf.isascii() and leaf.isdigit() and len(leaf) < 16):
            return None
        if self.fastest:
            return LinePlace(int(key), int(leaf)) if key.isascii() and key.isdigit() else None
        moment = _moment(key)
        return LinePlace(moment, int(leaf)) if moment else None


FLAGS = ("late", "overrides", "substitutes", "after_hours", "on_paper")


@dataclass(frozen=True)
class LooksAsked(_Days):
    """Which looks an address asks for, as it was written."""

    person: str = ""
    case: str = ""
    after: str = ""

    @property
    def sought(self) -> LooksSought:
        """Return what is sought."""
        case_no = CaseNo(_short(self.case).upper())
        return LooksSought(_short(self.person), case_no, self.begins, self.ends)

    @property
    def place(self) -> LookPlace | None:
        """Return after which look the page begins; None for the first page, and for what is no place."""
        parts = self.after.split(_WALL)
        moment = _moment(parts[0])
        if moment is None or len(parts) != 6 or not (parts[5].isascii() and parts[5].isdigit()):
            return None
        return LookPlace(moment, (*parts[1:5], int(parts[5][:9])))


def place_said(place: LinePlace | LookPlace) -> str:
    """Return a place as an address says it."""
    if isinstance(place, LinePlace):
        key = place.key.isoformat() if isinstance(place.key, datetime) else str(place.key)
        return _WALL.join((key, str(place.leaf)))
    return _WALL.join((place.last_at.isoformat(), *map(str, place.beside)))


def _short(written: str) -> str:
    return cleaned(written)[:_LONGEST]


def _moment(said: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(said)
    except ValueError:
        return None
    return found if found.tzinfo else None


# Ready questions, each an address of the list of decisions.
READY: Mapping[str, LinesAsked] = {
    "substitutes": LinesAsked(substitutes="1"),
    "after_hours": LinesAsked(after_hours="1", what=Audited.DECIDED),
    "fastest": LinesAsked(fastest="1", act="decide"),
    "overrides": LinesAsked(overrides="1"),
    "refused": LinesAsked(what=Audited.REFUSED),
    "on_paper": LinesAsked(on_paper="1"),
    "late": LinesAsked(late="1"),
    "rerouted": LinesAsked(what=Audited.REROUTED),
    "taken_back": LinesAsked(what=Audited.TAKEN_BACK),
}


def question_of(asked: LinesAsked) -> str:
    """Return which ready question an address asks; empty for one of somebody's own."""
    return next((name for name, ready in READY.items() if ready.said == asked.said), "")


def asked_in(kind: type[A], sent: Mapping[str, str]) -> A:
    """Return what a form asks for, by its fields."""
    names = [field.name for field in fields(kind) if field.name != "after"]
    return kind(**{name: sent.get(name, "") for name in names})
