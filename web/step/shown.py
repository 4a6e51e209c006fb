"""What the page of a step shows one person: the question, the dossier, the past, their choices."""

from collections.abc import Sequence
from dataclasses import dataclass

from config.regulation.codes import Act, Kind, Stage
from flows.case.entitled import verdict_on
from flows.case.lists.similar import similar_to
from flows.case.open_choices import takes_late
from flows.case.preparing import prepares
from flows.case.read import CaseRead
from flows.case.verbs import StepVerb, offered_at
from flows.case.views import view_of
from models.acts import Chosen, Effect
from models.case import Step, StepState
from models.competence.deciding import JUDGING, SITS_BY_OFFICE, Refusal
from models.competence.seeing import Shown
from models.ids import CaseNo, PersonId
from models.store.lists.similar import Similar
from models.timeline.lines import planned_of
from web.dossier.conditions_and_questions import (
    ConditionShown,
    Fulfilment,
    QuestionShown,
    conditions_shown,
    questions_shown,
)
from web.dossier.dossier import DossierShown
from web.dossier.glance import Glance, glance_at
from web.dossier.history import CaseHistory
from web.dossier.kinds import dossier_shown
from web.dossier.outcomes import OutcomeShown, VersionShown, VoteShown
from web.dossier.readable import DifferenceShown
from web.step.answer_form import AnswerForm, answer_form
from web.step.at_issue import AtIssue, at_issue
from web.step.drafts import DraftShown, drafts_shown

# What comes of these answers is not what comes of others with the same effect.
_EFFECT_OF_ITS_OWN = frozenset((Chosen.TAKE_ON, Chosen.DECLINE))


@dataclass(frozen=True)
class StepPage:
    """Everything the page of a step says. `glance` is None for whoever is not shown the dossier.

    `prepares_it`: this person prepares the step for its leader, and decides nothing; `notes_it`: they
    can note something for the leader.
    """

    case_no: CaseNo
    kind: Kind
    step: Step
    own: OutcomeShown
    at_issue: AtIssue
    dossier: DossierShown
    glance: Glance | None
    outcomes: tuple[OutcomeShown, ...]
    returned: OutcomeShown | None
    versions: tuple[VersionShown, ...]
    due_is_unconfirmed: bool
    days_left: int | None
    my_vote: VoteShown | None
    refusal: str
    sits_by_office: bool
    withdrawn_because: str
    follow_up: Step | None
    form: AnswerForm | None
    sees_reception: bool = False
    left_out: str = ""
    changed: tuple[str, ...] = ()
    differences: tuple[DifferenceShown, ...] = ()
    conditions: tuple[ConditionShown, ...] = ()
    questions: tuple[QuestionShown, ...] = ()
    takes_back: bool = False
    disputes: bool = False
    may_ask: bool = False
    similar: tuple[Similar, ...] = ()
    notes_it: bool = False
    prepares_it: bool = False
    drafts: tuple[DraftShown, ...] = ()

    @property
    def effect(self) -> str:
        """Return the code of what the recorded answer did."""
        choice = self.step.choice or ""
        if self.step.stage is Stage.AMENDMENT and self.step.effect is not Effect.GOES_ON:
            return "amendment_refused"
        return choice if choice in _EFFECT_OF_ITS_OWN else self.step.effect or "goes_on"

    @property
    def waiting_question(self) -> QuestionShown | None:
        """Return the question of this step that the unit has not answered yet."""
        own = (q for q in self.questions if q.question.step == self.step.number)
        return next((q for q in own if q.standing is Fulfilment.WAITS), None)

    @property
    def asks(self) -> bool:
        """Tell whether this person can put a question to the unit."""
        return self.form is not None and self.may_ask

    @property
    def beside(self) -> tuple[StepVerb, ...]:
        """Return what this person may do here beside answering."""
        offered = {
            StepVerb.ASK_UNIT: self.asks,
            StepVerb.NOTE: self.notes_it,
            StepVerb.TAKE_BACK: self.takes_back,
            StepVerb.DISPUTE: self.disputes,
        }
        return tuple(verb for verb, may in offered.items() if may)

    @property
    def revises(self) -> bool:
        """Tell whether this page asks for a new version of the dossier, and of this person."""
        return self.step.is_open and self.step.act is Act.REVISE and not self.refusal


def step_page(
    work: CaseRead, step: Step, person: PersonId, language: str, *, seen: str = ""
) -> StepPage:
    """Return the page of a step for a person; `seen` is the digest an earlier page showed them."""
    view = view_of(work, person)
    history = CaseHistory(work, language, view)
    own = history.outcome(step)
    verdict = verdict_on(work, step, person)
    voted = verdict.refusal is Refusal.ALREADY_VOTED
    dossier, reads = dossier_shown(history), view.sees(Shown.DOSSIER)
    told = step.is_open and not voted and step.number not in view.prepared
    refusal = str(verdict.refusal) if verdict.refusal and told else ""
    return StepPage(
        case_no=work.case.no,
        kind=work.case.kind,
        step=step,
        own=own,
        at_issue=at_issue(history, step, person),
        dossier=dossier,
        glance=_glance(history, dossier, step) if reads else None,
        outcomes=history.outcomes(step),
        returned=history.returned(step),
        versions=history.versions() if reads else (),
        due_is_unconfirmed=_due_is_unconfirmed(work, step),
        days_left=work.days_left(step),
        my_vote=history.own_vote(step, person),
        refusal=refusal,
        sits_by_office=SITS_BY_OFFICE in verdict.notes,
        withdrawn_because=history.withdrawn_because(step),
        follow_up=None if own.counts else _follow_up(work.case.steps, step),
        form=answer_form(history, step, person, verdict.authority)
        if verdict.allowed
        and (step.is_open or takes_late(work, step))
        and step.act is not Act.REVISE
        else None,
        sees_reception=work.request.programmed and view.sees(Shown.RECEPTION),
        left_out=history.left_out,
        changed=history.changed_since(seen) if seen else (),
        differences=_changed_since_asked(history, step) if reads else (),
        conditions=conditions_shown(history),
        questions=questions_shown(history),
        takes_back=offered_at(work, step, StepVerb.TAKE_BACK, person),
        disputes=offered_at(work, step, StepVerb.DISPUTE, person),
        may_ask=offered_at(work, step, StepVerb.ASK_UNIT, person),
        notes_it=offered_at(work, step, StepVerb.NOTE, person),
        prepares_it=prepares(work, step, person) and not verdict.allowed,
        similar=similar_to(work, step, person) if reads and not refusal else (),
        drafts=drafts_shown(work, step, person) if step.is_open else (),
    )


def _glance(history: CaseHistory, dossier: DossierShown, step: Step) -> Glance | None:
    """Return the case at one glance; whoever revises it has the remarks beside each field instead."""
    if step.act is Act.REVISE:
        return None
    return glance_at(
        history.work,
        history.view,
        history.names,
        sums=dossier.sums,
        trips=dossier.trips,
        findings=dossier.findings,
        entries=history.entries,
        beside=step,
        files=history.files,
    )


def _due_is_unconfirmed(work: CaseRead, step: Step) -> bool:
    """Tell whether no source of the province confirms the time limit of a step."""
    planned = planned_of(work.case, step)
    if planned is None and step.stage is Stage.RECEPTION:
        # An assignment given to another seat keeps its limit; the coordinator has one of their own.
        kept = (p for p in work.planned(step.stage, step.act) if p.key == step.key)
        planned = next(kept, None)
        if planned is None:
            return work.inbound_rules.coordinated_within.unconfirmed
    return planned is not None and planned.unconfirmed


def _changed_since_asked(history: CaseHistory, step: Step) -> tuple[DifferenceShown, ...]:
    """Return what differs from the version on which the same was answered before.

    Who is asked for the first time sees what the last new version changed, be it one that came while
    they were asked. Nothing for those who do not judge the dossier or have done so, and for
    amendments, which are shown in full.
    """
    if step.act not in JUDGING | {Act.SIGN} or step.stage is Stage.AMENDMENT or not step.is_open:
        return ()
    came = [version.number for version in history.versions()]
    now = came[-1]
    earlier = (s for s in reversed(history.work.case.steps) if s.number < step.number and s.choice)
    answered = next((s.version for s in earlier if s.place == step.place), None)
    first_seen = step.version if step.version < now else None
    before = answered or first_seen or (came[-2] if len(came) > 1 else None)
    if before is None or before == now:
        return ()
    return history.readable.differences(before, now)


def _follow_up(steps: Sequence[Step], step: Step) -> Step | None:
    """Return the step that asks anew what one asked that counts no more."""
    later = (s for s in steps if s.number > step.number and s.state is not StepState.VOID)
    return next((s for s in later if s.place == step.place), None)
