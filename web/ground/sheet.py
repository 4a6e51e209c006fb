"""A form of a page: how it is shown, taken, refused.

Only a signed-in person sends one, with the token Doan gave them for its address; whatever speaks
against it, what they wrote comes back.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import TypeVar

from fastapi.responses import RedirectResponse, Response

from flows.case.answers import Identified
from models.errors import (
    AuthorityRefused,
    AuthorityUnknown,
    DecisionIncomplete,
    DecisionRefused,
    DirectoryInvalid,
    DoanError,
    DraftFiled,
    DraftUnknown,
    EntryUnknown,
    MailboxChangeUnknown,
    MailboxRefused,
    NoRouteApplies,
    NothingChanged,
    RegisterRefused,
    RegisterRowUnknown,
    RequestInvalid,
    StepClosed,
    TooLate,
)
from models.ids import PersonId
from models.request.papers.taking import MOST_MEGABYTES
from models.store.sign_in.security_log import SecurityEvent
from web.ground.door.proof import proof_asked
from web.ground.form import Sent
from web.ground.identify import known
from web.ground.noted.security_log import note
from web.ground.refusals import FormForged, FormReturned, refusal_page, status_of
from web.ground.visitor import SignedIn, Visitor

T = TypeVar("T")

# What the person can mend on the form itself.
MENDABLE = (DecisionIncomplete, RequestInvalid, NothingChanged, NoRouteApplies, AuthorityRefused)
_FINAL = (
    DecisionRefused,
    TooLate,
    StepClosed,
    AuthorityUnknown,
    DraftFiled,
    DraftUnknown,
    EntryUnknown,
    MailboxChangeUnknown,
    MailboxRefused,
    RegisterRowUnknown,
    RegisterRefused,
)


@dataclass(frozen=True)
class Sheet:
    """A form that is sent to `action`, who stands before it, what they sent, and what it lacks.

    What is `mendable` is told on the form; any other refusal has a page that leads `back`.
    """

    action: str
    visitor: SignedIn
    sent: Sent
    back: str = ""
    mendable: tuple[type[DoanError], ...] = MENDABLE
    refusal: DoanError | None = None

    @property
    def person(self) -> PersonId:
        """Return who stands before it."""
        return self.visitor.person.id

    def shown(self, template: str, *, script: str = "", **values: object) -> Response:
        """Return the page of the form; `values` come before what every form shows."""
        status = status_of(self.refusal) if self.refusal else HTTPStatus.OK
        of_every_form = {
            "address": self.visitor.address,
            "action": self.action,
            "token": self.visitor.token_for(self.action),
            "token_of": self.visitor.token_for,
            "wrote": self.sent,
            "problems": self.sentences(),
            "most_megabytes": MOST_MEGABYTES,
        }
        shown = {**of_every_form, **values}
        return self.visitor.page(template, status=status, script=script, **shown)

    def sentences(self) -> tuple[str, ...]:
        """Return why it was not taken."""
        w = self.visitor.words
        if isinstance(self.refusal, RequestInvalid):
            return tuple(problem.said(w) for problem in self.refusal.problems)
        if isinstance(self.refusal, DirectoryInvalid):
            return tuple(each.said(w) for each in self.refusal.wrong)
        told = (self.refusal,) if self.refusal else ()
        if isinstance(self.refusal, FormReturned) and self.sent.names_of_files:
            told = (*told, _files_again(self.sent))
        return tuple(refusal.said(w) for refusal in told)

    def taken(
        self,
        act: Callable[[Identified], T],
        again: Callable[["Sheet"], Response],
        *,
        onwards: str | Callable[[T], str | Response],
        freshly: bool = False,
    ) -> Response:
        """Do what the form asks for and go on to a page, or show the form again with the refusal.

        `onwards` is the address of that page, or makes it of what was done; or the page itself, where it
        shows what no address may say. `freshly`: whoever sends it
        has entered a code within the last minutes, or is asked for one.
        """
        visitor = self.visitor
        try:
            visitor.check_token(self.action, self.sent["token"])
            if freshly and not visitor.session.is_fresh:
                proved = proof_asked(visitor, self.sent)
                if isinstance(proved, Response):
                    return proved
                visitor = proved
            if self.sent.lost_files:
                raise _files_again(self.sent)
            done = act(visitor.identified)
        except FormForged:
            # Another site's form does not come so far (`web.ground.shield`). This one was opened before
            # its person signed in anew: nothing is done, and it is shown again as it was written.
            note(visitor.running, SecurityEvent.FORM_FORGED, visitor.address, self.person)
            return again(replace(self, refusal=FormReturned()))
        except self.mendable as refusal:
            return again(replace(self, visitor=visitor, refusal=refusal))
        except _FINAL as refusal:
            return self.refused(refusal)
        goes_on = onwards if isinstance(onwards, str) else onwards(done)
        if isinstance(goes_on, Response):
            return goes_on
        return RedirectResponse(goes_on, status_code=HTTPStatus.SEE_OTHER)

    def refused(self, refusal: DoanError) -> Response:
        """Return why this cannot be done, with what the person wrote."""
        visitor = self.visitor
        return refusal_page(
            visitor.words,
            refusal.said(visitor.words),
            status_of(refusal),
            signed_in=visitor.session_shown,
            kept=self.sent.words,
            back=self.back,
        )


def _files_again(sent: Sent) -> DecisionIncomplete:
    return DecisionIncomplete("files_again", names=", ".join(sent.names_of_files))


def sheet_at(
    action: str,
    visitor: Visitor,
    sent: Sent | None = None,
    *,
    back: str = "",
    mendable: tuple[type[DoanError], ...] = MENDABLE,
) -> Sheet:
    """Return the form at an address for whoever it is for; raises `Unidentified` for others."""
    return Sheet(action, known(visitor, sent), sent or Sent(), back, mendable)
