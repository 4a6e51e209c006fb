"""The pages of a list, as plain links: they work without a script, and an address shows one. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from models.store.lists.keyset import MOST_COUNTED, Slice
from models.store.lists.paged import PAGE_SIZE, Paged


@dataclass(frozen=True)
class Paging:
    """Which of how many things a page shows, and the addresses of the pages beside it."""

    number: int
    pages: int
    total: int
    first: int
    last: int
    before: str
    after: str
    label: str
    # The cases of what would stand on the page and nobody can read.
    unread: tuple[str, ...] = ()


def paging_of(
    page: Paged[Any], path: str, kept: Mapping[str, str], name: str, *, label: str, anchor: str = ""
) -> Paging:
    """Return the links of a page; `kept` is what else the address says, `name` what a page is called."""

    def address(number: int) -> str:
        said = {key: value for key, value in kept.items() if value and key != name}
        asked = urlencode({**said, name: number})
        return f"{path}?{asked}" + (f"#{anchor}" if anchor else "")

    first = (page.number - 1) * PAGE_SIZE
    return Paging(
        number=page.number,
        pages=page.pages,
        total=page.total,
        first=first + 1 if page.items else 0,
        last=first + len(page.items),
        before=address(page.number - 1) if page.number > 1 else "",
        after=address(page.number + 1) if page.number < page.pages else "",
        label=label,
        unread=page.unread,
    )


@dataclass(frozen=True)
class Onwards:
    """The addresses of the pages beside one that is read from a place, and how many things there are."""

    before: str
    after: str
    total: int
    is_counted: bool
    label: str
    unread: tuple[str, ...] = ()


def beside(page: Slice[Any], path: str, kept: Mapping[str, str], *, label: str) -> Onwards:
    """Return the links of a page that goes on from a row; `kept` is what else the address says."""

    def address(**place: str) -> str:
        return f"{path}?{urlencode({**kept, **place})}"

    return Onwards(
        before=address(before=page.before) if page.before else "",
        after=address(after=page.after) if page.after else "",
        total=page.total if page.is_counted else MOST_COUNTED,
        is_counted=page.is_counted,
        label=label,
        unread=page.unread,
    )


def page_asked(written: str) -> int:
    """Return the number of the page an address asks for; the first one for what is no number."""
    return int(written) if written.isascii() and written.isdigit() and len(written) < 7 else 1
