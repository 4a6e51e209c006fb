"""Many cases read at once, each as it would be read by itself: as many queries whatever their number."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, Table, select

from config.regulation.codes import Gate
from models.case import Case, Commitment, Condition, Question, Remark
from models.ids import CaseNo, Digest, PersonId
from models.store.amiss.unreadable import each_readable, whole
from models.store.case_rows import (
    amendment_of,
    call_of,
    case_of,
    planned_of,
    step_of,
    vote_of,
)
from models.store.dossiers import text_as_kept
from models.store.tables import (
    DAMAGED,
    amendments,
    calls,
    cases,
    commitments,
    conditions,
    dossiers,
    persons,
    plan_steps,
    programmes,
    questions,
    remarks,
    salts,
    steps,
    texts,
    votes,
)


@dataclass(frozen=True)
class Content:
    """What there is of a case that can be erased, as it is written."""

    dossiers: Mapping[int, str] = field(default_factory=dict)
    programmes: Mapping[int, str] = field(default_factory=dict)
    texts: Mapping[Digest, str] = field(default_factory=dict)
    salt: bytes | None = None


def read_cases(conn: Connection, numbers: Collection[CaseNo]) -> dict[CaseNo, Case]:
    """Return some cases as they stand, by number; those that are none, or unreadable, are left out."""
    plans, asked, cast = (_rows(conn, t, numbers) for t in (plan_steps, steps, votes))
    ballots: dict[tuple[str, int], list[Any]] = {}
    readable_ones = (vote for vote in _all(cast) if DAMAGED not in vote)
    for vote in sorted(readable_ones, key=lambda vote: vote.at):
        ballots.setdefault((vote.case_no, vote.step), []).append(vote_of(vote))
    added = {name: _rows(conn, table, numbers) for name, (table, _) in _ADDED.items()}
    found = conn.execute(select(cases).where(cases.c.no.in_(numbers)).order_by(cases.c.no))

    def whole_case(row: Row[Any]) -> Case:
        return case_of(
            row,
            tuple(planned_of(planned) for planned in plans.get(row.no, ())),
            tuple(
                step_of(whole(step), tuple(ballots.get((row.no, step.number), ())))
                for step in asked.get(row.no, ())
            ),
            **{
                name: tuple(make(_beside(whole(each))) for each in added[name].get(row.no, ()))
                for name, (_, make) in _ADDED.items()
            },
        )

    return {case.no: case for case in each_readable(found.all(), whole_case, by="no")}


def content_of(conn: Connection, numbers: Collection[CaseNo]) -> dict[CaseNo, Content]:
    """Return what there is of some cases that can be erased."""
    versions, programmed, said = (_rows(conn, t, numbers) for t in (dossiers, programmes, texts))
    kept = {row.case_no: row.salt for row in _all(_rows(conn, salts, numbers))}
    return {
        no: Content(
            dossiers={row.version: row.content for row in versions.get(no, ())},
            programmes={row.revision: row.content for row in programmed.get(no, ())},
            texts={
                Digest(row.digest): text_as_kept(row.digest, row.content, kept.get(no))
                for row in said.get(no, ())
            },
            salt=kept.get(no),
        )
        for no in numbers
    }


def everybodys_keys(conn: Connection) -> dict[str, tuple[PersonId, ...]]:
    """Return who of the directory bears which name, by the form in which names are compared."""
    found: dict[str, tuple[PersonId, ...]] = {}
    for row in conn.execute(select(persons.c.id, persons.c.name_key).order_by(persons.c.id)):
        found[row.name_key] = (*found.get(row.name_key, ()), PersonId(row.id))
    return found


_ADDED: dict[str, tuple[Table, Callable[[dict[str, Any]], Any]]] = {
    "conditions": (conditions, lambda v: Condition(**v | {"gate": Gate(v["gate"])})),
    "questions": (questions, lambda v: Question(**v)),
    "remarks": (remarks, lambda v: Remark(**v)),
    "amendments": (amendments, amendment_of),
    "commitments": (commitments, lambda v: Commitment(**v)),
    "calls": (calls, call_of),
}


def _rows(conn: Connection, table: Table, numbers: Collection[CaseNo]) -> dict[str, list[Row[Any]]]:
    """Return the rows of some cases in a table, each case's in the order of their keys."""
    query = select(table).where(table.c.case_no.in_(numbers)).order_by(*table.primary_key)
    found: dict[str, list[Row[Any]]] = {}
    for row in conn.execute(query):
        found.setdefault(row.case_no, []).append(row)
    return found


def _all(found: Mapping[str, list[Row[Any]]]) -> Iterable[Row[Any]]:
    return (row for rows in found.values() for row in rows)


def _beside(row: Row[Any]) -> dict[str, Any]:
    return {name: value for name, value in row._asdict().items() if name != "case_no"}
