"""The texts of the regulations cases were submitted under, by their digest."""

from sqlalchemy import Connection, select

from config.regulation.province import Regulation, read_regulation
from models.store.database.engine import insert_once
from models.store.tables import regulations


def keep_regulation(conn: Connection, regulation: Regulation) -> None:
    """Keep the text of a regulation; safe to repeat, also by several at once."""
    known = select(regulations.c.digest).where(regulations.c.digest == regulation.digest)
    if conn.execute(known).first() is None:
        text = {"name": regulation.name, "content": regulation.text}
        insert_once(conn, regulations, digest=regulation.digest, **text)


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
