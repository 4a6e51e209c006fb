"""How each entry of the journal changes a case. Pure."""

from collections.abc import Callable
from dataclasses import fields, replace
from functools import singledispatch
from typing import Any, TypeVar

from config.province_time import MovedDays
from models import entries as e
from models.case import (
    Amendment,
    AmendmentState,
    Call,
    Case,
    CaseStatus,
    Commitment,
    Condition,
    Question,
    Remark,
    Step,
    StepState,
    Vote,
)
from models.ids import PersonId
from models.journal.entry import Entry

T = TypeVar("T")
Rule = Callable[[Any, Case, Entry], Case]


def after(case: Case, entry: Entry) -> Case:
    """Return the case as it is once `entry` has happened."""
    changed = _apply(entry.payload, case, entry)
    return replace(changed, seq=entry.seq, head=entry.hash())


@singledispatch
def _apply(payload: e.Payload, case: Case, entry: Entry) -> Case:
    raise NotImplementedError(f"{payload.kind} changes a case, and no rule here says how")


@_apply.register
def _(payload: e.Tells, case: Case, entry: Entry) -> Case:
    return case


@_apply.register
def _(payload: e.CaseSubmitted, case: Case, entry: Entry) -> Case:
    return replace(
        case,
        **_told(payload, Case),
        kind=payload.delegation,
        version=1,
        authors=_with(case.authors, payload.filed_for, payload.typed_by),
        opened_at=entry.at,
    )


@_apply.register
def _(payload: e.DossierRevised, case: Case, entry: Entry) -> Case:
    authors = _with(case.authors, payload.filed_for, payload.typed_by)
    return replace(case, **_told(payload, Case), authors=authors)


@_apply.register
def _(payload: e.RouteDrawn, case: Case, entry: Entry) -> Case:
    return replace(case, route=payload.route, plan=payload.steps)


@_apply.register
def _(payload: e.StepOpened, case: Case, entry: Entry) -> Case:
    opened = Step(number=payload.step, opened_at=entry.at, **_told(payload, Step))
    return replace(case, steps=(*case.steps, opened))


@_apply.register
def _(payload: e.VoteCast, case: Case, entry: Entry) -> Case:
    vote = Vote(at=entry.at, **_told(payload, Vote))
    votes = (*case.steps[payload.step - 1].votes, vote)
    return _changed(case, payload.step, votes=votes)


@_apply.register
def _(payload: e.StepDecided, case: Case, entry: Entry) -> Case:
    paper = payload.paper
    return _changed(
        case,
        payload.step,
        **_told(payload, Step),
        state=StepState.DECIDED,
        decided_at=entry.at,
        decided_by=payload.person,
        paper_number=paper.number if paper else None,
        paper_date=paper.dated if paper else None,
        paper_file=paper.file if paper else None,
    )


@_apply.register
def _(payload: e.StepSilent, case: Case, entry: Entry) -> Case:
    return _changed(case, payload.step, state=StepState.SILENT, decided_at=entry.at)


@_apply.register
def _(payload: e.OpinionLate, case: Case, entry: Entry) -> Case:
    said = {**_told(payload, Step), "decided_by": payload.person, "decided_at": entry.at}
    return _changed(case, payload.step, **said)


@_apply.register
def _(payload: e.GuestsClassified, case: Case, entry: Entry) -> Case:
    return replace(case, guest_class=payload.guest_class)


@_apply.register
def _(payload: e.ProgrammeRevised, case: Case, entry: Entry) -> Case:
    return replace(case, programme_revision=payload.revision)


@_apply.register
def _(payload: e.WorkingDaysMoved, case: Case, entry: Entry) -> Case:
    return replace(case, moved_days=MovedDays(payload.off, payload.worked))


@_apply.register
def _(payload: e.ParticipantsCalled, case: Case, entry: Entry) -> Case:
    calls = _calls(case)
    said = _told(payload, Call)
    for person in payload.persons:
        # What somebody answered before stays: it does not vanish because the event changed.
        known = calls.get((payload.item, person))
        calls[payload.item, person] = (
            replace(known, **said) if known else Call(person=person, **said)
        )
    return replace(case, calls=tuple(calls[key] for key in sorted(calls)))


@_apply.register
def _(payload: e.InvitationAnswered, case: Case, entry: Entry) -> Case:
    calls = _calls(case)
    call = calls[payload.item, payload.person]
    calls[payload.item, payload.person] = replace(
        call,
        answer=payload.reply,
        answered=payload.sequence,
        answer_stamp=payload.stamp,
        note=payload.remarks,
    )
    return replace(case, calls=tuple(calls.values()))


@_apply.register
def _(payload: e.CommitmentMade, case: Case, entry: Entry) -> Case:
    made = Commitment(**payload.model_dump())
    return replace(case, commitments=(*case.commitments, made))


@_apply.register
def _(payload: e.ConditionSet, case: Case, entry: Entry) -> Case:
    return replace(case, conditions=(*case.conditions, Condition(**payload.model_dump())))


@_apply.register
def _(payload: e.QuestionAsked, case: Case, entry: Entry) -> Case:
    asked = replace(case, questions=(*case.questions, Question(**_told(payload, Question))))
    return _changed(asked, payload.step, paused_at=entry.at)


@_apply.register
def _(payload: e.ClockRestarted, case: Case, entry: Entry) -> Case:
    return _changed(case, payload.step, paused_at=None, due_at=payload.due_at)


@_apply.register
def _(payload: e.SubstituteCame, case: Case, entry: Entry) -> Case:
    holders = case.steps[payload.step - 1].holders
    return _changed(case, payload.step, holders=(*holders, payload.person))


@_apply.register
def _(payload: e.HoldersChanged, case: Case, entry: Entry) -> Case:
    stay = (p for p in case.steps[payload.step - 1].holders if p not in payload.left)
    return _changed(case, payload.step, holders=(*stay, *payload.came))


@_apply.register
def _(payload: e.StepReassigned, case: Case, entry: Entry) -> Case:
    step = case.steps[payload.step - 1]
    return _changed(
        case,
        payload.step,
        holders=_with(step.holders, payload.person),
        reassigned=_with(step.reassigned, payload.person),
    )


@_apply.register
def _(payload: e.CaseTakenOver, case: Case, entry: Entry) -> Case:
    return replace(case, filed_for=payload.person)


@_apply.register
def _(payload: e.AmendmentProposed, case: Case, entry: Entry) -> Case:
    proposed = Amendment(**_told(payload, Amendment))
    authors = _with(case.authors, payload.filed_for, payload.typed_by)
    return replace(case, amendments=(*case.amendments, proposed), authors=authors)


@_apply.register
def _(payload: e.AmendmentInForce, case: Case, entry: Entry) -> Case:
    amended = case.amendments[payload.number - 1]
    changed = _amended(case, payload.number, AmendmentState.IN_FORCE)
    if amended.version is None:
        return changed
    return replace(
        changed,
        version=amended.version,
        begins=amended.begins,
        ends=amended.ends,
        dossier_digest=amended.dossier_digest,
        filed_for=amended.filed_for,
        typed_by=amended.typed_by,
    )


@_apply.register
def _(payload: e.AmendmentRefused, case: Case, entry: Entry) -> Case:
    return _amended(case, payload.number, AmendmentState.REFUSED)


@_apply.register
def _(payload: e.StepDueMoved, case: Case, entry: Entry) -> Case:
    return _changed(case, payload.step, due_at=payload.due_at, overdue=False)


@_apply.register
def _(payload: e.RemarkMade, case: Case, entry: Entry) -> Case:
    return replace(case, remarks=(*case.remarks, Remark(**payload.model_dump())))


def _amended(case: Case, number: int, state: AmendmentState) -> Case:
    amendments = list(case.amendments)
    amendments[number - 1] = replace(amendments[number - 1], state=state)
    return replace(case, amendments=tuple(amendments))


@_apply.register
def _(payload: e.RecordingDisputed, case: Case, entry: Entry) -> Case:
    step = case.steps[payload.step - 1]
    disputed = _with(step.disputed, payload.clerk)
    if not step.is_open:
        return _changed(case, payload.step, disputed=disputed, state=StepState.VOID)
    left = tuple(vote for vote in step.votes if vote.person != payload.person)
    return _changed(case, payload.step, disputed=disputed, votes=left)


@_apply.register
def _(payload: e.VoteTakenBack, case: Case, entry: Entry) -> Case:
    step = case.steps[payload.step - 1]
    left = tuple(vote for vote in step.votes if vote.person != payload.person)
    return _changed(case, payload.step, votes=left)


@_apply.register
def _(payload: e.WalkFailed, case: Case, entry: Entry) -> Case:
    return replace(case, fault=payload.fault)


def _sets(**values: Any) -> Rule:
    """Return the rule of an entry that sets the same of every case."""
    return lambda payload, case, entry: replace(case, **values)


def _sets_step(**values: Any) -> Rule:
    """Return the rule of an entry that sets the same of every step it is about."""
    return lambda payload, case, entry: _changed(case, payload.step, **values)


_apply.register(e.CaseApproved, _sets(status=CaseStatus.APPROVED))
_apply.register(e.CaseReopened, _sets(status=CaseStatus.IN_APPROVAL))
_apply.register(e.CaseRejected, _sets(status=CaseStatus.REJECTED))
_apply.register(e.CaseWithdrawn, _sets(status=CaseStatus.WITHDRAWN))
_apply.register(e.CaseCancelled, _sets(status=CaseStatus.CANCELLED))
_apply.register(e.CaseArchived, _sets(status=CaseStatus.ARCHIVED))
_apply.register(e.WalkRecovered, _sets(fault=None))
_apply.register(e.StepOverdue, _sets_step(overdue=True))
_apply.register(e.StepVoided, _sets_step(state=StepState.VOID))
_apply.register(e.DecisionTakenBack, _sets_step(state=StepState.VOID))


def _calls(case: Case) -> dict[tuple[int, PersonId], Call]:
    """Return what calendars were told last, by item and person, in this order."""
    return {(call.item, call.person): call for call in case.calls}


def _told(
    payload: e.Payload, known: type[Case | Step | Vote | Amendment | Question | Call]
) -> dict[str, Any]:
    """Return what an entry says under the very names by which a case or a part of it knows it."""
    names = {field.name for field in fields(known)}
    return {name: getattr(payload, name) for name in type(payload).model_fields if name in names}


def _with(known: tuple[T, ...], *more: T) -> tuple[T, ...]:
    """Return those known with those added who are not among them yet, in order."""
    return tuple(dict.fromkeys((*known, *more)))


def _changed(case: Case, number: int, **changes: Any) -> Case:
    """Return the case with one of its steps changed."""
    steps = list(case.steps)
    steps[number - 1] = replace(steps[number - 1], **changes)
    return replace(case, steps=tuple(steps))
