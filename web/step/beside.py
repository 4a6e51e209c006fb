"""What is done with a step beside answering it: from its page, and by other systems."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from flows.acts.asking_the_unit import ask_unit
from flows.acts.desk import Desk
from flows.acts.disputing import dispute
from flows.acts.office import note_for_leader
from flows.acts.taking_back import take_back
from flows.case.answers import Identified
from flows.case.undoing import voted_in
from flows.case.verbs import StepVerb
from models.case import Step
from models.ids import CaseNo
from web.ground.form import Sent


def do_beside(
    verb: StepVerb, desk: Desk, case_no: CaseNo, number: int, who: Identified, sent: Sent
) -> None:
    """Do what a person asks for at a step; raises what the act itself raises."""
    _DOES[verb](desk, case_no, number, who, sent)


def _ask(desk: Desk, case_no: CaseNo, number: int, who: Identified, sent: Sent) -> None:
    ask_unit(desk, case_no, number, who, sent["question"])


def _note(desk: Desk, case_no: CaseNo, number: int, who: Identified, sent: Sent) -> None:
    note_for_leader(desk, case_no, number, sent["note"], who)


def _take_back(desk: Desk, case_no: CaseNo, number: int, who: Identified, _sent: Sent) -> None:
    """A button pressed twice is no mistake: what was taken back already stays so."""
    step = _step(desk, case_no, number)
    if (step.is_open and not voted_in(step, who.person)) or (
        step.is_void and step.decided_by == who.person
    ):
        return
    take_back(desk, case_no, number, who)


def _dispute(desk: Desk, case_no: CaseNo, number: int, who: Identified, _sent: Sent) -> None:
    """A button pressed twice is no mistake: what was disputed already stays so."""
    step = _step(desk, case_no, number)
    if not (step.is_void and step.disputed):
        dispute(desk, case_no, number, who)


def _step(desk: Desk, case_no: CaseNo, number: int) -> Step:
    with desk.reading(case_no) as work:
        return work.step(number)


_DOES: Mapping[StepVerb, Callable[[Desk, CaseNo, int, Identified, Sent], None]] = MappingProxyType(
    {
        StepVerb.ASK_UNIT: _ask,
        StepVerb.NOTE: _note,
        StepVerb.TAKE_BACK: _take_back,
        StepVerb.DISPUTE: _dispute,
    }
)
