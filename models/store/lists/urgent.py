"""Which open steps are urgent: those of an amendment that has to be decided before something begins."""

from sqlalchemy import Connection, Select, select

from config.regulation.codes import Stage
from models.case import AmendmentState, StepState
from models.ids import CaseNo
from models.store.tables import amendments, steps


def urgent() -> Select[tuple[str, int]]:
    """Select the open steps that are urgent, as `Case.is_urgent` has it, each by its case and number."""
    of_open = (amendments.c.state == AmendmentState.OPEN) & amendments.c.begins_at.is_not(None)
    of_amendment = (steps.c.state == StepState.OPEN) & (steps.c.stage == Stage.AMENDMENT)
    return (
        select(steps.c.case_no, steps.c.number)
        .join(amendments, amendments.c.case_no == steps.c.case_no)
        .where(of_open, of_amendment)
    )


def urgent_steps(conn: Connection) -> frozenset[tuple[CaseNo, int]]:
    """Return the open steps of all cases that are urgent; mostly there is none."""
    return frozenset((CaseNo(row.case_no), row.number) for row in conn.execute(urgent()))
