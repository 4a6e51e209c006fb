"""What only guests need before they are approved: a notice, a class, the consent to host."""

from functools import partial

from config.regulation.codes import Act, Stage
from flows.case.asking import as_far_as_possible, require
from flows.case.at_work import CaseAtWork
from flows.case.plan_drawing import class_chosen, draw
from flows.stages.approval import decide, to_approve


def tell_of_unannounced(work: CaseAtWork) -> None:
    """Tell police and office of guests who came without notice; the approval goes on beside it."""
    told = work.planned(Stage.NOTICE, Act.ACKNOWLEDGE)
    as_far_as_possible(*(partial(require, work, planned) for planned in told))


def classify_guests(work: CaseAtWork) -> None:
    """Fix the class of guests whose rank has none; the plan follows it.

    Repeat-safe: the plan is drawn anew only when the class is another one than before.
    """
    for planned in to_approve(work, Stage.CLASSIFICATION):
        outcome = require(work, planned)
        if work.case.guest_class is not class_chosen(outcome):
            draw(work)


def host_in_principle(work: CaseAtWork) -> None:
    """An international conference is first agreed to in principle; then its scheme is handed in."""
    decide(work, Stage.HOSTING)
    for planned in (p for p in to_approve(work, Stage.HOSTING) if p.act is Act.FILE):
        require(work, planned)
