"""The registers there are: whoever asks for one by its key finds it here."""

from functools import cache

from models.registers import agreements, aid, contacts, relations
from models.registers.lines import LINES, LineKind
from models.registers.register import Register, RegisterKey
from models.request.form.described import Field, described

REGISTERS: dict[RegisterKey, Register] = {
    each.key: each
    for each in (
        relations.RELATIONS,
        agreements.AGREEMENTS,
        aid.NGOS,
        aid.PROJECTS,
        aid.PRIORITIES,
        aid.OPINIONS,
        contacts.MISSIONS,
        contacts.COMPANIES,
        contacts.PRESS,
    )
}
# As what the fields of all registers and lines are looked up where they are chosen from a list.
WITHIN = "Register"


def labelled(key: RegisterKey) -> str:
    """Return by what the labels of a register's fields begin: requests have parts of the same names."""
    return f"{key.value}_row"


@cache
def fields_of(key: RegisterKey) -> tuple[Field, ...]:
    """Return the fields of a register's rows, its stage and the day among them."""
    return described(REGISTERS[key].model, WITHIN)


@cache
def fields_of_line(what: LineKind) -> tuple[Field, ...]:
    """Return the fields of a line."""
    return described(LINES[what], WITHIN)
