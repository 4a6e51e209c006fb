"""A leader lets somebody act for them; it reaches the steps that already wait."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from sqlalchemy import Connection

from config.province_time import Hours, day_of
from config.regulation.province import Regulation
from flows.acts.desk import Desk
from flows.apart import Named, one_by_one
from flows.case.answers import Identified
from flows.case.entitled import verdict_on
from flows.case.poke import AUTHORITY_SET
from flows.case.read import CaseRead
from models import entries as e
from models.authority import Authority, Capacity, lacks
from models.case import Step
from models.errors import AuthorityRefused, DecisionRefused
from models.ids import CaseNo, PersonId, SeatKey, body_of, is_console
from models.store import authorities, cases, directory
from models.store.amiss import aside
from models.store.amiss.aside import Chore
from models.store.database.clock import now, today
from models.store.lists.alike import asking_in
from models.store.lists.urgent import urgent_steps
from notifications.telling.authority_letters import tell_of_authority


def give_authority(
    desk: Desk,
    *,
    giver: PersonId,
    holder: PersonId,
    seats: tuple[SeatKey, ...],
    since: date,
    until: date,
    capacity: Capacity,
    set_by: Identified,
) -> Authority:
    """Let `holder` act for `giver` in seats from a day to a day, both included.

    Set by the giver it holds at once, and the giver is written to all the same; set by somebody of the
    same body, by who prepares for the giver, by who runs Doan, or in the giver's name at the console, it
    waits for the giver's confirmation; what who runs Doan sets begins on the next working day. Raises
    `AuthorityRefused` with everything that keeps it from being given, and `DecisionRefused` for others.
    """
    regulation = desk.regulation()
    voting = voting_seats(regulation)
    with desk.store.writing() as conn:
        # Of two that exclude each other, whichever comes second sees the first.
        cases.lock_all(conn)
        on = today(conn)
        _check_setter(conn, regulation, giver, set_by.person, on)
        directory.person(conn, holder)
        wanted = Authority(
            giver=giver,
            holder=holder,
            seats=seats,
            since=since,
            until=until,
            capacity=capacity,
            set_by=set_by.person,
            confirmed=set_by.person == giver and not is_console(set_by.shown_by),
        )
        held = directory.seats_of(conn, giver, on)
        runs = regulation.administrator in directory.seats_of(conn, set_by.person, on)
        is_others = runs and not _is_of_body(conn, regulation, giver, set_by.person, on)
        found = tuple(
            lacks(
                wanted,
                held=held,
                collective=voting,
                others=authorities.everything(conn),
                today=on,
                longest_days=regulation.longest_authority_days,
                prepares=_prepares_for(conn, regulation, wanted, on),
                earliest=desk.calendar().add_working_days(on, 1) if is_others else None,
            )
        )
        if found:
            days = regulation.longest_authority_days
            raise AuthorityRefused(found, giver=giver, holder=holder, days=days)
        kept = authorities.keep(desk.house(conn, set_by), wanted)
        tell_of_authority(conn, kept, regulation, desk.settings, at=now(conn))
    desk.tell(AUTHORITY_SET)
    tell_holders(desk, given=kept.number)
    return kept


def voting_seats(regulation: Regulation) -> tuple[SeatKey, ...]:
    """Return the seats of bodies that vote and let no substitutes in."""
    return tuple(
        SeatKey(f"{key}/{seat}")
        for key, body in regulation.bodies.items()
        if body.voting and not body.voting.substitutes
        for seat in body.seats
    )


def seats_of_bodies(
    conn: Connection, regulation: Regulation, person: PersonId
) -> tuple[tuple[PersonId, SeatKey], ...]:
    """Return who sits where (person, seat) in the bodies of a person, where others may act for them.

    Also those for whom the person prepares, of whatever body.
    """
    on, apart = today(conn), voting_seats(regulation)
    own = directory.bodies_of(conn, person, on)
    people = dict.fromkeys(p for body in own for p in directory.people_of_body(conn, body, on))
    colleagues = (
        (each, seat)
        for each in people
        for seat in directory.seats_of(conn, each, on)
        if body_of(seat) in own and seat not in apart
    )
    return tuple(dict.fromkeys((*colleagues, *leaders_of(conn, regulation, person, on))))


def leaders_of(
    conn: Connection, regulation: Regulation, person: PersonId, on: date
) -> tuple[tuple[PersonId, SeatKey], ...]:
    """Return for whom somebody prepares on a day, each (leader, seat) by the regulation in force."""
    prepared = regulation.prepared_by(directory.seats_of(conn, person, on))
    seats = [SeatKey(seat) for seat in prepared]
    return tuple((each, seat) for seat in seats for each in directory.holders(conn, seat, on))


def confirm_authority(desk: Desk, number: int, who: Identified) -> Authority:
    """Let an authority take effect that somebody else set; only its giver confirms it, in person.

    Raises `DecisionRefused` for anybody else, and at the console.
    """
    if is_console(who.shown_by):
        raise DecisionRefused("confirms_in_person", person=who.person)
    with desk.store.writing() as conn:
        _only_giver(authorities.authority(conn, number), who)
        authorities.confirm(desk.house(conn, who), number)
        confirmed = authorities.authority(conn, number)
        tell_of_authority(conn, confirmed, desk.regulation(), desk.settings, at=now(conn))
    desk.tell(AUTHORITY_SET)
    tell_holders(desk, given=number)
    return confirmed


def end_authority(desk: Desk, number: int, who: Identified) -> Authority:
    """End an authority from today on; only its giver ends it. Safe to repeat."""
    with desk.store.writing() as conn:
        _only_giver(authorities.authority(conn, number), who)
        authorities.end(desk.house(conn, who), number, today(conn))
        return authorities.authority(conn, number)


def tell_holders(desk: Desk, given: int | None = None) -> None:
    """Tell those who may act from today on of every step that already waits. Repeat-safe.

    An authority that was just `given` is told of at once, as all that people do. The sweep tells of
    those whose first day has come: in office hours, and on days off of what is urgent.
    """
    with desk.store.reading() as conn:
        at = now(conn)
        hours = Hours.OFFICE if given else desk.calendar().hours_at(at)
        new = tuple(a for a in authorities.untold(conn, day_of(at)) if given in (None, a.number))
    if hours is Hours.DAY_OFF:
        _tell_of_the_urgent(desk, new)
    elif hours is Hours.OFFICE:
        _tell_where_it_broke(desk)
        _tell_of_all(desk, new)


def _tell_of_the_urgent(desk: Desk, new: Sequence[Authority]) -> None:
    """Tell of the urgent steps alone; the authorities stay new, for all others to be told later."""
    if not new:
        return
    with desk.store.reading() as conn:
        urgent = sorted({case_no for case_no, _ in urgent_steps(conn)})
    for authority in new:
        _tell_of_cases(desk, urgent, authority, urgent_only=True)


def _tell_of_all(desk: Desk, new: Sequence[Authority]) -> None:
    if not new:
        return
    with desk.store.writing() as conn:
        # Whoever opens a step just now may have missed the authority; wait until the step is seen.
        cases.lock_all(conn)
    with desk.store.reading() as conn:
        waiting = {each.number: asking_in(conn, each.seats) for each in new}
    for authority in new:
        _tell_of_cases(desk, waiting[authority.number], authority)
        with desk.store.writing() as conn:
            authorities.mark_told(conn, authority.number)


def _tell_of_cases(
    desk: Desk, waiting: Sequence[CaseNo], authority: Authority, *, urgent_only: bool = False
) -> None:
    # A broken case keeps nobody from being told of the others; it is told of when it works again.
    one_by_one(
        desk.store,
        Chore.AUTHORITY,
        waiting,
        partial(_tell_of_case, desk, authority=authority, urgent_only=urgent_only),
        partial(_told_of, authority=authority),
    )


def _tell_where_it_broke(desk: Desk) -> None:
    """Tell of the authorities in force in the cases that were set aside when all were told."""
    with desk.store.reading() as conn:
        broken = tuple(aside.of_part(conn, Chore.AUTHORITY))
        in_force = {each.number: each for each in authorities.in_force(conn, today(conn))}

    def tell(name: str) -> None:
        number, _, case_no = name.partition(" ")
        if authority := in_force.get(int(number)):
            _tell_of_case(desk, CaseNo(case_no), authority)

    def named(name: str) -> Named:
        return Named(name, CaseNo(name.partition(" ")[2]))

    one_by_one(desk.store, Chore.AUTHORITY, broken, tell, named)


def _told_of(case_no: CaseNo, authority: Authority) -> Named:
    return Named(f"{authority.number} {case_no}", case_no)


def _tell_of_case(
    desk: Desk, case_no: CaseNo, authority: Authority, *, urgent_only: bool = False
) -> None:
    with desk.reading(case_no) as read:
        if not _concerned(read, authority, urgent_only):
            return
    with desk.noting(case_no) as work:
        for step in _concerned(work, authority, urgent_only):
            work.record(
                e.SubstituteCame(
                    step=step.number,
                    person=authority.holder,
                    giver=authority.giver,
                    authority=authority.number,
                )
            )
    if work.was_written:
        desk.tell(case_no)


def _concerned(work: CaseRead, authority: Authority, urgent_only: bool) -> tuple[Step, ...]:
    return tuple(
        step
        for step in work.case.open_steps
        if (work.case.is_urgent(step) or not urgent_only) and _concerns(work, authority, step)
    )


def _concerns(work: CaseRead, authority: Authority, step: Step) -> bool:
    """Tell whether a step waits for the giver, and its holder may take it and was not asked yet."""
    waits = step.seat in authority.seats and authority.giver in step.holders
    known = authority.holder in step.holders
    return waits and not known and verdict_on(work, step, authority.holder).allowed


def _check_setter(
    conn: Connection, regulation: Regulation, giver: PersonId, setter: PersonId, on: date
) -> None:
    """Check that somebody is the giver, of a body of theirs, prepares for them, or runs Doan.

    Raises `DecisionRefused`.
    """
    runs_doan = regulation.administrator in directory.seats_of(conn, setter, on)
    if not (runs_doan or _is_of_body(conn, regulation, giver, setter, on)):
        raise DecisionRefused("not_of_body", person=setter)


def _is_of_body(
    conn: Connection, regulation: Regulation, giver: PersonId, setter: PersonId, on: date
) -> bool:
    """Tell whether somebody is the giver, of a body of theirs, or prepares for them."""
    of_giver, of_setter = (directory.bodies_of(conn, each, on) for each in (giver, setter))
    prepares = giver in {leader for leader, _ in leaders_of(conn, regulation, setter, on)}
    return setter == giver or not of_giver.isdisjoint(of_setter) or prepares


def _prepares_for(conn: Connection, regulation: Regulation, wanted: Authority, on: date) -> bool:
    """Tell whether the holder of an authority is a secretary of one of its seats."""
    prepared = regulation.prepared_by(directory.seats_of(conn, wanted.holder, on))
    return not set(prepared).isdisjoint(wanted.seats)


def _only_giver(authority: Authority, who: Identified) -> None:
    if who.person != authority.giver:
        raise DecisionRefused("not_the_giver", person=who.person)
