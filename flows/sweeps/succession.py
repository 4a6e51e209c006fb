"""A seat changes hands, or an authority ends: whoever may take an open step today is asked by it."""

from collections.abc import Iterator, Mapping
from functools import partial

from config.province_time import day_of, office_opens
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


def hand_over(desk: Desk) -> None:
    """Ask those who may take an open step in the place of those who may no longer. Repeat-safe.

    A body that votes is left alone: quorum and majority are counted of those who were asked. Between
    midnight and the morning nothing is handed over, for it is told by letters. One broken case is set
    aside with its number and does not stop the others.
    """
    unread: dict[CaseNo, RowUnreadable] = {}
    others = _cases_in_other_hands(desk, unread)
    if others is None:
        return
    note_unreadable(desk.store, unread)
    one_by_one(desk.store, Chore.HAND_OVER, others, partial(_hand_over_case, desk), case_named)


def _cases_in_other_hands(
    desk: Desk, unread: dict[CaseNo, RowUnreadable]
) -> tuple[CaseNo, ...] | None:
    """Return the cases with an open step that asks others than its seat and the authorities would.

    `unread` are those whose steps nobody can read. None at night, and while an authority is new: those
    it lets act are told by `flows.acts.authority` for whom.
    """
    with desk.store.reading() as conn:
        at = now(conn)
        on = day_of(at)
        if at < office_opens(on) or authorities.untold(conn, on):
            return None
        sitting = directory.sitting(conn, on)
        acting = authorities.in_force(conn, on)
        asked = cases.open_steps(conn, unread)
        unread |= cases.of_unknown_kind(conn)
    differing = (
        case_no
        for case_no, step in asked
        if not step.collective and set(step.holders) != _may_ask(step, sitting, acting)
    )
    return tuple(dict.fromkeys(differing))


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


def _hand_over_case(desk: Desk, case_no: CaseNo) -> None:
    with desk.reading(case_no) as read:
        if not any(_changes(read)):
            return
    with desk.at_work(case_no) as work:
        if work.case.is_over:
            return
        for change in tuple(_changes(work)):
            work.record(change)


def _changes(work: CaseRead) -> Iterator[e.HoldersChanged]:
    """Return for each open step who has come and who has left since it asked.

    Whom a rule excludes was asked before it did; they have not left, and `may_decide` refuses them.
    """
    for step in work.case.open_steps:
        if step.collective:
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
