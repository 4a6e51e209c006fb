"""What is owed after the return: report, passports, accounts, each with its own clock; the archive."""

from config.regulation.codes import Act, Gate, Stage
from flows.case.asking import require
from flows.case.at_work import CaseAtWork
from flows.stages.conditions import meet_conditions
from models import entries as e
from models.acts import Chosen
from models.case import CaseStatus, Step


def archive(work: CaseAtWork) -> None:
    """Close the case; its run in Prefect is then completed."""
    if work.case.open_amendment:
        # Walked before the lifecycle; what it waits for is told there.
        return
    if work.case.status is not CaseStatus.ARCHIVED:
        work.record(e.CaseArchived())


def report(work: CaseAtWork) -> None:
    """The unit files the report, the focal office accepts it or asks for another one."""
    for filing in work.planned(Stage.REPORT, Act.FILE):
        filed = require(work, filing)
        meet_conditions(work, Gate.REPORT)
        _accepted(work, filing, filed)


def accounts(work: CaseAtWork) -> None:
    """The unit settles its accounts, finance checks them or asks to settle them anew."""
    for settling in work.planned(Stage.ACCOUNTS, Act.SETTLE):
        _accepted(work, settling, require(work, settling))


def _accepted(work: CaseAtWork, handing_in: e.PlannedStep, handed_in: Step) -> None:
    for acceptance in work.planned(handing_in.stage, Act.ACCEPT):
        if require(work, acceptance).choice == Chosen.FILE_AGAIN:
            work.void(handed_in, because="file_again")
            require(work, handing_in)


def one_by_one(work: CaseAtWork, stage: Stage) -> None:
    """Require what the plan has of a stage, one after the other."""
    for planned in work.planned(stage):
        require(work, planned)
