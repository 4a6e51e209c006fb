"""Legal holds: of which cases nothing may be erased. What the journals say, kept nowhere else."""

from sqlalchemy import Connection, select, text

from models import entries as e
from models.ids import CaseNo
from models.store.tables import OF_HOLDS, journal

_KINDS = (e.LegalHoldSet.kind, e.LegalHoldLifted.kind)


def held_cases(conn: Connection) -> frozenset[CaseNo]:
    """Return the cases that are held now."""
    told = select(journal.c.case_no, journal.c.kind).where(text(OF_HOLDS))
    last = dict(conn.execute(told.order_by(journal.c.case_no, journal.c.seq)).tuples().all())
    return frozenset(CaseNo(no) for no, kind in last.items() if kind == e.LegalHoldSet.kind)


def is_held(conn: Connection, case_no: CaseNo) -> bool:
    """Tell whether a case is held now."""
    last = select(journal.c.kind).where(journal.c.case_no == case_no, journal.c.kind.in_(_KINDS))
    return (
        conn.execute(last.order_by(journal.c.seq.desc()).limit(1)).scalar() == e.LegalHoldSet.kind
    )
