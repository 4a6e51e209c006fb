"""What the house's journal tells of the directory, in words: what was done, when, by whom. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from config.words import Words
from models import entries as e
from models.ids import account_at_console
from models.journal.entry import ENGINE, Entry
from web.ground.names import NamesKnown

MOST_TOLD = 40


@dataclass(frozen=True)
class ToldLine:
    """An entry: its kind, when it was written, what it says, and who did it, at the console or not."""

    seq: int
    kind: str
    at: datetime
    said: tuple[str, ...]
    who: str
    at_console: str


@dataclass(frozen=True)
class DirectoryTold:
    """Some entries, the newest first; `before` is where the next page goes on, None at the end."""

    lines: tuple[ToldLine, ...]
    before: int | None


def told(entries: Sequence[Entry], names: NamesKnown, w: Words) -> DirectoryTold:
    """Return entries in words; of one more than a page has, it is known that more are to come."""
    shown = entries[:MOST_TOLD]
    more = len(entries) > MOST_TOLD
    return DirectoryTold(
        tuple(_line(each, names, w) for each in shown), shown[-1].seq if more else None
    )


def _line(entry: Entry, names: NamesKnown, w: Words) -> ToldLine:
    shown_by = getattr(entry.payload, "identity", "")
    account = account_at_console(shown_by)
    is_account = entry.actor in (account, shown_by)
    who = "" if entry.actor == ENGINE or is_account else names.person(entry.actor)
    said = tuple(_said(entry.payload, names, w))
    return ToldLine(entry.seq, entry.kind, entry.at, said, who, account)


def _said(said: e.Payload, names: NamesKnown, w: Words) -> Iterator[str]:
    match said:
        case e.UnitEntered() | e.UnitRenamed():
            yield said.name_vi if names.language == "vi" else said.name_en
        case e.BodyPassesOn():
            heir = said.successor
            yield f"{names.body(said.body)} → {names.body(heir)}" if heir else names.body(said.body)
            yield w.text("page.directory.since", day=w.date(said.since))
            for number in said.changes:
                yield w.text("page.directory.number", number=number)
        case e.SeatTaken() | e.SeatLeft():
            yield names.person(said.person)
            yield names.seat(said.seat)
            yield _days(said, w)
            if said.because:
                yield said.because
        case e.AuthorityGiven():
            yield f"{names.person(said.giver)} → {names.person(said.holder)}"
            yield "; ".join(map(names.seat, said.seats))
            yield f"{w.date(said.since)} – {w.date(said.until)}"
        case e.SeatProposed():
            leaves = "page.directory.is_to_leave" if said.leaves else "page.directory.is_to_take"
            yield w.text(leaves, name=names.person(said.person))
            yield names.seat(said.seat)
            yield _until(said.until, w) if said.leaves else _days(said, w)
            yield w.text("page.directory.number", number=said.number)
        case e.ChangeConfirmed():
            yield w.text("page.directory.number", number=said.number)
            yield w.text("page.mailboxes.counts_from", day=w.date(said.counts_from))
        case e.AuthorityConfirmed() | e.AuthorityEnded() | e.ChangeTurnedDown():
            yield w.text("page.directory.number", number=said.number)
        case e.PersonEntered() | e.PersonChanged() | e.PersonErased() | e.MailboxProposed():
            yield names.person(said.person)
            if isinstance(said, e.MailboxProposed):
                yield w.text("page.directory.number", number=said.number)


def _days(said: e.SeatTaken | e.SeatLeft | e.SeatProposed, w: Words) -> str:
    if isinstance(said, e.SeatLeft):
        return _until(said.until, w)
    since = w.text("page.directory.since", day=w.date(said.since))
    return f"{since} {_until(said.until, w)}".strip()


def _until(day: date | None, w: Words) -> str:
    return w.text("page.directory.until", day=w.date(day)) if day else ""
