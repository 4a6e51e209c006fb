"""What the journal says of things that went wrong, and were put right."""

from typing import ClassVar

from models.entries.base import Changes, Tells
from models.ids import Digest, PersonId


class WalkFailed(Changes):
    """The next stage could not be opened; what was decided stands and the walk is tried again."""

    kind: ClassVar[str] = "walk_failed"
    fault: str
    seat: str | None = None


class WalkRecovered(Changes):
    kind: ClassVar[str] = "walk_recovered"


class RunCancelled(Tells):
    """Somebody cancelled the run in Prefect: that has no author and withdraws nothing."""

    kind: ClassVar[str] = "run_cancelled"
    run: str


class RunRepaired(Tells):
    """The case's Prefect run was not where the case is; it was woken back or made anew.

    `found` is the state it was in, in Prefect's words (`FAILED`, `CRASHED`, `COMPLETED`, or `RUNNING`
    by a worker that died), or `MISSING`.
    """

    kind: ClassVar[str] = "run_repaired"
    run: str
    found: str


class MessageFailed(Tells):
    """A message was not delivered; the office is told, and who can act in its recipient's stead.

    `status` is the enhanced code (RFC 3463) of one that was accepted and came back, else empty. `step`
    is the open step it asked for, `stand_ins` who else may take that. `elsewhere`: it was sent to their
    other mailbox.
    """

    kind: ClassVar[str] = "message_failed"
    message: int
    notice: str
    recipient: str
    reply_code: int
    status: str = ""
    step: int | None = None
    stand_ins: tuple[PersonId, ...] = ()
    elsewhere: bool = False


class MessageAnswered(Tells):
    """Somebody answered a letter of the case by mail: that decides nothing, the office is told.

    `notice` is empty where they wrote anew and named the case, `person` nobody where no mailbox of the
    directory is the one they say they wrote from, which nobody vouches for. `what` is what they wrote.
    """

    kind: ClassVar[str] = "message_answered"
    notice: str
    person: PersonId | None
    what: Digest | None
    step: int | None = None


class MessageAutoAnswered(Tells):
    """The mailbox of a letter's recipient answered by itself, as one does whose owner is away.

    It decides nothing; the office is told. `what` is what it says, `step` the open step it was asked.
    """

    kind: ClassVar[str] = "message_auto_answered"
    notice: str
    person: PersonId
    what: Digest | None
    step: int | None = None


class MessageUnrendered(Tells):
    """A message went out as the plain standard text because its template could not be rendered."""

    kind: ClassVar[str] = "message_unrendered"
    message: int
    notice: str
    fault: str
