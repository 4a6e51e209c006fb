"""`doan simulate`, and the findings that `doan submit` tells: what comes of a request."""

from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path

from rich.table import Table
from rich.text import Text

from cli.console import desk_here, filing, read_request_from
from cli.reading import UNCONFIRMED
from cli.screen import out
from config.regulation.codes import Level
from config.regulation.parts import Source
from config.regulation.province import Regulation
from config.words import Words, words
from flows.acts import submitting
from flows.acts.desk import Desk
from flows.findings import KnownBeside, findings_of, others_beside, passports_kept
from flows.simulating import LetterToCome, Simulated, StepToCome, simulate
from models.directory import seat_title
from models.findings import Finding
from models.ids import CaseNo
from models.store.other_trips import other_trips
from models.timeline.labels import TimelineTold

STYLES: Mapping[Level, str] = {Level.BLOCK: "red", Level.WARN: "yellow", Level.NOTE: "cyan"}


def show_simulated(file: Path, filed_for: str, language: str) -> None:
    """Print what would come of a request in a file, were it submitted now; nothing is written.

    Raises `RequestInvalid` and `DecisionRefused` as a submission does, when all has been printed that
    could be found.
    """
    w, desk = words(language), desk_here()
    request, _ = read_request_from(desk, file, partial(submitting.problems_today, desk))
    simulated = simulate(desk, request, filing(desk, filed_for, "") if filed_for else None)
    told = TimelineTold(simulated.regulation, simulated.units, simulated.people, w)
    out.print(w.text("cli.simulated", day=w.date(simulated.today)), style="bold")
    _line(f"{w.label('kind', request.kind)} · {request.title}")
    _show_way(simulated, told, w)
    _show_grounds(simulated, told, w)
    _show_last_day(simulated, w)
    show_findings(simulated.findings, simulated.regulation, w)
    _show_trips(simulated, w)
    _heading(w.text("page.preview.letters"))
    for letter in simulated.letters:
        _line(f"  {_letter(letter, simulated, w)}")
    if simulated.obstacle:
        raise simulated.obstacle


def show_findings_of(desk: Desk, case_no: CaseNo, language: str) -> None:
    """Print the findings on a case that was just submitted, if there are any."""
    with desk.reading(case_no) as work:
        trips = other_trips(work.conn, case_no)
        found = findings_of(work, KnownBeside(trips, passports_kept(work), others_beside(work)))
        regulation = work.regulation
    if found:
        show_findings(found, regulation, words(language))


def show_findings(found: Iterable[Finding], regulation: Regulation, w: Words) -> None:
    """Print findings, each with what would cure it and where its rule stands."""
    _heading(w.text("page.preview.findings"))
    said = tuple(found)
    for finding in said:
        level = w.label("level", finding.level)
        out.print(f"  [{level}] {finding.said(w)}", style=STYLES[finding.level], markup=False)
        _line(f"    {finding.cure(w)}")
        if source := source_told(finding.source, regulation, w):
            out.print(f"    {source}", style="dim", markup=False)
    if not said:
        _line(f"  {w.text('page.no_findings')}")


def source_told(source: Source, regulation: Regulation, w: Words) -> str:
    """Say where a rule stands: document and article, where else it was seen, whether it is doubtful."""
    document = regulation.documents.get(source.document or "")
    number = document.number if document else source.document
    told = (
        ", ".join(part for part in (number, source.article) if part and number),
        w.text("page.seen_in", place=source.seen_in) if source.seen_in else "",
        w.text("page.doubtful") if source.unconfirmed else "",
    )
    return " · ".join(part for part in told if part)


def _show_way(simulated: Simulated, told: TimelineTold, w: Words) -> None:
    route = simulated.route.title.of(w.language)
    _heading(f"{w.text('page.preview.way')} ({w.text('page.preview.route')}: {route})")
    table = Table(box=None, pad_edge=False, show_header=False)
    for number, step in enumerate(simulated.steps, start=1):
        asked = f"{told.asked(step.line)} – {told.seat(step.planned.seat)}"
        style = "red" if step.unasked else None
        # What stands in brackets is no markup.
        told_so = map(Text, (f"  {number}.", _by(step, w), asked, _who(step, told, w)))
        table.add_row(*told_so, style=style)
    out.print(table)
    if any(step.planned.unconfirmed for step in simulated.steps):
        out.print(f"  {UNCONFIRMED} {w.text('cli.unconfirmed')}", style="dim", markup=False)


def _by(step: StepToCome, w: Words) -> str:
    if step.due_at is None:
        return "–"
    mark = UNCONFIRMED if step.planned.unconfirmed else ""
    return w.text("cli.by", date=w.day_of(step.due_at) + mark)


def _who(step: StepToCome, told: TimelineTold, w: Words) -> str:
    if step.unasked:
        return w.text(f"page.preview.{step.unasked}")
    if step.planned.collective:
        return w.text("page.preview.together", count=len(step.holders))
    return told.who(step.line)


def _show_grounds(simulated: Simulated, told: TimelineTold, w: Words) -> None:
    """Print where the row of the regulation stands that applies, and each of its steps."""
    _heading(w.text("page.preview.grounds"))
    row = [w.text("page.preview.route")]
    for source, steps in simulated.grounds:
        asked = (f"{told.asked(s.line)} – {told.body(s.planned.seat)}" for s in steps)
        about = "; ".join(dict.fromkeys((*row, *asked)))
        _line(f"  {about}: {source_told(source, simulated.regulation, w)}")
        row = []


def _show_last_day(simulated: Simulated, w: Words) -> None:
    begins = w.date(simulated.request.begins)
    _heading(w.text("page.preview.last_day"))
    if simulated.last_day is None:
        afterwards = simulated.request.comes_afterwards
        reason = "comes_afterwards" if afterwards else "last_day_unknown"
        _line(f"  {w.text(f'page.preview.{reason}')}")
        return
    reason, style = ("last_day_over", "red") if simulated.is_late else ("last_day_why", None)
    said = w.text(f"page.preview.{reason}", begins=begins)
    out.print(f"  {w.weekday(simulated.last_day)}. {said}", style=style, markup=False)
    if simulated.may_take_longer:
        _line(f"  {w.text('page.preview.may_take_longer')}")


def _show_trips(simulated: Simulated, w: Words) -> None:
    names = [name for name, _ in simulated.request.persons]
    for trip in simulated.trips:
        days = f"{w.date(trip.begins)} – {w.date(trip.ends)}"
        status = w.label("status", trip.status)
        _line(
            f"  {names[trip.number - 1]} – {w.text('page.other_trips')} {trip.case_no}, {days}, {status}"
        )


def _letter(letter: LetterToCome, simulated: Simulated, w: Words) -> str:
    to = []
    for each in letter.to:
        known = simulated.people.get(each.person)
        name = known.name if known else each.person
        units = dict(simulated.units)
        seat = seat_title(each.seat, simulated.regulation, units).of(w.language)
        to.append(f"{seat} ({name})" if each.seat else name)
    return f"{w.label('notice', letter.notice)} – {'; '.join(to)}"


def _heading(said: str) -> None:
    out.print(f"\n{said}", style="bold", markup=False)


def _line(said: str) -> None:
    out.print(said, markup=False)
