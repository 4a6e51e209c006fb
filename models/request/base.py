"""What a unit submits, whatever kind of case comes of it: the part that the core knows.

A kind need not have travellers, countries, a head or a programme: it says what it has.
"""

from abc import abstractmethod
from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar, Self

from config.regulation.codes import Kind
from config.regulation.parts import Record
from models.journal.entry import JSON
from models.programme.items import Interpreter, Item
from models.request.fields import AreaOfWork, DirectoryId, Line, Paragraph, several
from models.request.parts import (
    MOST_PAPERS,
    Allowed,
    Letter,
    Paper,
    Passport,
    PlanEntry,
    Reckoned,
    Sum,
    Urgent,
)
from models.request.people.travellers import Traveller

Span = tuple[date, date]


class Request(Record):
    """A request, read-only once it is built; one with contradictions raises `pydantic.ValidationError`.

    `first_day` and `last_day` are the fields in which these are written. `refuses_members`: who decides
    may let single persons stay behind. `tells_commitments`: its report tells what was agreed on.
    `programmed`: it brings a programme, which is arranged.
    """

    kind: ClassVar[Kind]
    first_day: ClassVar[str]
    last_day: ClassVar[str]
    refuses_members: ClassVar[bool] = False
    tells_commitments: ClassVar[bool] = False
    programmed: ClassVar[bool] = False

    unit: DirectoryId
    letter: Letter
    title: Line
    purpose: Paragraph
    area: AreaOfWork
    plan_entry: PlanEntry | None = None
    urgent: Urgent | None = None
    allowed: Allowed | None = None
    papers: Annotated[tuple[Paper, ...], several(0, MOST_PAPERS)] = ()

    @property
    @abstractmethod
    def begins(self) -> date:
        """Return the first day of what is asked for."""

    @property
    @abstractmethod
    def ends(self) -> date:
        """Return the last day of what is asked for."""

    @property
    def comes_afterwards(self) -> bool:
        """Tell whether it is asked for once it has begun, as of guests who came without notice."""
        return False

    @property
    def spans(self) -> tuple[Span, ...]:
        """Return the days from which to which it lasts, once or several times."""
        return ((self.begins, self.ends),)

    def days_of(self, number: int) -> Span:
        """Return from when to when one of its persons is on the way, by their number.

        Who has no days of their own has those of the whole, as has whoever there is not.
        """
        return (self.begins, self.ends)

    @property
    def on_state_budget(self) -> bool:
        """Tell whether the state budget bears any cost."""
        return False

    @property
    def persons(self) -> tuple[tuple[str, str | None], ...]:
        """Return who travels, in order: each name, and the directory's id for it."""
        return ()

    @property
    def positions(self) -> tuple[str, ...]:
        """Return what position each of the persons holds."""
        return ()

    @property
    def head_name(self) -> str:
        """Return who leads; empty where nobody does."""
        return ""

    @property
    def head_number(self) -> int | None:
        """Return the number of a head without whom nobody goes; None where there is none."""
        return None

    @property
    def countries(self) -> frozenset[str]:
        """Return the countries it is about."""
        return frozenset()

    @property
    def partner(self) -> str:
        """Return who is met abroad, or comes: the other side's name; empty where there is none."""
        return ""

    @property
    def estimate(self) -> tuple[Sum, ...]:
        """Return what each payer is to bear, by currency."""
        return ()

    @property
    def reckoned(self) -> Reckoned | None:
        """Return what the estimate comes to in dong; None where no other currency is in it."""
        return None

    @property
    def borne_in_dong(self) -> Mapping[tuple[str, str], Decimal]:
        """Return what each payer bears of each currency in dong; what has no rate is left out."""
        return {}

    @property
    def nature(self) -> str:
        """Return what it is within its kind, as statistics tell it; empty where all are alike."""
        return ""

    @property
    def head_rank(self) -> str:
        """Return the rank of whoever leads; empty where nobody does."""
        return ""

    @property
    def travellers(self) -> tuple[Traveller, ...]:
        """Return who travels, as statistics count them, in the order of their numbers."""
        return ()

    @property
    def planned_items(self) -> tuple[Item, ...]:
        """Return the items of its programme."""
        return ()

    @property
    def named_interpreters(self) -> tuple[Interpreter, ...]:
        """Return those whom items of the programme count from 1."""
        return ()

    def facts(self, *, as_kept: bool = False) -> dict[str, JSON]:
        """Return the facts that steps rest on, by name, as plain JSON in a stable order.

        Passports and the letter are not among them. Of an attached paper the facts hold its name, not
        its content. `as_kept` leaves out what a dossier read from the database does not say, because a
        later release was the first to ask for it.
        """
        return self.model_dump(mode="json", exclude={"letter"}, exclude_unset=as_kept)

    def passports(self) -> dict[int, Passport]:
        """Return the passports by the number of their bearer; who gave none is left out."""
        return {}

    def without(self, numbers: Collection[int]) -> Self:
        """Return the request for the others alone, to be counted: some persons stay at home."""
        return self

    def without_passports(self) -> Self:
        """Return the request as the dossier keeps it: the same without any passport."""
        return self
