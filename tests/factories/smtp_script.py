"""A mail server that says to each command what it was told to say, or hangs up."""

import asyncio
import threading
from collections import Counter

HANG_UP = "hang up"
GOOD = {
    "GREETING": "220 ready",
    "EHLO": "250-here\r\n250 SIZE 1000000",
    "HELO": "250 here",
    "MAIL": "250 2.1.0 ok",
    "RCPT": "250 2.1.5 ok",
    "DATA": "354 go on",
    "TEXT": "250 2.0.0 taken",
    "RSET": "250 2.0.0 ok",
    "QUIT": "221 2.0.0 bye",
}


class ScriptedServer:
    """Says what `says` has for a command (a reply, or what makes one of the line), else what is good.

    Counts what was asked (`asked`), keeps the envelopes' recipients (`to`) and how many connections
    there were, now and at most.
    """

    def __init__(self, **says):
        self.says = says
        self.asked: Counter[str] = Counter()
        self.to: list[str] = []
        self.taken: list[str] = []
        self.port = 0
        self.connections = self.most_connections = 0
        self._writers = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self):
        self._thread.start()
        begun = asyncio.run_coroutine_threadsafe(self._begin(), self._loop)
        begun.result(10)
        return self

    def __exit__(self, *_raised):
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _begin(self):
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _end(self):
        self._server.close()
        others = asyncio.all_tasks(self._loop) - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    def says_farewell(self, said):
        """Say something nobody asked for to all who are connected, and hang up on them."""
        asyncio.run_coroutine_threadsafe(self._farewell(said), self._loop).result(10)

    async def _farewell(self, said):
        for writer in list(self._writers):
            if said:
                writer.write(said.encode())
                await writer.drain()
            writer.close()

    async def _serve(self, reader, writer):
        self._writers.add(writer)
        self.connections += 1
        self.most_connections = max(self.connections, self.most_connections)
        try:
            await self._converse(reader, writer)
        except ConnectionError:
            pass
        finally:
            self._writers.discard(writer)
            self.connections -= 1
            writer.close()

    async def _converse(self, reader, writer):
        to = ""
        said = await self._says("GREETING", "", writer)
        while said is not None and not said.startswith("421"):
            line = (await reader.readline()).decode("latin-1").strip()
            if not line:
                return
            verb = line.split()[0].upper()
            to = line if verb == "RCPT" else to
            said = await self._says(verb, line, writer)
            if verb == "QUIT" or (said and said.startswith("421")):
                return
            if verb == "DATA" and said and said.startswith("354"):
                await reader.readuntil(b"\r\n.\r\n")
                said = await self._says("TEXT", to, writer)
                if said and said.startswith("250"):
                    self.taken.append(to)
                if said and said.startswith("421"):
                    return

    async def _says(self, verb, line, writer):
        """Answer a command; None where the server hung up."""
        self.asked[verb] += 1
        if verb == "RCPT":
            self.to.append(line)
        said = self.says.get(verb, GOOD.get(verb, "502 5.5.1 not known"))
        said = said(line) if callable(said) else said
        if asyncio.iscoroutine(said):
            said = await said
        if said == HANG_UP:
            writer.transport.abort()
            return None
        writer.write(f"{said}\r\n".encode())
        await writer.drain()
        return said
