"""The other cases in which somebody travels, as a decider needs to see them."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Exists, Row, Select, bindparam, exists, select

from config.regulation.codes import Act, Stage, Trip
from models.case import CaseStatus, StepState
from models.ids import CaseNo
from models.store.tables import cases, dossiers, steps, travellers


@dataclass(frozen=True)
class OtherTrip:
    """Another case of the same traveller.

    `number` is the member's in this delegation; `owes_report` that the other trip is approved and
    its report has been asked for and not filed.
    """

    case_no: CaseNo
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
    only that. Who goes abroad is not compared with who comes.
    """
    return tuple(_other_trip(row) for row in conn.execute(_OTHER_TRIPS, {"of": case_no}))


def _other_trips() -> Select[Any]:
    here, there = travellers.alias("here"), travellers.alias("there")
    this = cases.alias("this")
    same_person = here.c.person == there.c.person
    unknown = here.c.person.is_(None) | there.c.person.is_(None)
    its_kind = select(this.c.kind).where(this.c.no == bindparam("of")).scalar_subquery()
    other = (cases.c.no == there.c.case_no) & (cases.c.kind == its_kind)
    in_force = (dossiers.c.case_no == cases.c.no) & (dossiers.c.version == cases.c.version)
    return (
        select(
            here.c.number,
            there.c.case_no,
            cases.c.status,
            cases.c.begins,
            cases.c.ends,
            dossiers.c.content,
            same_person.label("same_person"),
            _report_is_open().label("report_is_open"),
        )
        .join_from(here, there, there.c.case_no != here.c.case_no)
        .join(cases, other)
        .join(dossiers, in_force)
        .where(here.c.case_no == bindparam("of"))
        .where(same_person | ((here.c.name_key == there.c.name_key) & unknown))
        .order_by(here.c.number, cases.c.begins, cases.c.no)
    )


def _report_is_open() -> Exists:
    asked = (steps.c.stage == Stage.REPORT) & (steps.c.act == Act.FILE)
    asked &= steps.c.state == StepState.OPEN
    return exists().where(steps.c.case_no == cases.c.no, asked)


# Put together once: that costs more than the database needs to answer it.
_OTHER_TRIPS = _other_trips()


def _other_trip(row: Row[Any]) -> OtherTrip:
    return OtherTrip(
        case_no=row.case_no,
        number=row.number,
        status=row.status,
        begins=row.begins,
        ends=row.ends,
        official=json.loads(row.content).get("trip") == Trip.OFFICIAL,
        same_person=bool(row.same_person),
        owes_report=bool(row.report_is_open) and row.status == CaseStatus.APPROVED,
    )
