"""The mail server at the end of every measurement: `python -m benchmarks.sink PORT`.

It is a process of its own, so that nobody's work delays its clock. For each message it writes one
line: when its text was complete, by the machine's monotonic clock, which all processes share; to whom
it goes; the message itself.
"""

import asyncio
import base64
import json
import queue
import sys
import threading
import time

from aiosmtpd.smtp import SMTP, Envelope, Session


class Handler:
    """Notes the moment and passes the message on unread."""

    def __init__(self) -> None:
        self._taken: queue.SimpleQueue[tuple[float, Envelope]] = queue.SimpleQueue()

    async def handle_DATA(  # noqa: N802 - aiosmtpd finds it by this name.
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Take a message."""
        self._taken.put((time.monotonic(), envelope))
        return "250 OK"

    def write(self) -> None:
        """Write what was taken, for ever.

        In a thread of its own: a pipe that is full for a moment must not keep the senders waiting.
        """
        while True:
            at, envelope = self._taken.get()
            raw = base64.b64encode(envelope.original_content or b"").decode()
            print(json.dumps({"at": at, "to": envelope.rcpt_tos[0], "raw": raw}), flush=True)


async def serve(port: int) -> None:
    """Take mail until the process is ended."""
    loop = asyncio.get_running_loop()
    handler = Handler()
    server = await loop.create_server(
        lambda: SMTP(handler, hostname="sink.example", loop=loop), "127.0.0.1", port
    )
    print(json.dumps({"listening": port}), flush=True)
    threading.Thread(target=handler.write, daemon=True).start()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
