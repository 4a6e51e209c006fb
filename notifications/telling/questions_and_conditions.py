"""What letters say of questions and remarks to the unit, of the terms of an approval, of amendments."""

from typing import Any

from config.regulation.codes import Act, Stage
from models import entries as e
from models.case import Amendment, Case, Condition, Question, Step, StepState, latest
from notifications.telling.in_hand import CaseInHand, Titles

Facts = dict[str, Any]
Said = dict[str, str]


def facts_of_terms(
    in_hand: CaseInHand, payload: e.Payload, step: Step | None, titles: Titles, said: Said
) -> Facts:
    """Return the question and the condition a step is about, and the terms of an approval."""
    case = in_hand.case
    approved = isinstance(payload, e.CaseApproved)
    met = step is not None and step.act is Act.MEET
    return {
        "amendment": _amendment_facts(amendment_of(case, payload, step), said),
        "question": _question_facts(case, payload, step, titles, said),
        "conditions": [
            {"what": said.get(condition.what), "gate": condition.gate}
            for condition in case.conditions
            if (approved and _stands(case, condition))
            or (met and step and step.key == str(condition.number))
        ],
        "refused": [in_hand.request.persons[n - 1][0] for n in case.refused_members]
        if approved
        else [],
    }


def amendment_of(case: Case, payload: e.Payload, step: Step | None) -> Amendment | None:
    """Return the amendment an entry or a step is about."""
    if isinstance(payload, e.AmendmentProposed | e.AmendmentInForce | e.AmendmentRefused):
        number = payload.number
    elif step and step.stage is Stage.AMENDMENT:
        number = step.key_number
    else:
        return None
    return next((a for a in case.amendments if a.number == number), None)


def remarks_on(case: Case, step: Step, said: Said) -> list[Facts]:
    """Return what was remarked on fields of the dossier by whoever returned it."""
    return [
        {"field": remark.field, "what": said.get(remark.what)}
        for remark in case.remarks
        if remark.step == step.number
    ]


def _amendment_facts(amendment: Amendment | None, said: Said) -> Facts | None:
    if amendment is None:
        return None
    return {
        "cancels": amendment.cancels,
        "changed": list(amendment.changed),
        "begins": amendment.begins.isoformat() if amendment.begins else None,
        "ends": amendment.ends.isoformat() if amendment.ends else None,
        "reason": said.get(amendment.reason or ""),
    }


def _question_facts(
    case: Case, payload: e.Payload, step: Step | None, titles: Titles, said: Said
) -> Facts | None:
    """Return who asked what, for whoever answers; and with its answer for whoever asked."""
    asked = _question(case, payload, step)
    if asked is None:
        return None
    number = str(asked.number)
    answered = latest(case.steps, Stage.QUESTION, Act.ANSWER, number, even_void=True)
    return {
        "by": titles.seat(case.steps[asked.step - 1].seat),
        "what": said.get(asked.what),
        "answer": said.get(answered.remarks or "") if answered else None,
    }


def _question(case: Case, payload: e.Payload, step: Step | None) -> Question | None:
    if step is None:
        return None
    if isinstance(payload, e.ClockRestarted):
        return next((q for q in reversed(case.questions) if q.step == step.number), None)
    if step.act is not Act.ANSWER:
        return None
    return next((q for q in case.questions if str(q.number) == step.key), None)


def _stands(case: Case, condition: Condition) -> bool:
    return case.steps[condition.step - 1].state is StepState.DECIDED
