"""What letters say of questions and remarks to the unit, of the terms of an approval, of amendments."""

from config.regulation.codes import Act, Stage
from models import entries as e
from models.case import Amendment, Condition, Question, Step, StepState, latest
from notifications.facts.cases import AmendmentFacts, ConditionFacts, QuestionFacts, RemarkFacts
from notifications.telling.in_hand import EntryInHand


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
    )


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
    return tuple(persons[number - 1][0] for number in about.case.refused_members)


def remarks_on(about: EntryInHand, step: Step) -> tuple[RemarkFacts, ...]:
    """Return what was remarked on fields of the dossier by whoever returned it."""
    return tuple(
        RemarkFacts(field=remark.field, what=about.written(remark.what))
        for remark in about.case.remarks
        if remark.step == step.number
    )
