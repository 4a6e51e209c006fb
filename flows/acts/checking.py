"""Whether an answer brings all that its choice needs, and nothing that cannot be."""

import re
from collections.abc import Mapping
from datetime import date, timedelta

from config.province_time import day_of
from config.regulation.codes import Act, Stage
from flows.acts.ballots import chair_of, objections
from flows.acts.papers import not_before_case
from flows.case.answers import (
    Answer,
    CommitmentGiven,
    Identified,
    PaperGiven,
    RemarkGiven,
)
from flows.case.at_work import CaseAtWork
from flows.case.open_choices import can_be_given_to, open_choices
from flows.case.planned import granted_to, hold_plan
from flows.case.read import CaseRead
from flows.case.travelling import to_tell_apart
from models.acts import Choice, Chosen, Effect, Needs, choice_of
from models.case import Case, Step
from models.errors import DecisionIncomplete
from models.ids import PersonId
from models.journal.entry import JSON
from models.request.parts import Sum
from models.request.values.amounts import LARGEST_AMOUNT
from models.store import directory

# So long before the day that was asked for a delegation may have left, or guests have come.
_NEAR = timedelta(days=30)
# What takes longer is no commitment that anybody follows up.
_COMMITTED_FOR = timedelta(days=10 * 366)
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
    _check_age(work, step, choice, answer.paper)
    _check_day(work, step, answer.day)
    _check_commitments(work, step, answer.commitments)
    _check_remarks_on(work, choice, answer.remarks_on)
    _check_told_apart(work, step, answer)
    if choice not in open_choices(work, step):
        raise DecisionIncomplete("supplement" if choice.key is Chosen.SUPPLEMENT else "choice")
    # A body may agree without its chair, whose vote then has to bring the answer all the same.
    agrees = choice.key in AGREEING or who.person == _chair_in(work, step)
    if agrees and not answer.answer.strip() and must_answer_objection(work, step, who.person):
        raise DecisionIncomplete("answer")
    if agrees:
        _check_entry(work, step, who.person, answer)


def _check_needs(work: CaseAtWork, choice: Choice, answer: Answer) -> None:
    if Needs.REMARKS in choice.needs and not answer.remarks.strip():
        raise DecisionIncomplete("remarks")
    if Needs.PAPER in choice.needs and not (answer.paper and answer.paper.is_whole):
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
    _check_settled(work, choice, answer.settled)
    _check_conditions(work, choice, answer)
    _check_refused(work, choice, answer.refused_members)


def _check_settled(work: CaseAtWork, choice: Choice, settled: tuple[Sum, ...]) -> None:
    """Of each sum of the estimate it is told once what was spent, be it nothing."""
    owed = work.request.estimate if Needs.SUMS in choice.needs else ()
    if sorted((s.payer, s.currency) for s in settled) != sorted(
        (s.payer, s.currency) for s in owed
    ):
        raise DecisionIncomplete("settled")
    for each in settled:
        if not 0 <= each.amount <= LARGEST_AMOUNT:
            raise DecisionIncomplete("settled_amount", value=each.amount)


def _check_conditions(work: CaseAtWork, choice: Choice, answer: Answer) -> None:
    """Conditions are set by who lets the delegation go; without its head it goes back to the unit."""
    given = answer.conditions
    lacking = Needs.CONDITIONS in choice.needs and not given
    if lacking or (given and not choice.brings(Needs.CONDITIONS)):
        raise DecisionIncomplete("conditions")
    if any(not condition.what.strip() for condition in given):
        raise DecisionIncomplete("conditions")
    if given and work.request.head_number in answer.refused_members:
        raise DecisionIncomplete("conditions_without_head")


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
        said = strange or answer.told_apart
        known = directory.some_persons(work.conn, said)
        named = [known[p].name if p in known else p for p in said]
        raise DecisionIncomplete("told_apart", value=", ".join(named))


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
        if made.due > (latest := work.today + _COMMITTED_FOR):
            raise DecisionIncomplete("commitment_late", number=number, latest=latest)


def _check_age(work: CaseAtWork, step: Step, choice: Choice, paper: PaperGiven | None) -> None:
    """What is written of a case is not older than it."""
    if paper and Needs.PAPER in choice.needs:
        not_before_case(work, paper, decided_outside=step.act is Act.RECORD)


def _check_day(work: CaseAtWork, step: Step, day: date | None) -> None:
    """A delegation leaves after it was approved, comes back after it left, and not in the future."""
    if day is None:
        return
    if day > work.today:
        raise DecisionIncomplete("day_ahead", value=day)
    earliest = max(_near(work, step), _earliest_day(work.case, step) or date.min)
    if day < earliest:
        raise DecisionIncomplete("day_before", value=day, earliest=earliest)


def _near(work: CaseAtWork, step: Step) -> date:
    """Return the first day a journey or a visit can have begun on; what is earlier is a slip."""
    spans = work.request.spans
    number = step.key_number if step.key.isdecimal() else 1
    begins, _ = spans[min(max(number, 1), len(spans)) - 1]
    return begins - _NEAR


def _earliest_day(case: Case, step: Step) -> date | None:
    """Return the first day a confirmation may name: that of what comes before it."""
    before = {
        Stage.DEPARTURE: Stage.STATE_DECISION,
        Stage.RETURN_HOME: Stage.DEPARTURE,
        Stage.SEND_OFF: Stage.ARRIVAL,
        Stage.PASSPORTS: Stage.RETURN_HOME,
    }
    found = [s for s in case.steps if s.stage is before.get(step.stage) and s.decided_at]
    if not found:
        return None
    return found[-1].day or day_of(found[-1].decided_at or found[-1].opened_at)


def must_answer(work: CaseRead, step: Step, person: PersonId) -> bool:
    """Tell whether who agrees must say why: to an objection, or to an entry of the plan used twice."""
    if must_answer_objection(work, step, person):
        return True
    return _answers_for(work, step, person) and bool(granted_to(work))


def must_answer_objection(work: CaseRead, step: Step, person: PersonId) -> bool:
    """Tell whether a person who agrees must answer an objection: the decider, or a body's chair."""
    return bool(step.act is Act.DECIDE and objections(work, step)) and _answers_for(
        work, step, person
    )


def _answers_for(work: CaseRead, step: Step, person: PersonId) -> bool:
    """Tell whether a person answers for a decision: the decider, or a body's chair."""
    return step.act is Act.DECIDE and _chair_in(work, step) in (None, person)


def _check_entry(work: CaseAtWork, step: Step, person: PersonId, answer: Answer) -> None:
    """What the plan foresees once is granted twice only by who says why; asked again under its lock."""
    if step.act is not Act.DECIDE:
        return
    hold_plan(work)
    if answer.answer.strip() or not _answers_for(work, step, person):
        return
    if others := granted_to(work):
        raise DecisionIncomplete("entry_taken", value=", ".join(others))


def at_once(work: CaseRead, step: Step, person: PersonId) -> tuple[Choice, ...]:
    """Return the answers that one press gives: they need nothing beside, and nothing waits for words.

    None where an objection wants an answer, a namesake has to be told apart, or a report tells what
    was agreed on.
    """
    reports = step.stage is Stage.REPORT and step.act is Act.FILE
    if reports or must_answer(work, step, person) or to_tell_apart(work, step):
        return ()
    return tuple(choice for choice in open_choices(work, step) if not choice.needs)


def _chair_in(work: CaseRead, step: Step) -> PersonId | None:
    return chair_of(work, step) if step.collective else None
