"""The codes that a regulation, the journal and the pages share. Stored codes never change."""

from enum import StrEnum


class Kind(StrEnum):
    """Which way a delegation travels."""

    OUTBOUND = "outbound"


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


class Stage(StrEnum):
    """The stages of a lifecycle, in the order the regulation tells them."""

    REVISION = "revision"
    UNIT_SIGNATURE = "unit_signature"
    APPRAISAL = "appraisal"
    OPINIONS = "opinions"
    PARTY_DECISION = "party_decision"
    STATE_DECISION = "state_decision"
    PREPARATION = "preparation"
    DEPARTURE = "departure"
    RETURN_HOME = "return_home"
    REPORT = "report"
    PASSPORTS = "passports"
    ACCOUNTS = "accounts"


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


class VotingBase(StrEnum):
    """Of whom a share is taken: all members, those who voted, those who voted for or against."""

    ALL = "all"
    PRESENT = "present"
    VOTING = "voting"


class RequiredWhen(StrEnum):
    """The condition under which a dossier must hold a paper."""

    ALWAYS = "always"
    OFFICIAL = "official"
    PRIVATE = "private"
    INVITED = "invited"
    STATE_BUDGET = "state_budget"
    SPEECHES = "speeches"
    IN_PLAN = "in_plan"


class GuestClass(StrEnum):
    """How high foreign guests are received; it goes by the rank of their head."""

    SPECIAL = "special"
    A = "a"
    B = "b"
    C = "c"
    OTHER = "other"


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
