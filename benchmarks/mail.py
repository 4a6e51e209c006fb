"""What has arrived at the sink, sorted by case: whom it asks, and when it came."""

import base64
import json
import queue
import re
import subprocess
import sys
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.parser import BytesHeaderParser
from email.policy import default

from benchmarks.processes import PATIENCE_SECONDS, ended, free_port
from notifications.gathering.several import STEPS
from notifications.telling.notices import NOTICES
from notifications.writing.rendering import CODE_KIND, KIND_HEADER
from notifications.writing.wording import subject_pattern

_LINK = re.compile(r"https?://\S+/v/\S+")
# What a letter of several steps calls each of them.
_HEADING = re.compile(r"^\d+\. (.+?)\. ", re.MULTILINE)
_CALLED = {
    subject_pattern(notice.key, language).partition(" – ")[2].partition(": {{")[0]: notice.key
    for notice in NOTICES
    if notice.asks
    for language in ("vi", "en")
}
_CODE = re.compile(r"^([0-9A-Z]{4}-[0-9A-Z]{4})\s*$", re.MULTILINE)
# A message names in its id the case, the entry it follows, what it is, and for whom.
_ID = re.compile(r"<(?P<case>[\w-]+)\.(?P<seq>\d+)\.(?P<notice>\w+)\.")


class NothingCame(Exception):
    """Something that was waited for did not happen; the message says what."""


@dataclass(frozen=True)
class Arrival:
    """A message as the sink took it. `at` is a moment of the machine's monotonic clock."""

    at: float
    to: str
    case_no: str
    seq: int
    notice: str
    raw: bytes = field(repr=False)
    # Which of its links, where it asks for several steps.
    place: int = 0

    @property
    def asks(self) -> bool:
        """Tell whether it asks somebody to take a step."""
        return self.notice.startswith("to_")

    @property
    def link(self) -> str:
        """Return the link to its step."""
        found = _LINK.findall(_text(self.raw))
        if len(found) <= self.place:
            raise NothingCame(f"a link in the message {self.notice} of {self.case_no}")
        return str(found[self.place])


class CaseMail:
    """The messages of one case."""

    def __init__(self, case_no: str) -> None:
        self._case_no = case_no
        self._arrived: list[Arrival] = []
        self._asks: queue.SimpleQueue[Arrival] = queue.SimpleQueue()
        self._news = threading.Condition()

    def add(self, arrival: Arrival) -> None:
        """Take note of a message that has come."""
        with self._news:
            self._arrived.append(arrival)
            self._news.notify_all()
        if arrival.asks:
            self._asks.put(arrival)

    @property
    def count(self) -> int:
        """Return how many have come."""
        return len(self._arrived)

    @property
    def last_at(self) -> float:
        """Return when the last one came."""
        return self._arrived[-1].at

    def next_ask(self) -> Arrival:
        """Wait for the next message that asks somebody to act; raises `NothingCame`."""
        try:
            return self._asks.get(timeout=PATIENCE_SECONDS)
        except queue.Empty:
            raise NothingCame(f"a message that asks for a step of {self._case_no}") from None

    def wait_for(self, enough: Callable[[list[Arrival]], bool]) -> list[Arrival]:
        """Wait until what has come is enough, and return it; raises `NothingCame`."""
        with self._news:
            if not self._news.wait_for(lambda: enough(self._arrived), PATIENCE_SECONDS):
                raise NothingCame(f"all messages of {self._case_no}")
            return list(self._arrived)


class Mail:
    """Everything the sink has taken since it was started."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._cases: dict[str, CaseMail] = {}
        self._codes: dict[str, queue.SimpleQueue[str]] = defaultdict(queue.SimpleQueue)
        self._lock = threading.Lock()

    def of(self, case_no: str) -> CaseMail:
        """Return the messages of a case."""
        with self._lock:
            return self._cases.setdefault(case_no.lower(), CaseMail(case_no))

    def code_for(self, mailbox: str) -> str:
        """Wait for the sign-in code sent to a mailbox; raises `NothingCame`."""
        with self._lock:
            codes = self._codes[mailbox]
        try:
            return codes.get(timeout=PATIENCE_SECONDS)
        except queue.Empty:
            raise NothingCame(f"a code for {mailbox}") from None

    def take_all(self, lines: Iterable[str]) -> None:
        """Take what the sink writes until it ends."""
        for line in lines:
            self._take(line)

    def _take(self, line: str) -> None:
        told = json.loads(line)
        raw = base64.b64decode(told["raw"])
        headers = BytesHeaderParser().parsebytes(raw, headersonly=True)
        if headers[KIND_HEADER] == CODE_KIND:
            self._take_code(told["to"], raw)
        elif known := _ID.search(str(headers["Message-ID"])):
            case_no, seq, notice = known["case"], int(known["seq"]), known["notice"]
            asked = _asked(raw) if notice == STEPS else [notice]
            for place, each in enumerate(asked):
                arrival = Arrival(told["at"], told["to"], case_no, seq, each, raw, place)
                self.of(case_no).add(arrival)

    def _take_code(self, mailbox: str, raw: bytes) -> None:
        if code := _CODE.search(_text(raw)):
            with self._lock:
                self._codes[mailbox].put(code[1])


@contextmanager
def sink() -> Iterator[Mail]:
    """Run the sink and read what it writes until the block ends."""
    mail = Mail(free_port())
    command = [sys.executable, "-m", "benchmarks.sink", str(mail.port)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        lines = process.stdout
        assert lines is not None
        lines.readline()
        reading = threading.Thread(target=mail.take_all, args=(lines,), daemon=True)
        reading.start()
        try:
            yield mail
        finally:
            ended(process)
            reading.join()


def _asked(raw: bytes) -> list[str]:
    """Return what a letter asks for, step by step."""
    return [_CALLED[about] for about in _HEADING.findall(_text(raw)) if about in _CALLED]


def _text(raw: bytes) -> str:
    message = message_from_bytes(raw, policy=default)
    body = message.get_body(("plain",))
    return str(body.get_content()).replace("\r\n", "\n") if body else ""
