"""What addresses of registers name, and what their forms offer: one reading for all of their pages."""

from typing import Annotated

from fastapi import Path
from sqlalchemy import Connection

from config.words import Words
from models.ids import BodyKey
from models.registers.known import REGISTERS, fields_of, fields_of_line, labelled
from models.registers.lines import LineKind
from models.registers.register import RegisterKey
from models.request.form.described import Field, Input
from models.request.labels import field_label
from models.store import directory
from models.store.registers import rows
from web.ground.visitor import SignedIn
from web.request.lists import Lists

REGISTERS_PATH = "/registers"
# The databases take no larger number.
RowNumber = Annotated[int, Path(ge=1, le=2_000_000_000)]
LineNumber = Annotated[int, Path(ge=0, le=2_000_000_000)]
# By what the fields of registers are called before their own name; see the ids `field.register.…`.
WITHIN = "register"
# The stage and its day are told once, when a row is entered; afterwards it is moved.
MOVED = ("stage", "since")


def path_of(key: RegisterKey, number: int | None = None, *beneath: str) -> str:
    """Return the address of a register, of a row, or of what is beneath it."""
    parts = [REGISTERS_PATH, key.value, *([] if number is None else [f"{number}"]), *beneath]
    return "/".join(parts)


def lists_of_register(conn: Connection, visitor: SignedIn, key: RegisterKey) -> Lists:
    """Return what can be chosen in the fields of a register."""
    return Lists(
        visitor.words,
        visitor.running.desk.regulation(),
        units=directory.unit_names(conn),
        own_units=tuple[BodyKey, ...](),
        persons={},
        partners={
            number: row.name for number, row in rows.partners(conn, REGISTERS[key].rests_on).items()
        },
    )


def form_of(key: RegisterKey, what: LineKind | None = None, *, is_new: bool = False) -> Field:
    """Return the fields of a row's form, or of a line's, as parts of one whole."""
    fields = fields_of_line(what) if what else fields_of(key)
    if not (what or is_new):
        fields = tuple(each for each in fields if each.name not in MOVED)
    inner = Field(what.value if what else labelled(key), Input.PART, parts=fields)
    return Field(WITHIN, Input.PART, parts=(inner,))


def within(form: Field) -> str:
    """Return how the names of a form's fields begin: `register.relation_row.`."""
    return f"{form.name}.{form.parts[0].name}."


def label_of_field(of: str, name: str, w: Words) -> str:
    """Return what a field of a register or of a line is called."""
    return field_label((WITHIN, of, name), w)
