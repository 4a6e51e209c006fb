"""An approved delegation prepares, leaves and comes back."""

from functools import partial

from config.regulation.codes import Gate, Stage
from flows.case.asking import require, side_by_side, wait_for_day
from flows.case.at_work import CaseAtWork
from flows.stages.conditions import conditions


def prepare_departure(case: CaseAtWork) -> None:
    """Everything on the checklist is done, or somebody says in words why it is not needed."""
    checklist = (partial(require, case, planned) for planned in case.planned(Stage.PREPARATION))
    side_by_side(*checklist, *conditions(case, Gate.START))


def travel(case: CaseAtWork) -> None:
    """The unit confirms the days on which the delegation really left and came back."""
    for stage, day in (
        (Stage.DEPARTURE, case.request.begins),
        (Stage.RETURN_HOME, case.request.ends),
    ):
        for planned in case.planned(stage):
            if case.standing(planned) is None:
                wait_for_day(case, stage, day)
            require(case, planned)
