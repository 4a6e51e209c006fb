"""The parts that requests of both kinds are put together from: letter, costs, papers, passports.

Rules about one part stand with it. Read under a regulation (the validation context), a part is also
held against the regulation's kinds of papers.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Context, Decimal
from enum import StrEnum
from functools import reduce
from typing import Annotated

from pydantic import Field, ValidationInfo, field_validator

from config.regulation.parts import Record
from models.request.fields import (
    NOT_IN_DIRECTORY as NOT_IN_DIRECTORY,
)
from models.request.fields import (
    Amount,
    CurrencyCode,
    Day,
    FileName,
    Line,
    Paragraph,
    PassportNumber,
    Rate,
    regulation_of,
)
from models.request.values.amounts import not_whole
from models.request.values.choices import YesNo, by_name, one_of
from models.request.values.currencies import Currency, has_no_fraction
from models.request.values.refusal import refused

MOST_PAPERS = 50
# So many figures that no product of an amount, a rate and two counts is rounded.
EXACTLY = Context(prec=60)


class PassportKind(StrEnum):
    """A passport, or what somebody travels with instead (giấy tờ có giá trị đi lại quốc tế)."""

    OFFICIAL = "official"
    DIPLOMATIC = "diplomatic"
    ORDINARY = "ordinary"
    BORDER_PASS = "border_pass"  # noqa: S105 (the paper, no password)
    REFUGEE = "refugee"
    STATELESS = "stateless"
    LAISSEZ_PASSER = "laissez_passer"
    OTHER = "other"


class Payer(StrEnum):
    """Who bears a cost."""

    STATE_BUDGET = "state_budget"
    HOST = "host"
    SELF = "self"
    PROJECT = "project"
    COMPANY = "company"
    OTHER = "other"


PayerNamed = Annotated[Payer, by_name(Payer, "payer")]


class Letter(Record):
    """The unit's own letter that asks for the trip."""

    number: Line
    date: Day


class Instructed(Record):
    """A reason, and a leader's instruction to take a request all the same."""

    reason: Paragraph
    instruction: Letter


class Urgent(Instructed):
    """Why a request comes late, and the leader's instruction to take it all the same."""


class Allowed(Instructed):
    """Why a journey is made while such are suspended, and the instruction that allows it."""


class PlanEntry(Record):
    """The entry of the annual plan that foresees the trip: its number, or the whole text of it."""

    plan: Line
    entry: Paragraph


class Passport(Record):
    """A travel document. It is kept apart from the dossier and never stands among the facts."""

    kind: Annotated[PassportKind, by_name(PassportKind, "passport")]
    number: PassportNumber
    expires: Day


class ExchangeRate(Record):
    """How many dong a unit of another currency is worth, on which day, and who says so."""

    vnd: Rate
    day: Day
    source: Line


def rate_fitting(
    rate: ExchangeRate | None, currency: str | None, *, without: Collection[str] = tuple(Currency)
) -> ExchangeRate | None:
    """Return the rate of an amount; refuse one of dong, and none of a currency that needs it.

    `without`: the currencies that may come without. Dollars abroad are among them: the norms of a trip
    are in dollars.
    """
    if rate is None and currency not in (None, *without):
        raise refused("rate_missing", currency=currency)
    if rate and currency == Currency.VND:
        raise refused("rate_of_dong")
    return rate


def whole_amount(amount: Decimal, currency: str | None) -> Decimal:
    """Return an amount; refuse a fraction of what has none, such as dong and yen."""
    if currency and amount != int(amount) and has_no_fraction(currency):
        raise not_whole(currency)
    return amount


def in_dong(amount: Decimal, currency: str, rate: ExchangeRate | None) -> Decimal | None:
    """Return what an amount is in dong, to the last figure; None where no rate is told."""
    if currency == Currency.VND:
        return amount
    return EXACTLY.multiply(amount, rate.vnd) if rate else None


class Cost(Record):
    """A line of the estimate. Another currency than dong and dollars comes with its rate to the dong."""

    item: Line
    currency: CurrencyCode
    amount: Amount
    payer: PayerNamed
    payer_name: Line | None = None
    rate: ExchangeRate | None = Field(default=None, validate_default=True)

    @property
    def in_dong(self) -> Decimal | None:
        """Return what it is in dong; None where no rate is told."""
        return in_dong(self.amount, self.currency, self.rate)

    @field_validator("amount")
    @classmethod
    def _whole_where_there_is_no_fraction(cls, amount: Decimal, info: ValidationInfo) -> Decimal:
        return whole_amount(amount, info.data.get("currency"))

    @field_validator("rate")
    @classmethod
    def _rate_of_its_currency(
        cls, rate: ExchangeRate | None, info: ValidationInfo
    ) -> ExchangeRate | None:
        return rate_fitting(rate, info.data.get("currency"))


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


@dataclass(frozen=True)
class Reckoned:
    """What sums of several currencies come to in dong, and those of which no rate is told."""

    dong: Decimal
    without_rate: tuple[Sum, ...]


def reckoned(costs: Iterable[tuple[str, str, Decimal, Decimal | None]]) -> Reckoned | None:
    """Reckon up costs by (payer, currency, amount, dong); None where all of them are dong."""
    lines = tuple(costs)
    if all(currency == Currency.VND for _, currency, _, _ in lines):
        return None
    left = sums(
        (payer, currency, amount) for payer, currency, amount, dong in lines if dong is None
    )
    whole = reduce(EXACTLY.add, (dong for *_, dong in lines if dong), Decimal())
    return Reckoned(whole, left)


def sums_in_dong(
    costs: Iterable[tuple[str, str, Decimal | None]],
) -> dict[tuple[str, str], Decimal]:
    """Return what sums by (payer, currency) are in dong; one with a line without a rate is left out."""
    told: dict[tuple[str, str], Decimal | None] = {}
    for payer, currency, dong in costs:
        before = told.get((payer, currency), Decimal())
        told[payer, currency] = (
            None if before is None or dong is None else EXACTLY.add(before, dong)
        )
    return {key: dong for key, dong in told.items() if dong is not None}


class Paper(Record):
    """A paper of the dossier. Of a secret one only kind, number and date may be recorded."""

    kind: Line
    secret: YesNo = False
    number: Line | None = None
    date: Day | None = None
    title: Line | None = None
    file: FileName | None = None

    @field_validator("kind")
    @classmethod
    def _kind_of_the_regulation(cls, kind: str, info: ValidationInfo) -> str:
        regulation = regulation_of(info)
        if regulation is None:
            return kind
        kinds = {key: (p.title.vi, p.title.en) for key, p in regulation.papers.items()}
        return one_of(kinds, kind, "paper_kind")

    @field_validator("title", "file", mode="before")
    @classmethod
    def _nothing_of_a_secret(cls, value: object, info: ValidationInfo) -> object:
        # A `secret` that could not be read counts as set: what may be secret is not taken in.
        if value is not None and info.data.get("secret", True):
            raise refused("secret_paper")
        return value
