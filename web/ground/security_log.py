"""The log of attempts that were turned away."""

from models.ids import PersonId
from models.store import sign_in
from models.store.sign_in import Attempt
from web.ground.address import Address
from web.ground.running import Running


def note(
    running: Running, what: Attempt, address: Address | None = None, person: PersonId | None = None
) -> None:
    """Write an attempt to the security log, in a transaction of its own."""
    with running.desk.store.writing() as conn:
        sign_in.note_attempt(
            conn,
            what,
            case_no=address.case_no or None if address else None,
            step=address.step or None if address else None,
            person=person,
        )
