"""The codes that a regulation, the journal and the pages share. Stored codes never change."""

from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar, Self

if TYPE_CHECKING:
    from pydantic_core import CoreSchema


class Kind(str):
    """The kind of a case, by its stored code. Whatever is no declared one is a `ValueError`.

    A kind declares the facts of its requests too, for a regulation to name. Codes are compared by
    identity. What a kind knows that no other does: `models.kinds.KINDS`.
    """

    OUTBOUND: ClassVar[Self]
    INBOUND: ClassVar[Self]
    PLAN_CONTRIBUTION: ClassVar[Self]
    ANNUAL_PLAN: ClassVar[Self]
    _declared: ClassVar[dict[str, Self]] = {}
    _facts: ClassVar[set[str]] = set()

    def __new__(cls, code: str) -> Self:
        if code not in cls._declared:
            raise ValueError(f"{code!r} is none of {', '.join(cls._declared)}")
        return cls._declared[code]

    @classmethod
    def declare(cls, code: str, facts: str) -> Self:
        """Return the kind of a code, from now on one of those there are; `facts` by their names."""
        cls._facts.update(facts.split())
        return cls._declared.setdefault(code, super().__new__(cls, code))

    @classmethod
    def facts_of_all(cls) -> frozenset[str]:
        """Return the names of all facts that requests of some kind have."""
        return frozenset(cls._facts)

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, _handler: object) -> "CoreSchema":
        # Whoever only needs the codes need not wait for what reads them.
        from pydantic_core.core_schema import no_info_after_validator_function, str_schema

        return no_info_after_validator_function(cls, str_schema())


_OF_EVERY_REQUEST = "unit title purpose area plan_entry papers urgent allowed"
Kind.OUTBOUND = Kind.declare(
    "outbound", f"{_OF_EVERY_REQUEST} dates costs trip host itinerary members speeches"
)
Kind.INBOUND = Kind.declare(
    "inbound",
    f"{_OF_EVERY_REQUEST} dates costs visit invited_by unannounced sender received_by"
    " further_visits guests interpreters lodging programme bears_costs gifts conference ngo press",
)
_OF_A_YEAR = "unit title purpose papers year entries tasks"
Kind.PLAN_CONTRIBUTION = Kind.declare("plan_contribution", _OF_A_YEAR)
Kind.ANNUAL_PLAN = Kind.declare("annual_plan", f"{_OF_A_YEAR} merged")


class Act(StrEnum):
    """What a step asks of the seat it opens for."""

    SIGN = "sign"
    APPRAISE = "appraise"
    CONSULT = "consult"
    DECIDE = "decide"
    RECORD = "record"
    ISSUE = "issue"
    REVISE = "revise"
    PREPARE = "prepare"
    CONFIRM = "confirm"
    FILE = "file"
    ACCEPT = "accept"
    HAND_BACK = "hand_back"
    SETTLE = "settle"
    ACKNOWLEDGE = "acknowledge"
    CLASSIFY = "classify"
    ARRANGE = "arrange"
    DELIVER = "deliver"
    OVERSEE = "oversee"
    REASSIGN = "reassign"
    RESOLVE = "resolve"
    NOTIFY = "notify"
    FULFIL = "fulfil"
    CONCLUDE = "conclude"
    ANSWER = "answer"
    MEET = "meet"
    CARRY_OUT = "carry_out"


class Stage(StrEnum):
    """The stages of a lifecycle, in the order the regulation tells them."""

    REVISION = "revision"
    NOTICE = "notice"
    UNIT_SIGNATURE = "unit_signature"
    APPRAISAL = "appraisal"
    CLASSIFICATION = "classification"
    HOSTING = "hosting"
    OPINIONS = "opinions"
    ASKING = "asking"
    PARTY_DECISION = "party_decision"
    STATE_DECISION = "state_decision"
    PREPARATION = "preparation"
    DEPARTURE = "departure"
    RETURN_HOME = "return_home"
    RECEPTION = "reception"
    ARRIVAL = "arrival"
    SEND_OFF = "send_off"
    REPORT = "report"
    PASSPORTS = "passports"
    ACCOUNTS = "accounts"
    COMMITMENTS = "commitments"
    AGREEMENTS = "agreements"
    QUESTION = "question"
    CONDITIONS = "conditions"
    AMENDMENT = "amendment"
    TASKS = "tasks"


class Gate(StrEnum):
    """What waits for a condition: that the delegation leaves or the guests come, or the report."""

    START = "start"
    REPORT = "report"


class Management(StrEnum):
    """Who manages a person, which decides who may send them abroad."""

    CENTRAL = "central"
    STANDING_COMMITTEE = "standing_committee"
    UNIT = "unit"


class Trip(StrEnum):
    OFFICIAL = "official"
    PRIVATE = "private"


class Mark(StrEnum):
    """How sure we are of a rule: read in its source, reported by another, or a working value."""

    CONFIRMED = "confirmed"
    SECONDARY = "secondary"
    UNCONFIRMED = "unconfirmed"
    DESIGN = "design"


class Level(StrEnum):
    """How much a finding weighs."""

    BLOCK = "block"
    WARN = "warn"
    NOTE = "note"


class TimeUnit(StrEnum):
    WORKING_DAYS = "working_days"
    DAYS = "days"
    HOURS = "hours"
    MONTHS = "months"


class Direction(StrEnum):
    AFTER = "after"
    BEFORE = "before"


class StartEvent(StrEnum):
    """What a time limit is counted from."""

    STEP_OPENED = "step_opened"
    COMPLETE_DOSSIER = "complete_dossier"
    DEPARTURE = "departure"
    RETURN = "return"
    ARRIVAL = "arrival"
    SEND_OFF = "send_off"
    PRESS_CONFERENCE = "press_conference"
    YEAR_BEGINS = "year_begins"


class VotingBase(StrEnum):
    """Of whom a share is taken: all members, those who voted, those who voted for or against."""

    ALL = "all"
    PRESENT = "present"
    VOTING = "voting"


class VotesShown(StrEnum):
    """Who sees how a member voted: the body once it has decided, or nobody, or whoever decides as well.

    AFTERWARDS keeps it with the body, whoever keeps its minutes, and the auditor. OPEN shows it at once,
    and to all to whom the opinions of others are shown.
    """

    OPEN = "open"
    AFTERWARDS = "afterwards"
    SECRET = "secret"  # noqa: S105 - no password.


class RequiredWhen(StrEnum):
    """The condition under which a dossier must hold a paper, a step is asked or a duty owed."""

    ALWAYS = "always"
    OFFICIAL = "official"
    PRIVATE = "private"
    INVITED = "invited"
    STATE_BUDGET = "state_budget"
    SPEECHES = "speeches"
    IN_PLAN = "in_plan"
    PARTY_MEMBER = "party_member"
    HOSTED = "hosted"
    CONFERENCE = "conference"
    FOREIGN_NGO = "foreign_ngo"
    FOREIGN_PRESS = "foreign_press"
    AGREEMENT_TO_SIGN = "agreement_to_sign"


class GuestClass(StrEnum):
    """How high foreign guests are received; it goes by the rank of their head."""

    SPECIAL = "special"
    A = "a"
    B = "b"
    C = "c"
    OTHER = "other"


class SenderKind(StrEnum):
    """What kind of organisation sends the guests."""

    STATE_BODY = "state_body"
    PARTY = "party"
    SISTER_LOCALITY = "sister_locality"
    INTERNATIONAL_ORGANIZATION = "international_organization"
    FOREIGN_NGO = "foreign_ngo"
    PRESS = "press"
    COMPANY = "company"
    OTHER = "other"


class Inviter(StrEnum):
    """Whose guests they are: a unit's, those of the province's leaders, or of a central body."""

    UNIT = "unit"
    PROVINCE = "province"
    CENTRAL = "central"


class Visit(StrEnum):
    """Whether guests come once, again and again under one permission, or for a long stay."""

    ONE_TIME = "one_time"
    RECURRING = "recurring"
    EXTENDED = "extended"


class Occasion(StrEnum):
    """What kind of visit it is, where the law has rules of its own for it."""

    VISIT = "visit"
    CONFERENCE = "conference"
    FOREIGN_NGO = "foreign_ngo"
    FOREIGN_PRESS = "foreign_press"


class PlaceArea(StrEnum):
    """What the law says of a place: foreigners may go there freely, on notice, or not stay at all."""

    ORDINARY = "ordinary"
    BORDER_AREA = "border_area"
    BORDER_BELT = "border_belt"
    SEA_BORDER = "sea_border"
    PROHIBITED = "prohibited"


class Activity(StrEnum):
    """What an item of the programme is."""

    WELCOME = "welcome"
    COURTESY_CALL = "courtesy_call"
    WORKING_SESSION = "working_session"
    SITE_VISIT = "site_visit"
    SIGNING = "signing"
    BANQUET = "banquet"
    MEAL = "meal"
    CULTURE = "culture"
    PRESS_CONFERENCE = "press_conference"
    PRESS_WORK = "press_work"
    TRAVEL = "travel"
    REST = "rest"
    SEND_OFF = "send_off"


class CostBearer(StrEnum):
    """Who bears the local costs of the guests."""

    HOST = "host"
    GUESTS_LODGING_AND_MEALS = "guests_lodging_and_meals"
    GUESTS_ALL = "guests_all"


class NormCode(StrEnum):
    """A kind of expense the finance ministry's circular on receptions sets a ceiling for."""

    FLOWERS = "flowers"
    LOUNGE = "lounge"
    CAR = "car"
    LODGING = "lodging"
    MEALS = "meals"
    BREAKFAST = "breakfast"
    BANQUET = "banquet"
    COURTESY_SESSION = "courtesy_session"
    GIFT = "gift"
    CULTURE = "culture"
    INTERPRETING_CONSECUTIVE = "interpreting_consecutive"
    INTERPRETING_SIMULTANEOUS = "interpreting_simultaneous"
    TRANSLATION_INTO_VIETNAMESE = "translation_into_vietnamese"
    TRANSLATION_OUT_OF_VIETNAMESE = "translation_out_of_vietnamese"
    STAFF_MEALS = "staff_meals"
    FAREWELL_MEAL = "farewell_meal"
    FAREWELL_GIFT = "farewell_gift"
