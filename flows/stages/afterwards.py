"""What is owed after the return: report, passports, accounts, each with its own clock; the archive."""

from functools import partial

from config.regulation.codes import Act, Gate, Stage
from flows.case.asking import require, side_by_side
from flows.case.at_work import CaseAtWork
from flows.stages.conditions import meet_conditions
from models import entries as e
from models.acts import Chosen
from models.case import CaseStatus


def settle_afterwards(case: CaseAtWork) -> None:
    """Settle the three duties side by side."""
    side_by_side(
        partial(report, case),
        partial(one_by_one, case, Stage.PASSPORTS),
        partial(one_by_one, case, Stage.ACCOUNTS),
    )


def archive(case: CaseAtWork) -> None:
    """Close the case; its run in Prefect is then completed."""
    if case.case.open_amendment:
        # Walked before the lifecycle; what it waits for is told there.
        return
    if case.case.status is not CaseStatus.ARCHIVED:
        case.record(e.CaseArchived())


def report(case: CaseAtWork) -> None:
    """The unit files the report, the focal office accepts it or asks for another one."""
    for filing in case.planned(Stage.REPORT, Act.FILE):
        filed = require(case, filing)
        meet_conditions(case, Gate.REPORT)
        for acceptance in case.planned(Stage.REPORT, Act.ACCEPT):
            if require(case, acceptance).choice == Chosen.FILE_AGAIN:
                case.void(filed, because="file_again")
                require(case, filing)


def one_by_one(case: CaseAtWork, stage: Stage) -> None:
    """Require what the plan has of a stage, one after the other."""
    for planned in case.planned(stage):
        require(case, planned)
