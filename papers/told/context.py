"""Everything a template may name, by the kind of case it is for. Pure."""

from dataclasses import dataclass

from papers.told.facts import CourseFacts, ReportFacts, TripFacts, VisitFacts
from papers.told.paper import Paper


@dataclass(frozen=True)
class OfTrip:
    """What a template for a delegation that goes abroad may name."""

    paper: Paper
    course: CourseFacts
    trip: TripFacts
    report: ReportFacts


@dataclass(frozen=True)
class OfVisit:
    """What a template for guests who are received may name."""

    paper: Paper
    course: CourseFacts
    visit: VisitFacts
    report: ReportFacts


Told = OfTrip | OfVisit
