"""What the page of a case shows: where it stands, its past and what is to come, what can be done."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from config.regulation.codes import Stage
from config.words import Words
from flows.case.entitled import verdict_on
from flows.case.read import CaseRead
from flows.case.verbs import StepVerb, Verb, offered, offered_at
from models import entries as e
from models.case import Case, Step
from models.ids import PersonId
from models.store import directory
from models.timeline.forecast import latest_dates
from models.timeline.labels import TimelineTold
from models.timeline.lines import When, timeline
from web.dossier.conditions_and_questions import (
    AmendmentShown,
    ConditionShown,
    QuestionShown,
    amendment_of,
    conditions_shown,
    questions_shown,
)
from web.dossier.dossier import DossierShown
from web.dossier.history import CaseHistory
from web.dossier.kinds import dossier_shown
from web.dossier.outcomes import OutcomeShown, VersionShown
from web.ground.names import Names
from web.ground.who_may_see import may_see_reception
from web.step.at_issue import CommitmentShown, commitment_shown


@dataclass(frozen=True)
class OpenStep:
    """A step the case waits for; `mine`: this person may take it. The office may help it along."""

    step: Step
    asked: str
    who: str
    days_left: int | None
    mine: bool
    on_paper: bool
    reassign: bool


@dataclass(frozen=True)
class LineShown:
    """A line of the timeline in words; `at` is when it was done, opened, or is due at the latest."""

    when: When
    asked: str
    seat: str
    outcome: str
    who: str
    at: datetime | None
    unconfirmed: bool


@dataclass(frozen=True)
class CasePage:
    """Everything the page of a case says."""

    case: Case
    unit: str
    filed_for: str
    open_steps: tuple[OpenStep, ...]
    lines: tuple[LineShown, ...]
    dossier: DossierShown
    outcomes: tuple[OutcomeShown, ...]
    versions: tuple[VersionShown, ...]
    amendments: tuple[AmendmentShown, ...]
    conditions: tuple[ConditionShown, ...]
    questions: tuple[QuestionShown, ...]
    commitments: tuple[CommitmentShown, ...]
    verbs: tuple[Verb, ...]
    ended_because: str
    sees_reception: bool

    @property
    def case_no(self) -> str:
        return self.case.no


def case_page(work: CaseRead, person: PersonId, w: Words) -> CasePage:
    """Return the page of a case for a person who may see it."""
    history = CaseHistory(work, w.language)
    case, names = work.case, history.names
    people = directory.persons_by_id(work.conn)
    told = TimelineTold(work.regulation, work.unit_names, people, w)
    return CasePage(
        case=case,
        unit=names.body(case.unit),
        filed_for=names.person(case.filed_for),
        open_steps=tuple(_open_steps(work, person, names, told)),
        lines=tuple(_lines(work, told)),
        dossier=dossier_shown(history),
        outcomes=history.outcomes(),
        versions=history.versions(),
        amendments=tuple(_amendments(history)),
        conditions=conditions_shown(history),
        questions=questions_shown(history),
        commitments=tuple(commitment_shown(history, made) for made in case.commitments),
        verbs=offered(work, person),
        ended_because=_why_ended(history),
        sees_reception=work.request.programmed and may_see_reception(work, person),
    )


def _open_steps(
    work: CaseRead, person: PersonId, names: Names, told: TimelineTold
) -> Iterator[OpenStep]:
    lines = [line for line in timeline(work.case, {}) if line.when is When.PRESENT]
    for step, line in zip(work.case.open_steps, lines, strict=True):
        yield OpenStep(
            step=step,
            asked=f"{told.asked(line)} – {names.asked_of(step)}",
            who=told.who(line),
            days_left=work.days_left(step),
            mine=verdict_on(work, step, person).allowed,
            on_paper=offered_at(work, step, StepVerb.RECORD_ON_PAPER, person),
            reassign=offered_at(work, step, StepVerb.REASSIGN, person),
        )


def _lines(work: CaseRead, told: TimelineTold) -> Iterator[LineShown]:
    dates = latest_dates(work.case, work.regulation, work.now)
    for line in timeline(work.case, dates):
        if line.when is When.PRESENT:
            at = line.since
        else:
            at = line.until or line.since or line.due_at
        yield LineShown(
            when=line.when,
            asked=told.asked(line),
            seat=told.seat(line.seat),
            outcome=told.outcome(line),
            who=told.who(line),
            at=at,
            unconfirmed=line.unconfirmed,
        )


def _amendments(history: CaseHistory) -> Iterator[AmendmentShown]:
    """Yield the amendments, the newest first."""
    case = history.work.case
    for amendment in reversed(case.amendments):
        place = (Stage.AMENDMENT, str(amendment.number))
        step = next((s for s in case.steps if (s.stage, s.key) == place), None)
        if step and (shown := amendment_of(history, step)):
            yield shown


def _why_ended(history: CaseHistory) -> str:
    """Return the unit's reason for taking its request back; empty for any other end."""
    for entry in reversed(history.entries):
        if isinstance(entry.payload, e.CaseWithdrawn):
            return history.words(entry.payload.reason)
    return ""
