"""The arrangements of a reception: each assignment goes to a unit, which takes it on or declines.

A refusal returns to the coordinator, who gives it to another, asks again, or does without. Steps of
one assignment share its key; the newest of an act is the one that counts.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from config.province_time import office_closes
from config.regulation.codes import Act, Stage
from flows.case.asking import as_far_as_possible, await_outcome, open_step
from flows.case.at_work import CaseAtWork
from flows.case.read import CaseRead
from flows.case.waiting import Waiting
from flows.stages.programme import (
    book_programme,
    call_participants,
    clashing_items,
    give_up_dropped,
    visits_dropped,
)
from models import entries as e
from models.acts import Chosen
from models.case import Step, latest
from models.inbound.plan import visit_key
from models.route.planned import planned_step

CONFIRMED = frozenset({Chosen.TAKE_ON, Chosen.DONE})


def arrange_reception(work: CaseAtWork) -> None:
    """Wait until all that is mandatory is confirmed, or the coordinator does without in words.

    What is not mandatory, and the work itself, goes on beside the visit; once that is over nothing is
    asked for any more.
    """
    if visit_is_over(work):
        give_up_dropped(work)
        return
    waiting = as_far_as_possible(partial(book_programme, work), *assignments(work))
    call_participants(work)
    oversight = newest_about(work, Act.OVERSEE, "")
    if oversight and not oversight.is_open:
        return
    if not lacking(work):
        if oversight:
            all_confirmed = e.StepDecided(
                step=oversight.number, choice=Chosen.ALL_CONFIRMED, person=None
            )
            work.record(all_confirmed)
        return
    if oversight is None:
        oversight = _coordinate(work, Act.OVERSEE, "", due_at=_before_arrival(work))
    until = waiting.until if waiting else None
    raise Waiting(Stage.RECEPTION, until or oversight.due_at).beside(waiting)


def assignments(work: CaseAtWork) -> list[Callable[[], None]]:
    """Return what there is to do about each assignment; doing it waits for whoever has it."""
    planned = work.planned(Stage.RECEPTION, Act.ARRANGE)
    return [partial(_see_to, work, assignment) for assignment in planned]


def lacking(work: CaseRead) -> list[str]:
    """Return the keys of what the visit waits for: unconfirmed assignments, clashing items."""
    planned = work.planned(Stage.RECEPTION, Act.ARRANGE)
    unconfirmed = [p.key for p in planned if not p.optional and not _is_settled(work, p.key)]
    # By what is booked, not by who was asked: a clash stands though nobody coordinates just now.
    return [*unconfirmed, *(str(number) for number in sorted(clashing_items(work)))]


def visit_is_over(work: CaseRead) -> bool:
    """Tell whether it is confirmed of every visit that its guests have gone, or it was dropped."""
    dropped = {visit_key(number) for number in visits_dropped(work)}
    send_offs = [p for p in work.planned(Stage.SEND_OFF) if p.key not in dropped]
    confirmed = (work.standing(planned) for planned in send_offs)
    return all(step is not None and not step.is_open for step in confirmed)


def end_what_nobody_took_on(work: CaseAtWork) -> None:
    """Take back what was still asked when the guests had gone."""
    asking = (Act.ARRANGE, Act.REASSIGN, Act.RESOLVE, Act.OVERSEE)
    for step in work.case.open_steps:
        if step.stage is Stage.RECEPTION and step.act in asking:
            work.void(step, because="visit_over")


def deliveries(work: CaseAtWork) -> list[Callable[[], None]]:
    """Return the wait for each assignment that was taken on and not reported done."""
    return [
        partial(await_outcome, step)
        for step in work.case.open_steps
        if (step.stage, step.act) == (Stage.RECEPTION, Act.DELIVER)
    ]


def _see_to(work: CaseAtWork, planned: e.PlannedStep) -> None:
    """Ask a unit, until one takes it on; then wait for the work to be reported done."""
    asked = newest_about(work, Act.ARRANGE, planned.key) or open_step(work, planned)
    await_outcome(asked)
    if asked.choice == Chosen.DECLINE:
        _see_to_declined(work, planned, asked)
    elif asked.choice == Chosen.TAKE_ON:
        await_outcome(
            newest_about(work, Act.DELIVER, planned.key) or open_step(work, _work(work, asked))
        )


def _see_to_declined(work: CaseAtWork, planned: e.PlannedStep, declined: Step) -> None:
    """Let the coordinator say what becomes of a declined assignment."""
    said = newest_about(work, Act.REASSIGN, planned.key)
    if said is None or said.number < declined.number:
        said = _coordinate(work, Act.REASSIGN, planned.key)
    await_outcome(said)
    if said.choice != Chosen.DO_WITHOUT:
        seat = said.to_seat or declined.seat
        await_outcome(open_step(work, planned.model_copy(update={"seat": seat})))


def _is_settled(work: CaseRead, key: str) -> bool:
    """Tell whether an assignment is confirmed, or the coordinator does without it."""
    asked, said = newest_about(work, Act.ARRANGE, key), newest_about(work, Act.REASSIGN, key)
    if asked and asked.choice in CONFIRMED:
        return True
    after = said and asked and said.number > asked.number
    return bool(after and said and said.choice == Chosen.DO_WITHOUT)


def _work(work: CaseRead, taken_on: Step) -> e.PlannedStep:
    """Return the planned work, for the unit that took it on."""
    planned = work.planned(Stage.RECEPTION, Act.DELIVER)
    planned_work = next(p for p in planned if p.key == taken_on.key)
    return planned_work.model_copy(update={"seat": taken_on.seat})


def _coordinate(work: CaseAtWork, act: Act, key: str, *, due_at: datetime | None = None) -> Step:
    """Ask the coordinator."""
    rules = work.inbound_rules
    seat, limit = work.seat(rules.coordinator), rules.coordinated_within
    planned = planned_step(Stage.RECEPTION, act, seat, limit, key=key)
    return open_step(work, planned, due_at=due_at)


def _before_arrival(work: CaseRead) -> datetime | None:
    """Return when offices close on the working day before the guests come; None when it has passed.

    Until then the coordinator may wait for the units to confirm.
    """
    last_day = work.calendar.add_working_days(work.request.begins, -1)
    closes = office_closes(last_day)
    return closes if closes > work.now else None


def newest_about(work: CaseRead, act: Act, key: str) -> Step | None:
    """Return the newest step of an act about an assignment or, without a key, about all of them."""
    return latest(work.case.steps, Stage.RECEPTION, act, key)
