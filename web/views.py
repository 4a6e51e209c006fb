"""What the page of a step shows one person: the question, the dossier, the past, their choices."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from config.regulation import Act, Kind, Stage
from config.words import day_of
from flows.case_at_work import CaseAtWork
from flows.checking import must_answer
from flows.entitled import verdict_on
from models.acts import CHOICES, VOTES, Choice, Needs
from models.case import Step, StepState
from models.competence import SITS_BY_OFFICE, Refusal
from models.store import journal
from models.timeline import planned_of
from web.allowed import may_see_reception
from web.delegation import Delegation, delegation
from web.forms import CommitmentWritten
from web.history import History, Outcome, Version, VoteShown
from web.matter import Matter, matter_of
from web.names import Names
from web.seats import BodyOffered, seats_to_give
from web.visit import VisitShown, visit_shown

# Sentences that speak of sending a delegation have others for receiving one.
_WORDED_BY_KIND = frozenset(
    ("sign", "appraise", "consult", "decide", "vote", "file", "accept", "settle")
)
# Here the stage asks for something else than the act does in the rest of the lifecycle.
_ASKED_BY_STAGE = frozenset(
    (
        (Stage.HOSTING, Act.DECIDE),
        (Stage.HOSTING, Act.FILE),
        (Stage.AGREEMENTS, Act.CONSULT),
        (Stage.AGREEMENTS, Act.FILE),
        (Stage.DEPARTURE, Act.CONFIRM),
        (Stage.RETURN_HOME, Act.CONFIRM),
        (Stage.ARRIVAL, Act.CONFIRM),
        (Stage.SEND_OFF, Act.CONFIRM),
    )
)
# What comes of these answers is not what comes of others with the same effect.
_EFFECT_OF_ITS_OWN = frozenset(("take_on", "decline"))


@dataclass(frozen=True)
class AnswerForm:
    """The choices open to this person and the fields they bring; `seen` binds it to the dossier.

    `seats` are those something can be given to, or that can owe what was agreed on; `commitments`
    the rows a report brings for that, as an earlier report filled them.
    """

    choices: tuple[Choice, ...]
    seen: str
    latest_day: date
    answers_objection: bool
    seats: tuple[BodyOffered, ...] = ()
    commitments: tuple[CommitmentWritten, ...] | None = None

    @property
    def remarks_needed(self) -> tuple[str, ...]:
        """Return the choices that must say why."""
        return tuple(c.key for c in self.choices if Needs.REMARKS in c.needs)

    @property
    def takes_paper(self) -> bool:
        return any(Needs.PAPER in c.needs for c in self.choices)

    @property
    def paper_required(self) -> bool:
        """Tell whether every choice brings the paper."""
        return all(Needs.PAPER in c.needs for c in self.choices)

    @property
    def takes_day(self) -> bool:
        return any(Needs.DAY in c.needs for c in self.choices)

    @property
    def takes_seat(self) -> bool:
        return any(Needs.SEAT in c.needs for c in self.choices)


@dataclass(frozen=True)
class StepPage:
    """Everything the page of a step says."""

    case_no: str
    kind: Kind
    step: Step
    own: Outcome
    matter: Matter
    dossier: Delegation | VisitShown
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
    sees_reception: bool = False
    changed: tuple[str, ...] = ()

    @property
    def against(self) -> tuple[Outcome, ...]:
        """Return the objections and silences."""
        return tuple(outcome for outcome in self.outcomes if outcome.is_against)

    @property
    def effect(self) -> str:
        """Return the code of what the recorded answer did."""
        choice = self.step.choice or ""
        return choice if choice in _EFFECT_OF_ITS_OWN else self.step.effect or "goes_on"

    @property
    def revises(self) -> bool:
        """Tell whether this page asks for a new version of the dossier, and of this person."""
        return self.step.is_open and self.step.act is Act.REVISE and not self.refusal


def question_of(kind: Kind, step: Step) -> str:
    """Return the code of what a step asks; its sentence is `page.question.<code>`."""
    asked = "vote" if step.act is Act.DECIDE and step.collective else str(step.act)
    if (step.stage, step.act) in _ASKED_BY_STAGE:
        return f"{asked}_{step.stage}"
    by_kind = kind is Kind.INBOUND and asked in _WORDED_BY_KIND
    return f"{asked}_{kind}" if by_kind else asked


def step_page(
    work: CaseAtWork, step: Step, person: str, language: str, *, seen: str = ""
) -> StepPage:
    """Return the page of a step for a person; `seen` is the digest an earlier page showed them."""
    names = Names(work, language)
    history = History(work, journal.entries_of(work.conn, work.case.no), names)
    own = history.outcome(step)
    verdict = verdict_on(work, step, person)
    my_vote = next((v for v in own.votes if v.vote.person == person), None)
    voted = verdict.refusal is Refusal.ALREADY_VOTED
    refusal = str(verdict.refusal) if verdict.refusal and step.is_open and not voted else ""
    return StepPage(
        case_no=work.case.no,
        kind=work.case.kind,
        step=step,
        own=own,
        matter=matter_of(work, step, history, names, person),
        dossier=_dossier(work, names, history),
        outcomes=history.outcomes(step),
        returned=history.returned(step),
        versions=history.versions(),
        due_is_unconfirmed=_due_is_unconfirmed(work, step),
        days_left=(day_of(step.due_at) - work.today).days if step.due_at else None,
        members_voted=len(step.votes),
        my_vote=my_vote,
        refusal=refusal,
        sits_by_office=SITS_BY_OFFICE in verdict.notes,
        withdrawn_because=history.withdrawn_because(step),
        follow_up=None if own.counts else _follow_up(work.case.steps, step),
        form=_form(work, step, person, history, names)
        if verdict.allowed and step.is_open
        else None,
        sees_reception=work.case.kind is Kind.INBOUND and may_see_reception(work, person),
        changed=history.changed_since(seen) if seen else (),
    )


def _dossier(work: CaseAtWork, names: Names, history: History) -> Delegation | VisitShown:
    if work.case.kind is Kind.INBOUND:
        return visit_shown(work, names, history)
    return delegation(work, names.language, names.body(work.case.unit))


def _due_is_unconfirmed(work: CaseAtWork, step: Step) -> bool:
    """Tell whether no source of the province confirms the time limit of a step."""
    planned = planned_of(work.case, step)
    if planned is None and step.stage is Stage.RECEPTION:
        # An assignment given to another seat keeps its limit; the coordinator has one of their own.
        kept = (p for p in work.planned(step.stage, step.act) if p.key == step.key)
        planned = next(kept, None)
        if planned is None:
            return work.inbound_rules.coordinated_within.unconfirmed
    return planned is not None and planned.unconfirmed


def _form(
    work: CaseAtWork, step: Step, person: str, history: History, names: Names
) -> AnswerForm | None:
    """Return the form of an answer; a revision is answered by a new dossier and has another one."""
    if step.act is Act.REVISE:
        return None
    offered = VOTES if step.collective else CHOICES[step.act]
    asked_before = any(other.choice == "supplement" for other in work.case.steps)
    reports = work.case.kind is Kind.INBOUND and (step.stage, step.act) == (Stage.REPORT, Act.FILE)
    gives = any(Needs.SEAT in choice.needs for choice in offered)
    return AnswerForm(
        choices=tuple(
            choice
            for choice in offered
            if not (asked_before and choice.key == "supplement")
            # Single guests are not refused: their list is the guests' own.
            and not (work.case.kind is Kind.INBOUND and Needs.MEMBERS in choice.needs)
        ),
        seen=work.case.dossier_digest,
        latest_day=work.today,
        answers_objection=must_answer(work, step, person),
        seats=seats_to_give(work, names) if gives or reports else (),
        commitments=_told_before(work, history) if reports else None,
    )


def _told_before(work: CaseAtWork, history: History) -> tuple[CommitmentWritten, ...]:
    """Return what the last report said was agreed on, so that nobody writes it again."""
    last = max((made.step for made in work.case.commitments), default=0)
    return tuple(
        CommitmentWritten(
            history.subjects.words(made), made.owner, made.due.isoformat(), made.agreement
        )
        for made in work.case.commitments
        if made.step == last
    )


def _follow_up(steps: Sequence[Step], step: Step) -> Step | None:
    """Return the step that asks anew what one asked that counts no more."""
    place = (step.stage, step.act, step.seat, step.key)
    later = (s for s in steps if s.number > step.number and s.state is not StepState.VOID)
    return next((s for s in later if (s.stage, s.act, s.seat, s.key) == place), None)
