"""What the house's journal says of registers: rows entered, changed, moved, and what hangs on them.

What a row or a line says stands in erasable texts, under the salted digest that the entry holds: a
contact's name is in no entry. What is due is told with its days, which are nobody's.
"""

from datetime import date
from typing import ClassVar

from models.entries.base import OfHouse, Part
from models.ids import Digest


class DueTold(Part):
    """Something due: by which line, what, on which day, on which days the office is told before."""

    line: int = 0
    what: str
    on: date
    tells: tuple[date, ...]


class OfRegister(OfHouse):
    """An entry about a row of a register, by its number. `dues` are all that is due from now on."""

    number: int
    dues: tuple[DueTold, ...] = ()


class RegisterEntered(OfRegister):
    """A row is in a register (`of`) from now on: its stage, since when, on which other rows it rests."""

    kind: ClassVar[str] = "register_entered"
    of: str
    stage: str
    since: date
    sealed: Digest
    rests_on: tuple[int, ...] = ()


class RegisterChanged(OfRegister):
    """A row says something else from now on; its stage is what it was."""

    kind: ClassVar[str] = "register_changed"
    version: int
    sealed: Digest
    rests_on: tuple[int, ...] = ()


class RegisterMoved(OfRegister):
    """A row stands in another stage since a day; why is sealed with what it says."""

    kind: ClassVar[str] = "register_moved"
    version: int
    stage: str
    since: date
    sealed: Digest


class RegisterRemoved(OfRegister):
    """A row was entered by mistake and is in no list any more; why is sealed with what it said."""

    kind: ClassVar[str] = "register_removed"
    version: int
    sealed: Digest


class RegisterLinePut(OfRegister):
    """A line hangs on a row, or says something else: a contact, a visit, a commitment, a document."""

    kind: ClassVar[str] = "register_line_put"
    line: int
    what: str
    version: int
    sealed: Digest


class RegisterLineRemoved(OfRegister):
    """A line hangs on a row no more; its texts are kept for the history."""

    kind: ClassVar[str] = "register_line_removed"
    line: int


class RegisterLineErased(OfRegister):
    """All that a line ever said is erased, and the salts it was sealed under."""

    kind: ClassVar[str] = "register_line_erased"
    line: int


class ReminderTold(Part):
    """Of a row something due was told, with all days until one on which it is told."""

    number: int
    line: int
    what: str
    through: date


class RegisterReminded(OfHouse):
    """The office was told what is due."""

    kind: ClassVar[str] = "register_reminded"
    reminders: tuple[ReminderTold, ...]
