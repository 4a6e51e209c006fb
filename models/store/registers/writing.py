"""Rows of registers are entered, changed, moved and removed, each change told in the house's journal.

Whoever calls has the house to themselves (`HouseJournal.wait`) before they read what they change.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from config.province_time import WorkingCalendar
from config.regulation.parts import Record
from models import entries as e
from models.entries.registers import DueTold
from models.journal.entry import sealed_json
from models.names import name_key
from models.registers.dues import Due
from models.registers.known import REGISTERS
from models.registers.lines import LineKind
from models.registers.register import Content, LineNow, RegisterKey
from models.registers.words import row_words
from models.store.house.journal import HouseJournal
from models.store.house.people import new_salt
from models.store.registers import dues as kept_dues
from models.store.registers.rows import FILE, LONGEST_KEY, ROW, RegisterRow, row_of
from models.store.tables import register_rests, register_rows, register_texts, register_words


@dataclass(frozen=True)
class FileKept:
    """The file of a document as it is kept."""

    name: str
    media_type: str
    content: bytes


def enter(
    house: HouseJournal, key: RegisterKey, rows: Sequence[Content], calendar: WorkingCalendar
) -> tuple[int, ...]:
    """Enter rows into a register; return their numbers. No number is ever given twice."""
    conn, register = house.conn, REGISTERS[key]
    first = 1 + (conn.execute(select(func.max(register_rows.c.number))).scalar() or 0)
    numbers = tuple(range(first, first + len(rows)))
    kept, texts, said = [], [], []
    for number, row in zip(numbers, rows, strict=True):
        content, salt = row.model_dump(mode="json"), new_salt()
        dues = register.dues(row, (), calendar)
        kept.append(
            {
                "number": number,
                "register": key.value,
                "stage": row.stage,
                "since": row.since,
                "version": 1,
                "removed": False,
                "name_key": name_key(row.name)[:LONGEST_KEY],
            }
        )
        texts.append(_text(number, 0, 1, ROW, content, salt))
        said.append(
            e.RegisterEntered(
                number=number,
                of=key.value,
                stage=row.stage,
                since=row.since,
                sealed=_sealed(salt, content),
                rests_on=row.rests_on,
                dues=_told(dues),
            )
        )
    if rows:
        conn.execute(insert(register_rows), kept)
        conn.execute(insert(register_texts), texts)
        _put_beside(conn, zip(numbers, rows, strict=True))
        kept_dues.enter(conn, {entry.number: entry.dues for entry in said})
        house.record(*said)
    return numbers


def change(house: HouseJournal, row: RegisterRow, said: Content, calendar: WorkingCalendar) -> None:
    """Let a row say something else; its stage stays."""
    version, sealed = _next_version(house.conn, row, said, "")
    dues = _dues(row, said, row.lines, calendar)
    kept_dues.put(house.conn, row.number, dues)
    rests = said.rests_on
    told = {"number": row.number, "version": version, "sealed": sealed, "dues": dues}
    house.record(e.RegisterChanged.model_validate({**told, "rests_on": rests}))


def move(
    house: HouseJournal, row: RegisterRow, said: Content, because: str, calendar: WorkingCalendar
) -> None:
    """Let a row stand in another stage, which `said` names with the day since when."""
    version, sealed = _next_version(house.conn, row, said, because)
    dues = _dues(row, said, row.lines, calendar)
    kept_dues.put(house.conn, row.number, dues)
    told: dict[str, Any] = {"stage": said.stage, "since": said.since, "dues": dues}
    house.record(e.RegisterMoved(number=row.number, version=version, sealed=sealed, **told))


def remove(house: HouseJournal, row: RegisterRow, because: str) -> None:
    """Take a row out of all lists; what it said is kept for the history."""
    version, sealed = _next_version(house.conn, row, row.said, because, removed=True)
    kept_dues.put(house.conn, row.number, ())
    house.record(e.RegisterRemoved(number=row.number, version=version, sealed=sealed))


def put_line(
    house: HouseJournal,
    row: RegisterRow,
    what: LineKind,
    said: Record,
    calendar: WorkingCalendar,
    *,
    line: int = 0,
    file: FileKept | None = None,
) -> int:
    """Hang a line on a row, or with its number let one say something else; return its number.

    Without a new file a document keeps the one it has.
    """
    number = line or row.last_line + 1
    before = row.line(line) if line else None
    version = before.version + 1 if before else 1
    content, salt = said.model_dump(mode="json"), new_salt()
    had = (before.content or {}).get(FILE) if before else None
    if told := _file_told(file) if file else had:
        content[FILE] = told
    kept = _text(row.number, number, version, what, content, salt)
    kept[FILE] = file.content if file else (before.file if before else None)
    house.conn.execute(insert(register_texts), [kept])
    lines = (
        *(each for each in row.lines if each.number != number),
        LineNow(number, what, said),
    )
    dues = _dues(row, row.said, lines, calendar)
    kept_dues.put(house.conn, row.number, dues)
    _find_anew(house.conn, row.number)
    house.record(
        e.RegisterLinePut(
            number=row.number,
            line=number,
            what=what.value,
            version=version,
            sealed=_sealed(salt, content),
            dues=dues,
        )
    )
    return number


def remove_line(
    house: HouseJournal, row: RegisterRow, line: int, calendar: WorkingCalendar
) -> None:
    """Let a line hang on a row no more."""
    this = (register_texts.c.number == row.number) & (register_texts.c.line == line)
    house.conn.execute(update(register_texts).where(this).values(removed=True))
    lines = tuple(each for each in row.lines if each.number != line)
    dues = _dues(row, row.said, lines, calendar)
    kept_dues.put(house.conn, row.number, dues)
    _find_anew(house.conn, row.number)
    house.record(e.RegisterLineRemoved(number=row.number, line=line, dues=dues))


def erase_line(house: HouseJournal, row: RegisterRow, line: int, calendar: WorkingCalendar) -> None:
    """Erase all that a line ever said, as a contact's name; that there was one stays."""
    this = (register_texts.c.number == row.number) & (register_texts.c.line == line)
    nothing = {"content": None, "because": "", "salt": None, "file": None, "removed": True}
    house.conn.execute(update(register_texts).where(this).values(**nothing))
    lines = tuple(each for each in row.lines if each.number != line)
    dues = _dues(row, row.said, lines, calendar)
    kept_dues.put(house.conn, row.number, dues)
    _find_anew(house.conn, row.number)
    house.record(e.RegisterLineErased(number=row.number, line=line, dues=dues))


def _next_version(
    conn: Connection, row: RegisterRow, said: Content, because: str, *, removed: bool = False
) -> tuple[int, Any]:
    version, salt = row.version + 1, new_salt()
    content = said.model_dump(mode="json")
    conn.execute(
        insert(register_texts), [_text(row.number, 0, version, ROW, content, salt, because)]
    )
    conn.execute(
        update(register_rows)
        .where(register_rows.c.number == row.number)
        .values(
            stage=said.stage,
            since=said.since,
            version=version,
            removed=removed,
            name_key=name_key(said.name)[:LONGEST_KEY],
        )
    )
    conn.execute(delete(register_rests).where(register_rests.c.number == row.number))
    _put_rests(conn, [(row.number, said)])
    _find_anew(conn, row.number)
    return version, _sealed(salt, content, because)


def _put_beside(conn: Connection, rows: Iterable[tuple[int, Content]]) -> None:
    known = tuple(rows)
    _put_rests(conn, known)
    words = [
        {"number": number, "word": word}
        for number, row in known
        for word in sorted(row_words(row.model_dump(mode="json"), ()))
    ]
    conn.execute(insert(register_words), words)


def _put_rests(conn: Connection, rows: Iterable[tuple[int, Content]]) -> None:
    rests = [
        {"number": number, "on_number": other}
        for number, row in rows
        for other in sorted(set(row.rests_on))
    ]
    if rests:
        conn.execute(insert(register_rests), rests)


def _find_anew(conn: Connection, number: int) -> None:
    """Lay the words anew by which a row is found; one that was removed is found by none."""
    row = row_of(conn, number)
    conn.execute(delete(register_words).where(register_words.c.number == number))
    if row.removed:
        return
    contacts = [x.said.model_dump() for x in row.lines if x.what is LineKind.CONTACT]
    words = [{"number": number, "word": w} for w in sorted(row_words(row.content, contacts))]
    conn.execute(insert(register_words), words)


def _dues(
    row: RegisterRow, said: Content, lines: Sequence[LineNow], calendar: WorkingCalendar
) -> tuple[DueTold, ...]:
    return _told(REGISTERS[row.register].dues(said, lines, calendar)) if not row.removed else ()


def _told(dues: Iterable[Due]) -> tuple[DueTold, ...]:
    return tuple(
        DueTold(line=due.line, what=due.what.value, on=due.on, tells=due.tells) for due in dues
    )


def _text(
    number: int,
    line: int,
    version: int,
    what: str,
    content: dict[str, Any],
    salt: bytes,
    because: str = "",
) -> dict[str, Any]:
    return {
        "number": number,
        "line": line,
        "version": version,
        "what": str(what),
        "removed": False,
        "content": content,
        "because": because,
        "salt": salt,
        "file": None,
    }


def _file_told(file: FileKept) -> dict[str, str]:
    digest = sha256(file.content).hexdigest()
    return {"name": file.name, "media_type": file.media_type, "sha256": digest}


def _sealed(salt: bytes, content: dict[str, Any], because: str = "") -> Any:
    return sealed_json(salt, {"because": because, "content": content})
