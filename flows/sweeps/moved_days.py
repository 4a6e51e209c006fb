"""Working days are moved late (hoán đổi ngày làm việc): cases under way go by the new list.

A swap is often told a week ahead, and holds for everybody. So of all that a later regulation says, its
list of days alone reaches cases that came before it: what is still to come is reckoned by it, what is
past stays. Whoever has a step that falls due on another day is told.
"""

from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from config.province_time import (
    Hours,
    MovedDays,
    WorkingCalendar,
    day_of,
    days_moved_by,
    moved_since,
)
from config.regulation.codes import Act, Direction, Stage, TimeUnit
from config.regulation.parts import Limit
from config.regulation.province import Regulation
from flows.acts.desk import Desk
from flows.apart import case_named, one_by_one
from flows.case.asking import due_of, remind_of
from flows.case.at_work import CaseAtWork
from models import entries as e
from models.case import Step
from models.ids import CaseNo
from models.store import cases, regulations
from models.store.amiss.aside import Chore
from models.store.amiss.unreadable import is_the_databases
from models.store.database.clock import now
from models.timeline.lines import planned_of

# What is moved later than that is told when it comes nearer: no step is so long.
_LOOKED_AHEAD = timedelta(days=366)


def follow_moved_days(desk: Desk) -> None:
    """Let cases under way go by the days that the regulation in force moves. Repeat-safe.

    At night nothing is moved, for it is told by letters; on days off only for a list with another day
    before offices open again, which would be past then. One broken case is set aside with its number
    and does not stop the others.
    """
    regulation = desk.regulation()

    def follow(case_no: CaseNo) -> None:
        with desk.at_work(case_no) as work:
            _follow(work, regulation)

    found = _cases_by_other_days(desk, regulation)
    one_by_one(desk.store, Chore.MOVED_DAYS, found, follow, case_named)


def _cases_by_other_days(desk: Desk, regulation: Regulation) -> list[CaseNo]:
    calendar = desk.calendar()
    with desk.store.reading() as conn:
        at = now(conn)
        today, hours = day_of(at), calendar.hours_at(at)
        if hours is Hours.NIGHT:
            return []
        found = cases.by_other_days(conn, regulation.digest)
        had = {no: moved or _days_known(conn, digest) for no, digest, moved in found}
    until = calendar.add_working_days(today, 1) if hours is Hours.DAY_OFF else None
    # One whose regulation cannot be read is among them: it breaks where it is taken in hand.
    return [
        no for no, days in had.items() if days is None or _is_news(days, regulation, today, until)
    ]


def _days_known(conn: Connection, digest: str) -> MovedDays | None:
    """Return the days a kept regulation moves; None where nobody can read it."""
    try:
        return days_moved_by(regulations.regulation(conn, digest))
    except Exception as fault:
        if is_the_databases(fault):
            raise
        return None


def _is_news(
    had: MovedDays, regulation: Regulation, today: date, until: date | None = None
) -> bool:
    """Tell whether a list has other days, as far as is looked ahead, than a case goes by."""
    last = until or today + _LOOKED_AHEAD

    def near(days: tuple[date, ...]) -> set[date]:
        return {day for day in days if today <= day <= last}

    later = days_moved_by(regulation)
    return near(had.off) != near(later.off) or near(had.worked) != near(later.worked)


def _follow(work: CaseAtWork, regulation: Regulation) -> None:
    before = work.calendar
    had = work.case.moved_days or days_moved_by(work.regulation)
    if work.case.is_over or not _is_news(had, regulation, work.today):
        return
    days = moved_since(had, regulation, work.today)
    work.record(e.WorkingDaysMoved(off=days.off, worked=days.worked, regulation=regulation.digest))
    for step in work.case.open_steps:
        due_at = _due_now(work, step, before)
        is_news = due_at and due_at != step.due_at and due_at > work.now
        if due_at and is_news and not work.case.is_urgent(step):
            moved = e.StepDueMoved(step=step.number, due_at=due_at, cause="days_moved")
            work.record(moved)
            if step.paused_at is None:
                remind_of(work, step.number, due_at)


def _due_now(work: CaseAtWork, step: Step, before: WorkingCalendar) -> datetime | None:
    """Return when a step is due by the case's calendar as it is now; None where that stays as it is.

    What was counted from the day it was asked leaves as many working days as it did `before`; what is
    counted back from a day to come is counted anew.
    """
    planned = _planned(work, step)
    limit = planned.within if planned else _limit_beside_the_plan(work, step)
    if limit is None or step.due_at is None or step.due_at <= work.now:
        return None
    calendar = work.calendar
    if limit.direction is Direction.BEFORE:
        return due_of(work, planned) if planned else None
    if limit.unit is TimeUnit.WORKING_DAYS:
        return calendar.same_time(step.due_at, work.today, before)
    return None if limit.unit is TimeUnit.HOURS else calendar.closes(day_of(step.due_at))


def _planned(work: CaseAtWork, step: Step) -> e.PlannedStep | None:
    """Return the step as the plan, or the route of an amendment, has it."""
    routes = (each for amendment in work.case.amendments for each in amendment.steps)
    of_amendment = (each for each in routes if each.place == step.place)
    return planned_of(work.case, step) or next(of_amendment, None)


def _limit_beside_the_plan(work: CaseAtWork, step: Step) -> Limit | None:
    """Return the time limit of a step that no plan foresees."""
    if step.act is Act.ANSWER:
        return work.regulation.questions_answered_within
    if step.stage is Stage.RECEPTION and step.act in (Act.RESOLVE, Act.REASSIGN):
        return work.inbound_rules.coordinated_within
    return None
