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


def arrange_reception(case: CaseAtWork) -> None:
    """Wait until all that is mandatory is confirmed, or the coordinator does without in words.

    What is not mandatory, and the work itself, goes on beside the visit; once that is over nothing is
    asked for any more.
    """
    if visit_is_over(case):
        give_up_dropped(case)
        return
    waiting = as_far_as_possible(partial(book_programme, case), *assignments(case))
    call_participants(case)
    oversight = newest_about(case, Act.OVERSEE, "")
    if oversight and not oversight.is_open:
        return
    if not lacking(case):
        if oversight:
            all_confirmed = e.StepDecided(
                step=oversight.number, choice=Chosen.ALL_CONFIRMED, person=None
            )
            case.record(all_confirmed)
        return
    if oversight is None:
        oversight = _coordinate(case, Act.OVERSEE, "", due_at=_before_arrival(case))
    until = waiting.until if waiting else None
    raise Waiting(Stage.RECEPTION, until or oversight.due_at).beside(waiting)


def assignments(case: CaseAtWork) -> list[Callable[[], None]]:
    """Return what there is to do about each assignment; doing it waits for whoever has it."""
    planned = case.planned(Stage.RECEPTION, Act.ARRANGE)
    return [partial(_see_to, case, assignment) for assignment in planned]


def lacking(case: CaseRead) -> list[str]:
    """Return the keys of what the visit waits for: unconfirmed assignments, clashing items."""
    planned = case.planned(Stage.RECEPTION, Act.ARRANGE)
    unconfirmed = [p.key for p in planned if not p.optional and not _is_settled(case, p.key)]
    # By what is booked, not by who was asked: a clash stands though nobody coordinates just now.
    return [*unconfirmed, *(str(number) for number in sorted(clashing_items(case)))]


def visit_is_over(case: CaseRead) -> bool:
    """Tell whether it is confirmed of every visit that its guests have gone, or it was dropped."""
    dropped = {visit_key(number) for number in visits_dropped(case)}
    send_offs = [p for p in case.planned(Stage.SEND_OFF) if p.key not in dropped]
    confirmed = (case.standing(planned) for planned in send_offs)
    return all(step is not None and not step.is_open for step in confirmed)


def end_what_nobody_took_on(case: CaseAtWork) -> None:
    """Take back what was still asked when the guests had gone."""
    asking = (Act.ARRANGE, Act.REASSIGN, Act.RESOLVE, Act.OVERSEE)
    for step in case.case.open_steps:
        if step.stage is Stage.RECEPTION and step.act in asking:
            case.void(step, because="visit_over")


def deliveries(case: CaseAtWork) -> list[Callable[[], None]]:
    """Return the wait for each assignment that was taken on and not reported done."""
    return [
        partial(await_outcome, step)
        for step in case.case.open_steps
        if (step.stage, step.act) == (Stage.RECEPTION, Act.DELIVER)
    ]


def _see_to(case: CaseAtWork, planned: e.PlannedStep) -> None:
    """Ask a unit, until one takes it on; then wait for the work to be reported done."""
    asked = newest_about(case, Act.ARRANGE, planned.key) or open_step(case, planned)
    await_outcome(asked)
    if asked.choice == Chosen.DECLINE:
        _see_to_declined(case, planned, asked)
    elif asked.choice == Chosen.TAKE_ON:
        await_outcome(
            newest_about(case, Act.DELIVER, planned.key) or open_step(case, _work(case, asked))
        )


def _see_to_declined(case: CaseAtWork, planned: e.PlannedStep, declined: Step) -> None:
    """Let the coordinator say what becomes of a declined assignment."""
    said = newest_about(case, Act.REASSIGN, planned.key)
    if said is None or said.number < declined.number:
        said = _coordinate(case, Act.REASSIGN, planned.key)
    await_outcome(said)
    if said.choice != Chosen.DO_WITHOUT:
        seat = said.to_seat or declined.seat
        await_outcome(open_step(case, planned.model_copy(update={"seat": seat})))


def _is_settled(case: CaseRead, key: str) -> bool:
    """Tell whether an assignment is confirmed, or the coordinator does without it."""
    asked, said = newest_about(case, Act.ARRANGE, key), newest_about(case, Act.REASSIGN, key)
    if asked and asked.choice in CONFIRMED:
        return True
    after = said and asked and said.number > asked.number
    return bool(after and said and said.choice == Chosen.DO_WITHOUT)


def _work(case: CaseRead, taken_on: Step) -> e.PlannedStep:
    """Return the planned work, for the unit that took it on."""
    planned = case.planned(Stage.RECEPTION, Act.DELIVER)
    work = next(p for p in planned if p.key == taken_on.key)
    return work.model_copy(update={"seat": taken_on.seat})


def _coordinate(case: CaseAtWork, act: Act, key: str, *, due_at: datetime | None = None) -> Step:
    """Ask the coordinator."""
    rules = case.inbound_rules
    seat, limit = case.seat(rules.coordinator), rules.coordinated_within
    planned = planned_step(Stage.RECEPTION, act, seat, limit, key=key)
    return open_step(case, planned, due_at=due_at)


def _before_arrival(case: CaseRead) -> datetime | None:
    """Return when offices close on the working day before the guests come; None when it has passed.

    Until then the coordinator may wait for the units to confirm.
    """
    last_day = case.calendar.add_working_days(case.request.begins, -1)
    closes = office_closes(last_day)
    return closes if closes > case.now else None


def newest_about(case: CaseRead, act: Act, key: str) -> Step | None:
    """Return the newest step of an act about an assignment or, without a key, about all of them."""
    return latest(case.case.steps, Stage.RECEPTION, act, key)
