"""Two commands that meet on PostgreSQL, played in every order of their statements.

One runs to its n-th statement or commit, the other to its end or until it waits for a lock, then the
first to its end; for every n, and with the parts exchanged. What is left behind is what one of the two
orders without any overlap leaves behind, and whoever lost is told by an error of ours.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cli.people.directory_file import read_directory
from cli.setting_up import SAMPLE_DIRECTORY
from config.settings import Settings
from flows.acts.desk import Desk
from models.errors import DoanError
from models.store import directory
from models.store.database.clock import make_clock_movable
from models.store.database.engine import Store
from models.store.migrations import migrate
from tests.factories.house import house, the_signer
from tests.factories.prepared import MONDAY_MORNING
from tests.proofs.interleaving import Command, Ended, Theatre
from tests.proofs.outcome import differences, left_behind
from tests.proofs.saved import Saved, make_database
from tests.proofs.setting import evenly, sample

SAMPLE = 3


@contextmanager
def a_stage(postgres_url: str, folder: Path, name: str) -> Iterator[tuple[Desk, Saved]]:
    """A Doan in a database of its own that is put back as often as anything is played on it."""
    store = Store(make_database(postgres_url, name))
    migrate(store, the_signer())
    with store.writing() as conn:
        make_clock_movable(conn, MONDAY_MORNING)
        directory.load_directory(house(conn), read_directory(SAMPLE_DIRECTORY))
    saved = Saved(store)
    saved.save("empty")
    yield Desk(store, Settings(folder=folder)), saved
    store.close()


def meet(
    theatre: Theatre, saved: Saved, one: Command, other: Command, *, most: int | None = None
) -> None:
    """Play two commands in every order of their statements; what is left, one of two orders leaves.

    With `most` in no more orders than that each way, from the first statement to the last.
    """
    orders, points = {}, {}
    for name, first, second in (("one", one, other), ("other", other, one)):
        saved.put_back("met")
        ended = theatre.alone(first), theatre.alone(second)
        points[name] = ended[0].points
        told = said(ended) if name == "one" else said(ended[::-1])
        orders[name] = (told, left_behind(saved.store))
        assert differences(saved.store) == []
    for name, first, second in (("one", one, other), ("other", other, one)):
        stops = sample(range(1, points[name] + 1), SAMPLE)
        for stop in evenly(stops, most or len(stops)):
            saved.put_back("met")
            ended = theatre.interleaved(first, second, stop)
            told = said(ended) if name == "one" else said(ended[::-1])
            found = (told, left_behind(saved.store))
            assert found in orders.values(), why(name, stop, found, orders)
            assert differences(saved.store) == []


def said(ended: tuple[Ended, ...]) -> tuple[str, ...]:
    """Tell how commands ended; an error that is not ours is no answer to anybody."""
    for each in ended:
        if each.error and not isinstance(each.error, DoanError):
            raise each.error
    return tuple(map(str, ended))


def why(name, stop, found, orders) -> str:
    """Say in which order of the statements something came out that neither order gives."""
    lines = [f"{name} stopped before {stop}: {found[0]}"]
    for order, (told, left) in orders.items():
        lines.append(f"{order} first: {told}")
        for what, rows in left.items():
            lines += [f"  - {row}" for row in rows if row not in found[1][what]]
            lines += [f"  + {row}" for row in found[1][what] if row not in rows]
    return "\n".join(lines)
