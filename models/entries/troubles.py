"""What the journal says of things that went wrong, and were put right."""

from typing import ClassVar

from models.entries.base import Changes, Tells


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
    """A message will not be delivered; the office is told."""

    kind: ClassVar[str] = "message_failed"
    message: int
    notice: str
    recipient: str
    reply_code: int


class MessageUnrendered(Tells):
    """A message went out as the plain standard text because its template could not be rendered."""

    kind: ClassVar[str] = "message_unrendered"
    message: int
    notice: str
    fault: str
