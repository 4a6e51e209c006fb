"""A case's timeline: what happened, what is waited for, what is still to come. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from config.regulation.codes import Act, Stage
from config.regulation.parts import Text
from config.regulation.province import Regulation
from models.acts import Chosen
from models.case import Case, Step
from models.competence.seeing import Shown, View
from models.entries import PlannedStep
from models.ids import PersonId


class Undone(StrEnum):
    """Why an outcome that was given counts no more."""

    TAKEN_BACK = "taken_back"
    DISPUTED = "disputed"
    FILE_AGAIN = "file_again"


class When(StrEnum):
    PAST = "past"
    PRESENT = "present"
    PLANNED = "planned"


@dataclass(frozen=True)
class Line:
    """One line of the timeline. `since` and `until` are UTC; a planned line has neither,
    but the latest date it is due. `undone`: its outcome was given and counts no more; `late`: it came
    after a silence was recorded."""

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
    undone: Undone | None = None
    late: bool = False


def holders_of(step: Step) -> tuple[PersonId, ...]:
    """Return whom an open step asks, where nobody has left a body meanwhile."""
    return step.holders


def timeline(
    case: Case,
    dates: Mapping[int, datetime],
    view: View,
    asked: Callable[[Step], tuple[PersonId, ...]] = holders_of,
) -> tuple[Line, ...]:
    """Return the steps taken and open in their order, then the planned ones not yet opened.

    Whoever is not shown what comes of the steps of others sees their own alone.
    `dates` are those of `models.timeline.forecast`, by the ordinal of the planned step; `asked` tells
    whom an open step still asks.
    """
    opened = {step.place for step in case.steps if not step.is_void}
    to_come = () if case.is_over or not view.sees(Shown.OUTCOMES) else case.plan
    seen = [step for step in case.steps if view.sees_outcome(step)]
    return (
        *(_line(case, step, view, asked) for step in seen),
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


def _undone(case: Case, step: Step) -> Undone | None:
    """Return why the outcome of a step counts no more; None where it does, or where there was none.

    A step without an outcome is only withdrawn. Of a report or accounts the next to accept them says
    whether they are asked for anew.
    """
    if not (step.is_void and step.choice):
        return None
    if step.disputed:
        return Undone.DISPUTED
    later = (s for s in case.steps[step.number :] if (s.stage, s.act) == (step.stage, Act.ACCEPT))
    accepting = next(later, None)
    if accepting and accepting.choice == Chosen.FILE_AGAIN:
        return Undone.FILE_AGAIN
    return Undone.TAKEN_BACK


def _line(
    case: Case, step: Step, view: View, asked: Callable[[Step], tuple[PersonId, ...]]
) -> Line:
    planned = planned_of(case, step)
    voted = tuple(vote.person for vote in step.votes) if view.is_within(step) else ()
    who = (step.decided_by,) if step.decided_by else voted
    return Line(
        when=When.PRESENT if step.is_open else When.PAST,
        **step.place._asdict(),
        state="overdue" if step.is_open and step.overdue else str(step.state),
        choice=step.choice,
        since=step.opened_at,
        until=step.decided_at,
        due_at=step.due_at,
        unconfirmed=planned is not None and planned.unconfirmed,
        persons=asked(step) if step.is_open else who,
        undone=_undone(case, step),
        late=step.is_late,
    )


def _to_come(planned: PlannedStep, due_at: datetime | None) -> Line:
    return Line(
        when=When.PLANNED,
        **planned.place._asdict(),
        state="planned",
        due_at=due_at,
        unconfirmed=planned.unconfirmed,
    )
