"""Which cases a number means that was written in full or in part."""

from sqlalchemy import Connection

from flows.case.lists.search import NumberWritten
from models.competence.reach import Reach
from models.ids import CaseNo
from models.store.lists.found import numbers_found, numbers_given
from models.store.lists.sought import Sought


def numbers_meant(conn: Connection, written: NumberWritten, sees: Reach) -> tuple[CaseNo, ...]:
    """Return the cases that somebody `sees` whose number was written, in full or in part."""
    given = numbers_given(conn, written.last, written.prefix, written.year)
    return numbers_found(conn, Sought(numbers=given), sees, len(given)) if given else ()
