"""Letters that failed are sent again: a case's by the focal office, or all by the administrator."""

from flows.acts.desk import Desk
from flows.case.answers import Identified
from flows.case.poke import AT_THE_DOOR
from models.errors import DecisionRefused
from models.ids import CaseNo, SeatKey, body_of
from models.store import cases, directory
from models.store.database.clock import today
from models.store.mail.failed import send_again


def send_failed_again(desk: Desk, who: Identified, case_no: CaseNo | None = None) -> int:
    """Queue the failed letters of a case, or all of them, again; return how many.

    The administrator may for all, and for one case the focal office, too; the machine's own account
    for both. Raises `DecisionRefused` for others, `CaseUnknown`.
    """
    regulation = desk.regulation()
    with desk.store.writing() as conn:
        if case_no:
            cases.read_case(conn, case_no)
        on = today(conn)
        able = {*directory.holders(conn, SeatKey(regulation.administrator), on)}
        if case_no:
            office = body_of(SeatKey(regulation.focal_office))
            able |= {*directory.people_of_body(conn, office, on)}
        if who.person not in able and who.person != who.shown_by:
            raise DecisionRefused("not_of_office" if case_no else "administers_only")
        queued = send_again(desk.house(conn, who), case_no)
    desk.tell(AT_THE_DOOR)
    return queued
