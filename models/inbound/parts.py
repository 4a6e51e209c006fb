"""The parts of a request to receive guests: who sends them, who comes, what is done when and where.

Rules about one part stand with it. Read under a regulation (the validation context), a part is also
held against the ranks of guests and the places the regulation knows.
"""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import Field, ValidationInfo, field_validator

from config.regulation.codes import NormCode, PlaceArea, SenderKind
from config.regulation.parts import Record
from models.programme.items import place_known
from models.request.fields import (
    Amount,
    Count,
    Country,
    Day,
    DayOfLeaving,
    DirectoryId,
    Line,
    MemberNumber,
    Paragraph,
    inbound_of,
    one_of,
    refused,
)
from models.request.parts import Passport, Payer


class GuestRole(StrEnum):
    """What a guest is in the delegation."""

    HEAD = "head"
    DEPUTY = "deputy"
    MEMBER = "member"
    SPOUSE = "spouse"
    INTERPRETER = "interpreter"
    ENTOURAGE = "entourage"


class Profession(StrEnum):
    """What a guest does for a living; reporters have rules of their own."""

    OFFICIAL = "official"
    EXPERT = "expert"
    BUSINESS = "business"
    NGO_STAFF = "ngo_staff"
    REPORTER = "reporter"
    ARTIST = "artist"
    STUDENT = "student"
    CLERGY = "clergy"
    OTHER = "other"


class SensitiveTopic(StrEnum):
    """Topics of a conference that are the Prime Minister's to allow (06/2020/QĐ-TTg, article 3)."""

    SOVEREIGNTY = "sovereignty"
    SECURITY = "security"
    DEFENCE = "defence"
    ETHNICITY = "ethnicity"
    RELIGION = "religion"
    HUMAN_RIGHTS = "human_rights"
    STATE_SECRETS = "state_secrets"


class CertificateKind(StrEnum):
    """Which paper a foreign NGO works under (58/2022/NĐ-CP)."""

    OPERATION = "operation"
    OFFICE = "office"


class Sender(Record):
    """The organisation that sends the guests."""

    name: Line
    country: Country
    kind: SenderKind


class HostLeader(Record):
    """Who receives the guests; `rank` is one of the regulation's ranks of its own leaders."""

    name: Line
    position: Line
    rank: Line
    person: DirectoryId | None = None


class Guest(Record):
    """A foreign guest. `rank` decides the class of the visit where the guest is its head."""

    name: Line
    nationality: Country
    position: Line
    profession: Profession
    rank: Line
    role: GuestRole
    born: Day | None = None
    press_licence: Line | None = None
    passport: Passport | None = None

    @field_validator("rank")
    @classmethod
    def _rank_of_the_regulation(cls, rank: str, info: ValidationInfo) -> str:
        inbound = inbound_of(info)
        if inbound is None:
            return rank
        ranks = {key: (r.title.vi, r.title.en) for key, r in inbound.guest_ranks.items()}
        return one_of(ranks, rank, "guest_rank")


class Lodging(Record):
    """Where guests stay, from the day they come to the day they leave."""

    name: Line
    place: Line
    arrives: Day
    leaves: DayOfLeaving

    @field_validator("place")
    @classmethod
    def _place_where_foreigners_may_stay(cls, place: str, info: ValidationInfo) -> str:
        """Refuse prohibited areas. Source: 47/2014/QH13, article 34."""
        known, inbound = place_known(place, info), inbound_of(info)
        if inbound and inbound.places[known].area is PlaceArea.PROHIBITED:
            raise refused("lodging_prohibited")
        return known


class Period(Record):
    """Days of a further visit under one permission."""

    arrives: Day
    departs: DayOfLeaving


class ReceptionCost(Record):
    """A line of the estimate: `persons` × `units` (days, half days, hours, pages, pieces) × amount.

    `norm` names the ceiling it is held against, `role` the part of the guests where the ceiling
    differs by it. VND.
    """

    item: Line
    norm: NormCode | None = None
    role: GuestRole | None = None
    persons: Count = 1
    units: Count = 1
    unit_amount: Amount
    place: Line | None = None
    own_staff: bool = False
    other_language: bool = False
    payer: Payer

    @property
    def amount(self) -> Decimal:
        """Return the whole line in VND."""
        return self.unit_amount * self.persons * self.units

    @field_validator("place")
    @classmethod
    def _place_of_the_regulation(cls, place: str | None, info: ValidationInfo) -> str | None:
        return place_known(place, info) if place else place


class Gift(Record):
    """A gift: what, for which guest (number), its price in VND."""

    guest: MemberNumber
    what: Line
    amount: Amount


class Conference(Record):
    """An international conference or seminar (06/2020/QĐ-TTg)."""

    topics: tuple[SensitiveTopic, ...] = ()
    participants: Count
    foreign_participants: Count
    online: bool = False
    funding: Line


class Certificate(Record):
    """The paper a foreign NGO works under; `provinces` and `areas` as the paper names them."""

    kind: CertificateKind
    number: Line
    valid_from: Day
    valid_until: Day
    provinces: Annotated[tuple[Line, ...], Field(min_length=1, max_length=70)]
    areas: Annotated[tuple[Line, ...], Field(min_length=1, max_length=20)]


class ForeignNgo(Record):
    """What a visit of a foreign NGO rests on."""

    certificate: Certificate
    partner: Line | None = None


class PressLicence(Record):
    """What allows foreign reporters to work (262/2026/NĐ-CP; before 1 July 2026 88/2012/NĐ-CP)."""

    number: Line | None = None
    issued: Day | None = None
    valid_until: Day | None = None
    resident: bool = False
    guide_body: Line | None = None


class Unannounced(Record):
    """Why guests came without notice; approval is asked for afterwards."""

    reason: Paragraph
