"""What the step itself is about, shown before the dossier: the refusal, the clash, the commitment."""

from dataclasses import dataclass

from config.regulation.codes import Act, Stage
from flows.case.read import CaseRead
from models.acts import Chosen
from models.case import Commitment, Step
from models.ids import PersonId
from models.inbound.parts import Period
from models.inbound.plan import visit_number
from models.inbound.request import InboundRequest
from models.timeline.lines import planned_of
from web.dossier.conditions_and_questions import (
    AmendmentShown,
    ConditionShown,
    QuestionShown,
    amendment_of,
    condition_of,
    question_of_step,
)
from web.dossier.history import CaseHistory
from web.dossier.outcomes import OutcomeShown
from web.dossier.subjects import commitment_of
from web.reception.shown import Board, ClashShown, clashes_shown, reception_board

_OF_A_VISIT = (Stage.NOTICE, Stage.ARRIVAL, Stage.SEND_OFF)


@dataclass(frozen=True)
class CommitmentShown:
    """A commitment in its whole words, and whose it is."""

    made: Commitment
    words: str
    owner: str


@dataclass(frozen=True)
class AtIssue:
    """What one step asks about; of most steps nothing.

    `period` are the days of the visit it is about, where there is more than one; `must` says
    whether the visit waits for the assignment.
    """

    declined: OutcomeShown | None = None
    clash: ClashShown | None = None
    board: Board | None = None
    commitment: CommitmentShown | None = None
    period: Period | None = None
    must: bool | None = None
    unannounced: str = ""
    question: QuestionShown | None = None
    condition: ConditionShown | None = None
    amendment: AmendmentShown | None = None


def at_issue(history: CaseHistory, step: Step, person: PersonId) -> AtIssue:
    """Return what a step is about, for a reader."""
    work = history.work
    if amendment := amendment_of(history, step):
        return AtIssue(amendment=amendment)
    if step.stage in (Stage.QUESTION, Stage.CONDITIONS):
        return AtIssue(
            question=question_of_step(history, step),
            condition=condition_of(history, step),
        )
    if not work.request.programmed:
        return AtIssue()
    if step.act is Act.REASSIGN:
        return AtIssue(declined=_declined(history, step))
    if step.act is Act.RESOLVE:
        found = clashes_shown(history, person, item=step.key_number)
        return AtIssue(clash=found[0] if found and step.is_open else None)
    if step.act is Act.OVERSEE:
        return AtIssue(board=reception_board(history, person))
    if made := commitment_of(work.case, step):
        return AtIssue(commitment=commitment_shown(history, made))
    return AtIssue(
        period=_period(work, step),
        must=_is_waited_for(work, step),
        unannounced=_reason(work) if step.act is Act.ACKNOWLEDGE else "",
    )


def commitment_shown(history: CaseHistory, made: Commitment) -> CommitmentShown:
    """Return a commitment for a reader."""
    return CommitmentShown(made, history.subjects.words(made), history.names.seat(made.owner))


def _declined(history: CaseHistory, step: Step) -> OutcomeShown | None:
    """Return the refusal that a coordinator is asked about."""
    before = (s for s in reversed(history.work.case.steps) if s.number < step.number)
    refusals = (s for s in before if s.act is Act.ARRANGE and s.choice == Chosen.DECLINE)
    return next((history.outcome(s) for s in refusals if s.key == step.key), None)


def _period(work: CaseRead, step: Step) -> Period | None:
    periods = work.request_as(InboundRequest).periods
    if step.stage not in _OF_A_VISIT or step.act is Act.ACKNOWLEDGE or len(periods) < 2:
        return None
    return periods[visit_number(step.key) - 1]


def _is_waited_for(work: CaseRead, step: Step) -> bool | None:
    """Tell whether the visit waits for an assignment; None for a step that is none."""
    if step.act is not Act.ARRANGE:
        return None
    planned = planned_of(work.case, step) or next(
        (p for p in work.planned(Stage.RECEPTION, Act.ARRANGE) if p.key == step.key), None
    )
    return planned is not None and not planned.optional


def _reason(work: CaseRead) -> str:
    unannounced = work.request_as(InboundRequest).unannounced
    return unannounced.reason if unannounced else ""
