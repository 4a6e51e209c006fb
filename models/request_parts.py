"""The parts a request is put together from: host, stops, members, costs, papers.

Rules about one part stand with it. Read under a regulation (the validation context), a part is also
held against the regulation's ranks and kinds of papers.
"""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from pydantic import Field, ValidationInfo, field_validator

from config.regulation import Management, Record
from models.request_fields import (
    Amount,
    Country,
    Day,
    DirectoryId,
    Line,
    MemberNumber,
    Paragraph,
    PassportNumber,
    one_of,
    refused,
    regulation_of,
)

NOT_IN_DIRECTORY = "not_in_directory"


class Role(StrEnum):
    """What a member is in the delegation."""

    HEAD = "head"
    DEPUTY = "deputy"
    MEMBER = "member"
    INTERPRETER = "interpreter"
    SECRETARY = "secretary"


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


class PlanEntry(Record):
    """The entry of the annual plan that foresees the trip."""

    plan: Line
    entry: Line


class Invitation(Record):
    number: Line | None = None
    date: Day
    signed_by: Line | None = None


class Host(Record):
    name: Line
    country: Country
    invitation: Invitation | None = None


class Stop(Record):
    """A place of the itinerary, from the day of arrival to the day of leaving."""

    country: Country
    place: Line
    arrives: Day
    leaves: Day
    activity: Paragraph | None = None

    @field_validator("leaves")
    @classmethod
    def _leaves_after_arriving(cls, leaves: date, info: ValidationInfo) -> date:
        arrives = info.data.get("arrives")
        if arrives and leaves < arrives:
            raise refused("leaves_before_arriving", arrives=arrives)
        return leaves


class Acting(Record):
    """Who does a leader's work while the leader is away."""

    name: Line
    person: DirectoryId | None = None
    position: Line


class Passport(Record):
    """A travel document. It is kept apart from the dossier and never stands among the facts."""

    kind: PassportKind
    number: PassportNumber
    expires: Day


class Member(Record):
    """A traveller. `person` is a directory id, or `not_in_directory` where the unit says so."""

    name: Line
    position: Line
    rank: Line
    managed_by: Management
    party_member: bool
    role: Role
    person: DirectoryId | None = None
    workplace: Line | None = None
    born: Day | None = None
    acting: Acting | None = Field(default=None, validate_default=True)
    relative_of: MemberNumber | None = None
    passport: Passport | None = None

    @property
    def directory_id(self) -> str | None:
        """Return the id under which the directory knows the traveller; None when it does not."""
        return None if self.person == NOT_IN_DIRECTORY else self.person

    @field_validator("rank")
    @classmethod
    def _rank_of_the_regulation(cls, rank: str, info: ValidationInfo) -> str:
        regulation = regulation_of(info)
        if regulation is None:
            return rank
        ranks = {key: (r.title.vi, r.title.en) for key, r in regulation.ranks.items()}
        return one_of(ranks, rank, "rank")

    @field_validator("acting")
    @classmethod
    def _leaders_are_stood_in_for(
        cls, acting: Acting | None, info: ValidationInfo
    ) -> Acting | None:
        regulation, rank = regulation_of(info), info.data.get("rank")
        if regulation and rank and regulation.ranks[rank].key_leader and acting is None:
            raise refused("acting_missing")
        return acting


class Speech(Record):
    """What a member (number) says or presents abroad, and whether the unit has appraised it."""

    by: MemberNumber
    title: Line
    appraised: bool


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
