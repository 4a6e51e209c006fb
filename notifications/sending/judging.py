"""What becomes of a letter that was refused, and of the gate before the mail server."""

from datetime import timedelta
from typing import assert_never

from models.store.outbox import OutboxRow
from notifications.sending.backoff import delay_after, delay_in_doubt
from notifications.sending.refusals import Fault, MailRefusal, MailStage
from notifications.sending.watch import ServerWatch

# A message nobody took for a fault that is not its own waits as before, and no try is counted.
GIVEN_BACK = timedelta()


async def judged(watch: ServerWatch, row: OutboxRow, refusal: MailRefusal) -> timedelta | None:
    """Return after what time a refused message is tried again, and None to give it up.

    What the refusal says of the server is told to the gate before it.
    """
    match refusal.fault:
        case Fault.LETTER:
            watch.gate.forget(row.id)
            return None
        case Fault.OURS | Fault.IN_DOUBT:
            return await _judged_as_ours(watch, row, refusal)
        case Fault.FOR_NOW:
            if not refusal.is_of_one_alone and watch.gate.put_off(row.id):
                await watch.note(refusal)
            return delay_after(row.tries)
        case never:
            assert_never(never)


async def _judged_as_ours(
    watch: ServerWatch, row: OutboxRow, refusal: MailRefusal
) -> timedelta | None:
    """Shut the gate; but a letter refused again after others were taken is put off by itself.

    So one letter never keeps all others. What is refused for good ends after an hour of that: others
    have the same sender, and the same server took them.
    """
    if refusal.stage in (MailStage.CONNECTION, MailStage.SENDER) or refusal.is_of_pace:
        await watch.shut(refusal, row.id)
        return GIVEN_BACK
    times = watch.gate.doubt(row.id)
    if times:
        return delay_in_doubt(times) if refusal.code >= 500 else delay_after(times)
    await watch.note(refusal)
    return GIVEN_BACK
