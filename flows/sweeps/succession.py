"""A seat changes hands, or an authority ends: whoever may take an open step today is asked by it.

A body that votes is left as it was asked; where it is no more, its successor's people vote anew.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from config.province_time import Hours, day_of
from flows.acts.desk import Desk
from flows.apart import case_named, note_unreadable, one_by_one
from flows.case.entitled import verdict_on, who_may
from flows.case.read import CaseRead
from models import entries as e
from models.authority import Authority
from models.case import Step
from models.competence.deciding import Refusal
from models.errors import RowUnreadable
from models.ids import BodyKey, CaseNo, PersonId, SeatKey, body_of
from models.store import authorities, cases, directory
from models.store.amiss.aside import Chore
from models.store.amiss.directory_rows import unread_rows
from models.store.database.clock import now
from models.store.house.bodies import no_more_on
from models.store.lists.urgent import urgent_steps


def hand_over(desk: Desk) -> None:
    """Ask those who may take an open step in the place of those who may no longer. Repeat-safe.

    A body that votes is left alone: quorum and majority are counted of those who were asked. At night
    nothing is handed over, on days off only what is urgent, for it is told by letters. One broken case
    is set aside with its number and does not stop the others.
    """
    unread: dict[CaseNo, RowUnreadable] = {}
    others = _in_other_hands(desk, unread)
    if others is None:
        return
    note_unreadable(desk.store, unread)
    one_by_one(
        desk.store,
        Chore.HAND_OVER,
        others,
        lambda case_no: _hand_over(desk, case_no, others[case_no]),
        case_named,
    )


def _in_other_hands(
    desk: Desk, unread: dict[CaseNo, RowUnreadable]
) -> dict[CaseNo, set[int]] | None:
    """Return the open steps, by their cases, that ask others than their seat and the authorities would.

    `unread` are the cases whose steps nobody can read. None at night, and while an authority is new:
    those it lets act are told by `flows.acts.authority` for whom.
    """
    with desk.store.reading() as conn:
        at = now(conn)
        on, hours = day_of(at), desk.calendar().hours_at(at)
        is_off = hours is Hours.DAY_OFF
        # On a day off a new authority is told of what is urgent alone, and stays new.
        if hours is Hours.NIGHT or (authorities.untold(conn, on) and not is_off):
            return None
        urgent = urgent_steps(conn) if is_off else None
        if is_off and not urgent:
            return None
        sitting = directory.sitting(conn, on)
        acting = authorities.in_force(conn, on)
        no_more = no_more_on(conn, on)
        asked = cases.open_steps(conn, unread)
        unread |= cases.of_unknown_kind(conn)
    differing: dict[CaseNo, set[int]] = {}
    for case_no, step in asked:
        is_told = urgent is None or (case_no, step.number) in urgent
        if not is_told:
            continue
        if step.collective:
            differs = _asks_no_more(step, no_more)
        else:
            differs = set(step.holders) != _may_ask(step, sitting, acting)
        if differs:
            differing.setdefault(case_no, set()).add(step.number)
    return differing


def _asks_no_more(step: Step, no_more: Mapping[BodyKey, date]) -> bool:
    """Tell whether a ballot was opened before its body was no more, so that it asks who has left."""
    since = no_more.get(body_of(step.seat))
    return step.collective and since is not None and day_of(step.opened_at) < since


def _may_ask(
    step: Step, sitting: Mapping[SeatKey, frozenset[PersonId]], acting: tuple[Authority, ...]
) -> frozenset[PersonId]:
    """Return whom a step would ask today, before anybody is excluded from it."""
    in_seat = sitting.get(step.seat, frozenset())
    for_them = {a.holder for a in acting if step.seat in a.seats and a.giver in in_seat}
    given = {p for p in step.reassigned if _sits_in(body_of(step.seat), p, sitting)}
    return in_seat | for_them | given


def _sits_in(
    body: BodyKey, person: PersonId, sitting: Mapping[SeatKey, frozenset[PersonId]]
) -> bool:
    return any(body_of(seat) == body and person in sitting[seat] for seat in sitting)


def _hand_over(desk: Desk, case_no: CaseNo, these: Collection[int]) -> None:
    with desk.reading(case_no) as read:
        if not any(_changes(read, these)) and not any(_ballots(read, these)):
            return
    with desk.at_work(case_no) as work:
        if work.case.is_over:
            return
        for change in tuple(_changes(work, these)):
            work.record(change)
        # As it is walked on, the step is opened anew for those who sit in the body's seats now.
        for ballot in tuple(_ballots(work, these)):
            work.void(ballot, because="body_passed")


def _ballots(work: CaseRead, these: Collection[int]) -> Iterator[Step]:
    """Return the open ballots of bodies that are no more."""
    no_more = no_more_on(work.conn, work.today)
    for step in work.case.open_steps:
        if step.number in these and _asks_no_more(step, no_more):
            yield step


def _changes(work: CaseRead, these: Collection[int]) -> Iterator[e.HoldersChanged]:
    """Return for each of some open steps who has come and who has left since it asked.

    Whom a rule excludes was asked before it did; they have not left, and `may_decide` refuses them.
    """
    for step in work.case.open_steps:
        if step.collective or step.number not in these:
            continue
        may = who_may(work, step)
        came = tuple(person for person in may if person not in step.holders)
        gone = tuple(p for p in step.holders if _has_left(work, step, p))
        left = tuple(p for p in gone if p not in _unread(work)) if gone else ()
        if came or left:
            yield e.HoldersChanged(step=step.number, came=came, left=left)


def _unread(work: CaseRead) -> frozenset[str]:
    """Return whom a row that nobody can read is about: of them nobody says that they left."""
    return frozenset(person for row in unread_rows(work.conn) for person in row.people)


def _has_left(work: CaseRead, step: Step, person: PersonId) -> bool:
    return verdict_on(work, step, person).refusal is Refusal.NOT_HOLDER
