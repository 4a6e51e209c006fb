"""What a page says of a request before it is submitted: its way, its grounds, what to mind. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from config.regulation.parts import Source
from config.words import Words
from flows.simulating import LetterToCome, Simulated, StepToCome
from models.errors import RequestInvalid
from models.findings import Finding
from models.store.other_trips import OtherTrip
from models.timeline.labels import TimelineTold
from web.ground.names import NamesKnown


@dataclass(frozen=True)
class StepAhead:
    """A step in words. `at` (UTC) is its latest date, `unasked` the code of why nobody could be asked.

    `members` is how many decide together, 0 for one person alone; `outside` is the body whose paper is
    recorded.
    """

    asked: str
    seat: str
    who: str
    at: datetime | None
    unconfirmed: bool
    unasked: str
    members: int
    outside: str


@dataclass(frozen=True)
class RestsOn:
    """An article, with what rests on it: the row of the regulation, or steps of it."""

    source: Source
    document: str
    title: str
    about: tuple[str, ...]


@dataclass(frozen=True)
class LetterAhead:
    """A message in words: which one, and each whom it goes to as the holder of a seat."""

    notice: str
    to: tuple[str, ...]


@dataclass(frozen=True)
class TravellerAhead:
    """A traveller who has other cases."""

    name: str
    trips: tuple[OtherTrip, ...]


@dataclass(frozen=True)
class Preview:
    """Everything the page says. `problems` are what keeps the request from being submitted today."""

    route: str
    until_decided: tuple[StepAhead, ...]
    after_decided: tuple[StepAhead, ...]
    grounds: tuple[RestsOn, ...]
    findings: tuple[Finding, ...]
    travellers: tuple[TravellerAhead, ...]
    letters: tuple[LetterAhead, ...]
    begins: date
    last_day: date | None
    is_late: bool
    may_take_longer: bool
    comes_afterwards: bool
    problems: tuple[str, ...]
    names: NamesKnown


def preview_of(simulated: Simulated, w: Words) -> Preview:
    """Return what a page says of what would come of a request, in a reader's language."""
    request = simulated.request
    told = TimelineTold(simulated.regulation, simulated.units, simulated.people, w)
    names = NamesKnown(simulated.regulation, simulated.units, simulated.people, w.language.value)
    return Preview(
        route=simulated.route.title.of(w.language),
        until_decided=tuple(_step(step, told, names) for step in simulated.until_decided),
        after_decided=tuple(_step(step, told, names) for step in simulated.after_decided),
        grounds=tuple(_grounds(simulated, told, names, w)),
        findings=simulated.findings,
        travellers=tuple(_travellers(simulated)),
        letters=tuple(_letter(letter, names, w) for letter in simulated.letters),
        begins=request.begins,
        last_day=simulated.last_day,
        is_late=simulated.is_late,
        may_take_longer=simulated.may_take_longer,
        comes_afterwards=request.comes_afterwards,
        problems=tuple(_problems(simulated, w)),
        names=names,
    )


def _step(step: StepToCome, told: TimelineTold, names: NamesKnown) -> StepAhead:
    line, planned = step.line, step.planned
    return StepAhead(
        asked=told.asked(line),
        seat=told.seat(planned.seat),
        who=told.who(line),
        at=step.due_at,
        unconfirmed=planned.unconfirmed,
        unasked=step.unasked,
        members=len(step.holders) if planned.collective else 0,
        outside=names.body(planned.outside) if planned.outside else "",
    )


def _grounds(
    simulated: Simulated, told: TimelineTold, names: NamesKnown, w: Words
) -> Iterator[RestsOn]:
    """Yield the sources of the row and of its steps, that of the row first."""
    row: tuple[str, ...] = (w.text("page.preview.route"),)
    for source, steps in simulated.grounds:
        about = (f"{told.asked(s.line)} – {told.body(s.planned.seat)}" for s in steps)
        yield RestsOn(
            source=source,
            document=names.document(source.document),
            title=_title(simulated, source, w),
            about=tuple(dict.fromkeys((*row, *about))),
        )
        row = ()


def _title(simulated: Simulated, source: Source, w: Words) -> str:
    document = simulated.regulation.documents.get(source.document or "")
    return document.title.of(w.language) if document else ""


def _travellers(simulated: Simulated) -> Iterator[TravellerAhead]:
    for number, (name, _) in enumerate(simulated.request.persons, start=1):
        if trips := tuple(trip for trip in simulated.trips if trip.number == number):
            yield TravellerAhead(name, trips)


def _letter(letter: LetterToCome, names: NamesKnown, w: Words) -> LetterAhead:
    to = (
        f"{names.seat(each.seat)} ({names.person(each.person)})"
        if each.seat
        else names.person(each.person)
        for each in letter.to
    )
    return LetterAhead(w.label("notice", letter.notice), tuple(to))


def _problems(simulated: Simulated, w: Words) -> Iterator[str]:
    """Yield each problem in a sentence, or the one refusal."""
    obstacle = simulated.obstacle
    if isinstance(obstacle, RequestInvalid):
        yield from (problem.said(w) for problem in obstacle.problems)
    elif obstacle:
        yield obstacle.said(w)
