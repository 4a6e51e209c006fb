"""The other cases in which somebody travels, as a decider needs to see them."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson
from sqlalchemy import Connection, Exists, Row, Select, bindparam, exists, select

from config.regulation.codes import Act, Kind, Stage, Trip
from models.case import CaseStatus, StepState
from models.ids import BodyKey, CaseNo
from models.names import name_key
from models.store.dossiers import own_days
from models.store.lists.kept_home import kept_home
from models.store.tables import cases, dossiers, steps, travellers

_OF_THE_OTHER = (
    cases.c.kind,
    cases.c.status,
    cases.c.unit,
    cases.c.begins,
    cases.c.ends,
    dossiers.c.content,
)


@dataclass(frozen=True)
class OtherTrip:
    """Another case of the same traveller.

    `number` is the member's in this delegation, `unit` submitted the other one; `begins` and `ends` are
    the traveller's own days of it; `owes_report` that the other trip is approved and its report has been
    asked for and not filed.
    """

    case_no: CaseNo
    unit: BodyKey
    number: int
    status: str
    begins: date
    ends: date
    official: bool
    same_person: bool
    owes_report: bool


def other_trips(conn: Connection, case_no: CaseNo) -> tuple[OtherTrip, ...]:
    """Return the other cases in which a member of this delegation travels.

    The same directory id is the same person; the same name, where an id is missing, is shown as
    only that. Who goes abroad is not compared with who comes, and a delegation that is refused to
    somebody is no trip of theirs.
    """
    return other_trips_of(conn, (case_no,)).get(case_no, ())


def other_trips_of(
    conn: Connection, numbers: Collection[CaseNo]
) -> dict[CaseNo, tuple[OtherTrip, ...]]:
    """Return the same of some delegations at once, by their numbers; who has none is left out."""
    found: dict[CaseNo, tuple[OtherTrip, ...]] = {}
    for row in _travelling(conn, conn.execute(_OTHER_TRIPS, {"of": sorted(numbers)}).all()):
        trip = _other_trip(row, number=row.number, same_person=bool(row.same_person))
        found[row.of] = (*found.get(row.of, ()), trip)
    return found


def trips_of(
    conn: Connection, persons: Sequence[tuple[str, str | None]], kind: Kind
) -> tuple[OtherTrip, ...]:
    """Return the cases of a kind in which these persons travel: each a name and a directory id.

    Of a request that is no case yet; persons are the same by the rule of `other_trips`.
    """
    asked = {
        "of_kind": kind,
        "ids": sorted({person for _, person in persons if person}),
        "keys": sorted({name_key(name) for name, _ in persons}),
    }
    rows = _travelling(conn, conn.execute(_TRIPS_OF, asked).all())
    return tuple(_trips_among(rows, persons))


def _travelling(conn: Connection, rows: Sequence[Row[Any]]) -> list[Row[Any]]:
    """Leave out whom a decision keeps at home: that is no trip of theirs."""
    kept = kept_home(conn, {row.case_no for row in rows}) if rows else frozenset()
    return [row for row in rows if (row.case_no, row.there_number) not in kept]


def _trips_among(
    rows: Sequence[Row[Any]], persons: Sequence[tuple[str, str | None]]
) -> Iterator[OtherTrip]:
    for number, (name, person) in enumerate(persons, start=1):
        for row in rows:
            same_person = person is not None and person == row.person
            unknown = person is None or row.person is None
            if same_person or (unknown and row.name_key == name_key(name)):
                yield _other_trip(row, number=number, same_person=same_person)


def _trips_of() -> Select[Any]:
    there = travellers.alias("there")
    in_force = (dossiers.c.case_no == cases.c.no) & (dossiers.c.version == cases.c.version)
    by_id = there.c.person.in_(bindparam("ids", expanding=True))
    by_name = there.c.name_key.in_(bindparam("keys", expanding=True))
    return (
        select(
            there.c.person,
            there.c.name_key,
            there.c.case_no,
            there.c.number.label("there_number"),
            *_OF_THE_OTHER,
            _report_is_open().label("report_is_open"),
        )
        .join_from(there, cases, cases.c.no == there.c.case_no)
        .join(dossiers, in_force)
        .where(cases.c.kind == bindparam("of_kind"))
        .where(by_id | by_name)
        .order_by(cases.c.begins, cases.c.no)
    )


def _other_trips() -> Select[Any]:
    here, there = travellers.alias("here"), travellers.alias("there")
    this = cases.alias("this")
    same_person = here.c.person == there.c.person
    unknown = here.c.person.is_(None) | there.c.person.is_(None)
    other = (cases.c.no == there.c.case_no) & (cases.c.kind == this.c.kind)
    in_force = (dossiers.c.case_no == cases.c.no) & (dossiers.c.version == cases.c.version)
    return (
        select(
            here.c.case_no.label("of"),
            here.c.number,
            there.c.case_no,
            there.c.number.label("there_number"),
            *_OF_THE_OTHER,
            same_person.label("same_person"),
            _report_is_open().label("report_is_open"),
        )
        .join_from(here, this, this.c.no == here.c.case_no)
        .join(there, there.c.case_no != here.c.case_no)
        .join(cases, other)
        .join(dossiers, in_force)
        .where(here.c.case_no.in_(bindparam("of", expanding=True)))
        .where(same_person | ((here.c.name_key == there.c.name_key) & unknown))
        .order_by(here.c.number, cases.c.begins, cases.c.no)
    )


def _report_is_open() -> Exists:
    asked = (steps.c.stage == Stage.REPORT) & (steps.c.act == Act.FILE)
    asked &= steps.c.state == StepState.OPEN
    return exists().where(steps.c.case_no == cases.c.no, asked)


# Put together once: that costs more than the database needs to answer them.
_OTHER_TRIPS = _other_trips()
_TRIPS_OF = _trips_of()


def _other_trip(row: Row[Any], *, number: int, same_person: bool) -> OtherTrip:
    begins, ends = own_days(row.content, row.kind, row.there_number, (row.begins, row.ends))
    return OtherTrip(
        case_no=row.case_no,
        unit=BodyKey(row.unit),
        number=number,
        status=row.status,
        begins=begins,
        ends=ends,
        official=orjson.loads(row.content).get("trip") == Trip.OFFICIAL,
        same_person=same_person,
        owes_report=bool(row.report_is_open) and row.status == CaseStatus.APPROVED,
    )
