"""How far the cases live that are copied, and how many of each there are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from benchmarks.fill.requests import Marks
from config.regulation.codes import Act, Kind
from models.ids import CaseNo


class Fate(StrEnum):
    """How far a case lives; a stage is one in which somebody is asked."""

    ARCHIVED = "archived"
    WITHDRAWN = "withdrawn"
    REJECTED = "rejected"
    AT_SIGN = "at_sign"
    AT_APPRAISE = "at_appraise"
    AT_CONSULT = "at_consult"
    AT_DECIDE = "at_decide"
    WAITS = "waits"
    UNDER_WAY = "under_way"
    AT_REPORT = "at_report"


# Of a hundred cases that are over, and of a hundred that are open, so many end or stand so.
OVER = {Fate.ARCHIVED: 85, Fate.WITHDRAWN: 8, Fate.REJECTED: 7}
# Those that wait for their time come first: whoever is asked for something waits no longer than they.
OPEN = {
    Fate.AT_REPORT: 10,
    Fate.UNDER_WAY: 8,
    Fate.WAITS: 64,
    Fate.AT_DECIDE: 3,
    Fate.AT_CONSULT: 5,
    Fate.AT_APPRAISE: 6,
    Fate.AT_SIGN: 4,
}
ASKED = {
    Fate.AT_SIGN: Act.SIGN,
    Fate.AT_APPRAISE: Act.APPRAISE,
    Fate.AT_CONSULT: Act.CONSULT,
    Fate.AT_DECIDE: Act.DECIDE,
}


@dataclass(frozen=True)
class Original:
    """A case that was lived, and the words that every copy has others for."""

    case_no: CaseNo
    kind: Kind
    fate: Fate
    marks: Marks


def by_share(
    originals: Sequence[Original], shares: dict[Fate, int]
) -> Iterator[tuple[Original, int]]:
    """Yield each original with its weight: the share of its fate, shared among those of the same."""
    for original in originals:
        alike = sum(1 for each in originals if each.fate is original.fate)
        yield original, 1000 * shares[original.fate] // alike
