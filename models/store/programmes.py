"""Programmes that were changed after the approval: each revision whole, and erasable."""

from pydantic import TypeAdapter
from sqlalchemy import Connection, insert, select

from models.errors import CaseErased
from models.ids import CaseNo, Digest
from models.journal.entry import canonical, salted_digest
from models.programme.items import Item
from models.store.privacy import erasing
from models.store.tables import programmes

_ITEMS: TypeAdapter[tuple[Item, ...]] = TypeAdapter(tuple[Item, ...])


def keep_programme(
    conn: Connection, case_no: CaseNo, revision: int, items: tuple[Item, ...]
) -> None:
    """Keep a revision of the programme."""
    content = _written(items)
    conn.execute(insert(programmes).values(case_no=case_no, revision=revision, content=content))


def digest_of(salt: bytes, items: tuple[Item, ...]) -> Digest:
    """Return the digest a programme is known by."""
    return salted_digest(salt, _written(items).encode())


def _written(items: tuple[Item, ...]) -> str:
    return canonical(_ITEMS.dump_python(items, mode="json"))


def programme(conn: Connection, case_no: CaseNo, revision: int) -> tuple[Item, ...]:
    """Return a revision of the programme; raises `CaseErased`."""
    this = (programmes.c.case_no == case_no) & (programmes.c.revision == revision)
    content: str | None = conn.execute(select(programmes.c.content).where(this)).scalar()
    if content is None:
        raise CaseErased(case=case_no, at=erasing.erased_at(conn, case_no))
    return read_items(content)


def read_items(content: str) -> tuple[Item, ...]:
    """Read a programme's text."""
    return _ITEMS.validate_json(content)
