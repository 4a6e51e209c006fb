"""The states of Prefect's runs, kept as they come: who prunes or deletes a run there loses none of them.

They are a copy of what Prefect says and prove nothing; what they show is that somebody set one by hand.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import Connection, select, update

from models.ids import CaseNo
from models.store.database.clock import machine_time
from models.store.database.engine import insert_new, insert_or_change
from models.store.tables import run_states

_LONGEST = {"name": 60, "message": 300}


@dataclass(frozen=True)
class RunState:
    """A state of a case's run, in Prefect's words; `at` is by Prefect's clock (UTC).

    `asked`: Doan asked for it; False: somebody or something else set it. None: nobody knows, for it was
    there before states were kept.
    """

    id: str
    case_no: CaseNo
    run: str
    at: datetime
    type: str
    name: str
    message: str
    asked: bool | None
    kept_at: datetime | None = None


_FIELDS = [field.name for field in fields(RunState)]


def keep(conn: Connection, states: Sequence[RunState]) -> None:
    """Keep states that are not kept yet; of those that are, that Doan asked for them. Safe to repeat."""
    kept_at = machine_time(conn)
    rows = [
        {
            **vars(state),
            **{name: getattr(state, name)[:longest] for name, longest in _LONGEST.items()},
            "kept_at": kept_at,
        }
        for state in states
    ]
    insert_new(conn, run_states, [row for row in rows if not row["asked"]])
    if asked := [row for row in rows if row["asked"]]:
        insert_or_change(conn, run_states, asked, ("asked",))


def known(conn: Connection, states: Collection[str]) -> frozenset[str]:
    """Return which of some states, by Prefect's ids, are kept."""
    found = select(run_states.c.id).where(run_states.c.id.in_(states))
    return frozenset(conn.execute(found).scalars())


def kept_since(conn: Connection, case_no: CaseNo, run: str) -> datetime | None:
    """Return the moment of the first state of a case's run that is kept; None where none is."""
    of_run = (run_states.c.case_no == case_no) & (run_states.c.run == run)
    first = select(run_states.c.at).where(of_run).order_by(run_states.c.at)
    moment: datetime | None = conn.execute(first.limit(1)).scalar()
    return moment


def of_case(conn: Connection, case_no: CaseNo) -> tuple[RunState, ...]:
    """Return the states of a case's runs in their order."""
    found = select(run_states).where(run_states.c.case_no == case_no)
    rows = conn.execute(found.order_by(run_states.c.at, run_states.c.id))
    return tuple(RunState(**{name: getattr(row, name) for name in _FIELDS}) for row in rows)


def forget_words(conn: Connection, case_no: CaseNo) -> None:
    """Erase what people wrote to states they set by hand; that they were set, and when, stays."""
    by_hand = (run_states.c.case_no == case_no) & run_states.c.asked.is_not(True)
    conn.execute(update(run_states).where(by_hand).values(message=""))
