"""What letters say of questions and remarks to the unit, of the terms of an approval, of amendments."""

from config.regulation.codes import Act, Stage
from models import entries as e
from models.case import (
    Amendment,
    AmendmentState,
    Case,
    Condition,
    Question,
    Step,
    StepState,
    latest,
)
from notifications.facts.base import PaperFacts
from notifications.facts.cases import (
    AmendmentFacts,
    ChangeFacts,
    ConditionFacts,
    DecisionFacts,
    QuestionFacts,
    RemarkFacts,
)
from notifications.facts.changes import changes_between
from notifications.telling.in_hand import CaseInHand, EntryInHand


def amendment_of(about: EntryInHand) -> Amendment | None:
    """Return the amendment an entry or its step is about."""
    match about.payload, about.step:
        case (e.AmendmentProposed() | e.AmendmentInForce() | e.AmendmentRefused()) as payload, _:
            number = payload.number
        case _, Step(stage=Stage.AMENDMENT, key=key):
            number = int(key)
        case _:
            return None
    return next((a for a in about.case.amendments if a.number == number), None)


def amendment_facts(about: EntryInHand) -> AmendmentFacts | None:
    """Return what is to be changed, and why."""
    amendment = amendment_of(about)
    if amendment is None:
        return None
    return AmendmentFacts(
        cancels=amendment.cancels,
        changed=amendment.changed,
        begins=amendment.begins,
        ends=amendment.ends,
        reason=about.written(amendment.reason),
        changes=_changes(about.of, amendment),
        begins_at=amendment.begins_at if amendment.state is AmendmentState.OPEN else None,
    )


def _changes(in_hand: CaseInHand, amendment: Amendment) -> tuple[ChangeFacts, ...]:
    """Return what an amendment changes of the version that was in force when it was asked for."""
    if amendment.version is None:
        return ()
    before = in_hand.version(_version_before(in_hand.case, amendment))
    return changes_between(before, in_hand.version(amendment.version), amendment.changed)


def _version_before(case: Case, amendment: Amendment) -> int:
    places = {planned.place for planned in amendment.steps}
    asked = (step for step in case.steps if step.place in places)
    # Its steps were opened while the version they replace was in force.
    return next((step.version for step in asked), case.version)


def question_facts(about: EntryInHand) -> QuestionFacts | None:
    """Return who asked what, for whoever answers; and with its answer for whoever asked."""
    asked = _question(about)
    if asked is None:
        return None
    case, key = about.case, str(asked.number)
    answered = latest(case.steps, Stage.QUESTION, Act.ANSWER, key, even_void=True)
    return QuestionFacts(
        by=about.seat(case.steps[asked.step - 1].seat),
        what=about.written(asked.what),
        answer=about.written(answered.remarks) if answered else None,
    )


def _question(about: EntryInHand) -> Question | None:
    questions, step = about.case.questions, about.step
    if step is None:
        return None
    if isinstance(about.payload, e.ClockRestarted):
        return next((q for q in reversed(questions) if q.step == step.number), None)
    if step.act is not Act.ANSWER:
        return None
    return next((q for q in questions if str(q.number) == step.key), None)


def conditions_of(about: EntryInHand) -> tuple[ConditionFacts, ...]:
    """Return the conditions an approval was given on, or the one that a step is to meet."""
    return tuple(
        ConditionFacts(what=about.written(condition.what), gate=condition.gate)
        for condition in about.case.conditions
        if _is_told(about, condition)
    )


def _is_told(about: EntryInHand, condition: Condition) -> bool:
    case, step = about.case, about.step
    if isinstance(about.payload, e.CaseApproved):
        return case.steps[condition.step - 1].state is StepState.DECIDED
    return step is not None and (step.act, step.key) == (Act.MEET, str(condition.number))


def refused_persons(about: EntryInHand) -> tuple[str, ...]:
    """Return the names of those whom an approval does not let go."""
    if not isinstance(about.payload, e.CaseApproved):
        return ()
    persons = about.of.request.persons
    return tuple(persons[number - 1][0] for number in sorted(about.of.kept_at_home))


_DECIDED_IN = frozenset({Stage.HOSTING, Stage.PARTY_DECISION, Stage.STATE_DECISION})
# Whoever is asked for these goes by what was decided before.
_GOES_BY_DECISIONS = frozenset({Act.SIGN, Act.APPRAISE, Act.DECIDE, Act.RECORD, Act.ISSUE})


def decisions_of(about: EntryInHand) -> tuple[DecisionFacts, ...]:
    """Return the decisions with their numbers and dates: of an approval, and before whoever decides."""
    step = about.step
    asks = isinstance(about.payload, e.StepOpened) and step and step.act in _GOES_BY_DECISIONS
    if not (asks or isinstance(about.payload, e.CaseApproved | e.AmendmentInForce)):
        return ()
    return tuple(
        DecisionFacts(by=about.seat(s.seat), paper=PaperFacts(number=number, dated=dated))
        for s in about.case.steps
        if (s.stage in _DECIDED_IN or _of_its_amendment(about, s)) and s.state is StepState.DECIDED
        if (number := s.paper_number) and (dated := s.paper_date) and about.of.counts_for_now(s)
    )


def _of_its_amendment(about: EntryInHand, step: Step) -> bool:
    """Tell whether a step gave the amendment that an entry puts in force its paper."""
    in_force = about.payload.number if isinstance(about.payload, e.AmendmentInForce) else 0
    return step.stage is Stage.AMENDMENT and step.key == str(in_force)


def remarks_on(about: EntryInHand, step: Step) -> tuple[RemarkFacts, ...]:
    """Return what was remarked on fields of the dossier by whoever returned it."""
    return tuple(
        RemarkFacts(field=remark.field, what=about.written(remark.what))
        for remark in about.case.remarks
        if remark.step == step.number
    )
