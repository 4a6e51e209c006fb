"""The parts of an annual plan: a delegation that is foreseen, and a task. Rules about one stand with it.

What a unit registers has no unit of its own, as it is the unit's; a key names what stands in the plan
already and is to change. In the plan each has its key and its unit.
"""

from enum import StrEnum
from typing import Annotated

from pydantic import BeforeValidator

from config.regulation.parts import Record
from models.request.entry_id import EntryKey
from models.request.fields import (
    AreaOfWork,
    Count,
    Country,
    Day,
    DirectoryId,
    DongAmount,
    Line,
    Paragraph,
    several,
)
from models.request.parts import PayerNamed
from models.request.values.choices import by_name

# A delegation of the plan goes abroad or comes; the codes are those of the kinds of their requests.
WAYS = ("outbound", "inbound")
_MONTHS_OF_A_QUARTER = 3


class Quarter(StrEnum):
    """A quarter of the year, as plans say when a delegation is to go or come."""

    FIRST = "q1"
    SECOND = "q2"
    THIRD = "q3"
    FOURTH = "q4"

    @property
    def number(self) -> int:
        """Return which of the four it is, from 1."""
        return int(self.value[1:])


def quarter_of_month(month: int) -> int:
    """Return the number of the quarter a month is in, both from 1."""
    return (month - 1) // _MONTHS_OF_A_QUARTER + 1


def _quarter_typed(value: object) -> object:
    """Return the code of a quarter that is written as its number alone, as in the columns of plans."""
    written = str(value).strip().upper() if isinstance(value, int | str) else ""
    numbers = {
        "1": "q1",
        "2": "q2",
        "3": "q3",
        "4": "q4",
        "I": "q1",
        "II": "q2",
        "III": "q3",
        "IV": "q4",
    }
    return value if isinstance(value, bool) else numbers.get(written, value)


QuarterNamed = Annotated[Quarter, by_name(Quarter, "quarter"), BeforeValidator(_quarter_typed)]
WayNamed = Annotated[str, by_name(WAYS, "kind")]


class IntendedDelegation(Record):
    """A delegation a unit means to send or to receive in the year.

    `budget` is in dong; `payer` is who bears it. `key`: the entry of the plan in force it replaces.
    """

    key: EntryKey | None = None
    kind: WayNamed
    title: Line
    partner: Line | None = None
    countries: Annotated[tuple[Country, ...], several(1, 20)]
    purpose: Paragraph
    area: AreaOfWork
    quarter: QuarterNamed
    persons: Count
    budget: DongAmount | None = None
    payer: PayerNamed | None = None


class PlannedDelegation(IntendedDelegation):
    """A delegation that the plan foresees, of the unit whose it is."""

    key: EntryKey
    unit: DirectoryId


class IntendedTask(Record):
    """Something a unit means to do in the year; `sentence` is that of the plan it comes from."""

    key: EntryKey | None = None
    area: AreaOfWork
    what: Paragraph
    due: Day
    sentence: Paragraph | None = None


class PlannedTask(IntendedTask):
    """A task of the plan, and the unit that owns it."""

    key: EntryKey
    unit: DirectoryId
