"""What the unit can do with its case as a whole: which verb is open now, and how it is done."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from flows.acts import amending
from flows.acts import submitting as submission
from flows.acts.amending import drop_amendment, propose, propose_cancellation
from flows.acts.answers import Identified
from flows.acts.filing import Filing
from flows.acts.office import take_over
from flows.acts.submitting import change, open_revision
from flows.acts.withdrawing import withdraw
from flows.case.desk import Desk
from flows.case.read import CaseRead
from models.case import Case, CaseStatus
from models.store import directory
from web.ground.written import Written
from web.request.revising import Uploaded, read_upload


class Verb(StrEnum):
    """A verb of the unit, as it stands in the address of its form."""

    CHANGE = "change"
    WITHDRAW = "withdraw"
    AMEND = "amend"
    CALL_OFF = "cancel"
    DROP_AMENDMENT = "drop-amendment"
    TAKE_OVER = "take-over"

    @property
    def code(self) -> str:
        """Return the name under which its words stand in the catalogue."""
        return self.value.replace("-", "_")


@dataclass(frozen=True)
class VerbRule:
    """When a verb is open, and what its form brings: a reason, a changed dossier."""

    is_open: Callable[[Case], bool]
    gives_reason: bool = False
    uploads: bool = False
    ends_case: bool = False


def _may_be_amended(case: Case) -> bool:
    return case.status is CaseStatus.APPROVED and case.open_amendment is None


def _is_in_approval(case: Case) -> bool:
    return case.status is CaseStatus.IN_APPROVAL


RULES: dict[Verb, VerbRule] = {
    Verb.CHANGE: VerbRule(
        lambda case: _is_in_approval(case) and open_revision(case) is None, uploads=True
    ),
    Verb.AMEND: VerbRule(_may_be_amended, gives_reason=True, uploads=True),
    Verb.DROP_AMENDMENT: VerbRule(
        lambda case: case.open_amendment is not None and not case.is_over
    ),
    Verb.TAKE_OVER: VerbRule(lambda case: not case.is_over, gives_reason=True),
    Verb.WITHDRAW: VerbRule(_is_in_approval, gives_reason=True, ends_case=True),
    Verb.CALL_OFF: VerbRule(_may_be_amended, gives_reason=True, ends_case=True),
}


def is_of_unit(work: CaseRead, person: str) -> bool:
    """Tell whether somebody holds a seat in the unit whose case it is."""
    seats = directory.seats_of(work.conn, person, work.today)
    return any(seat.partition("/")[0] == work.case.unit for seat in seats)


def verbs_open(work: CaseRead, person: str) -> tuple[Verb, ...]:
    """Return what this person can do with the case now."""
    if not is_of_unit(work, person):
        return ()
    looks_after = work.case.filed_for == person
    return tuple(
        verb
        for verb, rule in RULES.items()
        if rule.is_open(work.case) and not (verb is Verb.TAKE_OVER and looks_after)
    )


def do(verb: Verb, desk: Desk, case_no: str, who: Identified, written: Written) -> None:
    """Do what a form of the unit asks for; raises what the flow of the verb refuses."""
    by = Filing(who.person, who.person, who.shown_by)
    reason = written["reason"]
    match verb:
        case Verb.WITHDRAW:
            withdraw(desk, case_no, who, reason)
        case Verb.TAKE_OVER:
            take_over(desk, case_no, reason, who)
        case Verb.CALL_OFF:
            propose_cancellation(desk, case_no, reason, by)
        case Verb.DROP_AMENDMENT:
            drop_amendment(desk, case_no, by)
        case Verb.CHANGE:
            check = partial(submission.problems_today, desk)
            request, attachments = read_upload(desk, case_no, _files_of(written), check)
            change(desk, case_no, request, attachments, by)
        case Verb.AMEND:
            check = partial(amending.problems_today, desk, case_no)
            request, attachments = read_upload(desk, case_no, _files_of(written), check)
            propose(desk, case_no, request, attachments, reason, by)


def _files_of(written: Written) -> Uploaded:
    return Uploaded(written.upload("request_file"), written.files.get("attachments", ()))
