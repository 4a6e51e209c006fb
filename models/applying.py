"""How each entry of the journal changes a case. Pure."""

from dataclasses import replace
from functools import singledispatch
from typing import TypeVar

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
from models.journal.entry import Entry

T = TypeVar("T")


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
        kind=payload.delegation,
        unit=payload.unit,
        year=payload.year,
        version=1,
        begins=payload.begins,
        ends=payload.ends,
        regulation=payload.regulation,
        regulation_digest=payload.regulation_digest,
        dossier_digest=payload.dossier_digest,
        filed_for=payload.filed_for,
        typed_by=payload.typed_by,
        authors=_with(case.authors, payload.filed_for, payload.typed_by),
        opened_at=entry.at,
    )


@_apply.register
def _(payload: e.DossierRevised, case: Case, entry: Entry) -> Case:
    return replace(
        case,
        version=payload.version,
        begins=payload.begins,
        ends=payload.ends,
        dossier_digest=payload.dossier_digest,
        filed_for=payload.filed_for,
        typed_by=payload.typed_by,
        authors=_with(case.authors, payload.filed_for, payload.typed_by),
    )


@_apply.register
def _(payload: e.RouteDrawn, case: Case, entry: Entry) -> Case:
    return replace(case, route=payload.route, plan=payload.steps)


@_apply.register
def _(payload: e.StepOpened, case: Case, entry: Entry) -> Case:
    opened = Step(
        number=payload.step,
        stage=payload.stage,
        act=payload.act,
        seat=payload.seat,
        key=payload.key,
        collective=payload.collective,
        holders=payload.holders,
        version=payload.version,
        rests_on=payload.rests_on,
        digest=payload.digest,
        digest_version=payload.digest_version,
        opened_at=entry.at,
        due_at=payload.due_at,
        shows=payload.shows,
    )
    return replace(case, steps=(*case.steps, opened))


@_apply.register
def _(payload: e.VoteCast, case: Case, entry: Entry) -> Case:
    vote = Vote(
        person=payload.person,
        choice=payload.choice,
        at=entry.at,
        remarks=payload.remarks,
        answer=payload.answer,
    )
    votes = (*case.steps[payload.step - 1].votes, vote)
    return _changed(case, payload.step, votes=votes)


@_apply.register
def _(payload: e.StepDecided, case: Case, entry: Entry) -> Case:
    paper = payload.paper
    return _changed(
        case,
        payload.step,
        state=StepState.DECIDED,
        choice=payload.choice,
        decided_at=entry.at,
        decided_by=payload.person,
        remarks=payload.remarks,
        answer=payload.answer,
        paper_number=paper.number if paper else None,
        paper_date=paper.dated if paper else None,
        paper_file=paper.file if paper else None,
        day=payload.day,
        to_seat=payload.to_seat,
        refused_members=payload.refused_members,
        on_behalf_of=payload.on_behalf_of,
        capacity=payload.capacity,
        evidence=payload.evidence,
    )


@_apply.register
def _(payload: e.StepSilent, case: Case, entry: Entry) -> Case:
    return _changed(case, payload.step, state=StepState.SILENT, decided_at=entry.at)


@_apply.register
def _(payload: e.StepOverdue, case: Case, entry: Entry) -> Case:
    return _changed(case, payload.step, overdue=True)


@_apply.register
def _(payload: e.StepVoided, case: Case, entry: Entry) -> Case:
    return _changed(case, payload.step, state=StepState.VOID)


@_apply.register
def _(payload: e.GuestsClassified, case: Case, entry: Entry) -> Case:
    return replace(case, guest_class=payload.guest_class)


@_apply.register
def _(payload: e.ProgrammeRevised, case: Case, entry: Entry) -> Case:
    return replace(case, programme_revision=payload.revision)


@_apply.register
def _(payload: e.ParticipantsCalled, case: Case, entry: Entry) -> Case:
    now = {
        (payload.item, person): Call(payload.item, person, payload.why, payload.sequence)
        for person in payload.persons
    }
    calls = {**{(call.item, call.person): call for call in case.calls}, **now}
    return replace(case, calls=tuple(calls[key] for key in sorted(calls)))


@_apply.register
def _(payload: e.CommitmentMade, case: Case, entry: Entry) -> Case:
    made = Commitment(**payload.model_dump())
    return replace(case, commitments=(*case.commitments, made))


@_apply.register
def _(payload: e.CaseApproved, case: Case, entry: Entry) -> Case:
    return replace(case, status=CaseStatus.APPROVED)


@_apply.register
def _(payload: e.ConditionSet, case: Case, entry: Entry) -> Case:
    return replace(case, conditions=(*case.conditions, Condition(**payload.model_dump())))


@_apply.register
def _(payload: e.QuestionAsked, case: Case, entry: Entry) -> Case:
    asked = replace(case, questions=(*case.questions, Question(**payload.model_dump())))
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
    values = {name: getattr(payload, name) for name in type(payload).model_fields}
    authors = _with(case.authors, payload.filed_for, payload.typed_by)
    return replace(case, amendments=(*case.amendments, Amendment(**values)), authors=authors)


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
def _(payload: e.CaseCancelled, case: Case, entry: Entry) -> Case:
    return replace(case, status=CaseStatus.CANCELLED)


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
def _(payload: e.CaseReopened, case: Case, entry: Entry) -> Case:
    return replace(case, status=CaseStatus.IN_APPROVAL)


@_apply.register
def _(payload: e.CaseWithdrawn, case: Case, entry: Entry) -> Case:
    return replace(case, status=CaseStatus.WITHDRAWN)


@_apply.register
def _(payload: e.DecisionTakenBack, case: Case, entry: Entry) -> Case:
    return _changed(case, payload.step, state=StepState.VOID)


@_apply.register
def _(payload: e.VoteTakenBack, case: Case, entry: Entry) -> Case:
    step = case.steps[payload.step - 1]
    left = tuple(vote for vote in step.votes if vote.person != payload.person)
    return _changed(case, payload.step, votes=left)


@_apply.register
def _(payload: e.CaseRejected, case: Case, entry: Entry) -> Case:
    return replace(case, status=CaseStatus.REJECTED)


@_apply.register
def _(payload: e.CaseArchived, case: Case, entry: Entry) -> Case:
    return replace(case, status=CaseStatus.ARCHIVED)


@_apply.register
def _(payload: e.WalkFailed, case: Case, entry: Entry) -> Case:
    return replace(case, fault=payload.fault)


@_apply.register
def _(payload: e.WalkRecovered, case: Case, entry: Entry) -> Case:
    return replace(case, fault=None)


def _with(known: tuple[T, ...], *more: T) -> tuple[T, ...]:
    """Return those known with those added who are not among them yet, in order."""
    return tuple(dict.fromkeys((*known, *more)))


def _changed(case: Case, number: int, **changes: object) -> Case:
    """Return the case with one of its steps changed."""
    steps = list(case.steps)
    steps[number - 1] = replace(steps[number - 1], **changes)  # type: ignore[arg-type]
    return replace(case, steps=tuple(steps))
