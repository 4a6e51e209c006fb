"""What is sent again is done once: a call is known by its `Idempotency-Key`, and answered the same."""

import re
from collections.abc import Callable
from typing import Any

from fastapi import Request

from models.errors import CallRepeated
from models.store.calls.given import Repeatable, answer_given, give, repeatable
from web.ground.calls.caller import Caller
from web.ground.calls.errors import KeyNeeded, KeyUsed

_HEADER = "Idempotency-Key"
_KEY = re.compile(r"[\x21-\x7e]{1,100}")
# How a route that takes the header describes it.
KEY_DESCRIBED: dict[str, Any] = {
    "name": _HEADER,
    "in": "header",
    "required": True,
    "description": "A name for this call, of 1 to 100 letters: sent again under it within a week, it "
    "is done once and answered the same.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 100, "pattern": "^[!-~]+$"},
}


def call_of(request: Request, caller: Caller, sent: str) -> Repeatable:
    """Return the call that a request is; raises `KeyNeeded` without a key."""
    key = request.headers.get(_HEADER, "").strip()
    if not _KEY.fullmatch(key):
        raise KeyNeeded
    return repeatable(caller.person.id, f"{request.method} {request.url.path}", key, sent)


def done_once(caller: Caller, call: Repeatable, do: Callable[[], str]) -> tuple[str, bool]:
    """Do something unless it is done; return what is answered, and whether it was before.

    What `do` does keeps its answer with the call, in the same transaction. Raises `KeyUsed` where the
    key came before with something else.
    """
    if before := _before(caller, call):
        return before, True
    try:
        return do(), False
    except CallRepeated:
        # The same came at once, and was quicker.
        if before := _before(caller, call):
            return before, True
        raise


def noted_once(caller: Caller, call: Repeatable, do: Callable[[], str]) -> tuple[str, bool]:
    """As `done_once`, for what keeps no answer itself: done again, it would change nothing."""

    def do_and_note() -> str:
        answer = do()
        with caller.running.desk.store.writing() as conn:
            give(conn, call, answer)
        return answer

    return done_once(caller, call, do_and_note)


def _before(caller: Caller, call: Repeatable) -> str:
    with caller.running.desk.store.reading() as conn:
        given = answer_given(conn, call)
    if given and given.sent != call.sent:
        raise KeyUsed
    return given.answer if given else ""
