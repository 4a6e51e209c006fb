"""The texts of the regulations cases were submitted under, by their digest."""

import json

from sqlalchemy import Connection, select

from config.regulation.province import Regulation, read_regulation
from models import entries as e
from models.store.database.engine import insert_once
from models.store.house.journal import HOUSE, HouseJournal
from models.store.tables import journal, regulations


def is_kept(conn: Connection, regulation: Regulation) -> bool:
    """Tell whether the text of a regulation is kept; then it was told that it came into force."""
    known = select(regulations.c.digest).where(regulations.c.digest == regulation.digest)
    return conn.execute(known).first() is not None


def put_in_force(house: HouseJournal, regulation: Regulation) -> None:
    """Keep the text of a regulation, and tell once that new cases go by it from now on.

    Safe to repeat, also by several at once: told is only what is another than the one told last.
    """
    house.wait()
    text = {"name": regulation.name, "content": regulation.text}
    insert_once(house.conn, regulations, digest=regulation.digest, **text)
    if _told_last(house.conn) != regulation.digest:
        house.record(e.RegulationInForce(name=regulation.name, digest=regulation.digest))


def _told_last(conn: Connection) -> str | None:
    told = (
        select(journal.c.body)
        .where(journal.c.case_no == HOUSE, journal.c.kind == e.RegulationInForce.kind)
        .order_by(journal.c.seq.desc())
        .limit(1)
    )
    body = conn.execute(told).scalar()
    return str(json.loads(body)["digest"]) if body else None


def regulation(conn: Connection, digest: str) -> Regulation:
    """Return the regulation with that digest, as it was then."""
    # The digest is that of the text, so what was read once is never another.
    if digest not in _READ:
        content: str = conn.execute(
            select(regulations.c.content).where(regulations.c.digest == digest)
        ).scalar_one()
        _READ[digest] = read_regulation(content)
    return _READ[digest]


_READ: dict[str, Regulation] = {}
