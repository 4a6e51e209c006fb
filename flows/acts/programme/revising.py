"""An item of an approved visit's programme is changed: by the host unit, or whoever coordinates."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from config.province_time import moment_of
from config.regulation.codes import Act, Stage
from flows.acts.desk import Desk
from flows.acts.papers import not_before_case
from flows.case.answers import Identified, PaperGiven
from flows.case.at_work import CaseAtWork
from flows.case.entitled import who_may
from flows.case.read import CaseRead
from flows.case.waiting import Walked
from flows.stages.calendars import tell_calendars
from flows.stages.programme import (
    clashing_items,
    is_past,
    items_in_force,
    visit_of,
    visits_dropped,
)
from flows.stages.reception import visit_is_over
from models import entries as e
from models.case import CaseStatus
from models.competence.deciding import Refusal
from models.errors import (
    DecisionIncomplete,
    DecisionRefused,
    Problem,
    ProgrammeChanged,
    ProgrammeClash,
    ProgrammeClosed,
    ProgrammeUnknown,
    RequestInvalid,
)
from models.ids import CaseNo, PersonId
from models.inbound.admission import item_problems
from models.inbound.programme import needs_acceptance
from models.inbound.request import InboundRequest
from models.programme.booking import Booking, Clash, ResourceKind, Taken
from models.programme.items import Item
from models.programme.taking import bookings_of
from models.request.problems import field_name
from models.request.reading import validated_again
from models.route.planned import planned_step
from models.store import bookings, directory

# What an item is, its activity, was approved and stays; all else about it may change.
CHANGEABLE = frozenset(
    ("day", "begins", "ends", "place", "what", "what_en", "unit", "leader", "hall", "vehicle",
     "interpreter", "cancelled")
)  # fmt: skip


@dataclass(frozen=True)
class ItemChange:
    """What becomes of an item: its fields as a person wrote them; those left out stay as they are.

    `acceptance` is the paper by which the people's committee accepted a change for foreign press;
    `seen` the revision of the programme that was looked at (None: whichever is in force).
    """

    fields: Mapping[str, object] = field(default_factory=dict)
    acceptance: PaperGiven | None = None
    seen: int | None = None


def revise_item(
    desk: Desk, case_no: CaseNo, number: int, change: ItemChange, who: Identified
) -> Walked:
    """Change an item of the programme, tell the calendars of it, book anew and walk on.

    Items keep their numbers, and a cancelled one its place. The very same change made once more
    changes nothing. Raises `ProgrammeUnknown`, `ProgrammeClosed` before the approval and after the
    visit, `ProgrammeChanged` when the page showed the item as it was, `RequestInvalid` with all that
    is wrong, `DecisionIncomplete("acceptance")` where foreign press needs a paper, `ProgrammeClash`
    when another visit has what is asked for, `DecisionRefused` (journaled) for people who may not.
    """
    with desk.at_work(case_no, who.person) as work:
        before = item_of(work, number)
        if not may_revise(work, who.person):
            raise DecisionRefused(Refusal.NOT_IN_CHARGE, case=case_no)
        after = _changed(work, number, change.fields)
        if after != before:
            _check(work, number, before, after, change)
            _put_in_force(work, number, before, after, change, who)
    return work.walked


def item_of(work: CaseRead, number: int) -> Item:
    """Return an item of the programme in force; raises `ProgrammeUnknown`."""
    items = items_in_force(work)
    if not 0 < number <= len(items):
        raise ProgrammeUnknown(case=work.case.no, item=number)
    return items[number - 1]


def may_revise(work: CaseRead, person: PersonId) -> bool:
    """Tell whether somebody coordinates the reception, or is officer or head of the host unit.

    Whoever acts for one of them in that seat may too.
    """
    unit = work.case.unit
    seats = (work.seat(work.inbound_rules.coordinator), f"{unit}/officer", f"{unit}/head")
    asked = (planned_step(Stage.RECEPTION, Act.RESOLVE, seat, None) for seat in seats)
    return any(person in who_may(work, each) for each in asked)


def is_open(work: CaseRead, number: int) -> bool:
    """Tell whether an item can still be changed: approved, and neither visit nor item is over."""
    item = item_of(work, number)
    approved = work.case.status is CaseStatus.APPROVED and not visit_is_over(work)
    return approved and not _is_dropped(work, item) and not is_past(work, item)


# --- what it becomes ------------------------------------------------------------------------------


def _changed(work: CaseAtWork, number: int, fields: Mapping[str, object]) -> Item:
    """Return an item as it was written, held against the rules of a whole request."""
    before = work.programme[number - 1]
    written = {**before.model_dump(), **fields}
    # Only this item is asked about. Others may lie outside days that were amended since.
    within = {"day": work.request.begins, "group": None}
    programme = [item.model_dump() | within for item in work.programme]
    programme[number - 1] = written
    problems = [
        Problem(field_name(("programme", number - 1, name)), "", "not_changeable")
        for name in sorted(set(fields) - CHANGEABLE)
    ]
    request: InboundRequest | None = None
    if not problems:
        try:
            request = validated_again(
                work.request_as(InboundRequest), work.regulation, programme=programme
            )
        except RequestInvalid as invalid:
            problems += invalid.problems
    wrong = {problem.field for problem in problems}
    problems += [p for p in _unknown_in(work, number, written) if p.field not in wrong]
    if request is None or problems:
        raise RequestInvalid(tuple(problems))
    return request.programme[number - 1]


def _unknown_in(work: CaseRead, number: int, written: Mapping[str, object]) -> tuple[Problem, ...]:
    """Find a unit or person the directory does not know, even where another field is wrong."""
    unit, leader = (str(written.get(name) or "").strip() or None for name in ("unit", "leader"))
    bodies = {key: body.name for key, body in work.regulation.bodies.items()}
    answering = {**work.unit_names, **bodies}
    persons = directory.persons_by_id(work.conn)
    found = item_problems(number - 1, unit, leader, answering=answering, persons=persons)
    return tuple(found)


# --- whether it may become that -------------------------------------------------------------------


def _check(work: CaseAtWork, number: int, before: Item, after: Item, change: ItemChange) -> None:
    if work.case.status is not CaseStatus.APPROVED or visit_is_over(work):
        raise ProgrammeClosed(case=work.case.no)
    if _is_dropped(work, before) or _is_dropped(work, after):
        raise ProgrammeClosed(case=work.case.no)
    if change.seen is not None and _seen(work, number, change.seen) != before:
        raise ProgrammeChanged(case=work.case.no, item=number)
    if problems := _past(work, number, before, after):
        raise RequestInvalid(problems)
    _check_acceptance(work, before, after, change.acceptance)


def _seen(work: CaseRead, number: int, revision: int) -> Item | None:
    """Return the item as it stood in a revision of the programme; None if there was no such one."""
    if not 0 <= revision <= work.case.programme_revision:
        return None
    return work.programme_at(revision)[number - 1]


def _is_dropped(work: CaseRead, item: Item) -> bool:
    return visit_of(work, item) in visits_dropped(work)


def _past(work: CaseRead, number: int, before: Item, after: Item) -> tuple[Problem, ...]:
    """What is over is not changed any more, and nothing is put into the past."""
    begins = moment_of(after.day, after.begins)
    moved = begins != moment_of(before.day, before.begins)
    if is_past(work, before):
        return (Problem(_field(number, "day"), before.day.isoformat(), "item_over"),)
    if moved and begins < work.now:
        name, written = ("begins", f"{after.begins:%H:%M}")
        if after.day < work.today:
            name, written = ("day", after.day.isoformat())
        return (Problem(_field(number, name), written, "item_past"),)
    if is_past(work, after):
        return (Problem(_field(number, "ends"), f"{after.ends:%H:%M}", "item_past"),)
    return ()


def _field(number: int, name: str) -> str:
    return field_name(("programme", number - 1, name))


def _check_acceptance(
    work: CaseRead, before: Item, after: Item, acceptance: PaperGiven | None
) -> None:
    is_paper = acceptance and acceptance.is_whole
    if needs_acceptance(work.request_as(InboundRequest).occasion, before, after) and not is_paper:
        raise DecisionIncomplete("acceptance")
    if acceptance and acceptance.dated > work.today:
        raise DecisionIncomplete("paper_date", value=acceptance.dated)
    if acceptance:
        not_before_case(work, acceptance)


# --- putting it in force --------------------------------------------------------------------------


def _put_in_force(
    work: CaseAtWork, number: int, before: Item, after: Item, change: ItemChange, who: Identified
) -> None:
    items = (*work.programme[: number - 1], after, *work.programme[number:])
    was_clashing = number in clashing_items(work)
    booked = _free(work, number, items)
    revision = work.case.programme_revision + 1
    revised = e.ProgrammeRevised(
        revision=revision,
        digest=work.programme_arrives(revision, items),
        changed=() if after.cancelled else (number,),
        cancelled=(number,) if after.cancelled else (),
        acceptance=work.keep_paper(change.acceptance),
        identity=who.shown_by,
    )
    work.record(revised, actor=who.person)
    if not was_clashing:
        # Nobody was called to an item that clashed; the walk calls them once it does so no more.
        tell_calendars(work, number, after, before=before)
    work.book(booked)


def _free(work: CaseAtWork, number: int, items: tuple[Item, ...]) -> tuple[Booking, ...]:
    """Return what is then booked; raises `ProgrammeClash` if another visit has what is new of it.

    All that is not booked yet is locked at once, in the order everybody locks in: the walk that
    follows asks for the rest of it.
    """
    interpreters = work.request.named_interpreters
    had = work.booked
    old = bookings_of(work.programme, interpreters)
    wanted = bookings_of(items, interpreters)
    lacking = [booking for booking in wanted if booking not in had]
    work.hold(lacking)
    fresh = [booking for booking in lacking if booking.item == number and booking not in old]
    if clashes := bookings.clashes(work.conn, work.case.no, fresh):
        raise ProgrammeClash(tuple(_taken(work, items[number - 1], clash) for clash in clashes))
    return tuple(booking for booking in wanted if booking in had or booking in fresh)


def _taken(work: CaseRead, item: Item, clash: Clash) -> Taken:
    return Taken(
        clash.wanted.kind,
        _name(work, item, clash.wanted.kind),
        clash.case_no,
        clash.has.begins,
        clash.has.ends,
    )


def _name(work: CaseRead, item: Item, kind: ResourceKind) -> str:
    """Return what people call a thing or person that an item takes."""
    match kind:
        case ResourceKind.HALL:
            return item.hall or ""
        case ResourceKind.VEHICLE:
            return item.vehicle or ""
        case ResourceKind.INTERPRETER:
            return work.request.named_interpreters[(item.interpreter or 1) - 1].name
        case ResourceKind.LEADER:
            of = PersonId(item.leader or "")
            known = directory.some_persons(work.conn, (of,)).get(of)
            return known.name if known else of
