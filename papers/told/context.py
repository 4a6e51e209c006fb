"""Everything a template may name, by the kind of case it is for. Pure."""

from dataclasses import dataclass

from config.regulation.codes import Kind
from papers.told.facts import CourseFacts, ReportFacts, TripFacts, VisitFacts
from papers.told.paper import OfficialPaper


@dataclass(frozen=True)
class OfTrip:
    """What a template for a delegation that goes abroad may name."""

    paper: OfficialPaper
    course: CourseFacts
    trip: TripFacts
    report: ReportFacts


@dataclass(frozen=True)
class OfVisit:
    """What a template for guests who are received may name."""

    paper: OfficialPaper
    course: CourseFacts
    visit: VisitFacts
    report: ReportFacts


Told = OfTrip | OfVisit
# What templates for a kind of case may name; a kind that stands not here has no papers.
TOLD_OF: dict[Kind, type[OfTrip] | type[OfVisit]] = {Kind.OUTBOUND: OfTrip, Kind.INBOUND: OfVisit}
