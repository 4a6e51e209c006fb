"""Whom a change concerns that takes two people: who proposes it, who may confirm it, whose it is."""

from collections.abc import Iterable

from sqlalchemy import Connection

from config.regulation.province import Regulation
from flows.case.answers import Identified
from models.directory import ProposedChange
from models.errors import DecisionRefused
from models.ids import PersonId, SeatKey
from models.store import directory
from models.store.database.clock import today
from models.store.house import proposed


def check_administers(conn: Connection, regulation: Regulation, who: Identified) -> None:
    """Check that somebody runs Doan, who alone proposes changes; raises `DecisionRefused`."""
    seat = SeatKey(regulation.administrator)
    if who.person not in directory.holders(conn, seat, today(conn)):
        raise DecisionRefused("not_administrator", person=who.person)


def who_confirms(
    conn: Connection, regulation: Regulation, change: ProposedChange
) -> tuple[PersonId, ...]:
    """Return who may confirm a change: of the administrators, else of the focal office, a second one.

    That is neither who proposed it nor whom it is about.
    """
    return confirmers_of(conn, regulation, (change,))[change.number]


def confirmers_of(
    conn: Connection, regulation: Regulation, changes: Iterable[ProposedChange]
) -> dict[int, tuple[PersonId, ...]]:
    """Return who may confirm each of some changes, by their numbers; however many they are."""
    on, named = today(conn), (regulation.administrator, regulation.focal_office)
    held = [directory.holders(conn, SeatKey(seat), on) for seat in named]
    return {each.number: _second_of(each, held) for each in changes}


def _second_of(
    change: ProposedChange, held: Iterable[tuple[PersonId, ...]]
) -> tuple[PersonId, ...]:
    apart = {change.proposed_by, change.person}
    able = (tuple(person for person in people if person not in apart) for people in held)
    return next((people for people in able if people), ())


def changes_of(
    conn: Connection, regulation: Regulation, person: PersonId
) -> tuple[ProposedChange, ...]:
    """Return the changes under way that a person may confirm or turn down, oldest first."""
    waiting = proposed.under_way(conn)
    confirmers = confirmers_of(conn, regulation, waiting) if waiting else {}
    return tuple(
        each
        for each in waiting
        if person in (each.person, each.proposed_by) or person in confirmers[each.number]
    )
