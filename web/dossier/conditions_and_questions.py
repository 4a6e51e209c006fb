"""What hangs on the steps of a case: conditions, questions, amendments, remarks, members refused."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from config.regulation.codes import Act, Stage
from models import entries as e
from models.case import Amendment, Condition, Question, Step, StepState, latest
from models.competence.seeing import Shown
from web.dossier.history import CaseHistory
from web.dossier.outcomes import OutcomeShown, RemarkShown
from web.dossier.readable import DifferenceShown


class Fulfilment(StrEnum):
    """Where a condition or a question stands: not asked for yet, waited for, met, given up."""

    LATER = "later"
    WAITS = "waits"
    DONE = "done"
    DROPPED = "dropped"


@dataclass(frozen=True)
class ConditionShown:
    """A condition in its words, who set it, and how it was met."""

    condition: Condition
    words: str
    seat: str
    standing: Fulfilment
    met: OutcomeShown | None = None


@dataclass(frozen=True)
class QuestionShown:
    """A question to the unit: who asked it when, and the answer."""

    question: Question
    words: str
    by: str
    seat: str
    at: datetime | None
    standing: Fulfilment
    answer: OutcomeShown | None = None


@dataclass(frozen=True)
class AmendmentShown:
    """An amendment: which route it takes, why it is asked for, what it changes."""

    amendment: Amendment
    route: str
    reason: str
    by: str
    differences: tuple[DifferenceShown, ...]


def conditions_shown(history: CaseHistory) -> tuple[ConditionShown, ...]:
    """Return the conditions of decisions that stand, of those whose outcome the reader sees."""
    steps = history.work.case.steps
    return tuple(
        _condition(history, condition)
        for condition in history.work.case.conditions
        if steps[condition.step - 1].state is StepState.DECIDED
        and history.view.sees_outcome(steps[condition.step - 1])
    )


def condition_of(history: CaseHistory, step: Step) -> ConditionShown | None:
    """Return the condition that a step waits to be met; None for any other step."""
    if step.act is not Act.MEET:
        return None
    return _condition(history, history.work.case.conditions[step.key_number - 1])


def _condition(history: CaseHistory, condition: Condition) -> ConditionShown:
    found = _asked(history, Stage.CONDITIONS, Act.MEET, condition.number)
    set_by = history.work.case.steps[condition.step - 1]
    return ConditionShown(
        condition=condition,
        words=history.words(condition.what),
        seat=history.names.asked_of(set_by),
        standing=_standing(found),
        met=history.outcome(found) if found and found.state is StepState.DECIDED else None,
    )


def questions_shown(history: CaseHistory) -> tuple[QuestionShown, ...]:
    """Return what the unit was asked, oldest first, with its answers.

    To whom not all is shown that is said to the unit, only what they asked themselves.
    """
    view, steps = history.view, history.work.case.steps
    return tuple(
        _question(history, question)
        for question in history.work.case.questions
        if view.sees(Shown.SAID_TO_UNIT) or view.is_own(steps[question.step - 1])
    )


def question_of_step(history: CaseHistory, step: Step) -> QuestionShown | None:
    """Return the question that a step of the unit's answers; None for any other step."""
    if step.act is not Act.ANSWER:
        return None
    return _question(history, history.work.case.questions[step.key_number - 1])


def _question(history: CaseHistory, question: Question) -> QuestionShown:
    found = _asked(history, Stage.QUESTION, Act.ANSWER, question.number)
    asked = (
        entry.at
        for entry in history.entries
        if isinstance(entry.payload, e.QuestionAsked) and entry.payload.number == question.number
    )
    return QuestionShown(
        question=question,
        words=history.words(question.what),
        by=history.names.person(question.person),
        seat=history.names.asked_of(history.work.case.steps[question.step - 1]),
        at=next(asked, None),
        standing=_standing(found),
        answer=history.outcome(found) if found and found.state is StepState.DECIDED else None,
    )


def _asked(history: CaseHistory, stage: Stage, act: Act, number: int) -> Step | None:
    return latest(history.work.case.steps, stage, act, str(number), even_void=True)


def _standing(step: Step | None) -> Fulfilment:
    if step is None:
        return Fulfilment.LATER
    if step.is_open:
        return Fulfilment.WAITS
    return Fulfilment.DROPPED if step.is_void else Fulfilment.DONE


def amendment_of(history: CaseHistory, step: Step) -> AmendmentShown | None:
    """Return the amendment a step is about, held against what was in force when it was asked for."""
    if step.stage is not Stage.AMENDMENT:
        return None
    work, names, differs = history.work, history.names, history.readable.differences
    amendment = work.case.amendments[step.key_number - 1]
    titles = {route.key: route.title for route in work.regulation.amendments}
    title = titles.get(amendment.route)
    return AmendmentShown(
        amendment=amendment,
        route=title.of(names.language) if title else amendment.route,
        reason=history.words(amendment.reason),
        by=names.person(amendment.filed_for),
        # Its steps were opened while the version they replace was in force.
        differences=differs(step.version, amendment.version) if amendment.version else (),
    )


def refused_members(history: CaseHistory) -> dict[str, str]:
    """Return by name the members who may not go, and which body does not let them, for this reader.

    A later version of the dossier may number its members otherwise.
    """
    return {
        history.work.version(step.version).persons[number - 1][0]: history.names.asked_of(step)
        for step in history.work.case.refusals
        if history.work.counts_for_now(step) and history.view.sees_outcome(step)
        for number in step.refused_members
    }


def remarks_in_force(history: CaseHistory) -> dict[str, tuple[RemarkShown, ...]]:
    """Return by field what was remarked on the version in force when it was returned, to this reader."""
    case = history.work.case
    returns = [
        step
        for step in case.steps
        if step.state is StepState.DECIDED
        and step.version == case.version
        and step.stage is not Stage.AMENDMENT
        and history.view.sees_words(step)
    ]
    told = [remark for step in returns for remark in history.outcome(step).remarks_on]
    fields = dict.fromkeys(remark.field for remark in told)
    return {field: tuple(r for r in told if r.field == field) for field in fields}
