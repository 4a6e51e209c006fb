"""A row of a register is entered, changed, moved to another stage, removed; lines hang on it.

The focal office writes, from a page or through a command. Each act is one transaction, with an entry in
the house's journal; whoever wrote on what somebody else has changed meanwhile is told so.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from config.nearest import nearest
from flows.acts.desk import Desk
from flows.case.answers import Identified
from models.errors import (
    DecisionRefused,
    NothingChanged,
    Problem,
    RegisterRefused,
    RequestInvalid,
)
from models.ids import PersonId, SeatKey, body_of, is_console
from models.registers.known import REGISTERS
from models.registers.lines import LineKind
from models.registers.register import Content, RegisterKey
from models.registers.rules import check_lets_go, check_move, read_line, read_row
from models.registers.stages import STANDING
from models.request.form.written import Values
from models.store import directory
from models.store.database.clock import today
from models.store.house import seats
from models.store.house.journal import HouseJournal
from models.store.registers import rows, writing
from models.store.registers.rows import RegisterRow
from models.store.registers.writing import FileKept

LONGEST_REASON = 2000


@dataclass(frozen=True)
class LineAsked:
    """A line somebody writes: what it is, its number (0: a new one), the version they were shown."""

    what: LineKind
    line: int = 0
    seen: int = 0


@dataclass(frozen=True)
class Around:
    """What a row is held against: the day, units there are, those that have ended, rows to rest on.

    `partners` says of each row that others can rest on whether it is over.
    """

    today: date
    units: frozenset[str]
    ended: Mapping[str, date]
    partners: Mapping[str, bool]


def around(conn: Connection, desk: Desk, key: RegisterKey) -> Around:
    """Return what the rows of a register are held against."""
    on, regulation = today(conn), desk.regulation()
    return Around(
        today=on,
        units=frozenset((*directory.unit_names(conn), *regulation.bodies)),
        ended={str(body): last for body, last in seats.ended_bodies(conn, on).items()},
        partners={
            f"{number}": row.stage in REGISTERS[row.register].over
            for number, row in rows.partners(conn, REGISTERS[key].rests_on).items()
        },
    )


def may_write(desk: Desk, conn: Connection, person: PersonId) -> bool:
    """Tell whether somebody is of the focal office today."""
    office = body_of(SeatKey(desk.regulation().focal_office))
    return any(body_of(seat) == office for seat in directory.seats_of(conn, person, today(conn)))


@contextmanager
def at_register(desk: Desk, who: Identified) -> Iterator[HouseJournal]:
    """Take the registers in hand: nobody else changes them meanwhile.

    Raises `DecisionRefused` for whoever is neither of the focal office nor at the console.
    """
    with desk.store.writing() as conn:
        house = desk.house(conn, who)
        house.wait()
        demand_writer(desk, conn, who)
        yield house


def demand_writer(desk: Desk, conn: Connection, who: Identified) -> None:
    """Raise `DecisionRefused` for whoever may not write."""
    if not (is_console(who.shown_by) or may_write(desk, conn, who.person)):
        raise DecisionRefused("not_of_office", person=who.person)


def read_against(
    key: RegisterKey, written: Values, desk: Desk, about: Around, row: RegisterRow | None = None
) -> Content:
    """Return a row as somebody wrote it, held against the day, the directory and the other registers.

    A unit that has ended, or a partner, is let stand where the `row` has it. Raises `RequestInvalid`.
    """
    had = row.content if row else {}
    problems: list[Problem] = []
    try:
        return _whole(read_row(key, written, desk.regulation(), about.today), about, had)
    except RequestInvalid as invalid:
        problems += invalid.problems
    named = {each.field for each in problems}
    problems += (p for p in _astray(written, about, had) if p.field not in named)
    raise RequestInvalid(tuple(problems))


def _whole(said: Content, about: Around, had: Mapping[str, object]) -> Content:
    if problems := tuple(_astray(said.model_dump(), about, had)):
        raise RequestInvalid(problems)
    return said


def _astray(
    written: Mapping[str, object], about: Around, had: Mapping[str, object]
) -> Iterator[Problem]:
    yield from unit_astray(str(written.get("unit") or ""), about, str(had.get("unit") or ""))
    partner = str(written.get("partner") or "")
    if partner and partner not in about.partners:
        yield Problem("partner", partner, "register_partner_unknown")
    elif partner and partner != str(had.get("partner") or "") and about.partners[partner]:
        yield Problem("partner", partner, "register_partner_over")


def unit_astray(unit: str, about: Around, had_unit: str = "") -> Iterator[Problem]:
    """Yield what is wrong with a unit that somebody names: nobody knows it, or it has ended."""
    if not unit or unit == had_unit:
        return
    if unit not in about.units:
        yield Problem(
            "unit", unit, "register_unit_unknown", (("near", nearest(unit, about.units)),)
        )
    elif unit in about.ended:
        told = (("day", about.ended[unit].isoformat()),)
        yield Problem("unit", unit, "register_unit_ended", told)


def enter_row(desk: Desk, who: Identified, key: RegisterKey, written: Values) -> int:
    """Enter a row; return its number. Raises `RequestInvalid` with all problems, `DecisionRefused`."""
    with at_register(desk, who) as house:
        said = read_against(key, written, desk, around(house.conn, desk, key))
        if twice := rows.same_as(house.conn, key, said):
            told = (("number", f"{twice}"),)
            raise RequestInvalid((Problem("name", said.name, "register_twice", told),))
        (number,) = writing.enter(house, key, [said], desk.calendar())
    return number


def change_row(
    desk: Desk, who: Identified, key: RegisterKey, number: int, written: Values, *, seen: int
) -> None:
    """Let a row say something else; `seen` is the version whoever writes was shown.

    Its stage is changed by `move_row`. Raises `RequestInvalid`, `NothingChanged`, `RegisterRefused` for
    what somebody else changed meanwhile, `RegisterRowUnknown`, `DecisionRefused`.
    """
    with at_register(desk, who) as house:
        row = _to_change(house.conn, key, number, seen)
        kept = {**written, "stage": row.stage, "since": row.since.isoformat()}
        about = around(house.conn, desk, key)
        said = read_against(key, kept, desk, about, row)
        if said == row.said:
            raise NothingChanged
        writing.change(house, row, said, desk.calendar())


def move_row(
    desk: Desk,
    who: Identified,
    key: RegisterKey,
    number: int,
    *,
    stage: str,
    since: date | None,
    because: str,
    seen: int,
) -> None:
    """Let a row stand in another stage since a day, for a reason.

    Raises `RegisterRefused` for a stage that may not follow, or a row on which others rest that are
    under way; `RequestInvalid` for what the stage needs and the row does not say; and what `change_row`
    raises.
    """
    with at_register(desk, who) as house:
        row, register = _to_change(house.conn, key, number, seen), REGISTERS[key]
        _check_reason(because)
        check_move(register, row.stage, stage)
        check_lets_go(register, stage, rows.resting_on(house.conn, number))
        _check_holds_on(stage, rows.contents_of(house.conn, row.said.rests_on).values())
        on = since or today(house.conn)
        if on < row.since:
            told = (("since", row.since.isoformat()),)
            raise RequestInvalid((Problem("since", on.isoformat(), "register_since_before", told),))
        said = row.said.model_copy(update={"stage": stage, "since": on})
        if problems := tuple(said.lacking(today(house.conn))):
            raise RequestInvalid(problems)
        writing.move(house, row, said, because, desk.calendar())


def remove_row(
    desk: Desk, who: Identified, key: RegisterKey, number: int, *, because: str, seen: int
) -> None:
    """Take a row out that was entered by mistake. What rests on it has to be removed before.

    Raises `RegisterRefused`, `RegisterRowUnknown`, `DecisionRefused`.
    """
    with at_register(desk, who) as house:
        row = _to_change(house.conn, key, number, seen)
        _check_reason(because)
        check_lets_go(REGISTERS[key], None, rows.resting_on(house.conn, number))
        writing.remove(house, row, because)


def put_line(
    desk: Desk,
    who: Identified,
    key: RegisterKey,
    number: int,
    asked: LineAsked,
    written: Values,
    *,
    file: FileKept | None = None,
) -> int:
    """Hang a line on a row, or let one say something else; return its number.

    Raises what `change_row` raises.
    """
    with at_register(desk, who) as house:
        row, what, line = _there(house.conn, key, number), asked.what, asked.line
        if what not in REGISTERS[key].lines:
            raise RegisterRefused("no_such_line", what=what.value)
        if line and (
            (old := row.line(line)).removed or old.version != asked.seen or old.what != what
        ):
            raise RegisterRefused("changed_meanwhile", number=number)
        said = read_line(what, written, desk.regulation())
        had = str((row.line(line).content or {}).get("unit") or "") if line else ""
        unit = str(getattr(said, "unit", None) or "")
        if problems := tuple(unit_astray(unit, around(house.conn, desk, key), had)):
            raise RequestInvalid(problems)
        return writing.put_line(house, row, what, said, desk.calendar(), line=line, file=file)


def drop_line(
    desk: Desk, who: Identified, key: RegisterKey, number: int, line: int, *, erased: bool = False
) -> None:
    """Let a line hang on a row no more; `erased`: nothing of what it ever said is kept.

    Raises `RegisterRowUnknown`, `DecisionRefused`, and `RegisterRefused` for one that is gone already.
    """
    with at_register(desk, who) as house:
        row = rows.row_of(house.conn, number, key)
        old = row.line(line)
        if old.content is None or (old.removed and not erased):
            raise RegisterRefused("changed_meanwhile", number=number)
        act = writing.erase_line if erased else writing.remove_line
        act(house, row, line, desk.calendar())


def _to_change(conn: Connection, key: RegisterKey, number: int, seen: int) -> RegisterRow:
    row = _there(conn, key, number)
    if row.version != seen:
        raise RegisterRefused("changed_meanwhile", number=number)
    return row


def _there(conn: Connection, key: RegisterKey, number: int) -> RegisterRow:
    row = rows.row_of(conn, number, key)
    if row.removed:
        raise RegisterRefused("removed", number=number)
    return row


def _check_holds_on(stage: str, others: Iterable[RegisterRow]) -> None:
    """Check that a row comes to stand on none that is over; raises `RegisterRefused` naming it."""
    over = [each for each in others if each.stage in REGISTERS[each.register].over]
    if over and stage in STANDING:
        raise RegisterRefused("rests_on_over", number=over[0].number, name=over[0].name)


def _check_reason(because: str) -> None:
    if not because.strip() or len(because) > LONGEST_REASON:
        raise RegisterRefused("reason", most=LONGEST_REASON)
