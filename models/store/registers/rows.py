"""A row of a register as it stands, with its lines; what rests on it; what it said before."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, and_, func, select

from models.errors import RegisterRowUnknown
from models.names import name_key
from models.registers.lines import LineKind
from models.registers.register import Content, LineNow, RegisterKey
from models.registers.rules import identity_of, line_kept, row_kept
from models.store.tables import register_rests, register_rows, register_texts

# What a text is that a row itself says.
ROW = "row"
# In which form names are ordered; no list needs more of one.
LONGEST_KEY = 200


@dataclass(frozen=True)
class Text:
    """What a row (line 0) or a line of it said in a version; `content` is None once it is erased."""

    line: int
    version: int
    what: str
    removed: bool
    content: Mapping[str, Any] | None
    because: str
    file: bytes | None = None


@dataclass(frozen=True)
class RegisterRow:
    """A row: its register, stage, which version it says now, all its texts by line and version."""

    number: int
    register: RegisterKey
    stage: str
    since: date
    version: int
    removed: bool
    texts: tuple[Text, ...]

    @property
    def content(self) -> Mapping[str, Any]:
        """Return what it says now, as it was kept."""
        return next(t.content or {} for t in self.texts if (t.line, t.version) == (0, self.version))

    @property
    def name(self) -> str:
        """Return what it is called."""
        return str(self.content.get("name", ""))

    @property
    def said(self) -> Content:
        """Return what it says now."""
        return row_kept(self.register, self.content)

    @property
    def lines(self) -> tuple[LineNow, ...]:
        """Return the lines that hang on it now, in the order in which they came."""
        return tuple(
            LineNow(each.line, LineKind(each.what), line_kept(LineKind(each.what), said_of(each)))
            for each in self._newest.values()
            if not each.removed and each.content is not None
        )

    def line(self, number: int) -> Text:
        """Return the newest text of a line, removed or not; raises `RegisterRowUnknown`."""
        if number not in self._newest:
            raise RegisterRowUnknown(number=f"{self.number}/{number}", register=self.register)
        return self._newest[number]

    @property
    def _newest(self) -> dict[int, Text]:
        return {each.line: each for each in self.texts if each.line}

    @property
    def last_line(self) -> int:
        """Return the number of the newest line there ever was."""
        return max(each.line for each in self.texts)


# What a document's file is told by, beside what the line says itself.
FILE = "file"


def said_of(text: Text) -> dict[str, Any]:
    """Return what a line says without what is told of its file."""
    return {name: value for name, value in (text.content or {}).items() if name != FILE}


def row_of(
    conn: Connection, number: int, register: RegisterKey | None = None, *, files: bool = False
) -> RegisterRow:
    """Return a row, also one that was removed; raises `RegisterRowUnknown`, of another register too."""
    row = conn.execute(select(register_rows).where(register_rows.c.number == number)).one_or_none()
    if row is None or register not in (None, row.register):
        raise RegisterRowUnknown(number=number, register=register or "")
    return _row(row, _texts(conn, number, files=files))


def _texts(conn: Connection, number: int, *, files: bool) -> tuple[Text, ...]:
    c = register_texts.c
    columns = [each for each in c if files or each.name != FILE]
    found = select(*columns).where(c.number == number).order_by(c.line, c.version)
    return tuple(_text(each) for each in conn.execute(found))


def _text(row: Row[Any]) -> Text:
    return Text(
        line=row.line,
        version=row.version,
        what=row.what,
        removed=row.removed,
        content=row.content,
        because=row.because,
        file=bytes(row.file) if getattr(row, FILE, None) else None,
    )


def _row(row: Row[Any], texts: tuple[Text, ...]) -> RegisterRow:
    return RegisterRow(
        number=row.number,
        register=RegisterKey(row.register),
        stage=row.stage,
        since=row.since,
        version=row.version,
        removed=row.removed,
        texts=texts,
    )


def contents_of(conn: Connection, numbers: Iterable[int]) -> dict[int, RegisterRow]:
    """Return rows by their numbers as they say now, without their lines; as many as there are."""
    texts, rows = register_texts.c, register_rows.c
    now = and_(texts.number == rows.number, texts.line == 0, texts.version == rows.version)
    found = select(register_rows, texts.line, texts.what, texts.content, texts.because)
    wanted, known = sorted(set(numbers)), dict[int, RegisterRow]()
    for first in range(0, len(wanted), _AT_ONCE):
        some = rows.number.in_(wanted[first : first + _AT_ONCE])
        for each in conn.execute(found.join(register_texts, now).where(some)):
            text = Text(0, each.version, ROW, False, each.content, each.because)
            known[each.number] = _row(each, (text,))
    return known


# Databases take no more values at a time.
_AT_ONCE = 500


def resting_on(conn: Connection, number: int) -> tuple[tuple[int, str, str], ...]:
    """Return the rows that rest on one and were not removed: number, stage, name; by their numbers."""
    rests = register_rests.c
    found = select(rests.number).where(rests.on_number == number)
    rows = contents_of(conn, conn.execute(found).scalars())
    return tuple(
        (each.number, each.stage, str(each.content.get("name", "")))
        for each in sorted(rows.values(), key=lambda row: row.number)
        if not each.removed
    )


def identities(conn: Connection, key: RegisterKey) -> dict[tuple[str, ...], int]:
    """Return by what the rows of a register are told apart, each with its number."""
    c = register_rows.c
    found = select(c.number).where(c.register == key.value, c.removed.is_(False))
    known = contents_of(conn, conn.execute(found).scalars())
    return {identity_of(row.content): number for number, row in sorted(known.items())}


def stands_at(conn: Connection) -> tuple[int, int]:
    """Return what grows with every row entered and every row changed."""
    c = register_rows.c
    found = select(func.coalesce(func.max(c.number), 0), func.coalesce(func.sum(c.version), 0))
    number, versions = conn.execute(found).one()
    return int(number), int(versions)


def same_as(conn: Connection, key: RegisterKey, said: Content) -> int | None:
    """Return the number of the row that says the same as another one, as far as rows are told apart."""
    c = register_rows.c
    alike = c.name_key == name_key(said.name)[:LONGEST_KEY]
    found = select(c.number).where(c.register == key.value, c.removed.is_(False), alike)
    known = contents_of(conn, conn.execute(found).scalars())
    identity = identity_of(said.model_dump(mode="json"))
    return next((n for n, row in known.items() if identity_of(row.content) == identity), None)


def partners(conn: Connection, registers: Collection[RegisterKey]) -> dict[int, RegisterRow]:
    """Return the rows of registers that others can rest on, by their names."""
    c = register_rows.c
    wanted = [each.value for each in registers]
    found = select(c.number).where(c.register.in_(wanted), c.removed.is_(False))
    rows = contents_of(conn, conn.execute(found).scalars()) if wanted else {}
    return dict(sorted(rows.items(), key=lambda each: each[1].name.casefold()))
