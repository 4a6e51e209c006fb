"""Every point at which a scenario can break: each call of each of its commands."""

import hashlib
from dataclasses import dataclass

from models.store.verify.tree import verify_tree
from tests.factories.audit import verify
from tests.factories.house import the_signer
from tests.proofs.commands import Command
from tests.proofs.portrait import Portrait, difference, portrait, unordered, unsalted
from tests.proofs.scenarios import SCENARIOS
from tests.proofs.workbench import Snapshot, Workbench


@dataclass(frozen=True)
class Turn:
    """A command, the database before it, and all that is there once nothing more is to be done."""

    command: Command
    before: Snapshot
    calls: int
    after: Portrait
    known_by: str

    @property
    def opens_case(self) -> bool:
        return self.before.case_no == ""


@dataclass(frozen=True)
class Point:
    turn: Turn
    call: int

    @property
    def known_by(self) -> tuple[str, int]:
        return self.turn.known_by, self.call

    def __str__(self) -> str:
        return f"{self.turn.command.name}, call {self.call} of {self.turn.calls}"


def turns(bench: Workbench, name: str) -> list[Turn]:
    """Let a scenario happen undisturbed; return its commands with what came of them."""
    found: list[Turn] = []
    for command in SCENARIOS[name](bench.office):
        before = bench.keep()
        known = _known_by(command, before, _seen(bench))
        if not found:
            # What is read once a process, such as a regulation, is read before calls are counted.
            bench.restore(before)
            command.act()
        bench.restore(before)
        calls = bench.calls_of(command.act)
        bench.looks_around()
        found.append(Turn(command, before, calls, _seen(bench), known))
    return found


def _known_by(command: Command, before: Snapshot, seen: Portrait) -> str:
    """Return the same name for the same command at the same place of two scenarios."""
    place = repr((command.name, f"{before.at:%Y-%m-%d %H}", sorted(unsalted(seen).items())))
    return hashlib.sha256(place.encode()).hexdigest()


def points(of: list[Turn]) -> list[Point]:
    return [Point(turn, call) for turn in of for call in range(1, turn.calls + 1)]


def what_is_wrong(bench: Workbench, turn: Turn) -> str:
    """Say what a crash left behind that would not be there without it; nothing when all is well."""
    found = _seen(bench)
    expected = turn.after
    if turn.opens_case:
        expected, found = unsalted(expected), unsalted(found)
    if turn.command.is_sweep:
        expected, found = unordered(expected), unordered(found)
    wrong = difference(expected, found)
    return wrong or _what_does_not_verify(bench)


def _seen(bench: Workbench) -> Portrait:
    bench.desk.store.close()
    db = bench.read()
    try:
        return portrait(db)
    finally:
        db.close()


def _what_does_not_verify(bench: Workbench) -> str:
    with bench.desk.store.reading() as conn:
        found = verify(conn).difference or verify_tree(conn, [the_signer().public])
    return str(found) if found else ""
