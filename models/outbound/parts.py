"""The parts of a request to go abroad: host, stops, members, speeches.

Rules about one part stand with it. Read under a regulation (the validation context), a part is also
held against the regulation's ranks.
"""

from enum import StrEnum

from pydantic import Field, ValidationInfo, field_validator

from config.regulation.codes import Management
from config.regulation.parts import Record
from models.request.fields import (
    Country,
    Day,
    DayOfLeaving,
    DirectoryId,
    Line,
    MemberNumber,
    Paragraph,
    one_of,
    refused,
    regulation_of,
)
from models.request.parts import NOT_IN_DIRECTORY, Passport


class Role(StrEnum):
    """What a member is in the delegation."""

    HEAD = "head"
    DEPUTY = "deputy"
    MEMBER = "member"
    INTERPRETER = "interpreter"
    SECRETARY = "secretary"


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
    leaves: DayOfLeaving
    activity: Paragraph | None = None


class Acting(Record):
    """Who does a leader's work while the leader is away."""

    name: Line
    person: DirectoryId | None = None
    position: Line


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
