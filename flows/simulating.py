"""What would come of a request, were it filed now: its way, its dates, its findings, its first letters.

It is taken in hand and walked as a submitted one is, by the same functions, on a connection on which the
database refuses to write. So what is told is what a submission does, and nothing is left behind.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from config.regulation.codes import Act, Stage
from config.regulation.parts import Route, RouteStep, Source, Text
from config.regulation.province import Regulation
from flows.acts.desk import Desk
from flows.acts.filing import Filing, check_filing, open_case, problems_of_day
from flows.case.at_work import CaseAtWork, CaseTried
from flows.case.entitled import sitting_in, who_may
from flows.case.undoing import DECIDING_STAGES
from flows.findings import KnownBeside, findings_of, others_beside, trips_told
from flows.walking import walk_and_note
from models.case import Case
from models.directory import Person
from models.entries import PlannedStep
from models.errors import DecisionRefused, RequestInvalid
from models.findings import Finding
from models.ids import NO_CASE, NOBODY, BodyKey, PersonId, SeatKey, body_of
from models.request.base import Request
from models.route.lead_time import last_day_to_submit
from models.route.planned import seat_in
from models.route.table import draw_route
from models.store import directory
from models.store.other_trips import OtherTrip, trips_of
from models.timeline.forecast import latest_dates
from models.timeline.lines import Line, When
from notifications.telling.letters import LetterToSend


@dataclass(frozen=True)
class StepToCome:
    """A step of the way. `due_at` (UTC) is its latest date, if everybody takes the time they may.

    `holders` would be asked, were it today; `sitting` is how many hold the seat, whether they may take
    this step or not. `source` is that of the row's step; what the row does not say has none.
    """

    planned: PlannedStep
    due_at: datetime | None
    holders: tuple[PersonId, ...]
    sitting: int
    source: Source | None

    @property
    def line(self) -> Line:
        """Return the step as a line of a timeline, with whom it would be asked of."""
        return Line(
            when=When.PLANNED,
            **self.planned.place._asdict(),
            state="planned",
            due_at=self.due_at,
            unconfirmed=self.planned.unconfirmed,
            persons=self.holders,
        )

    @property
    def unasked(self) -> str:
        """Return the code of why nobody could be asked today; empty where somebody could."""
        if self.holders:
            return ""
        return "nobody_may" if self.sitting else "vacant"


@dataclass(frozen=True)
class Addressee:
    """Whom a message goes to, and the seat they are written to in; empty for one who holds none."""

    seat: str
    person: PersonId


@dataclass(frozen=True)
class LetterToCome:
    """A message that goes out at once, by its notice; `asks`: it carries the link to a step."""

    notice: str
    asks: bool
    to: tuple[Addressee, ...]


@dataclass(frozen=True)
class Simulated:
    """A request as the case it would be. Nothing of a passport is in it but what the findings say.

    `request` is the dossier as it would be kept, `route` the row of the regulation that applies, with
    the steps it asks for. `last_day`: the last on which it can come and be decided before it begins;
    None where it is asked for afterwards, or where a year would not do. `obstacle` is what keeps it from
    being filed today.
    """

    request: Request
    case: Case
    regulation: Regulation
    route: Route
    units: Mapping[str, Text]
    people: Mapping[str, Person]
    steps: tuple[StepToCome, ...]
    findings: tuple[Finding, ...]
    trips: tuple[OtherTrip, ...]
    letters: tuple[LetterToCome, ...]
    last_day: date | None
    today: date
    obstacle: RequestInvalid | DecisionRefused | None

    @property
    def grounds(self) -> tuple[tuple[Source, tuple[StepToCome, ...]], ...]:
        """Return what the way rests on: that of the row first, each source once with its steps."""
        of_the_row = self.route.source.on(self.request.begins, self.regulation.documents)
        resting: dict[Source, list[StepToCome]] = {of_the_row: []}
        for step in self.steps:
            if step.source:
                resting.setdefault(step.source, []).append(step)
        return tuple((source, tuple(steps)) for source, steps in resting.items())

    @property
    def is_late(self) -> bool:
        """Tell whether the last day to come in time is over."""
        return self.last_day is not None and self.last_day < self.today

    @property
    def may_take_longer(self) -> bool:
        """Tell whether the last day counts nothing for a step up to the final decision.

        That is one without a time limit, or one the row does not ask for (the class of the guests).
        """
        return any(
            step.source is None or step.planned.within is None for step in self.until_decided
        )

    @property
    def until_decided(self) -> tuple[StepToCome, ...]:
        """Return the steps up to the final decision with its paper."""
        return self.steps[: self._decided]

    @property
    def after_decided(self) -> tuple[StepToCome, ...]:
        """Return the steps that come once it is decided."""
        return self.steps[self._decided :]

    @property
    def _decided(self) -> int:
        deciding = (
            number
            for number, step in enumerate(self.steps, start=1)
            if step.planned.stage in DECIDING_STAGES
        )
        return max(deciding, default=len(self.steps))


def simulate(desk: Desk, request: Request, by: Filing | None = None) -> Simulated:
    """Return what would come of a request; without `by`, were an officer of its unit to file it.

    Whoever may not file it is told nothing of the travellers' other cases. Raises `NoRouteApplies`.
    """
    regulation = desk.regulation()
    with desk.store.reading(one_moment=True) as conn:
        work = CaseTried.begun(conn, NO_CASE, request.kind, desk.settings)
        # The one in force may have been filed under by nobody yet, and be kept nowhere.
        work.regulation = regulation
        obstacle = _obstacle(work, request, by)
        open_case(work, request, {}, by or _an_officer(work, request), regulation)
        walk_and_note(work)
        return _simulated(work, request, obstacle)


def _obstacle(
    work: CaseAtWork, request: Request, by: Filing | None
) -> RequestInvalid | DecisionRefused | None:
    """Return what a submission would be refused for today; without a filer, of the request alone."""
    if by is None:
        problems = problems_of_day(work.conn, request, work.today, work.regulation)
        return RequestInvalid(problems) if problems else None
    try:
        check_filing(work.conn, request, by, work.today, work.regulation)
    except (RequestInvalid, DecisionRefused) as refused:
        return refused
    return None


def _an_officer(work: CaseAtWork, request: Request) -> Filing:
    seat = seat_in("unit/officer", BodyKey(request.unit))
    officer = next(iter(work.holders(seat)), NOBODY)
    return Filing(officer, officer)


def _simulated(
    work: CaseAtWork, request: Request, obstacle: RequestInvalid | DecisionRefused | None
) -> Simulated:
    route = draw_route(request, work.regulation)
    steps = tuple(_steps(work, route))
    letters = _letters(work)
    stranger = isinstance(obstacle, DecisionRefused)
    trips = () if stranger else trips_of(work.conn, request.persons, request.kind)
    others = () if stranger else others_beside(work)
    known = KnownBeside(trips, request.passports(), others)
    told = {person for step in steps for person in step.holders}
    told |= {to.person for letter in letters for to in letter.to}
    return Simulated(
        request=work.request,
        case=work.case,
        regulation=work.regulation,
        route=route,
        units=work.unit_names,
        people=_people(work.conn, told),
        steps=steps,
        findings=findings_of(work, known),
        trips=trips_told(trips, work.case.unit),
        letters=letters,
        last_day=_last_day(work, request, route),
        today=work.today,
        obstacle=obstacle,
    )


def _last_day(work: CaseAtWork, request: Request, route: Route) -> date | None:
    if request.comes_afterwards:
        return None
    urgent = request.urgent is not None
    return last_day_to_submit(route.steps, request.begins, work.calendar, urgent=urgent)


def _steps(work: CaseAtWork, route: Route) -> Iterable[StepToCome]:
    """Yield the plan: what is open already with its deadline, the rest with its forecast."""
    dates = latest_dates(work.case, work.regulation, work.now)
    day, documents = work.request.begins, work.regulation.documents
    sources = {
        place: source.on(day, documents)
        for place, source in _sources(route, work.case.unit).items()
    }
    for planned in work.case.plan:
        asked = work.standing(planned)
        yield StepToCome(
            planned=planned,
            due_at=asked.due_at if asked else dates.get(planned.ordinal),
            holders=asked.holders if asked else who_may(work, planned),
            sitting=len(sitting_in(work, asked or planned)),
            source=sources.get((planned.stage, planned.act, planned.seat)),
        )


def _sources(route: Route, unit: BodyKey) -> dict[tuple[Stage, Act, SeatKey], Source]:
    """Return what the steps of a row rest on; the paper of a decision rests on what that does."""
    asked: list[tuple[RouteStep, Act, str]] = [(step, step.act, step.seat) for step in route.steps]
    asked += [(step, Act.ISSUE, step.issued_by) for step in route.steps if step.issued_by]
    return {(step.stage, act, seat_in(seat, unit)): step.source for step, act, seat in asked}


def _letters(work: CaseAtWork) -> tuple[LetterToCome, ...]:
    """Return the messages by their notices, in the order in which they go out."""
    by_notice: dict[tuple[str, bool], list[Addressee]] = {}
    for letter in work.letters:
        person = PersonId(letter.recipient)
        if person != NOBODY:
            to = Addressee(_written_to_in(work, letter, person), person)
            by_notice.setdefault((letter.notice, letter.asks), []).append(to)
    return tuple(LetterToCome(notice, asks, tuple(to)) for (notice, asks), to in by_notice.items())


def _written_to_in(work: CaseAtWork, letter: LetterToSend, person: PersonId) -> str:
    """Return the seat that is asked; of who is only told, one they hold, in the unit if they do."""
    about = letter.facts.get("step")
    step = work.case.step(about["number"]) if letter.asks and about else None
    if step:
        return step.seat
    seats = directory.seats_of(work.conn, person, work.today)
    return min(seats, key=lambda seat: body_of(seat) != work.case.unit, default="")


def _people(conn: Connection, told: Iterable[PersonId]) -> dict[str, Person]:
    known = directory.persons_by_id(conn)
    return {person: known[person] for person in told if person in known}
