"""Open steps by what they have in common: who looks over all of them reads a line for many alike.

Of thousands of open steps most ask the same few people in the same few seats; so many lines there are,
and one is read further only where something is amiss with it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

import orjson
from sqlalchemy import Connection, Text, cast, func, select, text

from config.regulation.codes import Act, Stage
from models.ids import CaseNo, PersonId, SeatKey
from models.store.tables import IS_OPEN, UNDER_WAY, cases, steps


@dataclass(frozen=True)
class Alike:
    """Open steps that ask the same people for the same; `holders` and `reassigned` as their rows say.

    `runs`: their clock runs. Of those that have a limit the last is due at `latest`; `all_limited`: all.
    """

    seat: SeatKey
    act: Act
    collective: bool
    holders: tuple[PersonId, ...]
    reassigned: tuple[PersonId, ...]
    runs: bool
    latest: datetime | None
    all_limited: bool
    said: tuple[str, str]


_HOLDERS, _REASSIGNED = cast(steps.c.holders, Text), cast(steps.c.reassigned, Text)
_RUNS = steps.c.paused_at.is_(None)
_IN_COMMON = (steps.c.seat, steps.c.act, steps.c.collective, _HOLDERS, _REASSIGNED, _RUNS)
_OPEN = text(f"steps.{IS_OPEN}")
_OF_CASES_UNDER_WAY = steps.c.case_no.in_(select(cases.c.no).where(text(UNDER_WAY)))
_ALIKE = (
    select(
        steps.c.seat,
        steps.c.act,
        steps.c.collective,
        _HOLDERS.label("holders"),
        _REASSIGNED.label("reassigned"),
        _RUNS.label("runs"),
        func.max(steps.c.due_at).label("latest"),
        (func.count() == func.count(steps.c.due_at)).label("all_limited"),
    )
    .where(_OPEN)
    .group_by(*_IN_COMMON)
)


def open_steps_alike(conn: Connection) -> tuple[Alike, ...]:
    """Return what the open steps have in common; those whose people nobody can read are left out."""
    found = []
    for row in conn.execute(_ALIKE):
        try:
            holders, reassigned = orjson.loads(row.holders), orjson.loads(row.reassigned)
            found.append(
                Alike(
                    SeatKey(row.seat),
                    Act(row.act),
                    bool(row.collective),
                    tuple(holders),
                    tuple(reassigned),
                    bool(row.runs),
                    # One that nobody can read may be the greatest; whoever reads all rows finds it.
                    row.latest if isinstance(row.latest, datetime) else None,
                    bool(row.all_limited),
                    (row.holders, row.reassigned),
                )
            )
        except (TypeError, ValueError):
            # Whoever reads all rows sets the case aside.
            continue
    return tuple(found)


def steps_of(conn: Connection, alike: Alike) -> tuple[tuple[CaseNo, int], ...]:
    """Return the steps that a line stands for, each by its case and number."""
    same = (
        (steps.c.seat == alike.seat)
        & (steps.c.act == alike.act)
        & (steps.c.collective == alike.collective)
        & (alike.said[0] == _HOLDERS)
        & (alike.said[1] == _REASSIGNED)
        & (alike.runs == _RUNS)
    )
    found = select(steps.c.case_no, steps.c.number).where(_OPEN, same, _OF_CASES_UNDER_WAY)
    rows = conn.execute(found.order_by(steps.c.case_no, steps.c.number))
    return tuple((CaseNo(row.case_no), row.number) for row in rows)


def begun_with(conn: Connection, on: date, stages: Collection[Stage]) -> set[CaseNo]:
    """Return the cases under way that have begun by a day, and have an open step of some stages."""
    begun = select(cases.c.no).where(text(UNDER_WAY), cases.c.begins <= on)
    of_them = steps.c.stage.in_(sorted(stages)) & steps.c.case_no.in_(begun)
    return set(conn.execute(select(steps.c.case_no).where(_OPEN, of_them).distinct()).scalars())


def asking_in(conn: Connection, seats: Collection[SeatKey]) -> tuple[CaseNo, ...]:
    """Return the cases under way with an open step of some seats."""
    asked = select(steps.c.case_no).where(_OPEN, steps.c.seat.in_(sorted(seats)))
    rows = conn.execute(asked.where(_OF_CASES_UNDER_WAY).distinct().order_by(steps.c.case_no))
    return tuple(CaseNo(no) for no in rows.scalars())
