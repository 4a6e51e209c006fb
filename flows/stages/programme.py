"""The programme of an approved visit: what it takes is booked, who takes part is called."""

from config.regulation import Act, Stage
from flows.asking import Waiting, open_step
from flows.case_at_work import CaseAtWork
from models import entries as e
from models.acts import RESOLVED
from models.case import Step
from models.inbound.booking import Clash
from models.inbound.calendar import news
from models.inbound.parts import Item
from models.inbound.programme import bookings_of, leaders_of
from models.store import bookings, directory


def book_programme(case: CaseAtWork) -> None:
    """Book leaders, halls, vehicles and interpreters; what another visit has goes to the coordinator.

    Waits while a clash is open. Repeat-safe: what is booked already is not booked again.
    """
    wanted = bookings_of(case.programme, case.inbound.interpreters)
    had = case.booked
    lacking = [booking for booking in wanted if booking not in had]
    if case.is_locked:
        bookings.lock(case.conn, lacking)
    kept = {int(step.key) for step in _resolutions(case) if step.choice == "keep_both"}
    found = bookings.clashes(case.conn, case.case.no, lacking)
    clashing = [clash for clash in found if clash.wanted.item not in kept]
    taken = {clash.wanted for clash in clashing}
    booked = tuple(booking for booking in wanted if booking not in taken)
    if set(booked) != set(had):
        case.book(booked)
    _ask_to_resolve(case, clashing)


def call_participants(case: CaseAtWork) -> None:
    """Tell the calendars of those who take part in an item; who takes part no more is told too.

    Keyed by item: who was called last stands in the case. Only what was revised is told as changed.
    """
    clashing = {int(step.key) for step in _resolutions(case) if step.is_open}
    for number, item in enumerate(case.programme, start=1):
        if number not in clashing:
            tell_calendars(case, number, item, item)


def participants(case: CaseAtWork, item: Item) -> tuple[str, ...]:
    """Return whose calendars an item belongs in: leader, interpreter, and who answers for it."""
    unit = item.unit or case.case.unit
    answering = case.holders(f"{unit}/officer") if unit in case.unit_names else ()
    known = directory.persons_by_id(case.conn)
    named = (*leaders_of(item, case.inbound.interpreters), *answering)
    return tuple(sorted({person for person in named if person in known}))


def tell_calendars(case: CaseAtWork, number: int, before: Item | None, item: Item) -> None:
    """Tell the calendars of all whom a change of an item concerns; nobody where nothing changed."""
    said = news(before, item, participants(case, item), case.case.told_of(number))
    for told in sorted(set(said.values()), key=lambda told: (told.why, told.sequence)):
        persons = tuple(person for person, what in said.items() if what == told)
        case.record(
            e.ParticipantsCalled(item=number, sequence=told.sequence, why=told.why, persons=persons)
        )


def _ask_to_resolve(case: CaseAtWork, clashing: list[Clash]) -> None:
    """Open a step for each item that clashes; close those of items that do so no more."""
    items = sorted({clash.wanted.item for clash in clashing})
    for step in _resolutions(case):
        if step.is_open and int(step.key) not in items:
            case.record(e.StepDecided(step=step.number, choice=RESOLVED, person=None))
    asked = {step.key: step for step in _resolutions(case) if step.is_open}
    waiting = [asked.get(str(n)) or open_step(case, _resolution(case, n)) for n in items]
    if waiting:
        raise Waiting(waiting[0].stage, waiting[0].due_at)


def _resolution(case: CaseAtWork, item: int) -> e.PlannedStep:
    inbound = case.inbound_rules
    return e.PlannedStep(
        ordinal=0,
        stage=Stage.RECEPTION,
        act=Act.RESOLVE,
        seat=case.seat(inbound.coordinator),
        key=str(item),
        within=inbound.coordinated_within,
        unconfirmed=inbound.coordinated_within.unconfirmed,
    )


def _resolutions(case: CaseAtWork) -> list[Step]:
    return [s for s in case.case.steps if s.act is Act.RESOLVE and not s.is_void]
