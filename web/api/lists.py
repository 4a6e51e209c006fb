"""What is owed and who is away, for other systems; and for whom they call."""

from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated

from fastapi import Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from models.directory import seat_title
from models.store import directory
from models.store.database.clock import today
from models.store.lists.calendar import stays_in
from models.store.lists.owed import OWED_STAGES, owed_in
from models.store.lists.paged import Paged
from models.store.sign_in.tokens import Scope, tokens_of
from web.api.answering import answered, page_beside, refusals
from web.api.answers import DutyAnswer, MeAnswer, NamedAnswer, PageAnswer, StaysAnswer
from web.api.shaped import duty_answered, stay_answered
from web.finding.looked import month_around
from web.finding.owed import DutyShown, OwedLooked, owed_asker, owed_sought
from web.finding.shown import asker_of
from web.ground.calls.caller import CallerHere, Calls
from web.ground.calls.errors import CallUnclear, Unclear
from web.ground.calls.problem import API
from web.ground.permission import Permission

router = Calls()
StageOwed = StrEnum("StageOwed", {str(each): str(each) for each in OWED_STAGES})  # type: ignore[misc]
# More than a year stands on no page of the calendar either.
_LONGEST = timedelta(days=366)
_EARLIEST, _LATEST = date(1900, 1, 1), date(2200, 12, 31)


class OwedAsked(BaseModel):
    """What is asked of the list of duties."""

    model_config = ConfigDict(extra="forbid")

    stage: StageOwed | None = None
    unit: str = Field("", max_length=80)
    late: bool = False
    page: int = Field(1, ge=1, le=100_000)


class DaysAsked(BaseModel):
    """Which days are asked for, both included; without any this month."""

    model_config = ConfigDict(extra="forbid")

    first: date | None = None
    last: date | None = None


@router.answers(
    f"{API}/me",
    Permission.SIGNED_IN,
    tuple(Scope),
    response_model=MeAnswer,
    responses=refusals(304),
)
def show_whose(request: Request, caller: CallerHere) -> Response:
    """Return for whom a call is, and what its token may do; any token is enough."""
    desk, language = caller.running.desk, caller.words.language
    with desk.store.reading() as conn:
        seats = directory.seats_of(conn, caller.person.id, today(conn))
        units, regulation = directory.unit_names(conn), desk.regulation()
        theirs = {each.digest: each for each in tokens_of(conn, caller.person.id)}
    token = theirs.get(caller.session.digest)
    answer = MeAnswer(
        person=NamedAnswer(key=caller.person.id, name=caller.person.name),
        seats=[
            NamedAnswer(key=seat, name=seat_title(seat, regulation, units).of(language))
            for seat in seats
        ],
        scopes=list(caller.scopes or ()),
        expires_at=token.expires_at if token else None,
        form_token="" if caller.scopes is not None else caller.token_for(API),
    )
    return answered(request, caller, answer)


@router.answers(
    f"{API}/owed",
    Permission.SIGNED_IN,
    (Scope.READ,),
    response_model=PageAnswer[DutyAnswer],
    responses=refusals(304),
)
def show_owed(
    request: Request, caller: CallerHere, asked: Annotated[OwedAsked, Query()]
) -> Response:
    """Return a page of what is owed in the cases of which whoever calls sees what came of them."""
    desk, w = caller.running.desk, caller.words
    with desk.store.reading() as conn:
        asker = owed_asker(conn, desk.settings, desk.regulation(), caller.person.id, w.language)
        units = asker.around.unit_names
        if asked.unit and asked.unit not in units:
            raise CallUnclear([Unclear("unit", asked.unit, ", ".join(sorted(units)))])
        late = "1" if asked.late else ""
        looked = OwedLooked(asked.stage or "", asked.unit, late)
        found = owed_in(conn, owed_sought(looked, asker), asker.sees, asked.page)
        answer = _duties(found.of(asker.shown), asked)
    return answered(request, caller, answer)


@router.answers(
    f"{API}/calendar",
    Permission.SIGNED_IN,
    (Scope.READ,),
    response_model=StaysAnswer,
    responses=refusals(304),
)
def show_calendar(
    request: Request, caller: CallerHere, asked: Annotated[DaysAsked, Query()]
) -> Response:
    """Return who is abroad and who is here, of the cases that whoever calls may see."""
    desk, language = caller.running.desk, caller.words.language
    with desk.store.reading() as conn:
        asker = asker_of(conn, desk.settings, caller.person.id)
        first, last = _days(asked, asker.around.today)
        stays = stays_in(conn, first, last, asker.sees, asker.reads)
        units = asker.around.units_in(language)
    items = [stay_answered(each, units) for each in stays]
    return answered(request, caller, StaysAnswer(first=first, last=last, items=items))


def _duties(found: Paged[DutyShown], asked: OwedAsked) -> PageAnswer[DutyAnswer]:
    return PageAnswer[DutyAnswer](
        items=[duty_answered(each) for each in found.items],
        next=page_beside("owed", asked, page=found.number + 1)
        if found.number < found.pages
        else None,
        previous=page_beside("owed", asked, page=found.number - 1) if found.number > 1 else None,
        total=found.total,
        is_counted=True,
        unread=list(found.unread),
    )


def _days(asked: DaysAsked, on: date) -> tuple[date, date]:
    """Return the days asked for; raises `CallUnclear` for none, or too many."""
    first = asked.first or (asked.last or on).replace(day=1)
    if not _EARLIEST <= first <= _LATEST:
        raise CallUnclear([Unclear("first", first.isoformat(), f"{_EARLIEST} – {_LATEST}")])
    last = asked.last or month_around(first)[1]
    if not first <= last <= first + _LONGEST:
        raise CallUnclear([Unclear("last", last.isoformat(), f"{first} – {first + _LONGEST}")])
    return first, last
