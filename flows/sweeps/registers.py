"""What is due in the registers is told to the focal office: each day it is to be told on, once.

A certificate 90 and 60 days before it runs out, a review and an exchange ahead, an opinion within its
working days. What many rows have due is one letter.
"""

from config.province_time import Hours
from flows.acts.desk import Desk
from flows.case.poke import AT_THE_DOOR
from models.ids import SeatKey
from models.store import directory
from models.store.database.clock import now, today
from models.store.registers import dues, rows
from notifications.facts.letters import DueFacts
from notifications.telling.of_no_case import tell_of_dues


def tell_of_what_is_due(desk: Desk) -> None:
    """Write to the focal office of what is to be told today, in office hours. Safe to repeat.

    Where nobody holds its seat, what is to be told waits for somebody.
    """
    seat = SeatKey(desk.regulation().focal_office)
    with desk.store.reading() as conn:
        on = today(conn)
        in_hours = desk.calendar().hours_at(now(conn)) is Hours.OFFICE
        if not (in_hours and dues.are_to_tell(conn, on) and directory.holders(conn, seat, on)):
            return
    with desk.writing() as conn:
        found, entry = dues.take_to_tell(desk.house(conn), today(conn))
        named = rows.contents_of(conn, (each.number for each in found))
        facts = [
            DueFacts(
                register_key=each.register.value,
                name=str(named[each.number].content.get("name", "")),
                what=each.what.value,
                on=each.on,
            )
            for each in found
        ]
        office = directory.holders(conn, seat, today(conn))
        if facts:
            tell_of_dues(conn, desk.settings, office, facts, key=entry, at=now(conn))
    desk.tell(AT_THE_DOOR)
