"""What may become of a row: read as it was written, moved, ended, removed. Pure.

Whatever does not fit is a `Problem` of a field, so that it is told beside the field or in its cell.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from pydantic import ValidationError

from config.regulation.parts import Record
from config.regulation.province import Regulation
from models.errors import Problem, RegisterRefused, RequestInvalid
from models.names import name_key
from models.registers.known import REGISTERS
from models.registers.lines import LINES, LineKind
from models.registers.register import Content, Register, RegisterKey
from models.registers.stages import STANDING
from models.request.form.written import Values
from models.request.problems import problems_of

# Between these lies whatever a register is about.
EARLIEST, LATEST = date(1945, 9, 2), date(2149, 12, 31)


def read_row(key: RegisterKey, written: Values, regulation: Regulation, today: date) -> Content:
    """Return what somebody wrote into a row; raises `RequestInvalid` with all that is wrong."""
    said = _read(REGISTERS[key].model, written, regulation)
    assert isinstance(said, Content)  # noqa: S101 - every register's model is one.
    if problems := (*_far_off(said), *said.lacking(today)):
        raise RequestInvalid(problems)
    return said


def read_line(what: LineKind, written: Values, regulation: Regulation) -> Record:
    """Return what somebody wrote into a line; raises `RequestInvalid` with all that is wrong."""
    said = _read(LINES[what], written, regulation)
    if problems := (*_far_off(said), *_ends_before(said)):
        raise RequestInvalid(problems)
    return said


def _far_off(said: Record) -> Iterator[Problem]:
    """Yield the days that nobody means: a year mistyped, or `no end`."""
    bounds = (("first", EARLIEST.isoformat()), ("last", LATEST.isoformat()))
    for name, value in said:
        if isinstance(value, date) and not EARLIEST <= value <= LATEST:
            yield Problem(name, value.isoformat(), "register_day_far", bounds)


def _ends_before(said: Record) -> Iterator[Problem]:
    first, last = getattr(said, "day", None), getattr(said, "until", None)
    if first and last and last < first:
        told = (("signed", first.isoformat()),)
        yield Problem("until", last.isoformat(), "register_until_before", told)


def _read(model: type[Record], written: Values, regulation: Regulation) -> Record:
    try:
        return model.model_validate(written, context=regulation)
    except ValidationError as error:
        raise RequestInvalid(problems_of(error, model)) from None


def row_kept(key: RegisterKey, content: Mapping[str, object]) -> Content:
    """Return a row as it was kept."""
    return REGISTERS[key].model.model_validate(content)


def line_kept(what: LineKind, content: Mapping[str, object]) -> Record:
    """Return a line as it was kept."""
    return LINES[what].model_validate(content)


# By these rows of one name are told apart, as many of them as a register has.
_TELLING = (
    "name",
    "country",
    "local",
    "their_party",
    "our_party",
    "signed",
    "number",
    "donor",
    "place",
    "letter",
    "received",
)


def identity_of(content: Mapping[str, object]) -> tuple[str, ...]:
    """Return by what a row is told apart from all others of its register; two of one are the same."""
    return tuple(name_key(str(content.get(name) or "")) for name in _TELLING)


def check_move(register: Register, before: str, stage: str) -> None:
    """Check that a stage may follow another one; raises `RegisterRefused` naming those that may."""
    allowed = register.moves.get(before, ())
    if stage not in allowed:
        raise RegisterRefused("no_such_move", before=before, stage=stage, allowed=tuple(allowed))


def check_lets_go(
    register: Register, stage: str | None, resting: Collection[tuple[int, str, str]]
) -> None:
    """Check that a row may go into a stage, or with None be removed, while others rest on it.

    `resting` are those that do: number, stage, name. Raises `RegisterRefused` naming them.
    """
    if stage is not None and stage not in register.over:
        return
    # What was entered by mistake is removed before what it rests on, whatever its stage.
    kept = [each for each in resting if stage is None or each[1] in STANDING]
    if kept:
        named = "; ".join(f"{number} – {name}" for number, _, name in kept[:5])
        raise RegisterRefused("rests_on", named=named, count=len(kept))
