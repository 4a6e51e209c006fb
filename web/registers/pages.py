"""The registers as the province reads them: all of them, one as a list, a row with its life."""

from datetime import date, timedelta
from functools import partial

from fastapi.responses import Response
from sqlalchemy import Connection

from config.regulation.parts import Text
from flows.acts.registers.writing import may_write
from models.ids import BodyKey
from models.registers.known import REGISTERS, fields_of, labelled
from models.registers.register import RegisterKey
from models.store import directory
from models.store.database.clock import today
from models.store.house import seats
from models.store.lists.keyset import ListPlace
from models.store.registers import dues, rows
from models.store.registers.dues import DueFound
from models.store.registers.listed import RowsSought, counts, rows_listed
from models.store.registers.rows import RegisterRow
from models.store.registers.told import told_of_row
from web.ground.fields import cleaned, number_in
from web.ground.frame.paging import beside
from web.ground.identify import known
from web.ground.names import NamesKnown
from web.ground.permission import Permission, Router
from web.ground.visitor import SignedIn, VisitorHere
from web.ground.who_may_see import at_registers, audits
from web.registers.asked import REGISTERS_PATH, RowNumber, lists_of_register, path_of
from web.registers.shown import MOST_TOLD, RowWords, told_of

router = Router()
_LONGEST = 100
# So far ahead the first page looks, and so much it shows.
_AHEAD, _MOST_DUE = timedelta(days=90), 50


@router.shows(REGISTERS_PATH, Permission.READS_REGISTERS)
def show_registers(visitor: VisitorHere) -> Response:
    """Show the registers, how many rows each has in which stage, and what is due soon."""
    reader = known(visitor)
    with at_registers(reader) as conn:
        on = today(conn)
        due = dues.due_until(conn, on + _AHEAD, tuple(RegisterKey), _MOST_DUE)
        return reader.page(
            "registers/registers.html",
            registers=tuple(RegisterKey),
            counts=counts(conn),
            due=_due_shown(conn, due, on),
            today=on,
            days=_AHEAD.days,
            most=_MOST_DUE,
        )


def _due_shown(
    conn: Connection, due: tuple[DueFound, ...], on: date
) -> list[tuple[DueFound, str, int]]:
    """Return what is due with the name of its row, and how many days are left."""
    named = rows.contents_of(conn, (each.number for each in due))
    return [
        (each, str(named[each.number].content.get("name", "")), (each.on - on).days) for each in due
    ]


@router.shows(f"{REGISTERS_PATH}/{{register}}", Permission.READS_REGISTERS)
def show_register(
    register: RegisterKey,
    visitor: VisitorHere,
    q: str = "",
    stage: str = "",
    country: str = "",
    after: str = "",
    before: str = "",
) -> Response:
    """Show the rows of a register, sought by words, stage and country."""
    reader = known(visitor)
    looked = cleaned(q)[:_LONGEST]
    with at_registers(reader) as conn:
        wanted = RowsSought(register, looked, cleaned(stage), cleaned(country))
        found = rows_listed(conn, wanted, ListPlace(after=cleaned(after), before=cleaned(before)))
        lists = lists_of_register(conn, reader, register)
        kept = {k: v for k, v in {"q": looked, "stage": stage, "country": country}.items() if v}
        fields = {field.name: field for field in fields_of(register)}
        return reader.page(
            "registers/list.html",
            register=register,
            found=found.items,
            total=found.total,
            paging=beside(found, path_of(register), kept, label="page.registers.rows"),
            looked=looked,
            stages=REGISTERS[register].stages,
            stage=stage,
            countries=lists.options(fields["country"]),
            country=country,
            units=_names(conn, reader),
            ended=seats.ended_bodies(conn, today(conn)),
            writes=may_write(reader.running.desk, conn, reader.person.id),
        )


@router.shows(f"{REGISTERS_PATH}/{{register}}/{{number}}", Permission.READS_REGISTERS)
def show_row(
    register: RegisterKey, number: RowNumber, visitor: VisitorHere, before: str = ""
) -> Response:
    """Show a row: what it says, its lines, what is due, what rests on it; its history to who may."""
    reader = known(visitor)
    with at_registers(reader) as conn:
        row = rows.row_of(conn, number, register)
        writes = may_write(reader.running.desk, conn, reader.person.id)
        w, on, names = reader.words, today(conn), _names(conn, reader)
        words = RowWords(w, lists_of_register(conn, reader, register))
        of_row = partial(words.lines, row)
        due = dues.due_of(conn, number)
        reads_history = writes or audits(conn, reader)
        entries = (
            told_of_row(conn, number, before=number_in(before), most=MOST_TOLD + 1)
            if reads_history
            else ()
        )
        return reader.page(
            "registers/row.html",
            register=register,
            row=row,
            name=row.content.get("name", ""),
            said=words.fields(labelled(register), fields_of(register), row.content),
            lines={what: of_row(what) for what in REGISTERS[register].lines},
            due=[(each, (each.on - on).days) for each in due],
            on_these=_rests_on(conn, row),
            resting=_resting(conn, number),
            ended=seats.ended_bodies(conn, on).get(BodyKey(str(row.content.get("unit", "")))),
            writes=writes and not row.removed,
            moves=REGISTERS[register].moves.get(row.stage, ()),
            today=on,
            history=tuple(told_of(entries[:MOST_TOLD], row, words, names, w)),
            reads_history=reads_history,
            older=entries[MOST_TOLD - 1].seq if len(entries) > MOST_TOLD else None,
            path=reader.path,
            move=path_of(register, number, "move"),
            remove=path_of(register, number, "remove"),
            token_of=reader.token_for,
        )


def _rests_on(conn: Connection, row: RegisterRow) -> tuple[tuple[int, str, str], ...]:
    """Return the rows that a row rests on: number, register, name."""
    return _named(rows.contents_of(conn, row.said.rests_on))


def _resting(conn: Connection, number: int) -> tuple[tuple[int, str, str], ...]:
    return _named(rows.contents_of(conn, (each for each, _, _ in rows.resting_on(conn, number))))


def _named(found: dict[int, RegisterRow]) -> tuple[tuple[int, str, str], ...]:
    return tuple(
        (number, row.register.value, str(row.content.get("name", "")))
        for number, row in sorted(found.items())
    )


def _names(conn: Connection, reader: SignedIn) -> NamesKnown:
    units: dict[str, Text] = {**directory.unit_names(conn)}
    people = directory.persons_by_id(conn)
    return NamesKnown(reader.running.desk.regulation(), units, people, reader.words.language)
