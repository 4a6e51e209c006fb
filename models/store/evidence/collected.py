"""A case as evidence: each part as the file it becomes, with what its digest is recomputed from.

What the auditor is shown is in it. Passports never are, and neither are letters as they were sent: they
have links in them by which their readers act. Of both the digests stay.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from mimetypes import guess_extension
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Connection, Row, and_, select

from models import entries as e
from models.ids import CaseNo
from models.journal.checkpoint import opened
from models.journal.proofs import Tree
from models.journal.signing import Signer
from models.store import leaves
from models.store.evidence.house import rests_on
from models.store.house.journal import HOUSE
from models.store.house.post import POST
from models.store.mail.kept import digest_of
from models.store.tables import (
    cases,
    dossiers,
    files,
    journal,
    outbox,
    programmes,
    regulations,
    salts,
    texts,
)
from models.store.tables import leaves as places

_OF_KEYS = (e.KeyInForce.kind, e.KeyHandedOver.kind)
_AT_ITS_PLACE = and_(places.c.case_no == journal.c.case_no, places.c.seq == journal.c.seq)
# What an extension may be besides a letter or two of the alphabet: nothing that a shell or a name minds.
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyz0123456789.")


@dataclass(frozen=True)
class Proven:
    """The tree as the newest checkpoint covers it, by which each entry is proven."""

    tree: Tree
    note: str
    size: int

    @classmethod
    def of(cls, conn: Connection, case_no: CaseNo, signer: Signer) -> "Proven | None":
        """Return it; None where the newest checkpoint does not cover all of a case and its letters yet.

        Raises `CheckpointInvalid`.
        """
        notes = leaves.notes(conn)
        if not notes:
            return None
        note = notes[max(notes)]
        size = opened(note, signer.public).size
        of_it = journal.c.case_no.in_((case_no, POST))
        beyond = select(journal.c.seq).join(places, _AT_ITS_PLACE, isouter=True).where(of_it)
        if conn.execute(beyond.where(places.c.leaf.is_(None) | (places.c.leaf >= size))).first():
            return None
        return cls(Tree(leaves.hashes(conn)), note, size)


def collected(conn: Connection, case_no: CaseNo, proven: Proven) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a bundle by name, one at a time: a case may have many megabytes of papers."""
    yield "checkpoint.txt", proven.note.encode()
    yield "entries.json", _json(_entries(conn, journal.c.case_no == case_no, proven))
    of_keys = (journal.c.case_no == HOUSE) & journal.c.kind.in_(_OF_KEYS)
    yield "keys.json", _json(_entries(conn, of_keys, proven))
    yield "house.json", _json(_house_of(conn, case_no, proven))
    messages = [_message(row) for row in _rows_of(conn, case_no)]
    yield "messages.json", _json(messages)
    numbers = frozenset(message["id"] for message in messages)
    yield "post.json", _json(_post_of(conn, numbers, proven))
    yield "regulation.yaml", _regulation_of(conn, case_no).encode()
    yield from _erasable(conn, case_no)


def _erasable(conn: Connection, case_no: CaseNo) -> Iterator[tuple[str, bytes]]:
    """Yield what is still there of what can be erased, with the salt of its digests."""
    salt = conn.execute(select(salts.c.salt).where(salts.c.case_no == case_no)).scalar()
    if salt is not None:
        yield "salt.txt", bytes(salt).hex().encode()
    for table, key, name in (
        (dossiers, dossiers.c.version, "dossiers/{}.json"),
        (programmes, programmes.c.revision, "programmes/{}.json"),
        (texts, texts.c.digest, "texts/{}.txt"),
    ):
        of_it = select(key, table.c.content).where(table.c.case_no == case_no).order_by(key)
        for which, content in conn.execute(of_it).all():
            yield name.format(which), content.encode()
    of_case = files.c.case_no == case_no
    known = select(files.c.digest, files.c.name, files.c.media_type).where(of_case)
    listed = [
        {**row._mapping, "file": f"files/{row.digest}{_extension(row.media_type)}"}
        for row in conn.execute(known.order_by(files.c.digest)).all()
    ]
    yield "files.json", _json(listed)
    for each in listed:
        this = select(files.c.content).where(of_case, files.c.digest == each["digest"])
        yield each["file"], bytes(conn.execute(this).scalar_one())


def _entries(
    conn: Connection,
    these: ColumnElement[bool],
    proven: Proven,
    only: Collection[int] | None = None,
) -> list[dict[str, Any]]:
    """Return entries as they were sealed and signed, each with its place and its proof.

    Of one chain those numbers `only` that are given.
    """
    found = (
        select(journal, places.c.leaf)
        .join(places, _AT_ITS_PLACE)
        .where(these, places.c.leaf < proven.size)
        .order_by(journal.c.case_no, journal.c.seq)
    )
    rows = conn.execute(found)
    return [_entry(row, proven) for row in rows if only is None or row.seq in only]


def _entry(row: Row[Any], proven: Proven) -> dict[str, Any]:
    plain = ("seq", "kind", "actor", "body", "previous", "hash", "signature", "leaf")
    proof = proven.tree.inclusion(row.leaf, proven.size)
    return {
        "case": row.case_no,
        **{name: getattr(row, name) for name in plain},
        "at": _moment(row.at),
        "recorded_at": _moment(row.recorded_at),
        "proof": [each.hex() for each in proof],
    }


def _house_of(conn: Connection, case_no: CaseNo, proven: Proven) -> list[dict[str, Any]]:
    """Return what the house's journal tells of whoever acted: their seats, authorities, sessions."""
    numbers = frozenset(rests_on(conn, case_no))
    return _entries(conn, journal.c.case_no == HOUSE, proven, only=numbers)


def _post_of(conn: Connection, numbers: Collection[int], proven: Proven) -> list[dict[str, Any]]:
    """Return what the post's journal tells of some messages."""
    of_post = _entries(conn, journal.c.case_no == POST, proven)
    return [entry for entry in of_post if _tells_of(entry["body"]) & frozenset(numbers)]


def _tells_of(body: str) -> frozenset[int]:
    messages: Sequence[Any] = orjson.loads(body)["messages"]
    return frozenset(each if isinstance(each, int) else each[0] for each in messages)


def _rows_of(conn: Connection, case_no: CaseNo) -> Sequence[Row[Any]]:
    of_case = select(outbox).where(outbox.c.case_no == case_no)
    return conn.execute(of_case.order_by(outbox.c.id)).all()


def _message(row: Row[Any]) -> dict[str, Any]:
    """Return a message: what its event called for, what became of it, and the digest of its letter."""
    content = digest_of(row.content) if row.content is not None else None
    plain = (
        *("id", "case_no", "seq", "notice", "recipient", "asks", "facts", "message_id", "state"),
        *("address", "tries", "trouble", "seal", "letter_seal", "carried_by"),
        "accepted_as",
    )
    moments = ("queued_at", "sent_at", "next_try_at")
    return {
        **{name: getattr(row, name) for name in plain},
        **{name: _moment(getattr(row, name)) for name in moments},
        "content": content,
    }


def _regulation_of(conn: Connection, case_no: CaseNo) -> str:
    pinned = select(regulations.c.content).join(
        cases, cases.c.regulation_digest == regulations.c.digest
    )
    return str(conn.execute(pinned.where(cases.c.no == case_no)).scalar_one())


def _extension(media_type: str) -> str:
    found = guess_extension(media_type.partition(";")[0].strip()) or ""
    return found if set(found) <= _PLAIN else ""


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _json(value: Any) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_NON_STR_KEYS) + b"\n"
