"""A fresh proof of who somebody is: a code entered, or a passkey shown, just before what a form wants.

The form waits in the page that asks for the code, and is sent along with it: nobody writes it again.
"""

from http import HTTPStatus

from fastapi.responses import Response

from flows.acts.door.codes import ask_code, enter_code
from flows.acts.door.passkeys import person_of
from flows.acts.door.sessions import prove_again
from models.errors import SignInRefused
from models.store.sign_in import codes
from models.store.sign_in.codes import Tried, Wait
from models.store.sign_in.sessions import MAILBOX_CODE, PASSKEY
from web.ground.door.browser import keep_challenge, new_challenge
from web.ground.door.passkey import asked_of
from web.ground.form import Sent
from web.ground.identify import masked
from web.ground.visitor import SignedIn

# The fields the page adds to those of the form that waits in it.
CODE = "proof"
SHOWN = "proof_passkey"
ANOTHER = "proof_again"
_OWN = frozenset((CODE, SHOWN, ANOTHER))


def proof_asked(visitor: SignedIn, sent: Sent) -> Response | SignedIn:
    """Return the page that asks for a code and keeps the form; the visitor once they have shown it."""
    challenge = visitor.challenge or new_challenge()
    tried: Tried | None = None
    wait: Wait | None = None
    refusal = ""
    desk, person = visitor.running.desk, visitor.person
    if sent[SHOWN]:
        try:
            person_of(desk, challenge, sent[SHOWN], only=person.id)
        except SignInRefused as refused:
            refusal = refused.said(visitor.words)
        else:
            prove_again(desk, visitor.session, PASSKEY)
            return visitor.freshly_known_by(PASSKEY)
    elif sent[CODE] and not sent[ANOTHER]:
        tried = enter_code(desk, challenge, person.id, sent[CODE])
        if tried.accepted:
            prove_again(desk, visitor.session)
            return visitor.freshly_known_by(MAILBOX_CODE)
    elif sent[ANOTHER] or not _is_out(visitor):
        wait = ask_code(desk, challenge, person.id, visitor.device, by_link=True)
    passkey, script = asked_of(visitor, challenge, person.id)
    page = visitor.page(
        "ground/proof.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if tried or refusal else HTTPStatus.FORBIDDEN,
        script=script,
        passkey=passkey,
        refusal=refusal,
        action=visitor.path,
        carried=sent.carried(_OWN),
        had_files=bool(sent.names_of_files),
        mailbox=masked(person.mailbox),
        tried=tried,
        wait=wait,
    )
    keep_challenge(page, visitor.running, challenge)
    return page


def _is_out(visitor: SignedIn) -> bool:
    with visitor.running.desk.store.reading() as conn:
        return codes.code_out(conn, visitor.challenge, visitor.person.id) is not None
