"""An approved delegation prepares, leaves and comes back."""

from functools import partial

from config.regulation.codes import Gate, Stage
from flows.case.asking import require, side_by_side, wait_for_day
from flows.case.at_work import CaseAtWork
from flows.stages.conditions import conditions


def prepare_departure(work: CaseAtWork) -> None:
    """Everything on the checklist is done, or somebody says in words why it is not needed."""
    checklist = (partial(require, work, planned) for planned in work.planned(Stage.PREPARATION))
    side_by_side(*checklist, *conditions(work, Gate.START))


def travel(work: CaseAtWork) -> None:
    """The unit confirms the days on which the delegation really left and came back."""
    for stage, day in (
        (Stage.DEPARTURE, work.request.begins),
        (Stage.RETURN_HOME, work.request.ends),
    ):
        for planned in work.planned(stage):
            if work.standing(planned) is None:
                wait_for_day(work, stage, day)
            require(work, planned)
