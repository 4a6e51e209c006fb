"""What the forms beside the steps have in common: how they are shown, taken, refused.

Only a signed-in person sends one, with the token Doan gave them for this address; whatever speaks
against it, what they wrote comes back.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import NoReturn

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
from models.store.sign_in import Attempt
from web.ground.fields import MOST_MEGABYTES
from web.ground.identify import identify, note
from web.ground.page import page
from web.ground.refusals import FormForged, NotForYou, status_of
from web.ground.running import Parts
from web.ground.visitor import Place, Visitor, check_form, form_token, signed_in
from web.ground.written import NOTHING_WRITTEN, Written

_START = Place()
# What the person can mend on the form itself.
MENDABLE = (DecisionIncomplete, RequestInvalid, NothingChanged, NoRouteApplies, AuthorityRefused)


@dataclass(frozen=True)
class Sheet:
    """A form at an address, who stands before it, what they wrote, and why it was not taken."""

    address: str
    visitor: Visitor
    parts: Parts
    place: Place = _START
    written: Written = NOTHING_WRITTEN
    refusal: DoanError | None = None

    @property
    def person(self) -> str:
        """Return who stands before it; only who is signed in sees one."""
        assert self.visitor.person is not None  # noqa: S101 - asked before.
        return self.visitor.person.id

    def shown(self, template: str, **values: object) -> Response:
        """Return the page of the form."""
        return page(
            template,
            self.visitor.words,
            status=status_of(self.refusal) if self.refusal else HTTPStatus.OK,
            signed_in=signed_in(self.parts, self.visitor),
            place=self.place,
            address=self.address,
            token=form_token(self.parts, self.visitor, self.address),
            wrote=self.written,
            problems=self.sentences(),
            most_megabytes=MOST_MEGABYTES,
            **values,
        )

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
        session = self.visitor.session
        if session is None:
            note(self.parts, Attempt.NOT_SIGNED_IN, self.place)
            return identify(self.place, self.visitor, self.parts, posted=self.written)
        try:
            check_form(self.parts, self.visitor, self.address, self.written.token)
            act(Identified(session.person, session.shown_by))
        except FormForged as refusal:
            note(self.parts, Attempt.FORM_FORGED, self.place, session.person)
            return self.refused(refusal)
        except (DecisionRefused, TooLate, StepClosed, AuthorityUnknown) as refusal:
            return self.refused(refusal)
        except MENDABLE as refusal:
            return again(replace(self, refusal=refusal))
        return RedirectResponse(onwards, status_code=HTTPStatus.SEE_OTHER)

    def refused(self, refusal: DoanError) -> Response:
        """Return why this cannot be done, with what the person wrote."""
        return page(
            "ground/refused.html",
            self.visitor.words,
            status=status_of(refusal),
            signed_in=signed_in(self.parts, self.visitor),
            sentence=refusal.said(self.visitor.words),
            reference="",
            kept=self.written.words,
            back=Place(self.place.case_no).path,
        )

    def turn_away(self) -> NoReturn:
        """Log that somebody asked for a page of others, and tell them; raises `NotForYou`."""
        note(self.parts, Attempt.OTHER_PERSON, self.place, self.person)
        raise NotForYou
