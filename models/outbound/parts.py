"""The parts of a request to go abroad: host, stops, members, speeches.

Rules about one part stand with it. Read under a regulation (the validation context), a part is also
held against the regulation's ranks.
"""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import ValidationInfo, field_validator

from config.regulation.codes import Management
from config.regulation.parts import Record
from models.request.fields import (
    Country,
    Day,
    DayOfLeaving,
    DirectoryId,
    GroupName,
    Line,
    MemberNumber,
    Origin,
    Paragraph,
    regulation_of,
)
from models.request.parts import NOT_IN_DIRECTORY, Passport
from models.request.values.choices import YesNo, by_name, one_of
from models.request.values.refusal import refused


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
    """Who invites: of a country, or an organisation of states, which is of none."""

    name: Line
    country: Origin
    invitation: Invitation | None = None


class Stop(Record):
    """A place of the itinerary, from the day of arrival to the day of leaving.

    `group`: only this group of the delegation goes there.
    """

    country: Country
    place: Line
    arrives: Day
    leaves: DayOfLeaving
    activity: Paragraph | None = None
    group: GroupName | None = None


class Acting(Record):
    """Who does a leader's work while the leader is away."""

    name: Line
    person: DirectoryId | None = None
    position: Line


class Member(Record):
    """A traveller. `person` is a directory id, or `not_in_directory` where the unit says so.

    `cleared`: the unit has looked into it, and nothing hinders the traveller from being sent. `group`:
    with which group the traveller goes; `departs` and `returns` where their days are not the group's.

    `grade_code`, `grade_step` and `grade_kind` (mã ngạch hoặc chức danh nghề nghiệp, bậc, loại) and
    `note` stand in the list that is annexed to the decision; nothing is reckoned by them.
    """

    name: Line
    position: Line
    rank: Line
    managed_by: Annotated[Management, by_name(Management, "management")]
    party_member: YesNo
    role: Annotated[Role, by_name(Role, "role")]
    person: DirectoryId | None = None
    workplace: Line | None = None
    born: Day | None = None
    acting: Acting | None = None
    relative_of: MemberNumber | None = None
    cleared: YesNo = False
    passport: Passport | None = None
    group: GroupName | None = None
    departs: Day | None = None
    returns: Day | None = None
    grade_code: Line | None = None
    grade_step: Line | None = None
    grade_kind: Line | None = None
    note: Line | None = None

    @property
    def directory_id(self) -> str | None:
        """Return the id under which the directory knows the traveller; None when it does not."""
        return None if self.person == NOT_IN_DIRECTORY else self.person

    @field_validator("returns")
    @classmethod
    def _returns_after_departing(cls, returns: date | None, info: ValidationInfo) -> date | None:
        departs = info.data.get("departs")
        if returns and departs and returns < departs:
            raise refused("returns_before_departing", departs=departs)
        return returns

    @field_validator("rank")
    @classmethod
    def _rank_of_the_regulation(cls, rank: str, info: ValidationInfo) -> str:
        regulation = regulation_of(info)
        if regulation is None:
            return rank
        ranks = {key: (r.title.vi, r.title.en) for key, r in regulation.ranks.items()}
        return one_of(ranks, rank, "rank")


class Speech(Record):
    """What a member (number) says or presents abroad, and whether the unit has appraised it."""

    by: MemberNumber
    title: Line
    appraised: YesNo
