"""Whether an answer brings all that its choice needs, and nothing that cannot be."""

import re
from collections.abc import Mapping
from datetime import date

from config.province_time import day_of
from config.regulation.codes import Act, Stage
from flows.acts.ballots import chair_of, objections
from flows.case.answers import Answer, CommitmentGiven, ConditionGiven, Identified, RemarkGiven
from flows.case.at_work import CaseAtWork
from flows.case.open_choices import can_be_given_to, open_choices
from flows.case.read import CaseRead
from flows.case.travelling import to_tell_apart
from models.acts import Choice, Chosen, Effect, Needs, choice_of
from models.case import Case, Step
from models.errors import DecisionIncomplete
from models.ids import PersonId
from models.journal.entry import JSON

# Whoever agrees so must have answered the objections that stand before them.
AGREEING = frozenset(
    {Chosen.APPROVE, Chosen.APPROVE_WITH_CONDITIONS, Chosen.APPROVE_SOME, Chosen.VOTE_FOR}
)


_FIELD = re.compile(r"(?P<fact>[a-z_]+)(\[(?P<number>[0-9]{1,3})\])?")


def check(work: CaseAtWork, step: Step, who: Identified, answer: Answer) -> None:
    """Raise `DecisionIncomplete` for the first thing an answer lacks or has wrong."""
    choice = choice_of(step.act, answer.choice, collective=step.collective)
    if choice is None:
        raise DecisionIncomplete("choice", value=answer.choice)
    _check_needs(work, choice, answer)
    _check_day(work, step, answer.day)
    _check_commitments(work, step, answer.commitments)
    _check_remarks_on(work, choice, answer.remarks_on)
    _check_told_apart(work, step, answer)
    if choice not in open_choices(work, step):
        raise DecisionIncomplete("supplement" if choice.key is Chosen.SUPPLEMENT else "choice")
    # A body may agree without its chair, whose vote then has to bring the answer all the same.
    agrees = choice.key in AGREEING or who.person == _chair_in(work, step)
    if agrees and not answer.answer.strip() and must_answer(work, step, who.person):
        raise DecisionIncomplete("answer")


def _check_needs(work: CaseAtWork, choice: Choice, answer: Answer) -> None:
    if Needs.REMARKS in choice.needs and not answer.remarks.strip():
        raise DecisionIncomplete("remarks")
    if Needs.PAPER in choice.needs and (answer.paper is None or answer.paper.file is None):
        raise DecisionIncomplete("paper")
    if answer.paper and answer.paper.dated > work.today:
        raise DecisionIncomplete("paper_date", value=answer.paper.dated)
    if Needs.DAY in choice.needs and answer.day is None:
        raise DecisionIncomplete("day")
    if (Needs.SEAT in choice.needs) is not bool(answer.seat):
        raise DecisionIncomplete("seat")
    if answer.seat and not work.holders(answer.seat):
        raise DecisionIncomplete("seat_vacant", value=answer.seat)
    if answer.seat and not can_be_given_to(work, answer.seat):
        raise DecisionIncomplete("seat", value=answer.seat)
    _check_conditions(choice, answer.conditions)
    _check_refused(work, choice, answer.refused_members)


def _check_conditions(choice: Choice, conditions: tuple[ConditionGiven, ...]) -> None:
    if (Needs.CONDITIONS in choice.needs) is not bool(conditions):
        raise DecisionIncomplete("conditions")
    if any(not condition.what.strip() for condition in conditions):
        raise DecisionIncomplete("conditions")


def _check_refused(work: CaseAtWork, choice: Choice, refused: tuple[int, ...]) -> None:
    """Some members are refused, and not all: who lets nobody go rejects."""
    if (Needs.MEMBERS in choice.needs) is not bool(refused):
        raise DecisionIncomplete("members")
    if not refused:
        return
    if not work.request.refuses_members:
        raise DecisionIncomplete("members_of_guests")
    numbers = set(range(1, len(work.request.persons) + 1))
    if strange := sorted(set(refused) - numbers):
        raise DecisionIncomplete("members_unknown", value=strange[0], most=max(numbers))
    if set(refused) == numbers:
        raise DecisionIncomplete("members_all")


def _check_told_apart(work: CaseAtWork, step: Step, answer: Answer) -> None:
    """Only namesakes are told apart, by whoever appraises and forwards the dossier."""
    namesakes = {person for person, _ in to_tell_apart(work, step)}
    strange = sorted(set(answer.told_apart) - namesakes)
    if strange or (answer.told_apart and answer.choice != Chosen.FORWARD):
        raise DecisionIncomplete("told_apart", value=", ".join(strange or answer.told_apart))


def _check_remarks_on(work: CaseAtWork, choice: Choice, remarks: tuple[RemarkGiven, ...]) -> None:
    """Fields are remarked on when a dossier goes back to its unit, and only fields it has."""
    if remarks and choice.effect is not Effect.TO_UNIT:
        raise DecisionIncomplete("remarks_on")
    facts = work.request.facts()
    for remark in remarks:
        if not remark.what.strip():
            raise DecisionIncomplete("remark_what", value=remark.field)
        if not _is_field(remark.field, facts):
            raise DecisionIncomplete("remark_field", value=remark.field)


def _is_field(field: str, facts: Mapping[str, JSON]) -> bool:
    """Tell whether a dossier has a field: a fact, or a part of a list among them, from 1."""
    found = _FIELD.fullmatch(field)
    if found is None or found["fact"] not in facts:
        return False
    number, fact = found["number"], facts[found["fact"]]
    return number is None or (isinstance(fact, list) and 1 <= int(number) <= len(fact))


def _check_commitments(
    work: CaseAtWork, step: Step, commitments: tuple[CommitmentGiven, ...]
) -> None:
    """What was agreed on has words, an owner who is there, and a day to come."""
    if commitments and step.stage is not Stage.REPORT:
        raise DecisionIncomplete("commitments")
    for number, made in enumerate(commitments, start=1):
        if not made.what.strip():
            raise DecisionIncomplete("commitment_what", number=number)
        if not can_be_given_to(work, made.owner):
            raise DecisionIncomplete("commitment_owner", number=number, value=made.owner)
        if made.due <= work.today:
            raise DecisionIncomplete("commitment_due", number=number, value=made.due)


def _check_day(work: CaseAtWork, step: Step, day: date | None) -> None:
    """A delegation leaves after it was approved, comes back after it left, and not in the future."""
    if day is None:
        return
    if day > work.today:
        raise DecisionIncomplete("day_ahead", value=day)
    earliest = _earliest_day(work.case, step)
    if earliest and day < earliest:
        raise DecisionIncomplete("day_before", value=day, earliest=earliest)


def _earliest_day(case: Case, step: Step) -> date | None:
    """Return the first day a confirmation may name: that of the approval, or of the departure."""
    before = {
        Stage.DEPARTURE: Stage.STATE_DECISION,
        Stage.RETURN_HOME: Stage.DEPARTURE,
        Stage.SEND_OFF: Stage.ARRIVAL,
    }
    found = [s for s in case.steps if s.stage is before.get(step.stage) and s.decided_at]
    if not found:
        return None
    return found[-1].day or day_of(found[-1].decided_at or found[-1].opened_at)


def must_answer(work: CaseRead, step: Step, person: PersonId) -> bool:
    """Tell whether a person who agrees must answer an objection: the decider, or a body's chair."""
    if step.act is not Act.DECIDE or not objections(work, step):
        return False
    return _chair_in(work, step) in (None, person)


def _chair_in(work: CaseRead, step: Step) -> PersonId | None:
    return chair_of(work, step) if step.collective else None
