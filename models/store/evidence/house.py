"""What a case's entries rest on in the house's journal: who held which seat then, and acted by what."""

from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import Connection, select

from models import entries as e
from models.ids import CaseNo
from models.store.house.journal import HOUSE
from models.store.tables import journal

_OF_SEATS = (e.SeatTaken.kind, e.SeatLeft.kind)
_OF_AUTHORITIES = (e.AuthorityGiven.kind, e.AuthorityConfirmed.kind, e.AuthorityEnded.kind)
_WHO = ("person", "on_behalf_of", "recorded_by")


def rests_on(conn: Connection, case_no: CaseNo) -> tuple[int, ...]:
    """Return the numbers of the house's entries that the entries of a case rest on.

    Those of the seats it asks and of whoever acted in it, of the authorities they acted by, and of the
    sessions in which they did.
    """
    of_case = select(journal.c.body).where(journal.c.case_no == case_no)
    said = [orjson.loads(body) for body in conn.execute(of_case).scalars()]
    signed_in, authorities = _numbers(said, "signed_in"), _numbers(said, "authority")
    seats = {each["seat"] for each in said if isinstance(each.get("seat"), str)}
    people = {each[name] for each in said for name in _WHO if isinstance(each.get(name), str)}

    def is_rested_on(seq: int, kind: str, body: str) -> bool:
        if kind in _OF_SEATS:
            told = orjson.loads(body)
            return told["seat"] in seats or told["person"] in people
        if kind in _OF_AUTHORITIES:
            return orjson.loads(body)["number"] in authorities
        return seq in signed_in

    of_house = select(journal.c.seq, journal.c.kind, journal.c.body)
    found = conn.execute(of_house.where(journal.c.case_no == HOUSE).order_by(journal.c.seq))
    return tuple(row.seq for row in found if is_rested_on(*row))


def _numbers(said: Sequence[dict[str, Any]], name: str) -> frozenset[int]:
    return frozenset(each[name] for each in said if isinstance(each.get(name), int))
