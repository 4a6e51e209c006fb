"""What a unit does with its case, by another system: the verbs of the page, and who may do them."""

from functools import partial
from typing import Annotated, Any

from fastapi import Path, Request
from fastapi.responses import Response

from flows.case.verbs import Verb
from models.store.sign_in.tokens import Scope
from web.api.answering import TAG_DESCRIBED, answered, demand_unchanged, refusals
from web.api.answers import DoneAnswer
from web.api.cases import CaseNumber, case_read
from web.api.once import KEY_DESCRIBED, call_of, noted_once
from web.api.sent import FormSentHere, described_form, digest_of_form
from web.api.shaped import case_href
from web.case.verbs import do
from web.ground.calls.caller import Caller, CallerHere, Calls
from web.ground.calls.problem import API
from web.ground.form import Sent
from web.ground.permission import Permission
from web.ground.who_may_see import case_for

router = Calls()
_FIELDS = ("reason", "request_file", "attachments")
_DESCRIBED: dict[str, Any] = {
    "parameters": [KEY_DESCRIBED, TAG_DESCRIBED],
    **described_form(_FIELDS, "", files=("request_file", "attachments")),
}


@router.does(
    f"{API}/cases/{{case_no}}/do/{{verb}}",
    Permission.OF_UNIT,
    (Scope.SUBMIT,),
    response_model=DoneAnswer,
    responses=refusals(400, 412, 413, 415, 428),
    openapi_extra=_DESCRIBED,
)
def do_verb(
    request: Request,
    caller: CallerHere,
    case_no: CaseNumber,
    verb: Annotated[Verb, Path(description="One of those the case says that may be done.")],
    sent: FormSentHere,
) -> Response:
    """Do what the unit asks for, as by the form of its page; `If-Match` names the case as read."""
    sent.demand_known(_FIELDS, "")
    call = call_of(request, caller, digest_of_form(sent.form))
    _, was_before = noted_once(caller, call, partial(_do, request, caller, verb, sent.form))
    answer = DoneAnswer(case_no=case_no, verb=verb.value, href=case_href(case_no))
    return answered(request, caller, answer, tagged=False, again=was_before)


def _do(request: Request, caller: Caller, verb: Verb, sent: Sent) -> str:
    desk, case_no = caller.running.desk, caller.address.case_no
    with case_for(caller) as work:
        demand_unchanged(request, case_read(work, caller))
    do(verb, desk, case_no, caller.identified, sent)
    return verb.value
