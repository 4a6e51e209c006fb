"""What cannot be shown or done, as a page in the reader's language with the right status.

Nobody meets a traceback: what was not foreseen gets a reference number, found again in the log.
"""

import logging
import secrets
from collections.abc import Sequence
from http import HTTPStatus

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from config.words import Words, words
from models.errors import (
    AuthorityRefused,
    AuthorityUnknown,
    BodyUnknown,
    CallRepeated,
    CaseErased,
    CaseUnknown,
    DecisionIncomplete,
    DecisionRefused,
    DirectoryInvalid,
    DoanError,
    DossierChanged,
    DraftChanged,
    DraftFiled,
    DraftUnknown,
    EntryUnknown,
    FileDamaged,
    InQuarantine,
    LinkInvalid,
    MailboxChangeUnknown,
    MailboxRefused,
    NoRouteApplies,
    NothingChanged,
    NoticeUnknown,
    PassportMisplaced,
    PeriodRefused,
    PersonUnknown,
    ProgrammeChanged,
    ProgrammeClash,
    ProgrammeClosed,
    ProgrammeUnknown,
    RequestInvalid,
    RowUnreadable,
    SignInRefused,
    SomeNotTaken,
    StepClosed,
    StepUnknown,
    TooLate,
)
from web.ground.calls.errors import (
    BeyondScope,
    BodyOfAnotherType,
    BodyUnreadable,
    CallerUnknown,
    CallUnclear,
    KeyNeeded,
    KeyUsed,
    ProofNeeded,
    SessionNeeded,
    TagNeeded,
    TagStale,
    TokenRefused,
    TooManyCalls,
)
from web.ground.calls.problem import is_call, problem, problem_of, unclear_of
from web.ground.page import SessionShown, page, reader_of

log = logging.getLogger("doan.web")


class FormForged(DoanError):
    """A form that Doan did not make for this session, or that came from another site."""

    code = "form_forged"


class FormReturned(FormForged):
    """A form that was opened before its person signed in anew: they have it back as they wrote it."""

    code = "form_returned"


class NotForYou(DoanError):
    """The page is for others: this person is not asked here and has not been."""

    code = "not_for_you"


class AuditorOnlyReads(NotForYou):
    """Who audits reads everything and changes nothing, and the page is for others."""

    code = "auditor_only_reads"


class FileUnknown(DoanError):
    """There is no such file, or none that this person may have."""

    code = "file_unknown"


_STATUS: dict[type[DoanError], HTTPStatus] = {
    CaseUnknown: HTTPStatus.NOT_FOUND,
    StepUnknown: HTTPStatus.NOT_FOUND,
    PersonUnknown: HTTPStatus.NOT_FOUND,
    BodyUnknown: HTTPStatus.NOT_FOUND,
    EntryUnknown: HTTPStatus.NOT_FOUND,
    NoticeUnknown: HTTPStatus.NOT_FOUND,
    LinkInvalid: HTTPStatus.NOT_FOUND,
    ProgrammeUnknown: HTTPStatus.NOT_FOUND,
    FileUnknown: HTTPStatus.NOT_FOUND,
    AuthorityUnknown: HTTPStatus.NOT_FOUND,
    MailboxChangeUnknown: HTTPStatus.NOT_FOUND,
    DraftUnknown: HTTPStatus.NOT_FOUND,
    DecisionRefused: HTTPStatus.FORBIDDEN,
    SignInRefused: HTTPStatus.FORBIDDEN,
    FormForged: HTTPStatus.FORBIDDEN,
    NotForYou: HTTPStatus.FORBIDDEN,
    StepClosed: HTTPStatus.CONFLICT,
    SomeNotTaken: HTTPStatus.CONFLICT,
    DossierChanged: HTTPStatus.CONFLICT,
    DraftChanged: HTTPStatus.CONFLICT,
    DraftFiled: HTTPStatus.CONFLICT,
    ProgrammeChanged: HTTPStatus.CONFLICT,
    ProgrammeClash: HTTPStatus.CONFLICT,
    ProgrammeClosed: HTTPStatus.CONFLICT,
    TooLate: HTTPStatus.CONFLICT,
    MailboxRefused: HTTPStatus.CONFLICT,
    PassportMisplaced: HTTPStatus.CONFLICT,
    RowUnreadable: HTTPStatus.CONFLICT,
    FileDamaged: HTTPStatus.GONE,
    CaseErased: HTTPStatus.GONE,
    NoRouteApplies: HTTPStatus.CONFLICT,
    AuthorityRefused: HTTPStatus.UNPROCESSABLE_ENTITY,
    NothingChanged: HTTPStatus.UNPROCESSABLE_ENTITY,
    PeriodRefused: HTTPStatus.UNPROCESSABLE_ENTITY,
    DirectoryInvalid: HTTPStatus.UNPROCESSABLE_ENTITY,
    DecisionIncomplete: HTTPStatus.UNPROCESSABLE_ENTITY,
    RequestInvalid: HTTPStatus.UNPROCESSABLE_ENTITY,
    InQuarantine: HTTPStatus.SERVICE_UNAVAILABLE,
    CallerUnknown: HTTPStatus.UNAUTHORIZED,
    TokenRefused: HTTPStatus.UNAUTHORIZED,
    BeyondScope: HTTPStatus.FORBIDDEN,
    SessionNeeded: HTTPStatus.FORBIDDEN,
    ProofNeeded: HTTPStatus.FORBIDDEN,
    TooManyCalls: HTTPStatus.TOO_MANY_REQUESTS,
    TagNeeded: HTTPStatus.PRECONDITION_REQUIRED,
    TagStale: HTTPStatus.PRECONDITION_FAILED,
    KeyNeeded: HTTPStatus.BAD_REQUEST,
    KeyUsed: HTTPStatus.UNPROCESSABLE_ENTITY,
    BodyUnreadable: HTTPStatus.BAD_REQUEST,
    BodyOfAnotherType: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    CallUnclear: HTTPStatus.UNPROCESSABLE_ENTITY,
    CallRepeated: HTTPStatus.CONFLICT,
}
# What HTTP itself refuses; any other status has the sentence of a wrong address.
_SAID = {
    HTTPStatus.BAD_REQUEST: "page.error.unreadable",
    HTTPStatus.METHOD_NOT_ALLOWED: "page.error.method",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "page.error.too_large",
}


def tell_refusals(app: FastAPI) -> None:
    """Let every error become a page."""
    app.add_exception_handler(DoanError, refused)
    app.add_exception_handler(HTTPException, _http_refused)
    app.add_exception_handler(RequestValidationError, _no_such_page)


def status_of(error: DoanError) -> HTTPStatus:
    """Return the status of an error: its own, or that of the error it is a kind of."""
    found = (_STATUS[kind] for kind in type(error).__mro__ if kind in _STATUS)
    return next(found, HTTPStatus.INTERNAL_SERVER_ERROR)


def refusal_page(
    w: Words,
    sentence: str,
    status: int,
    *,
    reference: str = "",
    signed_in: SessionShown | None = None,
    kept: Sequence[str] = (),
    back: str = "",
) -> Response:
    """Return the page of a refusal: a fault's reference, what somebody wrote, where to go on."""
    return page(
        "ground/refused.html",
        w,
        status=status,
        signed_in=signed_in,
        sentence=sentence,
        reference=reference,
        kept=kept,
        back=back,
    )


def unforeseen(request: Request, fault: Exception) -> Response:
    """Return the page of a fault nobody foresaw; the log has its reference and its cause.

    Of the address only the route is logged: a link's token is no matter for a log.
    """
    reference = secrets.token_hex(4)
    route = getattr(request.scope.get("route"), "path", "unknown route")
    log.error("%s %s failed, reference %s", request.method, route, reference, exc_info=fault)
    w, status = words(reader_of(request)), HTTPStatus.INTERNAL_SERVER_ERROR
    sentence = w.text("page.error.unforeseen")
    if is_call(request):
        return problem(w, status, "unforeseen", sentence, reference=reference)
    session = _session_in(request)
    return refusal_page(w, sentence, status, reference=reference, signed_in=session, back="/")


def refused(request: Request, error: Exception) -> Response:
    """Return the page of what Doan refuses or cannot do."""
    assert isinstance(error, DoanError)  # noqa: S101 - it is registered for these alone.
    w, status = words(reader_of(request)), status_of(error)
    if status is HTTPStatus.INTERNAL_SERVER_ERROR:
        return unforeseen(request, error)
    if isinstance(error, (RowUnreadable, FileDamaged)):
        log.error("%s", error, exc_info=error)
    if is_call(request):
        return problem_of(error, status, w)
    return refusal_page(w, error.said(w), status, signed_in=_session_in(request), back="/")


def _http_refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - it is registered for these alone.
    msgid = _SAID.get(HTTPStatus(error.status_code), "page.error.no_such_page")
    w = words(reader_of(request))
    if is_call(request):
        allowed = {
            name: said for name, said in (error.headers or {}).items() if name.lower() == "allow"
        }
        code = msgid.rpartition(".")[2]
        return problem(w, error.status_code, code, w.text(msgid), headers=allowed)
    session = _session_in(request)
    return refusal_page(w, w.text(msgid), error.status_code, signed_in=session, back="/")


def _no_such_page(request: Request, error: Exception) -> Response:
    """A page is asked for as nobody links to it; another system is told what is unclear."""
    w = words(reader_of(request))
    if is_call(request):
        assert isinstance(error, RequestValidationError)  # noqa: S101 - it is registered for these.
        return problem_of(unclear_of(error), HTTPStatus.UNPROCESSABLE_ENTITY, w)
    sentence, session = w.text("page.error.no_such_page"), _session_in(request)
    return refusal_page(w, sentence, HTTPStatus.NOT_FOUND, signed_in=session, back="/")


def _session_in(request: Request) -> SessionShown | None:
    """Return what pages say of the session of a request; None before anybody asked whose it is."""
    session: SessionShown | None = getattr(request.state, "session_shown", None)
    return session
