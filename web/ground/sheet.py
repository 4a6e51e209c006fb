"""A form of a page: how it is shown, taken, refused.

Only a signed-in person sends one, with the token Doan gave them for its address; whatever speaks
against it, what they wrote comes back.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from http import HTTPStatus

from fastapi.responses import RedirectResponse, Response

from flows.case.answers import Identified
from models.errors import (
    AuthorityRefused,
    AuthorityUnknown,
    DecisionIncomplete,
    DecisionRefused,
    DoanError,
    NoRouteApplies,
    NothingChanged,
    RequestInvalid,
    StepClosed,
    TooLate,
)
from models.ids import PersonId
from models.store.sign_in import Attempt
from web.ground.fields import MOST_MEGABYTES
from web.ground.form import Sent
from web.ground.identify import known
from web.ground.refusals import FormForged, refusal_page, status_of
from web.ground.security_log import note
from web.ground.visitor import SignedIn, Visitor

# What the person can mend on the form itself.
MENDABLE = (DecisionIncomplete, RequestInvalid, NothingChanged, NoRouteApplies, AuthorityRefused)
_FINAL = (DecisionRefused, TooLate, StepClosed, AuthorityUnknown)


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

    def shown(self, template: str, **values: object) -> Response:
        """Return the page of the form; `values` come before what every form shows."""
        status = status_of(self.refusal) if self.refusal else HTTPStatus.OK
        of_every_form = {
            "address": self.visitor.address,
            "action": self.action,
            "token": self.visitor.token_for(self.action),
            "wrote": self.sent,
            "problems": self.sentences(),
            "most_megabytes": MOST_MEGABYTES,
        }
        return self.visitor.page(template, status=status, **{**of_every_form, **values})

    def sentences(self) -> tuple[str, ...]:
        """Return why it was not taken."""
        w = self.visitor.words
        if isinstance(self.refusal, RequestInvalid):
            return tuple(problem.said(w) for problem in self.refusal.problems)
        return (self.refusal.said(w),) if self.refusal else ()

    def taken(
        self,
        act: Callable[[Identified], object],
        again: Callable[["Sheet"], Response],
        *,
        onwards: str,
    ) -> Response:
        """Do what the form asks for and go on to a page, or show the form again with the refusal."""
        visitor = self.visitor
        try:
            visitor.check_token(self.action, self.sent["token"])
            act(visitor.identified)
        except FormForged as refusal:
            note(visitor.running, Attempt.FORM_FORGED, visitor.address, self.person)
            return self.refused(refusal)
        except self.mendable as refusal:
            return again(replace(self, refusal=refusal))
        except _FINAL as refusal:
            return self.refused(refusal)
        return RedirectResponse(onwards, status_code=HTTPStatus.SEE_OTHER)

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
