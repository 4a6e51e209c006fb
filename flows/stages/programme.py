"""The programme of an approved visit: what it takes is booked, who takes part is called."""

from collections.abc import Iterable

from sqlalchemy import Connection

from config.regulation.codes import Act, Stage
from flows.case.asking import await_outcome, open_step
from flows.case.at_work import CaseAtWork
from flows.case.read import CaseRead
from flows.stages.calendars import tell_calendars
from models import entries as e
from models.acts import Chosen
from models.case import Step
from models.programme.booking import Booking, Clash
from models.programme.calendar import moments
from models.programme.items import Item
from models.programme.taking import bookings_of
from models.store import bookings


def items_in_force(work: CaseRead) -> tuple[Item, ...]:
    """Return the programme; what belonged to a visit that was dropped counts as cancelled."""
    dropped = visits_dropped(work)
    if not dropped:
        return work.programme
    return tuple(
        item.model_copy(update={"cancelled": True}) if visit_of(work, item) in dropped else item
        for item in work.programme
    )


def visits_dropped(work: CaseRead) -> frozenset[int]:
    """Return the numbers of the further visits that the host gave up instead of giving notice."""
    notices = (s for s in work.case.steps if s.act is Act.NOTIFY and not s.is_void)
    return frozenset(step.key_number for step in notices if step.choice == Chosen.VISIT_DROPPED)


def visit_of(work: CaseRead, item: Item) -> int:
    """Return the number of the visit an item belongs to; 0 for one outside all of them."""
    spans = enumerate(work.request.spans, start=1)
    return next((n for n, (first, last) in spans if first <= item.day <= last), 0)


def is_past(work: CaseRead, item: Item) -> bool:
    """Tell whether an item is over."""
    return moments(item)[1] <= work.now


def what_it_takes(work: CaseRead) -> tuple[Booking, ...]:
    """Return what the programme in force takes of halls, leaders, vehicles and interpreters."""
    return bookings_of(items_in_force(work), work.request.named_interpreters)


def book_programme(work: CaseAtWork) -> None:
    """Book leaders, halls, vehicles and interpreters; what another visit has goes to the coordinator.

    Waits while a clash is open. Repeat-safe: what is booked already is not booked again.
    """
    wanted = what_it_takes(work)
    had = work.booked
    # Of what is over nobody can resolve anything: guests who came without notice are approved late.
    lacking = [booking for booking in wanted if booking not in had and booking.ends > work.now]
    work.hold(lacking)
    kept = {step.key_number for step in _resolutions(work) if step.choice == Chosen.KEEP_BOTH}
    found = bookings.clashes(work.conn, work.case.no, lacking)
    clashing = [clash for clash in found if clash.wanted.item not in kept]
    taken = {clash.wanted for clash in clashing}
    booked = tuple(booking for booking in wanted if booking not in taken)
    if set(booked) != set(had):
        work.book(booked)
    _ask_to_resolve(work, clashing)


def hold_what_they_take(conn: Connection, working: Iterable[CaseAtWork]) -> None:
    """Lock at once what several visits may come to book in one transaction, before any is walked."""
    bookings.lock(conn, [booking for case in working for booking in what_it_takes(case)])


def clashing_items(work: CaseRead) -> frozenset[int]:
    """Return the items whose hall, leader, vehicle or interpreter another visit has."""
    wanted = what_it_takes(work)
    had = work.booked
    return frozenset(b.item for b in wanted if b not in had and b.ends > work.now)


def call_participants(work: CaseAtWork) -> None:
    """Tell the calendars of those who take part in an item; who takes part no more is told too.

    Keyed by item: who was called last, and to what, stands in the case. Of what is over nobody is told,
    whoever holds the seats then.
    """
    clashing = clashing_items(work)
    for number, item in enumerate(items_in_force(work), start=1):
        if number not in clashing and not is_past(work, item):
            tell_calendars(work, number, item)


def give_up_dropped(work: CaseAtWork) -> None:
    """Give up what a dropped visit had booked, and call off who was called to it; ask for nothing."""
    wanted = what_it_takes(work)
    had = work.booked
    left = tuple(booking for booking in had if booking in wanted)
    if left != had:
        work.book(left)
    call_participants(work)


def stand_down(work: CaseAtWork) -> None:
    """Give up all that is booked and call everybody off: the approval of the visit fell."""
    for number, item in enumerate(work.programme, start=1):
        if not is_past(work, item):
            tell_calendars(work, number, item.model_copy(update={"cancelled": True}), before=item)
    if work.booked:
        work.book(())


def _ask_to_resolve(work: CaseAtWork, clashing: list[Clash]) -> None:
    """Open a step for each item that clashes; close those of items that do so no more."""
    items = sorted({clash.wanted.item for clash in clashing})
    for step in _resolutions(work):
        if step.is_open and step.key_number not in items:
            _close(work, step)
    asked = {step.key: step for step in _resolutions(work) if step.is_open}
    waiting = [asked.get(str(n)) or open_step(work, _resolution(work, n)) for n in items]
    if waiting:
        await_outcome(waiting[0])


def _close(work: CaseAtWork, step: Step) -> None:
    """Record that a clash is resolved; one whose time has come and gone was not, and is dropped."""
    if is_past(work, items_in_force(work)[step.key_number - 1]):
        work.void(step, because="item_over")
    else:
        work.record(e.StepDecided(step=step.number, choice=Chosen.RESOLVED, person=None))


def _resolution(work: CaseRead, item: int) -> e.PlannedStep:
    inbound = work.inbound_rules
    return e.PlannedStep(
        ordinal=0,
        stage=Stage.RECEPTION,
        act=Act.RESOLVE,
        seat=work.seat(inbound.coordinator),
        key=str(item),
        within=inbound.coordinated_within,
        unconfirmed=inbound.coordinated_within.unconfirmed,
    )


def _resolutions(work: CaseRead) -> list[Step]:
    return [s for s in work.case.steps if s.act is Act.RESOLVE and not s.is_void]
