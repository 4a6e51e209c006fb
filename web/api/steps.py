"""Steps for other systems: what they ask, what may be answered, and the answer of who is signed in."""

from dataclasses import replace
from functools import partial
from typing import Annotated, Any, Literal

from fastapi import Path, Request
from fastapi.responses import Response

from config.regulation.codes import Act
from flows.acts.deciding import take_step
from flows.acts.door.sessions import SIGNS_OR_JUDGES
from flows.case.read import CaseRead
from flows.case.verbs import StepVerb
from models.case import Step
from models.competence.seeing import digest_shown
from models.errors import DossierChanged
from models.store.sign_in.tokens import Scope
from web.api.answering import TAG_DESCRIBED, answered, demand_unchanged, refusals
from web.api.answers import ChoiceOffered, DecidedAnswer, DoneAtStepAnswer, StepAnswer
from web.api.cases import CaseNumber
from web.api.once import KEY_DESCRIBED, call_of, noted_once
from web.api.sent import FormSentHere, described_form, digest_of_form
from web.api.shaped import outcome_answered, step_href
from web.ground.calls.caller import Caller, CallerHere, Calls
from web.ground.calls.errors import ProofNeeded, TagStale
from web.ground.calls.problem import API
from web.ground.form import Sent
from web.ground.permission import Permission
from web.ground.what_is_asked import what_is_asked
from web.ground.who_may_see import case_for
from web.request.revising import take_revision
from web.step.answer import answer_of
from web.step.beside import do_beside
from web.step.shown import step_page

router = Calls()
_STEP = f"{API}/cases/{{case_no}}/steps/{{step}}"
StepNumber = Annotated[int, Path(description="The number of a step of the case.")]
# The fields of the form on the page of a step, and rows of it; `seen` is told by `If-Match`.
_FIELDS = (
    "choice", "remarks", "answer", "paper_number", "paper_date", "paper_secret", "paper_file", "day",
    "seat", "refused_member", "told_apart", "request_file", "attachments",
)  # fmt: skip
_ROWS = (
    r"condition_(what|gate)_[1-4]|commitment_(what|owner|due|agreement)_[1-5]"
    r"|remark_(field|what)_[1-5]|settled\.[a-z_]{1,30}\.[A-Z]{3}"
)
_ANSWER: dict[str, Any] = {
    "parameters": [KEY_DESCRIBED, TAG_DESCRIBED],
    **described_form(_FIELDS, _ROWS, files=("paper_file", "request_file", "attachments")),
}
# What is done beside an answer that has no file with it; the clerks' own verbs are on the pages alone.
VerbBeside = Literal["ask_unit", "note", "take_back", "dispute"]
_SAID_BESIDE = ("question", "note")
_BESIDE: dict[str, Any] = {
    "parameters": [KEY_DESCRIBED, TAG_DESCRIBED],
    **described_form(_SAID_BESIDE, "", files=()),
}


@router.answers(
    _STEP,
    Permission.OF_STEP,
    (Scope.READ,),
    response_model=StepAnswer,
    responses=refusals(304),
)
def show_step(
    request: Request, caller: CallerHere, case_no: CaseNumber, step: StepNumber
) -> Response:
    """Return a step to whoever it concerns, with what they may answer to it."""
    with case_for(caller) as work:
        answer = _step_answered(work, work.step(step), caller)
    return answered(request, caller, answer)


@router.does(
    f"{_STEP}/answer",
    Permission.OF_STEP,
    (),
    response_model=DecidedAnswer,
    responses=refusals(400, 412, 413, 415, 428),
    openapi_extra=_ANSWER,
)
def answer_step(
    request: Request,
    caller: CallerHere,
    case_no: CaseNumber,
    step: StepNumber,
    sent: FormSentHere,
) -> Response:
    """Answer a step as by the form of its page: who is signed in, and nobody's token.

    `If-Match` names the step as it was read: nobody decides on what they have not seen.
    """
    sent.demand_known(_FIELDS, _ROWS)
    call = call_of(request, caller, digest_of_form(sent.form))
    choice, was_before = noted_once(caller, call, partial(_answer, request, caller, sent.form))
    href = step_href(case_no, step)
    answer = DecidedAnswer(case_no=case_no, step=step, choice=choice, href=href)
    return answered(request, caller, answer, tagged=False, again=was_before)


def _answer(request: Request, caller: Caller, sent: Sent) -> str:
    """Take an answer to the step as it was read; raises `TagNeeded`, `TagStale`, `ProofNeeded`."""
    desk, address, who = caller.running.desk, caller.address, caller.identified
    with case_for(caller) as work:
        step = work.step(address.step)
        demand_unchanged(request, _step_answered(work, step, caller))
        seen = digest_shown(work.case, step)
    rules = desk.regulation().sign_in
    must_prove = rules.code_for_each_decision and step.act in SIGNS_OR_JUDGES
    if must_prove and not caller.session.is_fresh:
        raise ProofNeeded
    if step.act is Act.REVISE and step.is_open and not sent["choice"]:
        take_revision(desk, address.case_no, step.number, who, sent)
        choice = "resubmitted"
    else:
        given = answer_of(replace(sent, texts={**sent.texts, "seen": (seen,)}))
        try:
            take_step(desk, address.case_no, step.number, who, given)
        except DossierChanged:
            # Another version came between the look at the step and its lock.
            raise TagStale from None
        choice = given.choice
    return choice


@router.does(
    f"{_STEP}/do/{{verb}}",
    Permission.OF_STEP,
    (),
    response_model=DoneAtStepAnswer,
    responses=refusals(400, 412, 413, 415, 428),
    openapi_extra=_BESIDE,
)
def do_at_step(
    request: Request,
    caller: CallerHere,
    case_no: CaseNumber,
    step: StepNumber,
    verb: Annotated[VerbBeside, Path(description="One of those the step says that may be done.")],
    sent: FormSentHere,
) -> Response:
    """Do something at a step beside answering it, as by its page: who is signed in, and no token."""
    sent.demand_known(_SAID_BESIDE, "")
    call = call_of(request, caller, digest_of_form(sent.form))
    does = partial(_do_beside, request, caller, StepVerb(verb), sent.form)
    done, was_before = noted_once(caller, call, does)
    answer = DoneAtStepAnswer(
        case_no=case_no, step=step, verb=StepVerb(done), href=step_href(case_no, step)
    )
    return answered(request, caller, answer, tagged=False, again=was_before)


def _do_beside(request: Request, caller: Caller, verb: StepVerb, sent: Sent) -> str:
    desk, address = caller.running.desk, caller.address
    with case_for(caller) as work:
        demand_unchanged(request, _step_answered(work, work.step(address.step), caller))
    do_beside(verb, desk, address.case_no, address.step, caller.identified, sent)
    return verb.value


def _step_answered(work: CaseRead, step: Step, caller: Caller) -> StepAnswer:
    w = caller.words
    page = step_page(work, step, caller.person.id, w.language)
    choices = page.form.choices if page.form else ()
    return StepAnswer(
        case_no=work.case.no,
        number=step.number,
        stage=step.stage,
        act=step.act,
        state=step.state,
        question=w.label("page.question", what_is_asked(page.kind, step)),
        seat=page.own.seat,
        version=step.version,
        dossier=digest_shown(work.case, step),
        opened_at=step.opened_at,
        due_at=step.due_at,
        is_overdue=step.overdue,
        choices=[
            ChoiceOffered(
                key=choice.key,
                name=w.label("choice", choice.key, step.stage, step.act),
                needs=sorted(choice.needs),
                may=sorted(choice.may),
            )
            for choice in choices
        ],
        answers_objection=page.form.answers_objection if page.form else False,
        revises=page.revises,
        refusal=w.label("refusal", page.refusal) if page.refusal else "",
        outcome=None if step.is_open else outcome_answered(page.own, w),
        may=list(page.beside),
        href=step_href(work.case.no, step.number),
        page=f"/cases/{work.case.no}/steps/{step.number}",
    )
