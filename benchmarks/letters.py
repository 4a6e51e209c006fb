"""Letters by the thousand: how fast they leave, what each costs, and that who is asked does not wait.

They are a real case's own letters, queued again in its name under other ids; so they are written,
sealed, frozen, sent and told of as any others are.
"""

import time
from collections.abc import Iterator, Sequence
from itertools import cycle, islice
from statistics import median

from benchmarks.doan import Doan
from benchmarks.figures import MILLISECONDS, PER_SECOND, Figure, percentile
from benchmarks.lives import Life, submitted
from benchmarks.processes import wait_until
from benchmarks.samples import Samples
from config.regulation.codes import Kind
from models.case import Case
from models.ids import CaseNo
from models.journal.signing import Signer
from models.store import cases, directory, outbox
from models.store.database.clock import now
from models.store.database.engine import Store
from models.store.migrations import migrate
from models.store.outbox import NewMessage, OutboxRow
from notifications.sending.leasing import Leases

# So many letters ask already when somebody decides.
BEHIND = 500
# The deliverer takes about so many in hand at once.
LEASED = 8
WAITING = 10_000
DECISIONS_A_ROUND = 4
_SECONDS_BETWEEN = 0.25
# Entries of the journal that these letters would follow: none has so many.
_FIRST_SEQ = 1_000_000
_LEASES = 60
_LEASE_SECONDS = 600.0
_PATIENCE_SECONDS = 1200.0


class Flood:
    """Cases whose letters are queued again and again; nobody answers them."""

    def __init__(self, doan: Doan, cases_count: int) -> None:
        self._doan = doan
        self._lives = submitted(doan, cases_count)
        for life in self._lives:
            life.mail.wait_for(lambda came: any(each.asks for each in came))
        doan.history_catches_up()
        with doan.store.reading() as conn:
            self._people = tuple(directory.persons_by_id(conn))
            of_one = outbox.messages_of(conn, self._lives[0].case_no)
        self._patterns = {asks: _pattern(of_one, asks=asks) for asks in (True, False)}
        self._seq = _FIRST_SEQ
        self._arrived = self._all_arrived()

    def queue(self, count: int, *, asks: bool) -> float:
        """Queue so many letters at once; return the moment just before they were."""
        cases_and_people = cycle((life, who) for who in self._people for life in self._lives)
        letters = [self._letter(life, who, asks) for life, who in islice(cases_and_people, count)]
        by = Signer(self._doan.settings.journal_seed)
        began = time.monotonic()
        with self._doan.store.writing() as conn:
            outbox.queue(conn, letters, by, at=now(conn))
        self._doan.poke()
        self._arrived += count
        return began

    def all_came_at(self) -> float:
        """Wait until all that were queued have come; return when the last one did."""
        wait_until(lambda: self._all_arrived() >= self._arrived, "all letters", _PATIENCE_SECONDS)
        return max(life.mail.last_at for life in self._lives)

    def _all_arrived(self) -> int:
        return sum(life.mail.count for life in self._lives)

    def _letter(self, life: Life, who: str, asks: bool) -> NewMessage:
        self._seq += 1
        pattern = self._patterns[asks]
        name = f"{life.case_no.lower()}.{self._seq}.{pattern.notice}.{who}"
        return NewMessage(
            case_no=life.case_no,
            seq=self._seq,
            notice=pattern.notice,
            recipient=who,
            facts=pattern.facts,
            message_id=f"<{name}@{self._doan.settings.mail_domain}>",
            asks=asks,
        )


def figures_of(doan: Doan, engine: str, samples: Samples) -> Iterator[Figure]:
    """Measure floods of letters on a running Doan."""
    flood = Flood(doan, samples.flood_cases)
    yield from leaving(doan, engine, flood, samples.letters)
    yield asking_behind(doan, engine, flood, samples.asking_rounds)


def leaving(doan: Doan, engine: str, flood: Flood, count: int) -> Iterator[Figure]:
    """Queue letters at once and see them all leave."""
    used = doan.cpu_seconds
    began = flood.queue(count, asks=False)
    seconds = flood.all_came_at() - began
    used = doan.cpu_seconds - used
    yield Figure("letters_per_second", engine, count / seconds, PER_SECOND)
    yield Figure("cpu_ms_per_letter", engine, used / count * 1000, MILLISECONDS)


def asking_behind(doan: Doan, engine: str, flood: Flood, rounds: int) -> Figure:
    """Decide while many others are being asked; see when whoever comes next is."""
    lives = submitted(doan, rounds * DECISIONS_A_ROUND)
    ready = [(life, *life.opens_next()) for life in lives]
    doan.history_catches_up()
    for first in range(0, len(ready), DECISIONS_A_ROUND):
        flood.queue(BEHIND, asks=True)
        for life, ask, page in ready[first : first + DECISIONS_A_ROUND]:
            life.answers(ask, page, "sign")
            # A pace is kept here; nothing is waited for.
            time.sleep(_SECONDS_BETWEEN)
        flood.all_came_at()
    seconds = [s for life in lives for d in life.decisions if (s := life.seconds_to_mail(d))]
    return Figure(
        f"asking_letter_behind_{BEHIND}_p95", engine, percentile(seconds, 0.95) * 1000, MILLISECONDS
    )


def lease(url: str, engine: str) -> Figure:
    """Take letters in hand where very many wait, in a database that nobody else uses."""
    signer = Signer(bytes(32))
    store = Store(url)
    migrate(store, signer)
    _let_wait(store, signer)
    leases = Leases(store)
    seconds: list[float] = []
    for _ in range(_LEASES):
        began = time.perf_counter()
        rows = leases.take(LEASED, _LEASE_SECONDS, "those that ask, else the rest", thoroughly=True)
        seconds.append(time.perf_counter() - began)
        leases.note_sent([(row.id, "250 2.0.0 Ok: queued as 4F1A2B") for row in rows])
    store.close()
    return Figure(f"lease_{WAITING}_waiting", engine, median(seconds) * 1000, MILLISECONDS)


def _let_wait(store: Store, signer: Signer) -> None:
    """Let letters wait, of two hundred cases to fifty people each; every tenth asks."""
    numbers = [CaseNo(f"DR-2020-{number:04d}") for number in range(1, 201)]
    with store.writing() as conn:
        for no in numbers:
            cases.save(conn, Case(no, Kind.OUTBOUND), Case(no, Kind.OUTBOUND))
        letters = [
            NewMessage(
                case_no=no,
                seq=seq,
                notice="progress",
                recipient=f"person.{seq % 50}",
                facts={"words": "x" * 1500},
                message_id=f"<{no}.{seq}@doan.example>",
                asks=seq % 10 == 0,
            )
            for seq in range(WAITING // len(numbers))
            for no in numbers
        ]
        outbox.queue(conn, letters, signer, at=now(conn))


def _pattern(letters: Sequence[OutboxRow], *, asks: bool) -> OutboxRow:
    return next(each for each in letters if each.asks is asks)
