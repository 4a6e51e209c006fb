"""The parts of a request to receive guests: who sends them, who comes, what is done when and where.

Rules about one part stand with it. Read under a regulation (the validation context), a part is also
held against the ranks of guests and the places the regulation knows.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field, ValidationInfo, field_validator, model_validator

from config.regulation.codes import PlaceArea, SenderKind
from config.regulation.parts import Record
from models.programme.items import place_known
from models.request.fields import (
    Count,
    Day,
    DayOfLeaving,
    DirectoryId,
    GroupName,
    Line,
    Nationality,
    Origin,
    Paragraph,
    inbound_of,
    regulation_of,
)
from models.request.parts import (
    Passport,
)
from models.request.values.choices import YesNo, by_name, choice_meant, one_of
from models.request.values.origins import ORGANISATION, ORGANISATIONS
from models.request.values.refusal import refused


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


GuestRoleNamed = Annotated[GuestRole, by_name(GuestRole, "guest_role")]
TopicNamed = Annotated[SensitiveTopic, by_name(SensitiveTopic, "sensitive_topic")]


class Sender(Record):
    """The organisation that sends the guests."""

    name: Line
    country: Origin
    kind: Annotated[SenderKind, by_name(SenderKind, "sender_kind")]

    @field_validator("kind")
    @classmethod
    def _states_together_are_an_organisation(
        cls, kind: SenderKind, info: ValidationInfo
    ) -> SenderKind:
        of_none = info.data.get("country") in ORGANISATIONS
        if of_none and kind is not SenderKind.INTERNATIONAL_ORGANIZATION:
            raise refused("organisation_of_states")
        return kind

    @model_validator(mode="before")
    @classmethod
    def _an_organisation_needs_no_country(cls, data: object) -> object:
        """Let an organisation of states leave out its country: it has none to write."""
        if not isinstance(data, Mapping) or data.get("country"):
            return data
        kind = choice_meant(SenderKind, "sender_kind", data.get("kind"))
        of_none = kind == SenderKind.INTERNATIONAL_ORGANIZATION
        return {**data, "country": ORGANISATION} if of_none else data


class HostLeader(Record):
    """Who receives the guests; `rank` is one of the regulation's ranks of its own leaders."""

    name: Line
    position: Line
    rank: Line
    person: DirectoryId | None = None

    @field_validator("rank")
    @classmethod
    def _rank_of_the_regulation(cls, rank: str, info: ValidationInfo) -> str:
        regulation = regulation_of(info)
        if regulation is None:
            return rank
        ranks = {key: (r.title.vi, r.title.en) for key, r in regulation.ranks.items()}
        return one_of(ranks, rank, "rank")


class Guest(Record):
    """A foreign guest. `rank` decides the class of the visit where the guest is its head.

    `group`: with which group the guest comes; `arrives` and `departs` where these are not the visit's.
    """

    name: Line
    nationality: Nationality
    position: Line
    profession: Annotated[Profession, by_name(Profession, "profession")]
    rank: Line
    role: GuestRoleNamed
    born: Day | None = None
    press_licence: Line | None = None
    passport: Passport | None = None
    group: GroupName | None = None
    arrives: Day | None = None
    departs: Day | None = None

    @field_validator("departs")
    @classmethod
    def _departs_after_arriving(cls, departs: date | None, info: ValidationInfo) -> date | None:
        arrives = info.data.get("arrives")
        if departs and arrives and departs < arrives:
            raise refused("departs_before_arriving", arrives=arrives)
        return departs

    @field_validator("rank")
    @classmethod
    def _rank_of_the_regulation(cls, rank: str, info: ValidationInfo) -> str:
        inbound = inbound_of(info)
        if inbound is None:
            return rank
        ranks = {key: (r.title.vi, r.title.en) for key, r in inbound.guest_ranks.items()}
        return one_of(ranks, rank, "guest_rank")


class Lodging(Record):
    """Where guests, or one group of them, stay: from the day they come to the day they leave."""

    name: Line
    place: Line
    arrives: Day
    leaves: DayOfLeaving
    group: GroupName | None = None

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


class Conference(Record):
    """An international conference or seminar (06/2020/QĐ-TTg).

    `hosted`: the province hosts it for others, to which somebody has to consent in principle first.
    """

    topics: tuple[TopicNamed, ...] = ()
    participants: Count
    foreign_participants: Count
    online: YesNo = False
    hosted: YesNo = False
    funding: Line


class Certificate(Record):
    """The paper a foreign NGO works under; `provinces` and `areas` as the paper names them."""

    kind: Annotated[CertificateKind, by_name(CertificateKind, "certificate")]
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
    resident: YesNo = False
    guide_body: Line | None = None


class Unannounced(Record):
    """Why guests came without notice; approval is asked for afterwards."""

    reason: Paragraph
