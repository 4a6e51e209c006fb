"""A register comes in a workbook: every row is taken, or none, and each wrong cell is told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from sqlalchemy import Connection

from config.regulation.parts import Text
from config.words import Language, Words
from flows.acts.desk import Desk
from flows.acts.registers.writing import (
    Around,
    around,
    at_register,
    demand_writer,
    read_against,
)
from flows.case.answers import Identified
from models.errors import DecisionIncomplete, Problem, RegisterRowUnknown, RequestInvalid
from models.names import name_key
from models.registers.register import Content, RegisterKey
from models.registers.rules import identity_of
from models.registers.sheet import (
    MOST_ROWS,
    NUMBER,
    RowInSheet,
    columns_of_register,
    is_heading,
    read_sheet,
    wrong_in,
)
from models.request.form.described import Field, Listed
from models.request.form.many import WrongCell
from models.request.form.workbook import rows_of_sheet
from models.store import directory
from models.store.registers import rows, writing
from models.store.registers.rows import RegisterRow

# How a sheet names a row of another register: its number, and behind it what it is called.
BETWEEN = " – "


@dataclass(frozen=True)
class Imported:
    """What came of a sheet: so many rows entered, so many changed; or what is wrong with it."""

    entered: int = 0
    changed: int = 0
    wrong: tuple[WrongCell, ...] = ()


@dataclass(frozen=True)
class _Read:
    """A row that can be taken: a new one, or one that is there and says something else."""

    said: Content
    row: RegisterRow | None

    @property
    def changes(self) -> bool:
        """Tell whether it says something else than the row that is there."""
        return self.row is None or self.said != self.row.said


def import_rows(
    desk: Desk, who: Identified, key: RegisterKey, content: bytes, w: Words
) -> Imported:
    """Enter the rows of a sheet and change those that have a number, or return all that is wrong.

    It is read and held against the rules before anybody waits for it, and once more where something has
    changed until the registers are in hand. Raises `DecisionIncomplete` for what is no such sheet, and
    `DecisionRefused`.
    """
    columns = columns_of_register(key, w)
    with desk.store.reading() as conn:
        demand_writer(desk, conn, who)
        bodies = {each: body.name for each, body in desk.regulation().bodies.items()}
        code = partial(_coded, _by_name({**bodies, **directory.unit_names(conn)}))
        sheet = rows_of_sheet(content, partial(is_heading, columns=columns), most_rows=MOST_ROWS)
        found, unreadable = read_sheet(sheet, columns, code, w)
        if not (found or unreadable):
            raise DecisionIncomplete("table_rows")
        stands = _stands(conn, desk, key)
        taken, problems = _held(desk, conn, key, found)
    with at_register(desk, who) as house:
        if _stands(house.conn, desk, key) != stands:
            taken, problems = _held(desk, house.conn, key, found)
        told = (cell for row, each in problems for cell in wrong_in(row, each, columns, w))
        if wrong := (*unreadable, *told):
            return Imported(wrong=wrong)
        new = [read.said for read in taken if read.row is None]
        writing.enter(house, key, new, desk.calendar())
        others = [(read.row, read.said) for read in taken if read.row and read.changes]
        for row, said in others:
            writing.change(house, row, said, desk.calendar())
    return Imported(len(new), len(others))


def _stands(conn: Connection, desk: Desk, key: RegisterKey) -> object:
    """Return what is another wherever something has changed that a sheet is held against."""
    return (around(conn, desk, key), rows.stands_at(conn))


def _held(
    desk: Desk, conn: Connection, key: RegisterKey, found: Sequence[RowInSheet]
) -> tuple[list[_Read], list[tuple[RowInSheet, tuple[Problem, ...]]]]:
    """Return the rows that can be taken, and the others with all that is wrong with each."""
    about, known = around(conn, desk, key), rows.identities(conn, key)
    taken: list[_Read] = []
    wrong: list[tuple[RowInSheet, tuple[Problem, ...]]] = []
    for each in found:
        try:
            row = _row_there(conn, key, each)
            read = _Read(_read(desk, key, each, about, row), row)
            _check_alone(read, each, known)
            taken.append(read)
        except RequestInvalid as invalid:
            wrong.append((each, invalid.problems))
    return taken, wrong


def _row_there(conn: Connection, key: RegisterKey, each: RowInSheet) -> RegisterRow | None:
    """Return the row that a number names; raises `RequestInvalid` for one there is not."""
    if not each.number:
        return None
    unknown = RequestInvalid((Problem(NUMBER, each.number, "register_number_unknown"),))
    if not (each.number.isascii() and each.number.isdigit() and len(each.number) < 10):
        raise unknown
    try:
        row = rows.row_of(conn, int(each.number), key)
    except RegisterRowUnknown:
        raise unknown from None
    if row.removed:
        raise unknown
    return row


def _read(
    desk: Desk, key: RegisterKey, each: RowInSheet, about: Around, row: RegisterRow | None
) -> Content:
    said = read_against(key, each.values, desk, about, row)
    if row and (said.stage, said.since) != (row.stage, row.since):
        name = "stage" if said.stage != row.stage else "since"
        raise RequestInvalid((Problem(name, "", "register_moved_on_its_page"),))
    return said


def _check_alone(read: _Read, each: RowInSheet, known: dict[tuple[str, ...], int]) -> None:
    """Check that no other row says the same, of the register or of the sheet."""
    number = read.row.number if read.row else 0
    identity = identity_of(read.said.model_dump(mode="json"))
    other = known.get(identity)
    if other is not None and other != number:
        told, name = (("number", f"{abs(other)}"),), read.said.name
        if other < 0:
            raise RequestInvalid((Problem("name", name, "register_twice_in_sheet", told),))
        raise RequestInvalid((Problem("name", name, "register_twice", told),))
    # Rows of the sheet are told apart from those of the register by their sign.
    known[identity] = number or -int(each.place)


def _by_name(named: Mapping[str, Text]) -> dict[str, str]:
    return {
        name_key(name.of(language.value)): key
        for key, name in named.items()
        for language in Language
    }


def _coded(units: Mapping[str, str], field: Field, written: str) -> str:
    """Return the code of a unit or a row that a cell names by its words."""
    if field.listed is Listed.ANSWERING:
        return written if written in units.values() else units.get(name_key(written), written)
    if field.listed is Listed.PARTNERS:
        return written.partition(BETWEEN)[0].strip()
    return written
