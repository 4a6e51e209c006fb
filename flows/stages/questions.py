"""Questions that wait for the unit: their step's clock stands still, and starts again."""

from datetime import datetime, timedelta

from config.province_time import WorkingCalendar, day_of, office_closes
from config.regulation.codes import Act
from flows.case.asking import remind_of
from flows.case.at_work import CaseAtWork
from models import entries as e
from models.case import Case, Step


def start_clock_again(work: CaseAtWork, answered: Step) -> None:
    """Give the asking step the time back that the answer took."""
    question = next(q for q in work.case.questions if str(q.number) == answered.key)
    asking = work.case.steps[question.step - 1]
    if not asking.is_open or asking.paused_at is None:
        return
    due_at = None
    if asking.due_at:
        due_at = _later(asking.due_at, work.now - asking.paused_at, work.calendar)
    work.record(e.ClockRestarted(step=asking.number, due_at=due_at))
    if due_at:
        remind_of(work, asking.number, due_at)


def end_idle_questions(work: CaseAtWork) -> None:
    """Take back questions of steps that ask nothing any more. Repeat-safe."""
    for step in open_questions(work.case):
        question = next(q for q in work.case.questions if str(q.number) == step.key)
        if not work.case.steps[question.step - 1].is_open:
            work.void(step, because="question_dropped")


def open_questions(case: Case) -> list[Step]:
    """Return the steps in which the unit owes an answer."""
    return [step for step in case.open_steps if step.act is Act.ANSWER]


def _later(due_at: datetime, by: timedelta, calendar: WorkingCalendar) -> datetime:
    """Move a deadline by the time that passed, to the close of offices on a working day (UTC)."""
    day = day_of(due_at + by)
    if not calendar.is_working(day):
        day = calendar.add_working_days(day, 1)
    return office_closes(day)
