"""What was done to a case at the console of the machine, in somebody's name, and from which account."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from models.ids import account_at_console
from web.dossier.history import CaseHistory


@dataclass(frozen=True)
class ConsoleAct:
    """An act typed at the console: what it was (a kind of entry), when, for whom, by which account."""

    kind: str
    at: datetime
    person: str
    account: str


def console_acts(history: CaseHistory) -> Iterator[ConsoleAct]:
    """Yield the acts typed at the console, oldest first.

    Entries of earlier days tell it by who typed them; what answers a step tells it of that step, and
    the version it brought stands here.
    """
    for entry in history.entries:
        said = entry.payload
        if entry.kind == "step_decided":
            continue
        shown_by = getattr(said, "identity", "") or getattr(said, "typed_by", "")
        if account := account_at_console(shown_by):
            yield ConsoleAct(entry.kind, entry.at, history.names.person(entry.actor), account)
