"""A row as its page shows it: each field in words, its lines, its history."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from config.words import Words
from models import entries as e
from models.ids import account_at_console
from models.journal.entry import ENGINE, Entry
from models.registers.known import fields_of, fields_of_line, labelled
from models.registers.lines import LineKind
from models.registers.register import RegisterKey
from models.request.form.described import FROM_LIST, Field, Input
from models.store.registers.rows import FILE, ROW, RegisterRow, Text
from web.ground.names import NamesKnown
from web.registers.asked import label_of_field
from web.request.lists import Lists

# So many entries of a row's history stand on its page.
MOST_TOLD = 40
_CHOSEN = (*FROM_LIST, Input.CODE, Input.CODES, Input.YES_NO)


@dataclass(frozen=True)
class Said:
    """A field in words: what it is called, what it says; `long` is read as a paragraph."""

    label: str
    value: str
    name: str
    long: bool = False


@dataclass(frozen=True)
class LineShown:
    """A line: its number, its version, what it says, the name of its file."""

    number: int
    version: int
    what: LineKind
    said: tuple[Said, ...]
    file: str


@dataclass(frozen=True)
class ToldShown:
    """An entry about a row in words: what was done, by whom, when, and what is another by it."""

    seq: int
    kind: str
    at: datetime
    who: str
    at_console: str
    said: tuple[str, ...]
    changed: tuple[tuple[str, str, str], ...]


class RowWords:
    """Says the fields of rows and lines in a reader's words."""

    def __init__(self, w: Words, lists: Lists) -> None:
        self._w = w
        self._lists = lists

    def fields(
        self, of: str, fields: Sequence[Field], content: Mapping[str, Any]
    ) -> tuple[Said, ...]:
        """Return the fields in which something stands."""
        return tuple(
            Said(
                label_of_field(of, field.name, self._w),
                self.value(field, content[field.name], content),
                field.name,
                field.input is Input.PARAGRAPH,
            )
            for field in fields
            if content.get(field.name) not in (None, "")
        )

    def value(self, field: Field, value: object, content: Mapping[str, Any]) -> str:
        """Return a value as people write it."""
        if value in (None, ""):
            return ""
        if field.input is Input.DAY:
            return self._w.date(date.fromisoformat(str(value)))
        if field.input is Input.AMOUNT:
            return f"{self._amount(str(value))} {content.get('currency') or ''}".strip()
        if field.input in _CHOSEN:
            return self._lists.words(field, str(value))
        return str(value)

    def _amount(self, value: str) -> str:
        try:
            return self._w.number(Decimal(value))
        except InvalidOperation:
            return value

    def lines(self, row: RegisterRow, what: LineKind) -> tuple[LineShown, ...]:
        """Return the lines of a kind that hang on a row, the newest first."""
        newest = {text.line: text for text in row.texts if text.line and text.what == what}
        return tuple(
            LineShown(
                text.line,
                text.version,
                what,
                self.fields(what.value, fields_of_line(what), text.content),
                str(text.content.get(FILE, {}).get("name", "")),
            )
            for text in reversed(newest.values())
            if text.content is not None and not text.removed
        )


def told_of(
    entries: Sequence[Entry], row: RegisterRow, words: RowWords, names: NamesKnown, w: Words
) -> Iterator[ToldShown]:
    """Yield entries about a row in words, each with what is another by it, field by field."""
    texts = {(text.line, text.version): text for text in row.texts}
    for entry in entries:
        said = entry.payload
        shown_by = getattr(said, "identity", "")
        account = account_at_console(shown_by)
        is_account = entry.actor in (account, shown_by)
        yield ToldShown(
            seq=entry.seq,
            kind=entry.kind,
            at=entry.at,
            who="" if entry.actor == ENGINE or is_account else names.person(entry.actor),
            at_console=account,
            said=tuple(_said(said, texts, w)),
            changed=tuple(_changed(said, texts, row.register, words, w)),
        )


def _said(said: e.Payload, texts: Mapping[tuple[int, int], Text], w: Words) -> Iterator[str]:
    match said:
        case e.RegisterEntered() | e.RegisterMoved():
            yield w.label("register_stage", said.stage)
            yield w.text("page.directory.since", day=w.date(said.since))
        case e.RegisterLinePut():
            yield w.label("register_line", said.what)
        case e.RegisterLineRemoved() | e.RegisterLineErased():
            if text := texts.get((said.line, 1)):
                yield w.label("register_line", text.what)
        case e.RegisterReminded():
            yield from sorted({w.label("register_due", each.what) for each in said.reminders})
    if isinstance(said, e.RegisterMoved | e.RegisterRemoved):
        text = texts.get((0, said.version))
        yield from filter(None, [text.because if text else ""])


def _changed(
    said: e.Payload,
    texts: Mapping[tuple[int, int], Text],
    key: RegisterKey,
    words: RowWords,
    w: Words,
) -> Iterator[tuple[str, str, str]]:
    """Yield label, words before and words now of each field that an entry makes another."""
    line, version = getattr(said, "line", 0), getattr(said, "version", 0)
    before, now = texts.get((line, version - 1)), texts.get((line, version))
    if not (before and now and before.content is not None and now.content is not None):
        return
    of = labelled(key) if now.what == ROW else now.what
    fields = fields_of(key) if now.what == ROW else fields_of_line(LineKind(now.what))
    for field in fields:
        old, new = (each.content.get(field.name) for each in (before, now) if each.content)
        if old != new:
            was = words.value(field, old, before.content)
            yield label_of_field(of, field.name, w), was, words.value(field, new, now.content)
