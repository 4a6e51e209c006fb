"""A list on paper: its rows as a table, by what they were chosen, for whom and when it was made."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from fastapi.responses import Response

from config.words import Words
from web.ground.listed.handing_out import Value
from web.ground.visitor import SignedIn

# What an address says that asks for a list on paper.
ON_PAPER = "print"
# More nobody reads on paper: whoever needs all of them takes the file.
MOST_PRINTED = 500


@dataclass(frozen=True)
class ListPrinted:
    """What stands on paper; `chosen` are the words of what the list was chosen by."""

    title: str
    chosen: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    is_cut: bool
    at: datetime
    reader: str
    back: str


def on_paper(
    reader: SignedIn,
    title: str,
    *,
    chosen: Iterable[str],
    columns: Sequence[str],
    rows: Iterable[Sequence[Value]],
    at: datetime,
    back: str,
) -> Response:
    """Return the page of a list as it is printed; `back` is the list's own address."""
    found = list(islice(rows, MOST_PRINTED + 1))
    shown = ListPrinted(
        title=title,
        chosen=tuple(chosen),
        columns=tuple(columns),
        rows=tuple(
            tuple(_said(cell, reader.words) for cell in row) for row in found[:MOST_PRINTED]
        ),
        is_cut=len(found) > MOST_PRINTED,
        at=at,
        reader=reader.person.name,
        back=back,
    )
    return reader.page("ground/printed.html", printed=shown, most=MOST_PRINTED)


def _said(value: Value, w: Words) -> str:
    if isinstance(value, datetime):
        return w.moment(value)
    if isinstance(value, date):
        return w.date(value)
    return "" if value is None else str(value)
