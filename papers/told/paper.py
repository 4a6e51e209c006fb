"""A paper of the administration with its nine parts, before it is anybody's: a draft has no number.

Source of the parts: 30/2020/NĐ-CP, article 8 paragraph 2; bodies of the Party have a layout of theirs.
"""

from dataclasses import dataclass
from enum import StrEnum

from config.regulation.codes import Mark
from config.regulation.parts import Source


class PaperType(StrEnum):
    """What a paper is; the decree calls it the name of its type (tên loại văn bản)."""

    SUBMISSION = "submission"
    PARTY_OPINION = "party_opinion"
    SENDING_DECISION = "sending_decision"
    SUPPLEMENTARY_DECISION = "supplementary_decision"
    REFUSAL = "refusal"
    RECEPTION_PLAN = "reception_plan"
    PROGRAMME = "programme"
    VISA_NOTE_REQUEST = "visa_note_request"
    REPORT = "report"
    SETTLEMENT = "settlement"


class Layout(StrEnum):
    """In whose layout a paper stands: that of bodies of the State, or of the Party."""

    STATE = "state"
    PARTY = "party"


# How sure we are of a layout. Margins, letters and page numbers of the State's were read in several
# reports of the decree; of the Party's guidance only the list of its parts.
LAYOUT_SOURCES = {
    Layout.STATE: Source(
        article="30/2020/NĐ-CP, Phụ lục I",
        mark=Mark.SECONDARY,
        seen_in="luatvietnam.vn; sotaichinh.hatinh.gov.vn",
    ),
    Layout.PARTY: Source(
        article="36-HD/VPTW (03-04-2018)",
        mark=Mark.UNCONFIRMED,
        seen_in="vpdangdoan.vinhuni.edu.vn",
    ),
}


@dataclass(frozen=True)
class Issuer:
    """Who issues a paper, as its head says it: `above` is the body over it, empty where none is named.

    `symbol` is how it is called in numbers; `in_name_of` the body a head signs for (TM. …), empty where
    they sign in their own name. `called` is how a sentence calls it.
    """

    name: str
    called: str
    symbol: str
    place: str
    above: str = ""
    in_name_of: str = ""
    layout: Layout = Layout.STATE


@dataclass(frozen=True)
class Signing:
    """In which capacity a paper is signed, line by line in capitals, and by whom."""

    lines: tuple[str, ...]
    name: str


@dataclass(frozen=True)
class OfficialPaper:
    """The parts of a paper that are the same whatever it says; the template brings its words.

    `number` is the whole line, with a gap as long as there is none; so is `dated`. `cited` is how its
    annex names it. `to` is who it is sent to (Kính gửi), `recipients` who gets a copy (Nơi nhận).
    """

    type: PaperType
    issuer: Issuer
    number: str
    dated: str
    cited: str
    to: tuple[str, ...]
    signing: Signing
    recipients: tuple[str, ...]
    case_no: str
    year: int
