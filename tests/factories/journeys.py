"""What is done to a database again and again is done once, and its result laid in its place after that.

Most tests begin with the same few steps: a unit submits its request, everybody answers until a stage is
reached. The second test that does so keeps the database as it is then, and those after it take that one,
as long as nothing else was written since the database was made.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from weakref import WeakKeyDictionary

from sqlalchemy import event

from flows.acts.desk import Desk
from models.ids import CaseNo
from models.store.database.clock import make_clock_movable, now
from models.store.database.engine import Store

Move = tuple[object, ...]
Path = tuple[Move, ...]
_READS = ("SELECT", "PRAGMA", "SAVEPOINT", "RELEASE", "WITH")


class Keeper(Protocol):
    """Keeps databases of tests as they are at a moment, by names of its own."""

    def keep(self, store: Store) -> str: ...
    def lay(self, store: Store, kept: str) -> None: ...


@dataclass(frozen=True)
class _Kept:
    """A database that was kept: where, the time it was there, and the case that was in hand."""

    name: str
    at: datetime
    case_no: CaseNo


class Journeys:
    """What was done to databases of one kind, and how they were then; one for a run of tests."""

    def __init__(self, keeper: Keeper) -> None:
        self.keeper = keeper
        self.gone: set[Path] = set()
        self.kept: dict[Path, _Kept] = {}

    def follow(self, store: Store) -> None:
        """Note from now on what is done to a database that was just made."""
        _JOURNEY_OF[store] = _Journey(self, store)


class _Journey:
    """The way of one database: the moves made since it was made, as long as nothing else wrote to it."""

    def __init__(self, journeys: Journeys, store: Store) -> None:
        self._all, self._store = journeys, store
        self._path: Path | None = ()
        self._writes = self._seen = 0
        event.listen(store.engine, "before_cursor_execute", self._notes)

    def goes(self, move: Move, make: Callable[[], CaseNo]) -> CaseNo:
        """Make a move, or lay there what came of it before; return the case in hand then."""
        with self.notes(move) as path:
            return self._comes(path, make) if path else make()

    @contextmanager
    def notes(self, move: Move) -> Iterator[Path | None]:
        """Note a move that is made within, unless something unknown was done before or it fails."""
        known = self._path if self._writes == self._seen else None
        path = None if known is None else (*known, move)
        self._path = None
        yield path
        self._path, self._seen = path, self._writes

    def _comes(self, path: Path, make: Callable[[], CaseNo]) -> CaseNo:
        if (kept := self._all.kept.get(path)) and self._is_at_rest:
            self._all.keeper.lay(self._store, kept.name)
            with self._store.writing() as conn:
                make_clock_movable(conn, kept.at)
            return kept.case_no
        in_hand = make()
        if path in self._all.gone and self._is_at_rest:
            with self._store.reading() as conn:
                at = now(conn)
            self._all.kept[path] = _Kept(self._all.keeper.keep(self._store), at, in_hand)
        self._all.gone.add(path)
        return in_hand

    @property
    def _is_at_rest(self) -> bool:
        pools: tuple[Any, ...] = (self._store.engine.pool, self._store.reader.pool)
        return not any(pool.checkedout() for pool in pools)

    def _notes(self, *execution: Any) -> None:
        statement: str = execution[2]
        if not statement.lstrip().startswith(_READS):
            self._writes += 1


_JOURNEY_OF: "WeakKeyDictionary[Store, _Journey]" = WeakKeyDictionary()


def goes(desk: Desk, case_no: CaseNo, move: Move, make: Callable[[], CaseNo]) -> CaseNo:
    """Make a move about a case at a desk; return the case in hand afterwards.

    It is really made where somebody listens, and where nobody follows what is done to the database.
    """
    journey = _journey_at(desk)
    return journey.goes(_at(desk, case_no, move), make) if journey else make()


def notes(desk: Desk, case_no: CaseNo, move: Move) -> AbstractContextManager[object]:
    """Note a move that is made within, so that those after it can be laid there."""
    journey = _journey_at(desk)
    return journey.notes(_at(desk, case_no, move)) if journey else nullcontext()


def _journey_at(desk: Desk) -> _Journey | None:
    # Where several people work at once, nobody lays another database under the others.
    alone = threading.current_thread() is threading.main_thread()
    return _JOURNEY_OF.get(desk.store) if alone and desk.tell is Desk.tell else None


def _at(desk: Desk, case_no: CaseNo, move: Move) -> Move:
    # Where a folder is and on which port mail is caught changes nothing about a database.
    return (desk.settings.model_dump_json(exclude={"folder", "catcher_port"}), case_no, *move)
