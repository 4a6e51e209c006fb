"""What will not go on by itself is told, once, to those who can do something about it.

A step that is open when the delegation begins; a body that can decide no more by circulation, because
members have left it; a step all of whose holders are known to be away until after its deadline.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import partial

from sqlalchemy import Connection

from config.province_time import Hours, day_of
from flows.acts.ballots import chair_of, voting_of
from flows.acts.desk import Desk
from flows.apart import case_named, one_by_one
from flows.case.entitled import is_holders_alone, verdict_on, who_may
from flows.case.read import CaseRead
from models import entries as e
from models.case import Step
from models.ids import CaseNo, PersonId, body_of
from models.store import directory, journal
from models.store.amiss.aside import Chore
from models.store.database.clock import now
from models.store.lists.alike import Alike, begun_with, open_steps_alike, steps_of
from models.store.lists.away import Absence, absences
from models.timeline.late_start import BEFORE_THE_START, open_at_start
from models.voting import can_be_reached

_DAY = timedelta(days=1)
# Of a step without a limit nobody knows when it is too late: whoever is away for longer is told of.
_WITHOUT_LIMIT = timedelta(days=7)

Asked = Sequence[Alike]


def tell_of_what_is_stuck(desk: Desk) -> None:
    """Note what will not go on by itself, and tell of it. Repeat-safe: of the same thing once.

    At night nothing is told, on days off what is urgent, and that the first day has come. One broken
    case is set aside with its number.
    """
    one_by_one(desk.store, Chore.STUCK, _in_doubt(desk), partial(_tell_of_case, desk), case_named)


def _in_doubt(desk: Desk) -> list[CaseNo]:
    """Return the cases worth a closer look, in as many queries whatever their number."""
    with desk.store.reading() as conn:
        at = now(conn)
        on = day_of(at)
        if desk.calendar().hours_at(at) is Hours.NIGHT:
            return []
        asked = open_steps_alike(conn)
        doubtful = (*_of_bodies(conn, on, asked), *_away(conn, on, asked))
        of_them = (no for alike in doubtful for no, _ in steps_of(conn, alike))
        found = {*begun_with(conn, on, BEFORE_THE_START), *of_them}
    return sorted(found)


def _of_bodies(conn: Connection, on: date, asked: Asked) -> Iterator[Alike]:
    """Yield the ballots that ask somebody who is not of the body any more."""
    of_body: dict[str, set[PersonId]] = {}
    for seat, persons in directory.sitting(conn, on).items():
        of_body.setdefault(body_of(seat), set()).update(persons)
    ballots = (alike for alike in asked if alike.collective)
    return (
        alike
        for alike in ballots
        if not set(alike.holders) <= of_body.get(body_of(alike.seat), set())
    )


def _away(conn: Connection, on: date, asked: Asked) -> Iterator[Alike]:
    """Yield the steps whose holders are all away at some time until the last of them is due."""
    alone = [alike for alike in asked if is_holders_alone(alike) and not alike.collective]
    alone = [alike for alike in alone if alike.runs]
    if not alone:
        return iter(())
    last = max(day for alike in alone for day in _last_days(alike, on))
    people = frozenset(person for alike in alone for person in alike.holders)
    away = {each.person for each in absences(conn, people, on, last)}
    return (alike for alike in alone if alike.holders and set(alike.holders) <= away)


def _last_days(alike: Alike, on: date) -> Iterator[date]:
    """Yield until when it matters whether somebody is away: until the last of the steps is due."""
    yield on if alike.all_limited else on + _WITHOUT_LIMIT
    if alike.latest:
        yield day_of(alike.latest)


def _is_one_persons(step: Step) -> bool:
    """Tell whether a step waits for its holder's own signature or judgement, and its clock runs."""
    return is_holders_alone(step) and not step.collective and step.paused_at is None


def _last_day(step: Step, on: date) -> date:
    return max(day_of(step.due_at), on) if step.due_at else on + _WITHOUT_LIMIT


def _tell_of_case(desk: Desk, case_no: CaseNo) -> None:
    hours_at = desk.calendar().hours_at
    with desk.reading(case_no) as read:
        if not any(_news(read, hours_at(read.now))):
            return
    with desk.noting(case_no) as work:
        for said in tuple(_news(work, hours_at(work.now))):
            work.record(said)
    desk.tell(case_no)


def _news(work: CaseRead, hours: Hours) -> Iterator[e.Payload]:
    """Yield what is stuck in a case and was not told yet."""
    if work.case.is_over:
        return
    steps = [s for s in work.case.open_steps if hours is Hours.OFFICE or work.case.is_urgent(s)]
    for said in (*_started(work), *_unreachable(work, steps), *_signers_away(work, steps)):
        told = (entry.payload for entry in journal.all_of(work.conn, work.case.no, said.kind))
        if not any(_is_same(said, before) for before in told):
            yield said


def _is_same(said: e.Payload, before: e.Payload) -> bool:
    """Tell whether something was told before: of one first day, whatever is open on it by now."""
    if isinstance(said, e.OpenAtStart) and isinstance(before, e.OpenAtStart):
        return said.begins == before.begins
    return said == before


def _started(work: CaseRead) -> Iterator[e.Payload]:
    waits = open_at_start(work.case, work.today)
    if waits and work.case.begins and not work.request.comes_afterwards:
        yield e.OpenAtStart(begins=work.case.begins, steps=tuple(step.number for step in waits))


def _unreachable(work: CaseRead, steps: Sequence[Step]) -> Iterator[e.Payload]:
    for step in steps:
        if not step.collective:
            continue
        voted, here = {vote.person for vote in step.votes}, work.asked_now(step)
        left = tuple(p for p in step.holders if p not in here and p not in voted)
        able = [person for person in here if verdict_on(work, step, person).allowed]
        if left and not can_be_reached(
            step.votes,
            able,
            members=len(step.holders),
            chair=chair_of(work, step),
            voting=voting_of(work, step),
        ):
            yield e.VoteUnreachable(step=step.number, left=left)


def _signers_away(work: CaseRead, steps: Sequence[Step]) -> Iterator[e.Payload]:
    for step in steps:
        able = who_may(work, step) if _is_one_persons(step) else ()
        if not able:
            continue
        last = _last_day(step, work.today)
        found = absences(work.conn, able, work.today, last)
        days = [d for d in _days(work.today, last) if work.calendar.is_working(d)]
        theirs = {person: [a for a in found if a.person == person] for person in able}
        if days and all(_is_away(days, away) for away in theirs.values()):
            until = min(max(each.ends for each in away) for away in theirs.values())
            yield e.SignersAway(step=step.number, persons=able, until=until)


def _is_away(days: Sequence[date], away: Sequence[Absence]) -> bool:
    return all(any(each.begins <= day <= each.ends for each in away) for day in days)


def _days(first: date, last: date) -> Iterator[date]:
    return (first + _DAY * n for n in range((last - first).days + 1))
