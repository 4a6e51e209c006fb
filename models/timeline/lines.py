"""A case's timeline: what happened, what is waited for, what is still to come. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from config.regulation.codes import Stage
from config.regulation.parts import Text
from config.regulation.province import Regulation
from models.case import Case, Step
from models.entries import PlannedStep


class When(StrEnum):
    PAST = "past"
    PRESENT = "present"
    PLANNED = "planned"


@dataclass(frozen=True)
class Line:
    """One line of the timeline. `since` and `until` are UTC; a planned line has neither,
    but the latest date it is due."""

    when: When
    stage: str
    act: str
    seat: str
    key: str
    state: str
    due_at: datetime | None
    unconfirmed: bool
    choice: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    persons: tuple[str, ...] = ()


def timeline(case: Case, dates: Mapping[int, datetime]) -> tuple[Line, ...]:
    """Return the steps taken and open in their order, then the planned ones not yet opened.

    `dates` are those of `models.timeline.forecast`, by the ordinal of the planned step.
    """
    opened = {step.place for step in case.steps if not step.is_void}
    to_come = () if case.is_over else case.plan
    return (
        *(_line(step, planned_of(case, step)) for step in case.steps),
        *(_to_come(p, dates.get(p.ordinal)) for p in to_come if p.place not in opened),
    )


def planned_of(case: Case, step: Step) -> PlannedStep | None:
    """Return the planned step a step was opened for; a revision has none."""
    place = step.place
    return next((planned for planned in case.plan if planned.place == place), None)


def item_titles(regulation: Regulation) -> dict[tuple[Stage, str], Text]:
    """Return what is prepared before a departure or arranged for guests, by stage and key."""
    prepared = {(Stage.PREPARATION, item.key): item.title for item in regulation.preparation}
    assignments = regulation.inbound.assignments if regulation.inbound else ()
    return prepared | {(Stage.RECEPTION, each.key): each.title for each in assignments}


def _line(step: Step, planned: PlannedStep | None) -> Line:
    who = (step.decided_by,) if step.decided_by else tuple(vote.person for vote in step.votes)
    return Line(
        when=When.PRESENT if step.is_open else When.PAST,
        **step.place._asdict(),
        state="overdue" if step.is_open and step.overdue else str(step.state),
        choice=step.choice,
        since=step.opened_at,
        until=step.decided_at,
        due_at=step.due_at,
        unconfirmed=planned is not None and planned.unconfirmed,
        persons=step.holders if step.is_open else who,
    )


def _to_come(planned: PlannedStep, due_at: datetime | None) -> Line:
    return Line(
        when=When.PLANNED,
        **planned.place._asdict(),
        state="planned",
        due_at=due_at,
        unconfirmed=planned.unconfirmed,
    )
