"""What the page of a case shows: where it stands, its past and what is to come, what can be done."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from config.regulation.codes import Stage
from config.words import Words
from flows.case.entitled import verdict_on
from flows.case.read import CaseRead
from flows.case.verbs import StepVerb, Verb, offered, offered_at
from flows.case.views import view_of
from models import entries as e
from models.case import Case, Step
from models.competence.seeing import CasePart, Shown, View
from models.ids import PersonId
from models.store.mail.failed import LetterCounts, letter_counts
from models.store.privacy import erasing, openings
from models.store.privacy.openings import Opened, OpenedOn
from models.timeline.forecast import latest_dates
from models.timeline.labels import TimelineTold
from models.timeline.late_start import open_at_start
from models.timeline.lines import When, timeline
from web.case.out_of_reach import OutOfReach
from web.dossier.conditions_and_questions import (
    AmendmentShown,
    ConditionShown,
    QuestionShown,
    amendment_of,
    conditions_shown,
    questions_shown,
)
from web.dossier.console import ConsoleAct, console_acts
from web.dossier.dossier import DossierShown
from web.dossier.glance import NoteShown, notes_shown
from web.dossier.history import CaseHistory
from web.dossier.kinds import dossier_shown
from web.dossier.outcomes import OutcomeShown, VersionShown
from web.ground.names import Names
from web.step.at_issue import CommitmentShown, commitment_shown

# A letter leaves within the second; one that waits for longer is worth a word.
LATE = timedelta(minutes=5)


@dataclass(frozen=True)
class OpenStep:
    """A step the case waits for; `mine`: this person may take it. The office may help it along.

    `out_of_reach` says of whom it is asked and no letter reaches, or whose mailbox says they are away.
    """

    step: Step
    asked: str
    who: str
    days_left: int | None
    mine: bool
    on_paper: bool
    reassign: bool
    out_of_reach: tuple[str, ...]


@dataclass(frozen=True)
class LineShown:
    """A line of the timeline in words; `at` is when it was done, opened, or is due at the latest.

    `undone`: its outcome counts no more.
    """

    when: When
    asked: str
    seat: str
    outcome: str
    who: str
    at: datetime | None
    unconfirmed: bool
    undone: bool


@dataclass(frozen=True)
class ReaderShown:
    """Who opened something of the case: which kinds of things, how often, and when last."""

    name: str
    what: tuple[Opened, ...]
    times: int
    last_at: datetime


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
    is_of_unit: bool
    ended_because: str
    sees_reception: bool
    left_out: str
    console: tuple[ConsoleAct, ...]
    passports_erased: datetime | None
    is_held: bool
    letters: LetterCounts | None
    letters_late: bool
    sends_again: bool
    audits: bool
    readers: tuple[ReaderShown, ...]
    notes: tuple[NoteShown, ...]
    is_open_at_start: bool

    @property
    def case_no(self) -> str:
        return self.case.no


@dataclass(frozen=True)
class ErasedPage:
    """What is left of a case whose content is erased: when that was, and which way it took."""

    case: Case
    unit: str
    at: datetime
    lines: tuple[LineShown, ...]


def case_page(work: CaseRead, person: PersonId, w: Words) -> CasePage:
    """Return the page of a case for a person who may see it."""
    view = view_of(work, person)
    history = CaseHistory(work, w.language, view)
    case, names, reads = work.case, history.names, view.sees(Shown.DOSSIER)
    people = work.around.persons
    letters = letter_counts(work.conn, case.no)
    told = TimelineTold(work.regulation, work.unit_names, people, w)
    reach = OutOfReach(work, names, w) if reads else None
    return CasePage(
        case=case,
        unit=names.body(case.unit),
        filed_for=names.person(case.filed_for),
        open_steps=tuple(_open_steps(work, view, names, told, reach)),
        lines=tuple(_lines(work, view, told)),
        dossier=dossier_shown(history),
        outcomes=history.outcomes(),
        versions=history.versions() if reads else (),
        amendments=tuple(_amendments(history)) if reads else (),
        conditions=conditions_shown(history),
        questions=questions_shown(history),
        commitments=tuple(_commitments(history)),
        verbs=offered(work, person),
        is_of_unit=work.is_of_unit(person),
        ended_because=_why_ended(history) if reads else "",
        sees_reception=work.request.programmed and view.sees(Shown.RECEPTION),
        left_out=history.left_out,
        console=tuple(console_acts(history)) if reads else (),
        passports_erased=_passports_erased(history) if reads else None,
        is_held=_is_held(history) if reads else False,
        letters=letters if reads else None,
        letters_late=letters.since is not None and work.now - letters.since > LATE,
        sends_again=work.is_of_office(person),
        audits=CasePart.AUDITOR in view.parts,
        readers=tuple(_readers(history)) if view.sees(Shown.OPENINGS) else (),
        notes=notes_shown(work, view, names, history.entries),
        is_open_at_start=bool(open_at_start(case, work.today))
        and not work.request.comes_afterwards,
    )


def erased_page(work: CaseRead, person: PersonId, w: Words) -> ErasedPage | None:
    """Return what is left to show of a case whose content is erased; None where it is there."""
    case = work.case
    at = erasing.erased_at(work.conn, case.no) if case.is_over else None
    if at is None:
        return None
    people = work.around.persons
    told = TimelineTold(work.regulation, work.unit_names, people, w)
    unit = Names(work, w.language).body(case.unit)
    return ErasedPage(case, unit, at, tuple(_lines(work, view_of(work, person), told)))


def _open_steps(
    work: CaseRead, view: View, names: Names, told: TimelineTold, reach: OutOfReach | None
) -> Iterator[OpenStep]:
    person = view.person
    waited_for = [step for step in work.case.open_steps if view.sees_outcome(step)]
    lines = [
        line for line in timeline(work.case, {}, view, work.asked_now) if line.when is When.PRESENT
    ]
    for step, line in zip(waited_for, lines, strict=True):
        yield OpenStep(
            step=step,
            asked=f"{told.asked(line)} – {names.asked_of(step)}",
            who=told.who(line),
            days_left=work.days_left(step),
            mine=verdict_on(work, step, person).allowed,
            on_paper=offered_at(work, step, StepVerb.RECORD_ON_PAPER, person),
            reassign=offered_at(work, step, StepVerb.REASSIGN, person),
            out_of_reach=tuple(reach.told_of(step)) if reach else (),
        )


def _lines(work: CaseRead, view: View, told: TimelineTold) -> Iterator[LineShown]:
    dates = latest_dates(work.case, work.regulation, work.now)
    for line in timeline(work.case, dates, view, work.asked_now):
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
            undone=line.undone is not None,
        )


def _amendments(history: CaseHistory) -> Iterator[AmendmentShown]:
    """Yield the amendments, the newest first."""
    case = history.work.case
    for amendment in reversed(case.amendments):
        place = (Stage.AMENDMENT, str(amendment.number))
        step = next((s for s in case.steps if (s.stage, s.key) == place), None)
        if step and (shown := amendment_of(history, step)):
            yield shown


def _commitments(history: CaseHistory) -> Iterator[CommitmentShown]:
    """Yield what was agreed on, to those to whom the report is shown that says so."""
    case = history.work.case
    for made in case.commitments:
        if history.view.sees_outcome(case.steps[made.step - 1]):
            yield commitment_shown(history, made)


def _readers(history: CaseHistory) -> Iterator[ReaderShown]:
    """Yield who opened something of the case, whoever did so last before the others."""
    opened: dict[PersonId, list[OpenedOn]] = {}
    for each in openings.of_case(history.work.conn, history.work.case.no):
        opened.setdefault(each.opening.person, []).append(each)
    for person, theirs in opened.items():
        yield ReaderShown(
            name=history.names.person(person),
            what=tuple(dict.fromkeys(each.opening.what for each in theirs)),
            times=sum(each.times for each in theirs),
            last_at=theirs[0].last_at,
        )


def _passports_erased(history: CaseHistory) -> datetime | None:
    """Return when the passports were erased, all or somebody's; None where none were."""
    erased = (en.at for en in history.entries if isinstance(en.payload, e.ContentErased))
    return max(erased, default=None)


def _is_held(history: CaseHistory) -> bool:
    """Tell whether nothing of the case may be erased now."""
    told = (en.payload for en in reversed(history.entries))
    hold = next((p for p in told if isinstance(p, e.LegalHoldSet | e.LegalHoldLifted)), None)
    return isinstance(hold, e.LegalHoldSet)


def _why_ended(history: CaseHistory) -> str:
    """Return the unit's reason for taking its request back; empty for any other end."""
    for entry in reversed(history.entries):
        if isinstance(entry.payload, e.CaseWithdrawn):
            return history.words(entry.payload.reason)
    return ""
