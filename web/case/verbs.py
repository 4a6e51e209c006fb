"""What the forms of a case's verbs bring, and how each is done; which is open: `flows.case.verbs`."""

from dataclasses import dataclass
from functools import partial
from typing import assert_never

from flows.acts import amending, submitting
from flows.acts.amending import drop_amendment, propose, propose_cancellation
from flows.acts.desk import Desk
from flows.acts.filing import Filing
from flows.acts.office import take_over
from flows.acts.submitting import change
from flows.acts.withdrawing import withdraw
from flows.case.answers import Identified
from flows.case.verbs import Verb
from models.ids import CaseNo
from web.ground.form import Sent
from web.request.revising import read_upload


@dataclass(frozen=True)
class VerbForm:
    """What the form of a verb brings: a reason, a changed dossier; whether it ends the case."""

    gives_reason: bool = False
    uploads: bool = False
    ends_case: bool = False


FORMS: dict[Verb, VerbForm] = {
    Verb.CHANGE: VerbForm(uploads=True),
    Verb.AMEND: VerbForm(gives_reason=True, uploads=True),
    Verb.DROP_AMENDMENT: VerbForm(),
    Verb.TAKE_OVER: VerbForm(gives_reason=True),
    Verb.WITHDRAW: VerbForm(gives_reason=True, ends_case=True),
    Verb.CALL_OFF: VerbForm(gives_reason=True, ends_case=True),
}


def do(verb: Verb, desk: Desk, case_no: CaseNo, who: Identified, sent: Sent) -> None:
    """Do what a form of the unit asks for; raises what the flow of the verb refuses."""
    by = Filing(who.person, who.person, who.shown_by)
    reason = sent["reason"]
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
            check = partial(submitting.problems_today, desk)
            request, attachments = read_upload(desk, case_no, sent, check)
            change(desk, case_no, request, attachments, by)
        case Verb.AMEND:
            check = partial(amending.problems_today, desk, case_no)
            request, attachments = read_upload(desk, case_no, sent, check)
            propose(desk, case_no, request, attachments, reason, by)
        case _:
            assert_never(verb)
