"""Cases for other systems: found as on the board, shown as on their page, and their journal."""

from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum
from functools import partial
from typing import Annotated

from fastapi import Path, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from config.regulation.codes import Kind, Stage
from flows.case.read import CaseRead
from flows.case.views import view_of
from models.store.lists.found import CaseFound, CaseOrder, cases_found
from models.store.lists.keyset import MOST_COUNTED, ListPlace, Slice
from models.store.lists.paged import PAGE_SIZE
from models.store.lists.sought import NO_STAGE
from models.store.privacy.openings import Opened
from models.store.sign_in.tokens import Scope
from web.api.answering import answered, page_beside, refusals
from web.api.answers import CaseAnswer, CaseInList, JournalAnswer, PageAnswer
from web.api.shaped import case_answered, erased_answered, event_answered, listed
from web.audit.timeline import timeline_of
from web.case.shown import case_page, erased_page
from web.finding.looked import STANDINGS, YES, Looked
from web.finding.shown import Asker, asker_of, wanted_by
from web.ground.calls.caller import Caller, CallerHere, Calls
from web.ground.calls.errors import CallUnclear, Unclear
from web.ground.calls.problem import API
from web.ground.permission import Permission
from web.ground.who_may_see import auditing, case_for, note_opened

router = Calls()
CaseNumber = Annotated[str, Path(description="The number of a case, such as `DR-2026-0001`.")]
CaseStanding = StrEnum("CaseStanding", {name: name for name in STANDINGS})  # type: ignore[misc]
StageOrNone = StrEnum("StageOrNone", {str(each): str(each) for each in (*Stage, NO_STAGE)})  # type: ignore[misc]
_MOST_WRITTEN = 100


class CasesAsked(BaseModel):
    """What is asked of the list of cases: the filters of the board, and from where it is read."""

    model_config = ConfigDict(extra="forbid")

    q: str = Field("", max_length=_MOST_WRITTEN)
    kind: Kind | None = None
    status: CaseStanding | None = None
    stage: StageOrNone | None = None
    unit: str = Field("", max_length=_MOST_WRITTEN)
    country: str = Field("", max_length=_MOST_WRITTEN)
    partner: str = Field("", max_length=_MOST_WRITTEN)
    person: str = Field("", max_length=_MOST_WRITTEN)
    area: str = Field("", max_length=_MOST_WRITTEN)
    plan: str = Field("", max_length=_MOST_WRITTEN)
    month: str = Field("", pattern=r"^$|^[1-9][0-9]{3}-(0[1-9]|1[0-2])$")
    year: int | None = Field(None, ge=1, le=9999)
    late: bool = False
    faulty: bool = False
    sort: CaseOrder = CaseOrder.NEWEST
    after: str = Field("", max_length=_MOST_WRITTEN)
    before: str = Field("", max_length=_MOST_WRITTEN)
    limit: int = Field(PAGE_SIZE, ge=1, le=100)

    @property
    def looked(self) -> Looked:
        """Return what is looked for, as the board's address writes it."""
        said = self.model_dump(mode="json", exclude_none=True, include=set(Looked().__dict__))
        flags = {name: YES if said.pop(name) else "" for name in ("late", "faulty")}
        return Looked(**{name: str(value) for name, value in said.items()}, **flags)

    @property
    def place(self) -> ListPlace:
        """Return from where the list is read."""
        return ListPlace(self.after, self.before, self.limit)


@router.answers(
    f"{API}/cases",
    Permission.SIGNED_IN,
    (Scope.READ,),
    response_model=PageAnswer[CaseInList],
    responses=refusals(304),
)
def find_cases(
    request: Request, caller: CallerHere, asked: Annotated[CasesAsked, Query()]
) -> Response:
    """Return a page of the cases that whoever calls may see, by the filters of the board."""
    desk = caller.running.desk
    with desk.store.reading() as conn:
        asker = asker_of(conn, desk.settings, caller.person.id)
        _check(asked, asker, frozenset(desk.regulation().areas_of_work))
        wanted, _ = wanted_by(conn, asker, asked.looked)
        # Of a year in which there is no case there is none; a board has no such year.
        wanted = replace(wanted, year=asked.year) if asked.year else wanted
        found = cases_found(
            conn,
            wanted,
            asker.sees,
            asker.reads,
            asked.place,
            sort=asked.sort,
            now=asker.around.now,
        )
        units = asker.around.units_in(caller.words.language)
    return answered(request, caller, _page(found, asked, units))


@router.answers(
    f"{API}/cases/{{case_no}}",
    Permission.SEES_CASE,
    (Scope.READ,),
    response_model=CaseAnswer,
    responses=refusals(304),
)
def show_case(request: Request, caller: CallerHere, case_no: CaseNumber) -> Response:
    """Return a case as its page shows it to whoever calls; of one that is erased what is left."""
    with case_for(caller) as work:
        answer = case_read(work, caller)
    return answered(request, caller, answer)


def case_read(work: CaseRead, caller: Caller) -> CaseAnswer:
    """Return a case as its page shows it to whoever calls."""
    person, w = caller.person.id, caller.words
    if erased := erased_page(work, person, w):
        return erased_answered(erased)
    return case_answered(work, view_of(work, person), case_page(work, person, w), w)


@router.answers(
    f"{API}/cases/{{case_no}}/journal",
    Permission.AUDITS,
    (Scope.AUDIT,),
    response_model=JournalAnswer,
    responses=refusals(304),
)
def show_journal(request: Request, caller: CallerHere, case_no: CaseNumber) -> Response:
    """Return all that is known of a case to who audits: its journal, its run, its letters."""
    with auditing(caller):
        pass
    with caller.running.desk.reading(caller.address.case_no) as work:
        events = [event_answered(each) for each in timeline_of(work, caller.words)]
    note_opened(caller, Opened.TIMELINE)
    return answered(request, caller, JournalAnswer(case_no=case_no, items=events))


def _page(
    found: Slice[CaseFound], asked: CasesAsked, units: dict[str, str]
) -> PageAnswer[CaseInList]:
    beside = partial(page_beside, "cases", asked)
    return PageAnswer[CaseInList](
        items=[listed(each, units) for each in found.items],
        next=beside(after=found.after) if found.after else None,
        previous=beside(before=found.before) if found.before else None,
        total=min(found.total, MOST_COUNTED),
        is_counted=found.is_counted,
        unread=list(found.unread),
    )


def _check(asked: CasesAsked, asker: Asker, areas: frozenset[str]) -> None:
    """Check what a board would leave out unseen: another system is told. Raises `CallUnclear`."""
    unclear = [
        Unclear(name, written, ", ".join(sorted(allowed)))
        for name, written, allowed in (
            ("unit", asked.unit, frozenset(asker.around.unit_names)),
            ("area", asked.area, areas),
        )
        if written and written not in allowed
    ]
    places = (("after", asked.after), ("before", asked.before))
    unclear += [
        Unclear(name, written)
        for name, written in places
        if written and not _is_place(written, asked.sort)
    ]
    if unclear:
        raise CallUnclear(unclear)


def _is_place(written: str, sort: CaseOrder) -> bool:
    """Tell whether a place is one that a page of this order wrote."""
    at, _, number = written.partition("~")
    try:
        if sort is not CaseOrder.NEWEST:
            return bool(number) and bool(date.fromisoformat(at))
        return bool(number) and datetime.fromisoformat(at).tzinfo is not None
    except ValueError:
        return False
