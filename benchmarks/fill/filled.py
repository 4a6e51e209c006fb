"""A Doan is filled: originals live, their copies are written, everything is told of and signed."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import count, islice

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from sqlalchemy import Connection, func, select, text, update

from benchmarks.fill.copies import Copy, Place, Template, copied, template_of
from benchmarks.fill.fates import OPEN, OVER, Original, by_share
from benchmarks.fill.originals import Province
from benchmarks.fill.requests import shared_out
from benchmarks.fill.writing import Rows, write
from cli.setting_up import prepare
from config.province_time import PROVINCE_TIME
from config.regulation.codes import Kind
from config.settings import Settings
from flows.acts.desk import Desk
from flows.sweeps.checkpoints import number_and_sign
from models import entries as e
from models.ids import CaseNo
from models.journal.signing import signer
from models.kinds import KINDS
from models.store import leaves
from models.store import tables as t
from models.store.database.clock import machine_time
from models.store.house.journal import By
from models.store.house.post import POST, tell_of_post

# A Monday morning, when the rules of the sample province are new.
BEGINS = datetime(2020, 7, 6, 8, 0, tzinfo=PROVINCE_TIME)
# So long, with the time in which nobody lives any more, those rules are in force.
_MOST_WEEKS = 160
_COPIES_OF_A_WEEK = 20
_MOST_VARIANTS = 12
_COPIES_OF_A_VARIANT = 30
# So many cases are written in one transaction.
_BITE = 250


@dataclass(frozen=True)
class Wanted:
    """How many cases there are to be: over, and under way."""

    over: int
    under_way: int

    @property
    def weeks(self) -> int:
        """Return for how many weeks a case is begun that lives to its end."""
        return min(_MOST_WEEKS, max(5, self.over // _COPIES_OF_A_WEEK), self.over)

    @property
    def variants(self) -> int:
        """Return in how many variants an open case stands in each way."""
        most = max(1, self.under_way // len(OPEN))
        return min(_MOST_VARIANTS, max(1, self.under_way // _COPIES_OF_A_VARIANT), most)


def fill(settings: Settings, wanted: Wanted, *, quietly: bool = False) -> None:
    """Fill a new Doan with so many cases, and leave it as a sweep does: numbered, signed, told of."""
    store = prepare(settings, demo_from=BEGINS)
    desk = Desk(store, settings)
    try:
        with _progress(quietly) as progress:
            _fill(desk, wanted, progress)
    finally:
        store.close()


def _fill(desk: Desk, wanted: Wanted, progress: Progress) -> None:
    province = Province(desk)
    living = progress.add_task("lived", total=wanted.weeks + wanted.variants * len(OPEN))
    over = province.years(wanted.weeks, lambda: progress.advance(living))
    under_way = province.open_ones(wanted.variants, lambda: progress.advance(living))
    number_and_sign(desk)
    weighted = [*by_share(over, OVER)], [*by_share(under_way, OPEN)]
    totals = wanted.over - len(over), wanted.under_way - len(under_way)
    writing = progress.add_task("written", total=sum(totals))
    writer = _Writer(desk)
    for among, total in zip(weighted, totals, strict=True):
        originals = [original for original, _ in among]
        shares = shared_out(max(total, 0), [weight for _, weight in among])
        for bite in writer.bites(originals, shares):
            writer.write(bite)
            progress.advance(writing, len(bite))
    with desk.store.writing() as conn:
        _let_ids_go_on(conn)
        _note_runs(conn)
    number_and_sign(desk, at_once=True)
    _analyse(desk)


class _Writer:
    """Writes copies of originals, so many at a time."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._signer = signer(desk.settings.journal_seed)
        self._number = count()
        with desk.store.reading() as conn:
            given = conn.execute(select(t.case_numbers)).all()
            self._last = Counter({(row.kind, row.year): row.last for row in given})
            self._letter = conn.execute(select(func.max(t.outbox.c.id))).scalar_one() + 1

    def bites(
        self, originals: Sequence[Original], shares: Sequence[int]
    ) -> Iterator[list[Template]]:
        """Yield originals as they are to be written next; each as often as is its share."""
        with self._desk.store.reading() as conn:
            regulation = self._desk.regulation()
            templates = [template_of(conn, original, regulation) for original in originals]
        each = (
            template
            for template, share in zip(templates, shares, strict=True)
            for _ in range(share)
        )
        while bite := list(islice(each, _BITE)):
            yield bite

    def write(self, bite: Sequence[Template]) -> None:
        """Write a copy of each in one transaction, told of by the post and with a place in the tree."""
        with self._desk.store.writing() as conn:
            written = machine_time(conn)
            kept_at = written.astimezone(UTC)
            as_kept = kept_at.strftime("%Y-%m-%d %H:%M:%S.%f") if self._is_sqlite else kept_at
            rows: Rows = {}
            made: list[Copy] = []
            for template in bite:
                place = Place(
                    self._next_no(template), next(self._number), self._letter, (written, as_kept)
                )
                self._letter += len(template.letters)
                copy = copied(template, place, self._signer)
                made.append(copy)
                for table, its in copy.rows.items():
                    rows.setdefault(table, []).extend(its)
            write(conn, rows)
            self._give_out(conn)
            self._tell(conn, made)
            leaves.number_new_entries(conn)

    @property
    def _is_sqlite(self) -> bool:
        return self._desk.store.is_sqlite

    def _next_no(self, template: Template) -> CaseNo:
        original = template.original
        year = int(original.case_no.split("-")[1])
        self._last[original.kind, year] += 1
        return CaseNo(f"{KINDS[original.kind].prefix}-{year}-{self._last[original.kind, year]:04d}")

    def _give_out(self, conn: Connection) -> None:
        """Let the numbers given out be those of the copies too."""
        for (kind, year), last in self._last.items():
            series = (t.case_numbers.c.kind == Kind(kind)) & (t.case_numbers.c.year == year)
            conn.execute(update(t.case_numbers).where(series).values(last=last))

    def _tell(self, conn: Connection, made: Sequence[Copy]) -> None:
        """Let the post's journal tell of the letters as it told of those of the originals."""
        house = self._desk.house(conn)
        tell_of_post(house)
        post = replace(house, by=By(), chain=POST)
        if slimmed := tuple(each for copy in made for each in copy.slimmed):
            post.record(e.MessagesSlimmed(messages=slimmed))
        if forgotten := tuple(each for copy in made for each in copy.forgotten):
            post.record(e.MessagesForgotten(messages=forgotten))


def _let_ids_go_on(conn: Connection) -> None:
    """Let the next letter have an id that none of those written has."""
    if conn.dialect.name != "sqlite":
        conn.execute(text("SELECT setval('outbox_id_seq', (SELECT max(id) FROM outbox))"))


def _note_runs(conn: Connection) -> None:
    """Let what was lived have been told to runs, as the copies of it have."""
    conn.execute(update(t.cases).values(told_seq=t.cases.c.seq))


def _analyse(desk: Desk) -> None:
    """Let the database know how its tables are made up, as it does by itself after a while."""
    with desk.store.engine.connect() as plain:
        plain.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("ANALYZE")


def _progress(quietly: bool) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True, quiet=quietly),
    )
