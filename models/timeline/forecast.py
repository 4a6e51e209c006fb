"""When what is still to come is due, if everybody takes the time they may. Pure."""

from collections.abc import Callable
from datetime import datetime

from config.province_time import start_of, working_calendar
from config.regulation.codes import Stage, StartEvent
from config.regulation.parts import Limit
from config.regulation.province import Regulation
from models.case import Case
from models.entries import PlannedStep

Due = Callable[[Limit, datetime], datetime]
BeginningOf = Callable[[Stage], datetime | None]


def forecast(case: Case, *, due: Due, begins: BeginningOf, now: datetime) -> dict[int, datetime]:
    """Return the latest date of each planned step that is not open yet, by its ordinal.

    `due` counts a limit from a moment (UTC); `begins` gives the day a stage cannot begin before, or
    None. Steps of one stage and act run side by side, everything else one after the other; a step
    without a limit takes no time.
    """
    present = max((step.due_at for step in case.open_steps if step.due_at), default=now)
    reached = max(present, now)
    dates: dict[int, datetime] = {}
    for group in _groups(case):
        start = max(reached, begins(group[0].stage) or reached)
        for planned in group:
            dates[planned.ordinal] = _date(planned, start, due, begins)
        reached = max(start, *(dates[planned.ordinal] for planned in group))
    return dates


def latest_dates(case: Case, regulation: Regulation, now: datetime) -> dict[int, datetime]:
    """Return the latest dates of what is to come, by the days and the calendar of the case."""
    days = {
        **dict.fromkeys((Stage.DEPARTURE, Stage.ARRIVAL, Stage.TASKS), case.begins),
        **dict.fromkeys((Stage.RETURN_HOME, Stage.SEND_OFF), case.ends),
    }

    def begins(stage: Stage) -> datetime | None:
        day = days.get(stage)
        return start_of(day) if day else None

    due = working_calendar(regulation, case.moved_days).moment_due
    return forecast(case, due=due, begins=begins, now=now)


def _groups(case: Case) -> list[list[PlannedStep]]:
    """Return the steps to come in their order, those that run side by side together."""
    opened = {step.place for step in case.steps}
    groups: list[list[PlannedStep]] = []
    for planned in case.plan:
        if planned.place in opened:
            continue
        last = groups[-1][-1] if groups else None
        if last and (last.stage, last.act) == (planned.stage, planned.act):
            groups[-1].append(planned)
        else:
            groups.append([planned])
    return groups


def _date(planned: PlannedStep, start: datetime, due: Due, begins: BeginningOf) -> datetime:
    limit = planned.within
    if limit is None:
        return start
    match limit.counted_from:
        case StartEvent.DEPARTURE:
            start = begins(Stage.DEPARTURE) or start
        case StartEvent.RETURN:
            start = begins(Stage.RETURN_HOME) or start
        case StartEvent.ARRIVAL | StartEvent.PRESS_CONFERENCE:
            start = begins(Stage.ARRIVAL) or start
        case StartEvent.SEND_OFF:
            start = begins(Stage.SEND_OFF) or start
        case StartEvent.YEAR_BEGINS:
            start = begins(Stage.TASKS) or start
        case StartEvent.STEP_OPENED | StartEvent.COMPLETE_DOSSIER:
            pass
    return due(limit, start)
