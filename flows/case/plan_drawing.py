"""Drawing a case's plan: from its dossier in force, its regulation, and the class of its guests."""

from config.regulation.codes import Act, GuestClass
from flows.case.at_work import CaseAtWork
from models import entries as e
from models.case import CaseStatus, Step
from models.kinds import KINDS
from models.route.plan import draw_plan


def draw(work: CaseAtWork) -> None:
    """Record class, route and plan where they differ from those the case has."""
    known = _class_of(work)
    if known is not work.case.guest_class:
        work.record(e.GuestsClassified(guest_class=known))
    route, plan = draw_plan(work.request, work.regulation, known)
    if plan != work.case.plan:
        work.record(e.RouteDrawn(route=route, steps=plan))


def class_chosen(outcome: Step) -> GuestClass:
    """Return the class that a decision on it fixed."""
    return GuestClass((outcome.choice or "").removeprefix("class_"))


def _class_of(work: CaseAtWork) -> GuestClass | None:
    """Return the class of the head's rank, else the one that was decided and still stands."""
    decided = (s for s in work.case.steps if s.act is Act.CLASSIFY and s.choice and work.counts(s))
    chosen = [class_chosen(step) for step in decided]
    by_rank = KINDS[work.case.kind].class_of_guests(work.request, work.regulation)
    # An amendment asks nobody for the class anew: the one the visit was approved in stands.
    stands = work.case.guest_class if work.case.status is CaseStatus.APPROVED else None
    return by_rank or (chosen[-1] if chosen else stands)
