"""Sign-in codes: made and sent in the process that sends letters, and kept nowhere.

So whoever asks the pages for a code cannot tell by their pace whether anybody has the mailbox: the pages
write the same row for everybody, and neither make nor render nor send anything.
"""

import asyncio
import logging
from collections.abc import Collection
from contextlib import suppress

from config.settings import Settings
from models.errors import MessageNotSent
from models.store import directory
from models.store.copies.quarantine import is_quarantined
from models.store.database.engine import Store
from models.store.sign_in import codes
from models.store.sign_in.codes import CODE_LIFE, ToSend
from notifications.sending.gate import AT_ONCE
from notifications.sending.mail_server import KEPT_FOR_SECONDS, NoRoom, NotTaken
from notifications.sending.refusals import Fault
from notifications.sending.watch import ServerWatch
from notifications.writing.rendering import render_sign_in_code

log = logging.getLogger("doan.codes")

# A poke may be lost; what nobody was told of is found after so long.
_LONGEST_REST_SECONDS = 5.0
# Less than a code is in hand for: then another is made, and this one holds no more.
_LONGEST_SECONDS = 110.0


class CodeSender:
    """Makes and sends the codes that are asked for, each as soon as it is.

    They wait for no letter; but where the mail server takes none, one alone knocks at the gate.
    """

    def __init__(
        self, store: Store, settings: Settings, *, watch: ServerWatch | None = None
    ) -> None:
        self._store = store
        self._settings = settings
        self._watch = watch or ServerWatch(store, settings)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._poked = asyncio.Event()
        self._under_way: dict[str, asyncio.Task[None]] = {}

    def poke(self) -> None:
        """Say that there may be a code to send. Callable from any thread, at any time."""
        if self._loop is not None:
            # A loop that has closed since has nothing to be told.
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._poked.set)

    async def run(self, stop: asyncio.Event) -> None:
        """Send until `stop`. A code that is long under way keeps no other."""
        self._poked, self._loop = asyncio.Event(), asyncio.get_running_loop()
        stopping = asyncio.ensure_future(stop.wait())
        async with self._watch as watch:
            while not stop.is_set():
                self._poked.clear()
                await self._begin(frozenset())
                await watch.server.hang_up(idle_for=KEPT_FOR_SECONDS)
                poked = asyncio.ensure_future(self._poked.wait())
                await asyncio.wait(
                    (stopping, poked),
                    timeout=_LONGEST_REST_SECONDS,
                    return_when=asyncio.FIRST_COMPLETED,
                )
                poked.cancel()
            for sending in self._under_way.values():
                sending.cancel()
            await asyncio.gather(*self._under_way.values(), return_exceptions=True)

    async def send_waiting(self) -> None:
        """Send the codes that wait, each once."""
        tried: set[str] = set()
        async with self._watch:
            while begun := await self._begin(tried):
                tried |= begun
                await asyncio.wait(self._under_way.values())

    async def _begin(self, tried: Collection[str]) -> set[str]:
        """Begin to send as many codes as there is room for; return them by their keys.

        While the mail server takes nothing, one knocks, and who waits for another is told so.
        """
        try:
            waiting = await asyncio.to_thread(self._waiting)
        except Exception:
            # The process must outlive a database that is away for a moment.
            log.exception("the codes that wait could not be read")
            return set()
        new = [each for each in waiting if each.key not in {*self._under_way, *tried}]
        gate = self._watch.gate
        room = AT_ONCE if gate.is_open else int(gate.may_knock)
        begun = new[: max(0, room - len(self._under_way))]
        for each in begun:
            self._under_way[each.key] = asyncio.create_task(self._send(each))
        if not gate.is_open:
            for each in new[len(begun) :]:
                await self._noted(each, sent=False)
        return {each.key for each in begun}

    async def _send(self, each: ToSend) -> None:
        try:
            async with asyncio.timeout(_LONGEST_SECONDS):
                await self._made_and_sent(each)
            self._poked.set()
        except MessageNotSent as error:
            log.warning("a sign-in code could not be sent: %s", error.reply_code)
            if isinstance(error, NotTaken) and error.refusal.fault is Fault.OURS:
                await self._watch.shut(error.refusal)
            elif isinstance(error, NoRoom):
                # One of those that letters use is to be free for codes.
                self._watch.gate.bear(error.connections - 1)
            await self._noted(each, sent=False)
        except TimeoutError:
            log.warning("a sign-in code was under way for too long")
            await self._noted(each, sent=False)
        except Exception:
            # One that breaks must not keep the others; it is tried again while it is waited for.
            log.exception("a sign-in code could not be dealt with")
        finally:
            del self._under_way[each.key]

    async def _made_and_sent(self, each: ToSend) -> None:
        written = await asyncio.to_thread(self._written, each)
        if written:
            await self._watch.server.send(*written)
            await asyncio.to_thread(self._note, each, sent=True)
            await self._watch.take()

    async def _noted(self, each: ToSend, *, sent: bool) -> None:
        try:
            await asyncio.to_thread(self._note, each, sent=sent)
        except Exception:
            log.exception("what became of a sign-in code could not be noted")

    def _waiting(self) -> tuple[ToSend, ...]:
        # Nobody signs in to a copy: that is journaled, hence signed.
        if is_quarantined(self._store):
            return ()
        with self._store.reading() as conn:
            return codes.to_send(conn)

    def _written(self, each: ToSend) -> tuple[bytes, str] | None:
        """Return the letter of a code and where it goes; None when somebody else is at it."""
        with self._store.writing() as conn:
            code = codes.made(conn, each.key, self._settings.code_key)
            person = directory.person(conn, each.person)
        if code is None:
            return None
        minutes = int(CODE_LIFE.total_seconds() // 60)
        content = render_sign_in_code(
            person, self._settings, code=code.shown, minutes=minutes, at=code.made_at
        )
        return content, person.mailbox

    def _note(self, each: ToSend, *, sent: bool) -> None:
        note = codes.mark_sent if sent else codes.mark_troubled
        with self._store.writing() as conn:
            note(conn, each.key)
