"""The finance ministry's norms for receiving foreign guests as typed, read-only data.

Each file `config/norms/reception_*.yaml` is one circular with the days it was in force. An amount
nobody has seen is absent; one that is background knowledge only says `unconfirmed: true`.
"""

from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator

from config.regulation.codes import CostBearer, GuestClass, NormCode
from config.regulation.parts import Document, Record, Rule, Share, Text, rules_in
from config.strict_yaml import yaml_value

NORMS_FOLDER = Path(__file__).parent / "norms"


class NormUnit(StrEnum):
    """What an amount in đồng is for; `invoice` where no amount is set."""

    PERSON = "person"
    PERSON_DAY = "person_day"
    PERSON_HALF_DAY = "person_half_day"
    PERSON_HOUR = "person_hour"
    PAGE = "page"
    INVOICE = "invoice"


class NormRole(StrEnum):
    """What a guest is, where an amount differs by it; whoever else comes counts as a member."""

    HEAD = "head"
    SPOUSE = "spouse"
    DEPUTY = "deputy"
    MEMBER = "member"


class SettledBy(StrEnum):
    """Who or what settles an amount the circular leaves open."""

    HOST_HEAD = "host_head"
    SCHEME = "scheme"
    INVOICE = "invoice"


class NormRow(Rule):
    """One row of a norm. Without `classes` or `roles` it holds for all of them.

    The ceiling is `amount` (VND a unit) or a `share` of another norm. `special_case`: only where the
    host head so decides in the plan. `exceeded_by` may agree to more. `says` is a rule in words.
    """

    classes: tuple[GuestClass, ...] | None = None
    roles: tuple[NormRole, ...] | None = None
    amount: int | None = Field(default=None, gt=0)
    share_of: NormCode | None = None
    share: Share | None = None
    settled_by: SettledBy | None = None
    not_allowed: bool = False
    special_case: bool = False
    exceeded_by: Literal[SettledBy.HOST_HEAD] | None = None
    says: Text | None = None

    def is_for(self, guest_class: GuestClass | None) -> bool:
        """Tell whether the row is about guests of a class; one about all needs no class."""
        return self.classes is None or guest_class in self.classes

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        if (self.share is None) is not (self.share_of is None):
            raise ValueError("`share` and `share_of` stand together")
        limits = sum((self.amount is not None, self.share is not None, self.not_allowed))
        if limits > 1:
            raise ValueError("a row has one of `amount`, `share` and `not_allowed`")
        if not limits and self.settled_by is None:
            raise ValueError("a row without an amount says who settles it, or `not_allowed`")
        return self


class ShareRule(Rule):
    """A share of an amount."""

    share: Share

    def of(self, amount: Decimal) -> Decimal:
        return amount * self.share.numerator / self.share.denominator


class Norm(Record):
    """A kind of expense: what it is, what an amount is for, and its rows.

    `once`: the classes for which it may be had a single time. `other_language`: what a rarer language
    may add. `own_staff`: the share of the ceiling that the body's own staff may be paid.
    """

    title: Text
    unit: NormUnit
    rows: tuple[NormRow, ...]
    once: tuple[GuestClass, ...] = ()
    other_language: ShareRule | None = None
    own_staff: ShareRule | None = None

    @model_validator(mode="after")
    def _rows_do_not_overlap(self) -> Self:
        seen: set[tuple[GuestClass, NormRole]] = set()
        for number, row in enumerate(self.rows, start=1):
            pairs = {(c, r) for c in row.classes or GuestClass for r in row.roles or NormRole}
            if seen & pairs:
                guest_class, role = min(seen & pairs)
                raise ValueError(
                    f"rows.{number} says again what {role!s} of {guest_class!s} may get"
                )
            seen |= pairs
        return self


class Bearing(Rule):
    """What the host may pay where the guests pay some of the costs or all.

    `in_plan_only`: also these, where the reception plan has them. `classes`: the guests the article
    names. `left_to_host_head`: those for whom the head of the host body decides.
    """

    pays: tuple[NormCode, ...]
    in_plan_only: tuple[NormCode, ...] = ()
    classes: tuple[GuestClass, ...]
    left_to_host_head: tuple[GuestClass, ...] = ()


class Transition(Rule):
    """What holds for plans approved before a circular came into force."""

    approved_and_begun_before: Literal["norms_at_approval"]
    approved_before_begun_after: Literal["host_head_may_adjust"]


class ReceptionNorms(Record):
    """One circular. What it does not say, or what nobody has seen of it, is absent."""

    circular: Document
    transition: Transition | None = None
    unlisted_class: Rule | None = None
    meals_on_banquet_day: ShareRule | None = None
    bearers: dict[CostBearer, Bearing] = Field(default_factory=dict)
    norms: dict[NormCode, Norm]

    def rules(self) -> Iterator[tuple[str, Rule]]:
        """Yield every rule with its place in the file, such as `norms.lodging.rows.2`."""
        return rules_in("", self)

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        if self.circular.in_force_from is None:
            raise ValueError("circular.in_force_from is missing: norms are chosen by their days")
        for place, rule in self.rules():
            if rule.source.document != self.circular.number:
                raise ValueError(
                    f"{place} cites {rule.source.document!r}, not {self.circular.number}"
                )
            shared = rule.share_of if isinstance(rule, NormRow) else None
            if shared and any(row.share_of for row in self._rows_of(place, shared)):
                raise ValueError(f"{place} is a share of {shared!s}, which is a share itself")
        return self

    def _rows_of(self, place: str, code: NormCode) -> tuple[NormRow, ...]:
        if code not in self.norms:
            raise ValueError(f"{place} is a share of {code!s}, which is not under norms")
        return self.norms[code].rows


@cache
def reception_norms() -> tuple[ReceptionNorms, ...]:
    """Return every circular in `config/norms/`, the oldest first.

    Raises `ValueError` naming the file that does not hold together, or two circulars whose days
    overlap.
    """
    files = sorted(NORMS_FOLDER.glob("reception_*.yaml"))
    read = [read_reception_norms(path.read_text(encoding="utf-8"), path.name) for path in files]
    return in_order(read)


def in_order(circulars: list[ReceptionNorms]) -> tuple[ReceptionNorms, ...]:
    """Return the circulars by their first day; `ValueError` where two are in force on one day."""
    ordered = sorted(circulars, key=lambda norms: str(norms.circular.in_force_from))
    for older, newer in pairwise(ordered):
        last, first = older.circular.in_force_until, newer.circular.in_force_from
        if last is None or (first is not None and last >= first):
            raise ValueError(
                f"{older.circular.number} and {newer.circular.number} are both in force on {first}"
            )
    return tuple(ordered)


def read_reception_norms(text: str, place: str) -> ReceptionNorms:
    """Read a circular from its text; `place` names it in the `ValueError` raised if it is wrong."""
    try:
        return ReceptionNorms.model_validate(yaml_value(text))
    except ValueError as error:
        raise ValueError(f"{place} does not hold together: {error}") from error
