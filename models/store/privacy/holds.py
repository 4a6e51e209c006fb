"""Legal holds: of which cases nothing may be erased. What the journals say, kept nowhere else."""

from sqlalchemy import Connection, func, select

from models import entries as e
from models.ids import CaseNo
from models.store.tables import journal

_KINDS = (e.LegalHoldSet.kind, e.LegalHoldLifted.kind)


def held_cases(conn: Connection) -> frozenset[CaseNo]:
    """Return the cases that are held now."""
    told = select(journal.c.case_no, func.max(journal.c.seq).label("seq"))
    last = told.where(journal.c.kind.in_(_KINDS)).group_by(journal.c.case_no).subquery()
    same = (journal.c.case_no == last.c.case_no) & (journal.c.seq == last.c.seq)
    found = select(journal.c.case_no).join(last, same)
    return frozenset(conn.execute(found.where(journal.c.kind == e.LegalHoldSet.kind)).scalars())


def is_held(conn: Connection, case_no: CaseNo) -> bool:
    """Tell whether a case is held now."""
    last = select(journal.c.kind).where(journal.c.case_no == case_no, journal.c.kind.in_(_KINDS))
    return (
        conn.execute(last.order_by(journal.c.seq.desc()).limit(1)).scalar() == e.LegalHoldSet.kind
    )
