"""The dossier in force for one reader, as far as all kinds are shown alike."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, TypeVar

from web.dossier.conditions_and_questions import remarks_in_force
from web.dossier.history import CaseHistory

P = TypeVar("P")


class DossierShown:
    """What every request has; a kind that says no more of itself is shown so.

    `names` says what people call what the request has by a key, `files` are the names of those that
    are kept, by digest, and `remarks` those it was returned with, by field.
    """

    template: ClassVar[str] = "dossier/dossier_plain.html"

    def __init__(self, history: CaseHistory) -> None:
        self.request = history.work.request
        self.names = history.names
        self.files = history.files
        self.remarks = remarks_in_force(history)


@dataclass(frozen=True)
class Sum:
    """What one payer bears in one currency."""

    payer: str
    currency: str
    amount: Decimal


def sums(costs: Iterable[tuple[str, str, Decimal]]) -> tuple[Sum, ...]:
    """Return what each payer bears, of (payer, currency, amount).

    By currency: amounts of two currencies are never added.
    """
    borne: dict[tuple[str, str], Decimal] = {}
    for payer, currency, amount in costs:
        borne[payer, currency] = borne.get((payer, currency), Decimal()) + amount
    return tuple(Sum(payer, currency, amount) for (payer, currency), amount in borne.items())


def head_first(people: Sequence[P], head: P) -> list[tuple[int, P]]:
    """Return people with their numbers in the list, the head before the others."""
    return sorted(enumerate(people, start=1), key=lambda numbered: numbered[1] is not head)
