"""What is refused to another system that calls, beside all that is refused on pages."""

from collections.abc import Sequence
from dataclasses import dataclass

from config.words import Words
from models.errors import DoanError, SignInRefused


class CallerUnknown(DoanError):
    """A call that shows neither a token nor a session."""

    code = "caller_unknown"


class TokenRefused(SignInRefused):
    """The token that came with a call is none of ours, was revoked, or ran out."""

    code = "token_refused"


class BeyondScope(DoanError):
    """A token may not be used for this; `scope` is what it would need."""

    code = "beyond_scope"


class SessionNeeded(DoanError):
    """No token decides: who decides is signed in."""

    code = "session_needed"


class ProofNeeded(DoanError):
    """Before this the person of a session has to show once more who they are."""

    code = "proof_needed"


class TooManyCalls(DoanError):
    """Somebody calls faster than anybody reads; `seconds` from now they may again."""

    code = "too_many_calls"

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds=seconds)
        self.seconds = seconds


class TagNeeded(DoanError):
    """What is changed by a call has to be named as it was read, by `If-Match`."""

    code = "tag_needed"


class TagStale(DoanError):
    """It is not any more as it was read."""

    code = "tag_stale"


class KeyNeeded(DoanError):
    """What must not be done twice has to come with an `Idempotency-Key` of 1 to 100 letters."""

    code = "key_needed"


class KeyUsed(DoanError):
    """The same `Idempotency-Key` came before, with something else."""

    code = "key_used"


class BodyUnreadable(DoanError):
    """What came with a call cannot be read as what its `Content-Type` says."""

    code = "body_unreadable"


class BodyOfAnotherType(DoanError):
    """What came with a call is of a type that is not taken there; `allowed` are those that are."""

    code = "body_of_another_type"


@dataclass(frozen=True)
class Unclear:
    """A part of a call that is not as it has to be: where, what stands there, what may."""

    field: str
    value: str
    allowed: str = ""

    def said(self, w: Words) -> str:
        """Say it in one line."""
        told = {"field": self.field, "value": self.value, "allowed": self.allowed}
        line = "page.api.unclear_allowed" if self.allowed else "page.api.unclear"
        return w.text(line, **told)


class CallUnclear(DoanError):
    """Parts of a call are not as they have to be; each is in `unclear`."""

    code = "call_unclear"

    def __init__(self, unclear: Sequence[Unclear]) -> None:
        super().__init__(count=len(unclear))
        self.unclear = tuple(unclear)
