"""The rows of a register as a list: sought by words without accents, read page by page."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, literal, or_, select

from models.names import words_in
from models.registers.register import RegisterKey
from models.store.lists.keyset import MOST_COUNTED, START, ListPlace, Slice
from models.store.registers.rows import RegisterRow, contents_of
from models.store.tables import register_dues, register_rows, register_words

_BETWEEN = "~"
_C = register_rows.c
# Behind every letter there is.
_LAST = "\U0010ffff"
# So many words of what somebody looks for are looked at.
_MOST_WORDS = 12


@dataclass(frozen=True)
class RowsSought:
    """Which rows of a register are wanted: of a stage, country, unit; with words; due until a day."""

    register: RegisterKey
    words: str = ""
    stage: str = ""
    country: str = ""
    unit: str = ""
    due_until: date | None = None


def rows_listed(
    conn: Connection, wanted: RowsSought, place: ListPlace = START
) -> Slice[RegisterRow]:
    """Return a page of the rows that are wanted, by their names; as quick at its end as at its start."""
    found = _wanted(wanted)
    total = _count(conn, found) if place.counts else 0
    seen = _read(place.before or place.after)
    back = bool(place.before) and seen is not None
    if seen:
        key, number = seen
        before = or_(_C.name_key < key, and_(_C.name_key == key, _C.number < number))
        behind = or_(_C.name_key > key, and_(_C.name_key == key, _C.number > number))
        found = found.where(before if back else behind)
    order = (_C.name_key, _C.number)
    page = found.order_by(*(each.desc() if back else each for each in order)).limit(place.size + 1)
    rows = conn.execute(page).all()
    more, rows = len(rows) > place.size, rows[: place.size]
    rows = rows[::-1] if back else rows
    if not rows:
        return Slice(total=total)
    is_first, is_last = (not more, False) if back else (seen is None, not more)
    contents = contents_of(conn, (row.number for row in rows))
    return Slice(
        tuple(contents[row.number] for row in rows if row.number in contents),
        before="" if is_first else f"{rows[0].name_key}{_BETWEEN}{rows[0].number}",
        after="" if is_last else f"{rows[-1].name_key}{_BETWEEN}{rows[-1].number}",
        total=total,
    )


def all_rows(conn: Connection, wanted: RowsSought, *, at_once: int = 500) -> Iterator[RegisterRow]:
    """Yield all rows that are wanted, by their names, some hundreds at a time."""
    place: ListPlace | None = ListPlace(size=at_once, counts=False)
    while place:
        found = rows_listed(conn, wanted, place)
        yield from found.items
        place = replace(place, after=found.after) if found.after else None


def counts(conn: Connection) -> dict[RegisterKey, dict[str, int]]:
    """Return how many rows each register has in which stage; of those removed none."""
    found = (
        select(_C.register, _C.stage, func.count().label("rows"))
        .where(_C.removed.is_(False))
        .group_by(_C.register, _C.stage)
    )
    counted: dict[RegisterKey, dict[str, int]] = {}
    for row in conn.execute(found):
        counted.setdefault(RegisterKey(row.register), {})[row.stage] = row.rows
    return counted


def _wanted(wanted: RowsSought) -> Select[tuple[int, str]]:
    found = select(_C.number, _C.name_key).where(
        _C.register == wanted.register.value, _C.removed.is_(False)
    )
    if wanted.stage:
        found = found.where(_C.stage == wanted.stage)
    for name in ("country", "unit"):
        if value := getattr(wanted, name):
            found = found.where(_has(register_words.c.word == f"{name}:{value}"))
    for word in words_in(wanted.words)[:_MOST_WORDS]:
        begins = and_(register_words.c.word >= word, register_words.c.word < word + _LAST)
        found = found.where(_has(begins))
    if wanted.due_until:
        due = and_(register_dues.c.number == _C.number, register_dues.c.due_on <= wanted.due_until)
        found = found.where(exists().where(due))
    return found


def _has(word: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(and_(register_words.c.number == _C.number, word))


def _count(conn: Connection, found: Select[tuple[int, str]]) -> int:
    some = found.with_only_columns(literal(1)).limit(MOST_COUNTED + 1).subquery()
    return conn.execute(select(func.count()).select_from(some)).scalar_one()


def _read(place: str) -> tuple[str, int] | None:
    """Return the row a place names; None for what is none."""
    key, _, number = place.rpartition(_BETWEEN)
    return (
        (key, int(number)) if number.isascii() and number.isdigit() and len(number) < 10 else None
    )
