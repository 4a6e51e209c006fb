"""Requests that are being written: they belong to a unit, and are no part of any journal.

All that was written is encrypted as a whole, since passports are among it. A draft that was filed keeps
its row without content, so that whoever comes back to it learns which case came of it.
"""

import json
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from config.regulation.codes import Kind
from models.errors import DraftFiled, DraftUnknown
from models.ids import BodyKey, CaseNo, PersonId
from models.journal.entry import canonical
from models.request.form.written import Values
from models.request.reading import Attachment
from models.store.database.clock import now
from models.store.database.engine import insert_new
from models.store.privacy.passports import Keys, box_of, opened, sealed_anew
from models.store.tables import draft_files, drafts

# A unit that is writing more at once looks for the others by their cases, or ends some.
MOST_LISTED = 50


class Task(StrEnum):
    """What is to come of a draft. Stored: the names never change."""

    SUBMIT = "submit"
    RESUBMIT = "resubmit"
    CHANGE = "change"
    AMEND = "amend"


@dataclass(frozen=True)
class Draft:
    """A request that is being written for a unit.

    `case_no` is the case that it is a later version of, or the one that came of it. `values` are what
    was written so far; they are empty once it `is_filed`.
    """

    id: str
    unit: BodyKey
    kind: Kind
    task: Task
    case_no: CaseNo | None
    begun_by: PersonId
    changed_by: PersonId
    changed_at: datetime
    values: Values
    is_filed: bool

    @property
    def title(self) -> str:
        """Return what it is about; empty as long as nobody has said so."""
        return str(self.values.get("title", ""))


def begin(
    conn: Connection,
    by: PersonId,
    unit: BodyKey,
    kind: Kind,
    values: Values,
    keys: Keys,
    *,
    task: Task = Task.SUBMIT,
    case_no: CaseNo | None = None,
) -> str:
    """Begin a draft; return its id, which nobody guesses."""
    draft, at = secrets.token_hex(16), now(conn)
    conn.execute(
        insert(drafts).values(
            id=draft,
            unit=unit,
            kind=kind,
            task=task,
            case_no=case_no,
            begun_by=by,
            begun_at=at,
            changed_by=by,
            changed_at=at,
            content=_sealed(values, keys),
        )
    )
    return draft


def draft_of(conn: Connection, draft: str, keys: Keys) -> Draft:
    """Return a draft; raises `DraftUnknown`."""
    row = conn.execute(_DRAFT, {"this": draft}).one_or_none()
    if row is None:
        raise DraftUnknown
    return _draft(row, keys)


# Put together once: they are asked at each saving of what somebody types.
_DRAFT = select(drafts).where(drafts.c.id == bindparam("this"))
_LOCKED = (
    select(drafts.c.case_no, drafts.c.content.is_(None).label("is_filed"))
    .where(drafts.c.id == bindparam("this"))
    .with_for_update()
)
_WRITTEN = (
    update(drafts)
    .where(drafts.c.id == bindparam("this"))
    .values(
        announced_at=None,
        content=bindparam("kept"),
        changed_by=bindparam("by"),
        changed_at=bindparam("at"),
    )
)
_UNUSED = delete(draft_files).where(
    draft_files.c.draft == bindparam("this"),
    draft_files.c.digest.not_in(bindparam("named", expanding=True)),
)


def lock(conn: Connection, draft: str) -> None:
    """Keep everybody else from changing a draft until the transaction ends.

    Raises `DraftUnknown`, and `DraftFiled` for one that cannot be changed any more.
    """
    row = conn.execute(_LOCKED, {"this": draft}).one_or_none()
    if row is None:
        raise DraftUnknown
    if row.is_filed:
        raise DraftFiled(case=row.case_no)


def of_units(conn: Connection, units: Collection[BodyKey], keys: Keys) -> tuple[Draft, ...]:
    """Return the drafts of some units that are not filed, the last changed first."""
    theirs = select(drafts).where(drafts.c.unit.in_(sorted(units)), drafts.c.content.is_not(None))
    rows = conn.execute(theirs.order_by(drafts.c.changed_at.desc(), drafts.c.id).limit(MOST_LISTED))
    return tuple(_draft(row, keys) for row in rows)


def of_case(conn: Connection, case_no: CaseNo, task: Task, keys: Keys) -> Draft | None:
    """Return the draft in which a later version of a case is being written for a task."""
    this = (drafts.c.case_no == case_no) & (drafts.c.task == task) & drafts.c.content.is_not(None)
    row = conn.execute(select(drafts).where(this).order_by(drafts.c.begun_at)).first()
    return _draft(row, keys) if row else None


def write(conn: Connection, draft: str, values: Values, by: PersonId, keys: Keys) -> None:
    """Keep what a draft says from now on; files that no paper names any more go."""
    said = {"kept": _sealed(values, keys), "by": by, "at": now(conn)}
    conn.execute(_WRITTEN, {"this": draft, **said})
    named = {digest_in(paper.get("file", "")) for paper in values.get("papers", ())}
    conn.execute(_UNUSED, {"this": draft, "named": sorted(named)})


def keep_file(conn: Connection, draft: str, file: Attachment) -> str:
    """Keep a file; return what a paper's field `file` says of it: its digest and its name."""
    row = {
        "draft": draft,
        "digest": file.digest,
        "name": file.name,
        "media_type": file.media_type,
        "size": len(file.content),
        "content": file.content,
    }
    insert_new(conn, draft_files, [row])
    return f"{file.digest}/{file.name}"


def digest_in(file: str) -> str:
    """Return the digest that a paper's field `file` names."""
    return file.partition("/")[0]


def name_in(file: str) -> str:
    """Return the name of the file that a paper's field `file` names."""
    return file.partition("/")[2]


def files_of(conn: Connection, draft: str) -> dict[str, Attachment]:
    """Return the files of a draft by their digests."""
    rows = conn.execute(select(draft_files).where(draft_files.c.draft == draft))
    return {row.digest: Attachment(row.name, row.media_type, row.content) for row in rows}


def file_of(conn: Connection, draft: str, digest: str) -> Attachment | None:
    """Return a file of a draft by the digest of its content."""
    this = (draft_files.c.draft == draft) & (draft_files.c.digest == digest)
    row = conn.execute(select(draft_files).where(this)).one_or_none()
    return Attachment(row.name, row.media_type, row.content) if row else None


def file(conn: Connection, draft: str, case_no: CaseNo) -> None:
    """Note which case came of a draft; what was written is in its dossier now, and goes here."""
    conn.execute(delete(draft_files).where(draft_files.c.draft == draft))
    filed = {"content": None, "case_no": case_no, "changed_at": now(conn)}
    conn.execute(update(drafts).where(drafts.c.id == draft).values(**filed))


def drop(conn: Connection, draft: str) -> None:
    """Erase a draft with its files."""
    conn.execute(delete(draft_files).where(draft_files.c.draft == draft))
    conn.execute(delete(drafts).where(drafts.c.id == draft))


def resting(conn: Connection, since: datetime, keys: Keys) -> tuple[Draft, ...]:
    """Return the drafts that nobody changed since a moment, and whose unit was not told of it."""
    rest = (drafts.c.changed_at < since) & drafts.c.announced_at.is_(None)
    rows = conn.execute(select(drafts).where(rest, drafts.c.content.is_not(None)).with_for_update())
    return tuple(_draft(row, keys) for row in rows)


def announce(conn: Connection, draft: str, at: datetime) -> None:
    """Note that the unit of a draft was told that nobody goes on with it."""
    conn.execute(update(drafts).where(drafts.c.id == draft).values(announced_at=at))


def drop_announced(conn: Connection, before: datetime) -> None:
    """Erase the drafts whose units were told so before a moment, and those filed before it."""
    of_filed = drafts.c.content.is_(None) & (drafts.c.changed_at < before)
    gone = select(drafts.c.id).where((drafts.c.announced_at < before) | of_filed)
    for draft in conn.execute(gone).scalars().all():
        drop(conn, draft)


def forget_passports_of(conn: Connection, person: PersonId, keys: Keys) -> None:
    """Take a person's passports out of whatever is being written."""
    written = conn.execute(select(drafts).where(drafts.c.content.is_not(None)).with_for_update())
    for row in written.all():
        values = _draft(row, keys).values
        bearers = [member for member in values.get("members", ()) if member.get("person") == person]
        if any(bearer.pop("passport", None) for bearer in bearers):
            this = drafts.c.id == row.id
            conn.execute(update(drafts).where(this).values(content=_sealed(values, keys)))


def wrap_anew(conn: Connection, keys: Keys) -> None:
    """Encrypt all drafts by the first of some keys; which one did so before is no matter."""
    box = box_of(keys)
    written = select(drafts.c.id, drafts.c.content).where(drafts.c.content.is_not(None))
    for row in conn.execute(written).all():
        this = drafts.c.id == row.id
        conn.execute(update(drafts).where(this).values(content=sealed_anew(box, row.content)))


def _sealed(values: Values, keys: Keys) -> bytes:
    return box_of(keys).encrypt(canonical(values).encode())


def _draft(row: Row[Any], keys: Keys) -> Draft:
    return Draft(
        id=row.id,
        unit=BodyKey(row.unit),
        kind=Kind(row.kind),
        task=Task(row.task),
        case_no=CaseNo(row.case_no) if row.case_no else None,
        begun_by=PersonId(row.begun_by),
        changed_by=PersonId(row.changed_by),
        changed_at=row.changed_at,
        # What was written under a key that is lost is begun anew.
        values=json.loads((row.content and opened(box_of(keys), row.content)) or "{}"),
        is_filed=row.content is None,
    )
