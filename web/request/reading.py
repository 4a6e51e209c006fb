"""What came of a section's form: values by field, files of its papers, and what the button asked for."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from flows.drafting.papers import FileGiven
from models.errors import FileRefused
from models.request.form.described import FROM_LIST, Field
from models.request.form.written import (
    Get,
    Values,
    beside_shown,
    first_name,
    row_in,
    taken,
    with_row,
    without_row,
)
from web.ground.form import Sent
from web.request.lists import Lists

# A field of a paper in which a file is chosen, and the one for several files at once.
UPLOAD = ".upload"
# What the script asks for while somebody writes.
AUTOSAVE = "autosave"
FIRST = first_name("")
MORE_FILES = "more_files"
# How the fields begin in which files are chosen for a paper that is asked for: `asked.invitation`.
ASKED = "asked."


@dataclass(frozen=True)
class Pressed:
    """What a button asks for: `save`, `next`, `add`, `bring` …; and of which list."""

    what: str
    name: str = ""


@dataclass(frozen=True)
class FilesSent:
    """The files of the papers that are taken, and by field why others are not."""

    taken: tuple[FileGiven, ...]
    refused: tuple[tuple[str, FileRefused], ...]

    @property
    def keeps_rows(self) -> bool:
        """Tell whether a row is still to be there, so that a file's refusal is told beside it."""
        return any(field.endswith(UPLOAD) for field, _ in self.refused)


def pressed_in(sent: Sent) -> Pressed:
    """Return what the pressed button asks for; the form sent by the keyboard is kept."""
    what, _, name = (sent["do"] or "save").partition(":")
    return Pressed(what, name)


def written_in(
    fields: Sequence[Field], sent: Sent, lists: Lists, kept: Values, files: FilesSent
) -> Values:
    """Return what was written into a section, and as it is kept what its page did not show.

    A paper that brings its file names its field.
    """
    get = reads(fields, sent, lists, {each.field for each in files.taken})
    keeps_rows = sent["do"] == AUTOSAVE or files.keeps_rows
    return beside_shown(fields, get, taken(fields, get, keeps_rows=keeps_rows), kept)


def row_named(name: str) -> dict[str, int]:
    """Return the list and the number of a row such as `members[25]`; nothing for what names none."""
    found = row_in(name)
    return dict([found]) if found else {}


def shown_in(sent: Sent) -> str:
    """Return the first row that a form showed, where that is not the first one of its list."""
    firsts = {name.removesuffix(FIRST): sent[name] for name in sent.texts if name.endswith(FIRST)}
    return next((f"{name}[{first}]" for name, first in firsts.items() if first != "1"), "")


def with_rows_changed(values: Values, asked: Pressed) -> Values:
    """Return the values with the row added or removed that a button asks for."""
    if asked.what == "add":
        return with_row(values, asked.name)
    if asked.what == "remove":
        return without_row(values, asked.name)
    return values


def files_in(sent: Sent) -> FilesSent:
    """Return the files that came with a form: of its rows, of what is asked for, and several at once."""
    taken: list[FileGiven] = []
    refused: list[tuple[str, FileRefused]] = []
    for field in sent.files:
        kind = field.removeprefix(ASKED) if field.startswith(ASKED) else ""
        if not (kind or field == MORE_FILES or field.endswith(UPLOAD)):
            continue
        for upload in sent.uploads(field):
            try:
                is_row = field.endswith(UPLOAD)
                taken.append(FileGiven(field, upload.attachment(), kind, of_row=is_row))
            except FileRefused as refusal:
                refused.append((field, refusal))
    return FilesSent(tuple(taken), tuple(refused))


def reads(fields: Sequence[Field], sent: Sent, lists: Lists, files: Collection[str] = ()) -> Get:
    """Return how a field is read: of one whose words are chosen from a list, the code."""
    by_path = dict(_by_path(fields, ""))

    def get(name: str) -> tuple[str, ...]:
        if f"{name}{UPLOAD}" in files:
            return (f"{name}{UPLOAD}",)
        field = by_path.get(re.sub(r"\[\d+\]", "", name))
        if field and field.input in FROM_LIST:
            return tuple(lists.code(field, each) for each in sent.all(name))
        return sent.all(name)

    return get


def _by_path(fields: Sequence[Field], within: str) -> list[tuple[str, Field]]:
    found: list[tuple[str, Field]] = []
    for field in fields:
        found.append((f"{within}{field.name}", field))
        found += _by_path(field.parts, f"{within}{field.name}.")
    return found
