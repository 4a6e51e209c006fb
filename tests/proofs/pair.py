"""A pair of commands that may meet."""

from collections.abc import Callable

from tests.factories.office import Office
from tests.proofs.interleaving import Command

Pair = Callable[[Office], tuple[Command, Command]]


class Pairs(list[Pair]):
    """Pairs of one subject: functions that bring about a state and return two commands."""

    def add(self, made: Pair) -> Pair:
        self.append(made)
        return made
