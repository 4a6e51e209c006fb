"""The dossier in force for one reader, as far as all kinds are shown alike."""

from collections.abc import Sequence
from typing import ClassVar, TypeVar

from flows.findings import trips_told
from models.competence.seeing import Shown
from models.findings import Finding
from models.store.other_trips import OtherTrip, other_trips
from web.dossier.conditions_and_questions import remarks_in_force
from web.dossier.history import CaseHistory

P = TypeVar("P")


class DossierShown:
    """What every request has; a kind that says no more of itself is shown so.

    `names` says what people call what the request has by a key, `files` are the names of those that
    are kept, by digest, and `remarks` those it was returned with, by field. `findings` are None for
    whoever is not shown any; `going` is how many go: who is kept at home is not counted.
    """

    template: ClassVar[str] = "dossier/dossier_plain.html"

    def __init__(self, history: CaseHistory) -> None:
        self.request = history.work.request
        self.names = history.names
        self.going = len(self.request.persons) - len(history.work.kept_at_home)
        self.files = history.files if history.view.sees(Shown.FILES) else {}
        self.remarks = remarks_in_force(history)
        self.sums = history.work.request.estimate
        self.trips: tuple[OtherTrip, ...] = ()
        self.findings: tuple[Finding, ...] | None = None


def trips_shown(history: CaseHistory) -> tuple[OtherTrip, ...]:
    """Return the other cases of the travellers, for this reader."""
    case, found = history.work.case, other_trips(history.work.conn, history.work.case.no)
    return trips_told(found, case.unit, by_name=history.view.sees(Shown.NAMESAKES))


def head_first(people: Sequence[P], head: P) -> list[tuple[int, P]]:
    """Return people with their numbers in the list, the head before the others."""
    return sorted(enumerate(people, start=1), key=lambda numbered: numbered[1] is not head)
