"""What the page of a step shows one person: the question, the dossier, the past, their choices."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from config.regulation import Act
from config.words import day_of
from flows.case_at_work import CaseAtWork
from flows.checking import must_answer
from flows.entitled import verdict_on
from models.acts import CHOICES, VOTES, Choice, Needs
from models.case import Step, StepState
from models.competence import SITS_BY_OFFICE, Refusal
from models.store import journal
from models.timeline import planned_of
from web.delegation import Delegation, delegation
from web.history import History, Outcome, Version, VoteShown


@dataclass(frozen=True)
class AnswerForm:
    """The choices open to this person and the fields they bring; `seen` binds it to the dossier."""

    choices: tuple[Choice, ...]
    seen: str
    latest_day: date
    answers_objection: bool

    @property
    def remarks_needed(self) -> tuple[str, ...]:
        """Return the choices that must say why."""
        return tuple(c.key for c in self.choices if Needs.REMARKS in c.needs)

    @property
    def takes_paper(self) -> bool:
        return any(Needs.PAPER in c.needs for c in self.choices)

    @property
    def takes_day(self) -> bool:
        return any(Needs.DAY in c.needs for c in self.choices)


@dataclass(frozen=True)
class StepPage:
    """Everything the page of a step says."""

    case_no: str
    step: Step
    own: Outcome
    delegation: Delegation
    outcomes: tuple[Outcome, ...]
    returned: Outcome | None
    versions: tuple[Version, ...]
    due_is_unconfirmed: bool
    days_left: int | None
    members_voted: int
    my_vote: VoteShown | None
    refusal: str
    sits_by_office: bool
    withdrawn_because: str
    follow_up: Step | None
    form: AnswerForm | None
    changed: tuple[str, ...] = ()

    @property
    def against(self) -> tuple[Outcome, ...]:
        """Return the objections and silences."""
        return tuple(outcome for outcome in self.outcomes if outcome.is_against)

    @property
    def revises(self) -> bool:
        """Tell whether this page asks for a new version of the dossier, and of this person."""
        return self.step.is_open and self.step.act is Act.REVISE and not self.refusal


def question_of(step: Step) -> str:
    """Return the code of what a step asks; its sentence is `page.question.<code>`."""
    if step.act is Act.DECIDE and step.collective:
        return "vote"
    if step.act is Act.CONFIRM:
        return f"confirm_{step.stage}"
    return str(step.act)


def has_part_in(work: CaseAtWork, step: Step, person: str) -> bool:
    """Tell whether somebody is asked by a step, or has answered it."""
    voted = [vote.person for vote in step.votes]
    holding = work.holders(step.seat, collective=step.collective)
    return person in (*step.holders, *holding, *voted, step.decided_by)


def step_page(
    work: CaseAtWork, step: Step, person: str, language: str, *, seen: str = ""
) -> StepPage:
    """Return the page of a step for a person; `seen` is the digest an earlier page showed them."""
    history = History(work, journal.entries_of(work.conn, work.case.no), language)
    own = history.outcome(step)
    planned = planned_of(work.case, step)
    verdict = verdict_on(work, step, person)
    my_vote = next((v for v in own.votes if v.vote.person == person), None)
    voted = verdict.refusal is Refusal.ALREADY_VOTED
    refusal = str(verdict.refusal) if verdict.refusal and step.is_open and not voted else ""
    return StepPage(
        case_no=work.case.no,
        step=step,
        own=own,
        delegation=delegation(work, language, history.unit()),
        outcomes=history.outcomes(step),
        returned=history.returned(step),
        versions=history.versions(),
        due_is_unconfirmed=planned is not None and planned.unconfirmed,
        days_left=(day_of(step.due_at) - work.today).days if step.due_at else None,
        members_voted=len(step.votes),
        my_vote=my_vote,
        refusal=refusal,
        sits_by_office=SITS_BY_OFFICE in verdict.notes,
        withdrawn_because=history.withdrawn_because(step),
        follow_up=None if own.counts else _follow_up(work.case.steps, step),
        form=_form(work, step, person) if verdict.allowed and step.is_open else None,
        changed=history.changed_since(seen) if seen else (),
    )


def _form(work: CaseAtWork, step: Step, person: str) -> AnswerForm | None:
    """Return the form of an answer; a revision is answered by a new dossier and has another one."""
    if step.act is Act.REVISE:
        return None
    offered = VOTES if step.collective else CHOICES[step.act]
    asked_before = any(other.choice == "supplement" for other in work.case.steps)
    return AnswerForm(
        choices=tuple(c for c in offered if not (asked_before and c.key == "supplement")),
        seen=work.case.dossier_digest,
        latest_day=work.today,
        answers_objection=must_answer(work, step, person),
    )


def _follow_up(steps: Sequence[Step], step: Step) -> Step | None:
    """Return the step that asks anew what one asked that counts no more."""
    place = (step.stage, step.act, step.seat, step.key)
    later = (s for s in steps if s.number > step.number and s.state is not StepState.VOID)
    return next((s for s in later if (s.stage, s.act, s.seat, s.key) == place), None)
