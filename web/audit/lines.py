"""A line of the auditor's list in words, for the page and for what is taken out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from config.province_time import PROVINCE_TIME
from config.regulation.codes import Act
from config.words import Words
from models.acts import Chosen
from models.store import directory
from models.store.auditing.found import LineFound, LinesSought, how_many, lines_found
from models.timeline.audited import Audited
from web.audit.exporting import ListRows
from web.ground.names import NamesKnown
from web.ground.visitor import SignedIn

_AT_A_TIME = 500


@dataclass(frozen=True)
class AuditLineShown:
    """A line as people read it: what was done, of what, by whom and for whom, and what is remarkable."""

    found: LineFound
    said: str
    asked: str
    seat: str
    person: str
    giver: str
    clerk: str
    marks: tuple[str, ...]
    took: str


@dataclass(frozen=True)
class Choices:
    """What can be chosen in the filter: codes with their names."""

    people: tuple[tuple[str, str], ...]
    bodies: tuple[tuple[str, str], ...]
    whats: tuple[tuple[str, str], ...]
    acts: tuple[tuple[str, str], ...]
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class LineWords:
    """The words for lines, by the names of the regulation in force."""

    names: NamesKnown
    people: Mapping[str, str]
    bodies: Mapping[str, str]
    w: Words

    @classmethod
    def of(cls, conn: Connection, reader: SignedIn) -> "LineWords":
        """Return the words for a reader."""
        regulation, language = reader.running.desk.regulation(), reader.words.language
        units, people = directory.unit_names(conn), directory.persons_by_id(conn)
        names = NamesKnown(regulation, units, people, language)
        bodies = {key: names.body(key) for key in (*regulation.bodies, *units)}
        return cls(names, {key: each.name for key, each in people.items()}, bodies, reader.words)

    def shown(self, found: LineFound) -> AuditLineShown:
        """Return a line in words."""
        line = found.line
        return AuditLineShown(
            found=found,
            said=self._said(found),
            asked=self.w.label("stage", line.stage) if line.stage else "",
            seat=self._seat(found),
            person=self.names.person(line.person),
            giver=self.names.person(line.on_behalf_of),
            clerk=self.names.person(line.recorded_by),
            marks=tuple(_marks(found)),
            took=self._took(line.took) if line.person and line.took is not None else "",
        )

    def _seat(self, found: LineFound) -> str:
        """Say whose it was to do: of what a body votes on, the body's."""
        line = found.line
        if line.what == Audited.VOTED or not line.person:
            return self.names.body(line.body) if line.body else ""
        return self.names.seat(line.seat) if line.seat else ""

    def _took(self, seconds: int) -> str:
        """Say how long it took, in the largest unit of which there is one."""
        units = (("days", 86_400), ("hours", 3_600), ("minutes", 60), ("seconds", 1))
        unit, length = next((each for each in units if seconds >= each[1]), units[-1])
        return self.w.text(f"page.audit.took_{unit}", count=seconds // length)

    def _said(self, found: LineFound) -> str:
        line, w = found.line, self.w
        what = w.label("audited", line.what)
        if line.what == Audited.REFUSED:
            return f"{what}: “{w.label('refusal', line.choice or '')}”"
        if line.what == Audited.REROUTED or not line.choice:
            return what
        said = w.label("choice", line.choice, line.stage, line.act)
        return said if line.what == Audited.DECIDED else f"{what}: {said}"


def _marks(found: LineFound) -> Iterator[str]:
    line = found.line
    for mark in ("late", "after_hours", "overrides"):
        if getattr(line, mark):
            yield mark
    if line.on_behalf_of:
        yield "substitutes"
    if line.recorded_by and line.what != Audited.DISPUTED:
        yield "on_paper"


def choices_of(conn: Connection, words: LineWords) -> Choices:
    """Return what can be chosen in the filter."""

    def by_name(pairs: Any) -> tuple[tuple[str, str], ...]:
        return tuple(sorted(pairs, key=lambda pair: pair[1]))

    w = words.w
    return Choices(
        people=by_name(words.people.items()),
        bodies=by_name(words.bodies.items()),
        whats=tuple((each.value, w.label("audited", each)) for each in Audited),
        acts=by_name((each.value, w.label("act", each)) for each in Act),
        choices=by_name((each.value, w.label("choice", each)) for each in Chosen),
    )


_COLUMNS = (
    "case",
    "title",
    "what",
    "stage",
    "seat",
    "person",
    "giver",
    "clerk",
    "at",
    "recorded_at",
)
_FLAGS = ("late", "after_hours", "overrides")


def columns_of_line(w: Words) -> tuple[tuple[str, str], ...]:
    """Return the columns of what is taken out: their names for programs and for people."""
    named = (*_COLUMNS, *_FLAGS, "took")
    return tuple((name, w.text(f"page.audit.column.{name}")) for name in named)


def lines_of(sought: LinesSought, words: LineWords) -> ListRows:
    """Return how many lines are sought, and what yields them all, as they are at one moment."""

    def counted(conn: Connection) -> tuple[int, Any]:
        return how_many(conn, sought)

    def some(conn: Connection, up_to: Any, after: Any) -> tuple[list[Any], Any]:
        found = lines_found(conn, sought, after=after, up_to=up_to, most=_AT_A_TIME)
        last = found[-1].place(fastest=sought.fastest) if len(found) == _AT_A_TIME else None
        return [_row(words.shown(each)) for each in found], last

    return ListRows(counted, some)


def _row(shown: AuditLineShown) -> list[Any]:
    line, found = shown.found.line, shown.found
    recorded = found.recorded_at.isoformat() if found.recorded_at else ""
    return [
        *(found.case_no, found.title, shown.said, shown.asked, shown.seat),
        *(shown.person, shown.giver, shown.clerk),
        line.at.astimezone(PROVINCE_TIME).isoformat(),
        recorded,
        *(getattr(line, flag) for flag in _FLAGS),
        line.took,
    ]
