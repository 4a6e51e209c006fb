"""`doan simulate`, and the findings that `doan submit` tells: what comes of a request."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from cli.console import desk_here, filing, read_request_from
from cli.reading import UNCONFIRMED
from cli.told.document import Facts, answer
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
    answer(_facts(simulated), *_told(simulated, w))
    if simulated.obstacle:
        raise simulated.obstacle


def _facts(simulated: Simulated) -> Facts:
    """Return what programs are told: of passports there is nothing in it but what the findings say."""
    request = simulated.request
    return {
        "day": simulated.today,
        "kind": request.kind,
        "title": request.title,
        "route": simulated.route.key,
        "steps": [_step(step) for step in simulated.steps],
        "grounds": [
            {"source": source, "steps": [step.planned.ordinal for step in steps]}
            for source, steps in simulated.grounds
        ],
        "last_day": simulated.last_day,
        "is_late": simulated.is_late,
        "comes_afterwards": request.comes_afterwards,
        "may_take_longer": simulated.may_take_longer,
        "findings": facts_of(simulated.findings),
        "trips": simulated.trips,
        "letters": simulated.letters,
        "obstacle": simulated.obstacle.code if simulated.obstacle else None,
    }


def _step(step: StepToCome) -> dict[str, Any]:
    planned = step.planned
    return {
        **{name: getattr(planned, name) for name in ("ordinal", "stage", "act", "seat", "key")},
        "due_at": step.due_at,
        "unconfirmed": planned.unconfirmed,
        "collective": planned.collective,
        "holders": step.holders,
        "unasked": step.unasked or None,
    }


def _told(simulated: Simulated, w: Words) -> Iterator[RenderableType]:
    told = TimelineTold(simulated.regulation, simulated.units, simulated.people, w)
    request = simulated.request
    yield Text(w.text("cli.simulated", day=w.date(simulated.today)), style="bold")
    yield f"{w.label('kind', request.kind)} · {request.title}"
    yield from _way(simulated, told, w)
    yield from _grounds(simulated, told, w)
    yield from _last_day(simulated, w)
    yield from findings_told(simulated.findings, simulated.regulation, w)
    yield from _trips(simulated, w)
    yield _heading(w.text("page.preview.letters"))
    for letter in simulated.letters:
        yield f"  {_letter(letter, simulated, w)}"


def findings_with_case(desk: Desk, case_no: CaseNo) -> tuple[tuple[Finding, ...], Regulation]:
    """Return the findings on a case that was just submitted, and the regulation they rest on."""
    with desk.reading(case_no) as work:
        trips = other_trips(work.conn, case_no)
        found = findings_of(work, KnownBeside(trips, passports_kept(work), others_beside(work)))
        return tuple(found), work.regulation


def facts_of(found: Sequence[Finding]) -> list[Facts]:
    """Return findings as programs are told them: by key, with the facts of the sentence."""
    return [
        {
            "key": each.key,
            "level": each.level,
            "facts": dict(each.facts),
            "source": each.source,
        }
        for each in found
    ]


def findings_told(
    found: Sequence[Finding], regulation: Regulation, w: Words
) -> Iterator[RenderableType]:
    """Say findings, each with what would cure it and where its rule stands."""
    yield _heading(w.text("page.preview.findings"))
    for finding in found:
        level = w.label("level", finding.level)
        yield Text(f"  [{level}] {finding.said(w)}", style=STYLES[finding.level])
        yield f"    {finding.cure(w)}"
        if source := source_told(finding.source, regulation, w):
            yield Text(f"    {source}", style="dim")
    if not found:
        yield f"  {w.text('page.no_findings')}"


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


def _way(simulated: Simulated, told: TimelineTold, w: Words) -> Iterator[RenderableType]:
    route = simulated.route.title.of(w.language)
    yield _heading(f"{w.text('page.preview.way')} ({w.text('page.preview.route')}: {route})")
    table = Table(box=None, pad_edge=False, show_header=False)
    for number, step in enumerate(simulated.steps, start=1):
        asked = f"{told.asked(step.line)} – {told.seat(step.planned.seat)}"
        style = "red" if step.unasked else None
        # What stands in brackets is no markup.
        told_so = map(Text, (f"  {number}.", _by(step, w), asked, _who(step, told, w)))
        table.add_row(*told_so, style=style)
    yield table
    if any(step.planned.unconfirmed for step in simulated.steps):
        yield Text(f"  {UNCONFIRMED} {w.text('cli.unconfirmed')}", style="dim")


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


def _grounds(simulated: Simulated, told: TimelineTold, w: Words) -> Iterator[RenderableType]:
    """Say where the row of the regulation stands that applies, and each of its steps."""
    yield _heading(w.text("page.preview.grounds"))
    row = [w.text("page.preview.route")]
    for source, steps in simulated.grounds:
        asked = (f"{told.asked(s.line)} – {told.body(s.planned.seat)}" for s in steps)
        about = "; ".join(dict.fromkeys((*row, *asked)))
        yield f"  {about}: {source_told(source, simulated.regulation, w)}"
        row = []


def _last_day(simulated: Simulated, w: Words) -> Iterator[RenderableType]:
    begins = w.date(simulated.request.begins)
    yield _heading(w.text("page.preview.last_day"))
    if simulated.last_day is None:
        afterwards = simulated.request.comes_afterwards
        reason = "comes_afterwards" if afterwards else "last_day_unknown"
        yield f"  {w.text(f'page.preview.{reason}')}"
        return
    reason, style = ("last_day_over", "red") if simulated.is_late else ("last_day_why", "")
    said = w.text(f"page.preview.{reason}", begins=begins)
    yield Text(f"  {w.weekday(simulated.last_day)}. {said}", style=style)
    if simulated.may_take_longer:
        yield f"  {w.text('page.preview.may_take_longer')}"


def _trips(simulated: Simulated, w: Words) -> Iterator[RenderableType]:
    names = [name for name, _ in simulated.request.persons]
    for trip in simulated.trips:
        days = f"{w.date(trip.begins)} – {w.date(trip.ends)}"
        status = w.label("status", trip.status)
        other = f"{w.text('page.other_trips')} {trip.case_no}, {days}, {status}"
        yield f"  {names[trip.number - 1]} – {other}"


def _letter(letter: LetterToCome, simulated: Simulated, w: Words) -> str:
    to = []
    for each in letter.to:
        known = simulated.people.get(each.person)
        name = known.name if known else each.person
        units = dict(simulated.units)
        seat = seat_title(each.seat, simulated.regulation, units).of(w.language)
        to.append(f"{seat} ({name})" if each.seat else name)
    return f"{w.label('notice', letter.notice)} – {'; '.join(to)}"


def _heading(said: str) -> Text:
    return Text(f"\n{said}", style="bold")
