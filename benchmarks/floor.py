"""The floor under any engine: Doan's own rows in one transaction, Doan's own letters after it.

No engine, no pages, no templates: the rows are taken from a case Doan has dealt with and written again
under another number, in one transaction a decision; then the same bytes go out over one connection.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiosmtplib import SMTP

from benchmarks.figures import PER_SECOND, Figure, median_and_tail
from benchmarks.mail import Mail
from benchmarks.written import Rows, Transaction, numbered, rows_of_newest, transactions
from models.case import CaseStatus
from models.store import tables
from models.store.database.engine import Store

_SENDER = "doan@hau-giang.example"


@dataclass(frozen=True)
class Model:
    """Two cases Doan has dealt with: one decided at an office's pace, one lived to its end."""

    paced: Rows
    lived: Rows


def model(store: Store) -> Model:
    """Return the cases of a measured Doan that are written again."""
    return Model(
        paced=rows_of_newest(store, CaseStatus.REJECTED),
        lived=rows_of_newest(store, CaseStatus.ARCHIVED),
    )


def figures_of(url: str, mail: Mail, engine: str, model: Model, count: int) -> Iterator[Figure]:
    """Write the cases again so many times into an empty database; the first time is not counted."""
    store = Store(url)
    try:
        tables.metadata.create_all(store.engine)
        seconds, per_second = asyncio.run(_measured(store, mail, model, count))
    finally:
        store.close()
    yield from median_and_tail("decision_to_mail", engine, seconds)
    yield Figure("lifecycles_per_second_1", engine, per_second, PER_SECOND)


async def _measured(
    store: Store, mail: Mail, model: Model, count: int
) -> tuple[list[float], float]:
    """Return the seconds from each decision to its mail, and the lives a second."""
    async with _connected(mail) as server:
        paced = _again(model.paced, "FP", count + 1)
        decided = [await _live(store, server, mail, each) for each in paced]
        lived = _again(model.lived, "FL", count + 1)
        await _live(store, server, mail, lived[0])
        began = time.monotonic()
        for each in lived[1:]:
            await _live(store, server, mail, each)
        elapsed = time.monotonic() - began
    return [seconds for each in decided[1:] for seconds in each], count / elapsed


async def _live(
    store: Store, server: SMTP, mail: Mail, case: tuple[str, Sequence[Transaction]]
) -> list[float]:
    """Write a case from its first transaction to its last; return its decisions' seconds to mail.

    As with Doan, the last letter that asks for a next step counts, from the moment of the decision.
    """
    number, work = case
    sent = [(await _decide(store, server, each), each.opened) for each in work]
    letters = sum(len(each.letters) for each in work)
    # A letter that asks for several steps comes as often as it has links.
    arrived = mail.of(number).wait_for(lambda came: sum(not a.place for a in came) == letters)
    return [
        max(each.at for each in arrived if each.seq in opened) - at for at, opened in sent if opened
    ]


async def _decide(store: Store, server: SMTP, transaction: Transaction) -> float:
    """Write what a decision writes and send its letters; return when it began."""
    began = time.monotonic()
    with store.writing() as conn:
        for statement, rows in transaction.work:
            conn.execute(statement, rows)
    for letter in transaction.letters:
        await server.sendmail(_SENDER, [letter.to], letter.content)
    return began


def _again(rows: Rows, prefix: str, count: int) -> list[tuple[str, Sequence[Transaction]]]:
    """Return the transactions of a case under so many new numbers, each as long as its own."""
    digits = len(rows["cases"][0]["no"]) - len(prefix)
    numbers = [f"{prefix}{number:0{digits}}" for number in range(count)]
    return [(number, transactions(numbered(rows, number))) for number in numbers]


@asynccontextmanager
async def _connected(mail: Mail) -> AsyncIterator[SMTP]:
    async with SMTP(
        hostname="127.0.0.1", port=mail.port, local_hostname="floor.example", start_tls=False
    ) as server:
        yield server
