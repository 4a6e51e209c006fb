"""The mail server as this process knows it: its connections, the gate before it, and its trouble."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterable
from contextlib import suppress
from datetime import timedelta
from typing import Any, Self

from config.settings import Settings
from models.errors import MessageNotSent
from models.store import outbox
from models.store.copies.quarantine import is_quarantined
from models.store.database.engine import Store
from models.store.mail.trouble import MailTrouble, end_trouble, note_told, note_trouble
from notifications.sending.alarms import Alarms
from notifications.sending.gate import MailGate
from notifications.sending.mail_server import MailServer, NotTaken
from notifications.sending.refusals import Fault, MailRefusal

log = logging.getLogger("doan.mail")

# Whoever looks after Doan is told by another way of trouble that lasts so long.
LASTING = timedelta(minutes=5)


class ServerWatch:
    """What letters and sign-in codes share: what one learns of the server goes for all.

    Trouble that is not a letter's stands in the database while it lasts, and is told once by a way
    that is no mail: at once where the server has refused Doan itself, else when it has lasted.
    """

    def __init__(
        self,
        store: Store,
        settings: Settings,
        *,
        gate: MailGate | None = None,
        server: Callable[[Settings], MailServer] = MailServer,
    ) -> None:
        self._store = store
        self._alarms = Alarms(settings)
        self._telling: set[asyncio.Task[bool]] = set()
        self._noting: set[asyncio.Task[tuple[MailTrouble, bool]]] = set()
        # Whether a trouble of before still stands there is not known yet.
        self._may_be_troubled = True
        self.gate = gate or MailGate()
        self.server = server(settings)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_raised: object) -> None:
        await self.server.hang_up()

    async def look(self) -> None:
        """See whether the server takes letters, without one."""
        try:
            await self.server.look()
        except NotTaken as error:
            await self.shut(error.refusal)
        except MessageNotSent:
            # It is full of our own connections, so it takes letters.
            await self.take()
        except Exception:
            # Whatever that was, it is not looked for again and again.
            log.exception("the mail server could not be looked at")
            self.gate.shut()
        else:
            await self.take()

    async def take(self, letter: int | None = None) -> None:
        """Note that the server has taken a letter, and that no trouble of ours is left."""
        await self._hasten(self.gate.take(letter))
        if not self._may_be_troubled:
            return
        if self._noting:
            # What is noted only after its end would stay.
            await asyncio.wait(set(self._noting))
        self._may_be_troubled = False
        try:
            ended = await asyncio.to_thread(self._ended)
        except Exception:
            # Letters go on while the database is away for a moment; the next one notes it.
            self._may_be_troubled = True
            log.exception("the end of the trouble with mail could not be noted")
            return
        if ended:
            log.warning("the mail server takes letters again; it did not since %s", ended.since)
            if ended.told_at:
                self._tell(self._alarms.tell("over", ended))

    async def shut(self, refusal: MailRefusal, letter: int | None = None) -> None:
        """Note a fault of ours: no letter goes until one that is tried alone is taken."""
        self.gate.shut(letter)
        await self.note(refusal)

    async def note(self, refusal: MailRefusal) -> None:
        """Keep what the server said for those who look."""
        self._may_be_troubled = True
        log.warning(
            "letters do not leave: %s at the %s", refusal.code or "no answer", refusal.stage
        )
        with _logged("the trouble with mail could not be noted"):
            noting = asyncio.create_task(asyncio.to_thread(self._noted, refusal))
            self._noting.add(noting)
            noting.add_done_callback(self._noting.discard)
            trouble, is_to_be_told = await noting
            if is_to_be_told and not self._telling and not is_quarantined(self._store):
                self._tell(self._tell_of(trouble))

    async def told(self) -> None:
        """Wait for the alarms under way."""
        await asyncio.gather(*self._telling)

    def _tell(self, telling: Coroutine[Any, Any, bool]) -> None:
        """Send an alarm; no letter waits for it."""
        task = asyncio.create_task(telling)
        # A task that nobody keeps may be thrown away before it has run.
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)

    async def _tell_of(self, trouble: MailTrouble) -> bool:
        """Tell of trouble, once somebody hears; of its end too, where it ended meanwhile."""
        heard = await self._alarms.tell("trouble", trouble)
        if heard:
            with _logged("that an alarm was sent could not be noted"):
                if not await asyncio.to_thread(self._note_told):
                    await self._alarms.tell("over", trouble)
        return heard

    def _note_told(self) -> bool:
        with self._store.writing() as conn:
            return note_told(conn)

    async def _hasten(self, letters: Iterable[int]) -> None:
        if waiting := tuple(letters):
            with _logged("letters that were put off could not be hastened"):
                await asyncio.to_thread(self._hastened, waiting)

    def _hastened(self, letters: tuple[int, ...]) -> None:
        with self._store.writing() as conn:
            outbox.hasten(conn, letters)

    def _ended(self) -> MailTrouble | None:
        with self._store.writing() as conn:
            return end_trouble(conn)

    def _noted(self, refusal: MailRefusal) -> tuple[MailTrouble, bool]:
        """Keep it; tell also whether it is to be told by another way now."""
        with self._store.writing() as conn:
            trouble = note_trouble(conn, stage=refusal.stage, code=refusal.code, said=refusal.said)
            is_plain = refusal.fault is Fault.OURS and refusal.code >= 500
            lasts = trouble.last_at - trouble.since >= LASTING
        return trouble, trouble.told_at is None and (is_plain or lasts)


class _logged(suppress):  # noqa: N801 - it is used as a function is.
    """Log what goes wrong inside: letters must go on while the database is away for a moment."""

    def __init__(self, what: str) -> None:
        super().__init__(Exception)
        self._what = what

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: object
    ) -> bool:
        if kind is not None and issubclass(kind, Exception):
            log.error(self._what, exc_info=error)
        return super().__exit__(kind, error, trace)  # type: ignore[arg-type]
