"""A paper that brings an answer was given on the version that is judged, and not before it came."""

from dataclasses import replace
from datetime import date, timedelta

from config.province_time import day_of
from config.regulation.codes import Act, Stage
from flows.case.answers import PaperGiven
from flows.case.read import CaseRead
from flows.case.travelling import version_judged
from models import entries as e
from models.case import Step
from models.errors import DecisionIncomplete
from models.store import journal

# A decision of others may have come before the request; one of years ago is a slip.
_DECIDED_BEFORE = timedelta(days=366)


def on_version_judged(work: CaseRead, step: Step, paper: PaperGiven) -> PaperGiven:
    """Return a paper with the version it was given on; raises `DecisionIncomplete` for an older one.

    A day to come is no paper's either.
    """
    if paper.dated > work.today:
        raise DecisionIncomplete("paper_date", value=paper.dated)
    version = version_judged(work, step)
    if paper.version not in (None, version):
        raise DecisionIncomplete("paper_version", value=paper.version, version=version)
    came = version_came_on(work, step)
    if step.rests_on and paper.dated < came:
        raise DecisionIncomplete("paper_older", value=paper.dated, version=version, came=came)
    not_before_case(work, paper, decided_outside=step.act is Act.RECORD)
    return replace(paper, version=version)


def not_before_case(work: CaseRead, paper: PaperGiven, *, decided_outside: bool = False) -> None:
    """Refuse a paper that is older than its case; what others decided may be, by a year at most.

    Raises `DecisionIncomplete`.
    """
    if work.case.opened_at is None:
        return
    earliest = day_of(work.case.opened_at)
    if decided_outside:
        earliest -= _DECIDED_BEFORE
    if paper.dated < earliest:
        raise DecisionIncomplete("paper_before", value=paper.dated, earliest=earliest)


def version_came_on(work: CaseRead, step: Step) -> date:
    """Return the day on which what a step judges came: a version, or an amendment that calls it off."""
    came = [
        day_of(entry.at)
        for entry in journal.entries_of(work.conn, work.case.no)
        if _brings(entry.payload, step, version_judged(work, step))
    ]
    return came[-1]


def _brings(payload: e.Payload, step: Step, version: int) -> bool:
    if step.stage is Stage.AMENDMENT:
        return isinstance(payload, e.AmendmentProposed) and payload.number == step.key_number
    match payload:
        case e.CaseSubmitted():
            return version == 1
        case e.DossierRevised() | e.AmendmentProposed():
            return payload.version == version
    return False
