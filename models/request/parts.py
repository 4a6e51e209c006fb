"""The parts that requests of both kinds are put together from: letter, costs, papers, passports.

Rules about one part stand with it. Read under a regulation (the validation context), a part is also
held against the regulation's kinds of papers.
"""

from decimal import Decimal
from enum import StrEnum

from pydantic import ValidationInfo, field_validator

from config.regulation.parts import Record
from models.request.fields import (
    Amount,
    Day,
    Line,
    Paragraph,
    PassportNumber,
    one_of,
    refused,
    regulation_of,
)

NOT_IN_DIRECTORY = "not_in_directory"
MOST_PAPERS = 50


class PassportKind(StrEnum):
    OFFICIAL = "official"
    DIPLOMATIC = "diplomatic"
    ORDINARY = "ordinary"
    BORDER_PASS = "border_pass"  # noqa: S105 (the paper, no password)


class Currency(StrEnum):
    VND = "VND"
    USD = "USD"


class Payer(StrEnum):
    """Who bears a cost."""

    STATE_BUDGET = "state_budget"
    HOST = "host"
    SELF = "self"
    PROJECT = "project"
    COMPANY = "company"
    OTHER = "other"


class Letter(Record):
    """The unit's own letter that asks for the trip."""

    number: Line
    date: Day


class Urgent(Record):
    """Why a request comes late, and the leader's instruction to take it all the same."""

    reason: Paragraph
    instruction: Letter


class PlanEntry(Record):
    """The entry of the annual plan that foresees the trip."""

    plan: Line
    entry: Line


class Passport(Record):
    """A travel document. It is kept apart from the dossier and never stands among the facts."""

    kind: PassportKind
    number: PassportNumber
    expires: Day


class Cost(Record):
    item: Line
    currency: Currency
    amount: Amount
    payer: Payer
    payer_name: Line | None = None

    @field_validator("amount")
    @classmethod
    def _dong_are_whole(cls, amount: Decimal, info: ValidationInfo) -> Decimal:
        if info.data.get("currency") is Currency.VND and amount != int(amount):
            raise refused("dong_not_whole")
        return amount


class Paper(Record):
    """A paper of the dossier. Of a secret one only kind, number and date may be recorded."""

    kind: Line
    secret: bool = False
    number: Line | None = None
    date: Day | None = None
    title: Line | None = None
    file: Line | None = None

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
