"""The log of attempts that were turned away."""

from models.ids import NO_CASE, NOBODY, PersonId
from models.store.sign_in import security_log
from models.store.sign_in.security_log import SecurityEvent
from web.ground.address import Address
from web.ground.running import Running


def note(
    running: Running,
    what: SecurityEvent,
    address: Address | None = None,
    person: PersonId = NOBODY,
) -> None:
    """Write an attempt to the security log, unless the same stands there since less than a minute.

    It is looked for without the write lock. Of whoever is not known the address is left out: they could
    make up as many as they like.
    """
    case_no, step = (address.case_no, address.step) if address and person else (NO_CASE, 0)
    store = running.desk.store
    with store.reading() as conn:
        if security_log.is_counted(conn, what, person=person, case_no=case_no, step=step):
            return
    with store.writing() as conn:
        security_log.count(conn, what, person=person, case_no=case_no, step=step)
