"""Which members of many cases a decision keeps at home: they travel in none of them."""

from collections.abc import Collection

from sqlalchemy import Connection, bindparam, select

from models.acts import Chosen
from models.case import StepState
from models.ids import CaseNo
from models.request.people.kept_at_home import Persons, numbered_now
from models.store.dossiers import read_content
from models.store.tables import cases, dossiers, steps


def kept_home(conn: Connection, numbers: Collection[str]) -> frozenset[tuple[CaseNo, int]]:
    """Return the members by case and by their number in the version in force, in four queries at most.

    A member of a dossier that is erased keeps the number that the decision gave.
    """
    s = steps.c
    few = sorted(set(conn.execute(_WITH_SOME, {"these": sorted(numbers)}).scalars()))
    if not few:
        return frozenset()
    # What was decided afterwards on the same may have taken a refusal back.
    rows = conn.execute(
        select(s.case_no, s.stage, s.act, s.seat, s.key, s.version, s.choice, s.refused_members)
        .where(s.case_no.in_(few), s.state == StepState.DECIDED)
        .order_by(s.case_no, s.number)
    )
    newest = {(r.case_no, r.stage, r.act, r.seat, r.key): r for r in rows}
    refusals = [row for row in newest.values() if row.choice == Chosen.APPROVE_SOME]
    if not refusals:
        return frozenset()
    persons, in_force = _travellers(conn, {row.case_no for row in refusals})
    kept: set[tuple[CaseNo, int]] = set()
    for row in refusals:
        then = persons.get((row.case_no, row.version))
        now = persons.get((row.case_no, in_force[row.case_no]))
        refused = row.refused_members
        if row.version != in_force[row.case_no] and then and now:
            refused = numbered_now(refused, then, now)
        kept.update((CaseNo(row.case_no), number) for number in refused)
    return frozenset(kept)


_WITH_SOME = (
    select(steps.c.case_no)
    .where(steps.c.case_no.in_(bindparam("these", expanding=True)))
    .where(steps.c.state == StepState.DECIDED, steps.c.choice == Chosen.APPROVE_SOME)
)


def _travellers(
    conn: Connection, numbers: Collection[str]
) -> tuple[dict[tuple[str, int], Persons], dict[str, int]]:
    """Return who travels by each version of some cases, and which version is in force."""
    found = conn.execute(
        select(cases.c.no, cases.c.kind, cases.c.version).where(cases.c.no.in_(sorted(numbers)))
    ).all()
    kinds = {row.no: row.kind for row in found}
    kept = conn.execute(
        select(dossiers.c.case_no, dossiers.c.version, dossiers.c.content).where(
            dossiers.c.case_no.in_(sorted(numbers))
        )
    )
    persons: dict[tuple[str, int], Persons] = {
        (row.case_no, row.version): read_content(row.content, kinds[row.case_no]).persons
        for row in kept
    }
    return persons, {row.no: row.version for row in found}
