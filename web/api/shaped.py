"""From what a page shows to what another system is answered: the same, without the layout. Pure."""

from collections.abc import Iterable
from typing import Any

from config.words import Words
from flows.case.read import CaseRead
from flows.drafting.filing import as_filed
from models.case import Case
from models.competence.seeing import Shown, View
from models.ids import BodyKey
from models.store.lists.calendar import Stay
from models.store.lists.found import CaseFound
from web.api.answering import address_at
from web.api.answers import (
    AskedAnswer,
    CaseAnswer,
    CaseInList,
    DutyAnswer,
    EventAnswer,
    LineAnswer,
    NamedAnswer,
    OutcomeAnswer,
    StayAnswer,
    StepInCase,
)
from web.audit.timeline import Event
from web.case.shown import CasePage, ErasedPage, LineShown, OpenStep
from web.dossier.outcomes import OutcomeShown
from web.finding.owed import DutyShown

# Of what a dossier says these are told to its unit alone, as by the file it can have of it.
_OF_UNIT_ALONE = frozenset(("born", "person", "cleared", "passport"))


def case_href(no: str) -> str:
    """Return the address of a case for other systems."""
    return address_at(f"cases/{no}")


def step_href(no: str, step: int) -> str:
    """Return the address of a step for other systems."""
    return address_at(f"cases/{no}/steps/{step}")


def listed(found: CaseFound, units: dict[str, str]) -> CaseInList:
    """Return a case as lists show it."""
    return CaseInList(
        no=found.no,
        kind=found.kind,
        unit=named(found.unit, units),
        status=found.status,
        title=found.title,
        is_urgent=found.urgent,
        is_erased=not found.title,
        begins=found.begins,
        ends=found.ends,
        stages=list(found.stages),
        since=found.since,
        due_at=found.due_at,
        is_late=found.is_late,
        has_fault=found.has_fault,
        href=case_href(found.no),
    )


def named(unit: BodyKey, units: dict[str, str]) -> NamedAnswer:
    """Return a unit by its key and its name."""
    return NamedAnswer(key=unit, name=units.get(unit, unit))


def case_answered(work: CaseRead, view: View, page: CasePage, w: Words) -> CaseAnswer:
    """Return a case as its page shows it."""
    reads = view.sees(Shown.DOSSIER)
    return CaseAnswer(
        **_of_case(page.case, page.unit),
        title=work.request.title,
        filed_for=page.filed_for,
        erased_at=None,
        open_steps=[_open_step(page.case.no, each) for each in page.open_steps],
        timeline=_lines(page.lines),
        outcomes=[outcome_answered(each, w) for each in page.outcomes],
        conditions=[
            AskedAnswer(words=each.words, seat=each.seat, standing=each.standing)
            for each in page.conditions
        ],
        questions=[
            AskedAnswer(words=each.words, seat=each.seat, standing=each.standing)
            for each in page.questions
        ],
        may_do=[verb.value for verb in page.verbs],
        ended_because=page.ended_because,
        left_out=page.left_out,
        dossier=_dossier(work, is_of_unit=page.is_of_unit) if reads else None,
    )


def erased_answered(page: ErasedPage) -> CaseAnswer:
    """Return what is left of a case whose content is erased."""
    return CaseAnswer(
        **_of_case(page.case, page.unit),
        title="",
        filed_for="",
        erased_at=page.at,
        open_steps=[],
        timeline=_lines(page.lines),
        outcomes=[],
        conditions=[],
        questions=[],
        may_do=[],
        ended_because="",
        left_out="",
        dossier=None,
    )


def _of_case(case: Case, unit: str) -> dict[str, Any]:
    return {
        "no": case.no,
        "kind": case.kind,
        "unit": NamedAnswer(key=case.unit, name=unit),
        "status": case.status,
        "version": case.version,
        "begins": case.begins,
        "ends": case.ends,
        "href": case_href(case.no),
        "page": f"/cases/{case.no}",
    }


def _dossier(work: CaseRead, *, is_of_unit: bool) -> dict[str, Any]:
    said = as_filed(work)
    return said if is_of_unit else {name: _for_others(value) for name, value in said.items()}


def _for_others(value: Any) -> Any:
    """Return a value without what is told to the unit alone, however deep it stands."""
    if isinstance(value, dict):
        kept = ((name, inner) for name, inner in value.items() if name not in _OF_UNIT_ALONE)
        return {name: _for_others(inner) for name, inner in kept}
    return [_for_others(each) for each in value] if isinstance(value, list) else value


def _open_step(no: str, shown: OpenStep) -> StepInCase:
    step = shown.step
    return StepInCase(
        number=step.number,
        stage=step.stage,
        act=step.act,
        asked=shown.asked,
        who=shown.who,
        due_at=step.due_at,
        days_left=shown.days_left,
        is_overdue=step.overdue,
        is_mine=shown.mine,
        href=step_href(no, step.number),
    )


def _lines(lines: Iterable[LineShown]) -> list[LineAnswer]:
    return [
        LineAnswer(
            when=line.when,
            asked=line.asked,
            seat=line.seat,
            outcome=line.outcome,
            who=line.who,
            at=line.at,
            is_unconfirmed=line.unconfirmed,
            is_undone=line.undone,
        )
        for line in lines
    ]


def outcome_answered(shown: OutcomeShown, w: Words) -> OutcomeAnswer:
    """Return what came of a step."""
    step = shown.step
    chosen = None
    if step.choice:
        chosen = NamedAnswer(
            key=step.choice, name=w.label("choice", step.choice, step.stage, step.act)
        )
    return OutcomeAnswer(
        step=step.number,
        stage=step.stage,
        act=step.act,
        seat=shown.seat,
        state=step.state,
        choice=chosen,
        by=shown.by,
        remarks=shown.remarks,
        answer=shown.answer,
        at=step.decided_at,
        counts=shown.counts,
    )


def duty_answered(shown: DutyShown) -> DutyAnswer:
    """Return what is owed in a case."""
    duty = shown.step
    return DutyAnswer(
        case_no=duty.case_no,
        step=duty.number,
        title=duty.title,
        kind=duty.kind,  # type: ignore[arg-type]
        stage=duty.stage,
        unit=NamedAnswer(key=duty.unit, name=shown.unit),
        seat=shown.seat,
        owed_to=shown.owed_to,
        holders=list(shown.holders),
        due_at=duty.due_at,
        working_days_left=shown.days_left,
        is_late=shown.is_late,
        is_mine=shown.mine,
        href=step_href(duty.case_no, duty.number),
    )


def stay_answered(stay: Stay, units: dict[str, str]) -> StayAnswer:
    """Return who is abroad or here."""
    return StayAnswer(
        case_no=stay.case_no,
        kind=stay.kind,
        unit=named(stay.unit, units),
        title=stay.title,
        begins=stay.begins,
        ends=stay.ends,
        names=list(stay.names),
        href=case_href(stay.case_no),
    )


def event_answered(event: Event) -> EventAnswer:
    """Return something that happened in a case."""
    return EventAnswer(
        source=event.source,
        number=event.number,
        at=event.at,
        recorded_at=event.recorded_at,
        said=event.said,
        who=event.who,
        details=list(event.details),
        is_by_hand=event.by_hand,
    )
