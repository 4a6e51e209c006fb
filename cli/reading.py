"""`doan list` and `doan show`: what only reads, in under half a second."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text as Written
from sqlalchemy import Connection

from cli.setting_up import open_store, read_settings
from cli.told.document import answer
from cli.typed.unclear import CommandUnclear
from config.regulation.codes import Kind
from config.regulation.parts import Text
from config.words import Words, words
from models.case import Case, Commitment, Step
from models.competence.reach import EVERY_CASE
from models.competence.seeing import AUDITED
from models.errors import fault_said
from models.ids import BodyKey, CaseNo, Digest, PersonId, body_of
from models.kinds import KINDS
from models.store import authorities, cases, directory, dossiers, regulations
from models.store.database.clock import now, today
from models.store.lists.found import CaseFound, cases_found, place_after
from models.store.lists.keyset import ListPlace, Slice
from models.store.lists.sought import Sought
from models.store.privacy import erasing
from models.timeline.forecast import latest_dates
from models.timeline.labels import TimelineTold
from models.timeline.lines import Line, When, timeline

# Stands at a date that comes from a time limit nobody has confirmed.
UNCONFIRMED = "*"
SIGN_OF_UNDONE = "✘"
SIGNS = {When.PAST: "✔", When.PRESENT: "▶", When.PLANNED: "·"}
# What programs are told of a case beside its timeline.
_OF_CASE = ("no", "kind", "unit", "status", "version", "begins", "ends", "fault")
STYLES = {When.PAST: None, When.PRESENT: "bold", When.PLANNED: "dim"}


@dataclass(frozen=True)
class CasesListed:
    """Which cases are to be listed: the newest `most`, or those behind a case that was listed."""

    everything: bool
    kind: str | None
    unit: str | None
    late: bool
    after: str | None
    most: int


def show_cases(language: str, listed: CasesListed) -> None:
    """Print a line a case: number, kind, unit, days, status, what it waits for; then how to go on.

    Programs are told the `items`, and as `after` what to go on behind; null where there are no more.
    Raises `CommandUnclear` for a kind or a unit that there is not, and `CaseUnknown`.
    """
    w = words(language)
    with open_store(read_settings()).reading() as conn:
        units = directory.unit_names(conn)
        found = _found(conn, listed, units)
    last = found.items[-1].no if found.after else None
    said = [_cases_told(found, units, w)]
    if last:
        said.append(w.text("cli.more_cases", case=last))
    answer({"items": found.items, "after": last}, *said)


def _cases_told(found: Slice[CaseFound], units: Mapping[str, Text], w: Words) -> RenderableType:
    if not found.items:
        return w.text("cli.no_cases")
    table = Table(box=None, pad_edge=False)
    for column in ("case", "kind", "unit", "days", "status", "waits"):
        table.add_column(w.text(f"cli.{column}"), no_wrap=column == "case")
    for case in found.items:
        unit = units[case.unit].of(w.language) if case.unit in units else case.unit
        kind, status = w.label("kind", case.kind), w.label("status", case.status)
        table.add_row(case.no, kind, unit, _days(w, case), status, _waits(w, case))
    return table


def _found(conn: Connection, listed: CasesListed, units: Mapping[str, Text]) -> Slice[CaseFound]:
    for written, known in ((listed.kind, tuple(KINDS)), (listed.unit, tuple(units))):
        if written is not None and written not in known:
            raise CommandUnclear("one_of", written=written, known=", ".join(known))
    at = now(conn)
    wanted = Sought(
        kind=Kind(listed.kind) if listed.kind else None,
        under_way=not listed.everything,
        units=(BodyKey(listed.unit),) if listed.unit else None,
        late_at=at if listed.late else None,
    )
    place = ListPlace(size=listed.most, counts=False)
    if listed.after:
        place = place_after(conn, CaseNo(listed.after), size=listed.most)
    return cases_found(conn, wanted, EVERY_CASE, EVERY_CASE, place, now=at)


def show_case(case_no: CaseNo, language: str) -> None:
    """Print a case's timeline: past, present with who and since when, planned with dates.

    The terminal shows what the auditor is shown. What was agreed on during a visit follows, with its
    owner and date.

    Raises `CaseUnknown`.
    """
    w = words(language)
    with open_store(read_settings()).reading() as conn:
        case = cases.read_case(conn, case_no)
        regulation = regulations.regulation(conn, case.regulation_digest)
        asked = partial(_asked_now, conn)
        lines = timeline(case, latest_dates(case, regulation, now(conn)), AUDITED, asked)
        units, people = directory.unit_names(conn), directory.persons_by_id(conn)
        told = _Told(regulation, units, people, w)
        said = dossiers.texts_of(conn, case_no) if case.commitments else {}
        erased = erasing.erased_at(conn, case_no) if case.is_over else None
    facts = {
        **{name: getattr(case, name) for name in _OF_CASE},
        "erased_at": erased,
        "timeline": lines,
        "commitments": [
            {
                "number": made.number,
                "words": said.get(made.what),
                "owner": made.owner,
                "due": made.due,
                "agreement": made.agreement,
            }
            for made in case.commitments
        ],
    }
    answer(facts, *_case_told(w, case, lines, told, erased, said))


def _case_told(
    w: Words,
    case: Case,
    lines: tuple[Line, ...],
    told: "_Told",
    erased: datetime | None,
    said: Mapping[Digest, str],
) -> Iterator[RenderableType]:
    yield Written.assemble(
        (case.no, "bold"),
        f" · {w.label('kind', case.kind)} · {w.label('status', case.status)} · "
        f"{_days(w, case)} · " + w.text("cli.version", version=case.version),
    )
    if erased:
        yield Written(w.text("page.case.erased", day=w.day_of(erased)), style="yellow")
    table = Table(box=None, pad_edge=False, show_header=False)
    for line in lines:
        sign = SIGN_OF_UNDONE if line.undone else SIGNS[line.when]
        table.add_row(sign, told.when(line), told.what(line), style=STYLES[line.when])
    yield table
    if any(line.unconfirmed for line in lines if line.when is not When.PAST):
        yield Written(f"{UNCONFIRMED} {w.text('cli.unconfirmed')}", style="dim")
    if case.commitments:
        yield Written(w.text("cli.commitments"), style="bold")
    for made in case.commitments:
        yield told.commitment(made, said.get(made.what, "–"))


def _asked_now(conn: Connection, step: Step) -> tuple[PersonId, ...]:
    """Return whom an open step still asks: of a body that votes not those who have left it."""
    if not step.collective:
        return step.holders
    on = today(conn)
    here = set(directory.people_of_body(conn, body_of(step.seat), on))
    here |= {a.holder for a in authorities.in_force(conn, on) if step.seat in a.seats}
    return tuple(person for person in step.holders if person in here)


class _Told(TimelineTold):
    """The words of a timeline, as a line of the terminal puts them together."""

    def when(self, line: Line) -> str:
        """Say when it was done, since when it is waited for, or when it is due at the latest."""
        if line.when is When.PAST:
            return _moment(self._w, line.until or line.since)
        mark = UNCONFIRMED if line.unconfirmed and line.due_at else ""
        if line.when is When.PLANNED:
            return self._w.text("cli.by", date=_date(self._w, line.due_at) + mark)
        due = _moment(self._w, line.due_at) + mark
        return self._w.text("cli.since_and_due", since=_moment(self._w, line.since), due=due)

    def what(self, line: Line) -> str:
        """Say what is asked of which seat, with the outcome and who gave it."""
        asked = f"{self.asked(line)} – {self.seat(line.seat)}"
        if line.when is When.PLANNED:
            return asked
        who = self.who(line)
        return f"{asked}: {self.outcome(line)}" + (f" ({who})" if who else "")

    def commitment(self, made: Commitment, words: str) -> str:
        """Say what was agreed on, who owes it, and by when."""
        owner = self.seat(made.owner)
        agreement = f" ({self._w.text('cli.agreement')})" if made.agreement else ""
        due = self._w.text("cli.by", date=self._w.date(made.due))
        return f"{made.number}. {words}{agreement} – {owner}, {due}"


def _days(w: Words, case: Case | CaseFound) -> str:
    if case.begins is None or case.ends is None:
        return "–"
    return f"{w.date(case.begins)} – {w.date(case.ends)}"


def _waits(w: Words, case: CaseFound) -> str:
    if case.fault:
        return w.text("cli.fault", fault=fault_said(case.fault, w))
    waits = ", ".join(w.label("stage", stage) for stage in case.stages) or "–"
    return f"{waits} ({w.text('page.overdue')})" if case.is_late else waits


def _moment(w: Words, moment: datetime | None) -> str:
    return w.moment(moment) if moment else "–"


def _date(w: Words, moment: datetime | None) -> str:
    return w.day_of(moment) if moment else "–"
