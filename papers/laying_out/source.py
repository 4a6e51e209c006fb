"""The wording of our templates, read from plain text: one line a paragraph, what it is before a bar.

`{% … %}` alone on a line stands around whole paragraphs, `include| name` takes in `name.part.txt`. In a
table the columns stand behind `~`, each as heading:width in cm:cell; its rows are those of `x in xs`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from config.regulation.codes import Kind
from papers.told.paper import PaperType

_KINDS = (
    "title", "abstract", "about", "authority", "heading", "to", "basis", "section", "text", "article",
    "note", "table", "foot", "annex", "annextitle",
)  # fmt: skip
TEXTS = Path(__file__).parent.parent / "texts"


@dataclass(frozen=True)
class WordingLine:
    """A paragraph: what it is, and what it says; a tag around paragraphs is a `tag`."""

    what: str
    says: str


@dataclass(frozen=True)
class ColumnOfRows:
    heading: str
    width_cm: float
    cell: str


@cache
def lines_of(kind: Kind, paper: PaperType) -> tuple[WordingLine, ...]:
    """Return the wording of a paper of a kind of case."""
    return tuple(_lines(TEXTS / kind / f"{paper}.txt"))


def paper_types(kind: Kind) -> tuple[PaperType, ...]:
    """Return the papers we have words for."""
    return tuple(each for each in PaperType if (TEXTS / kind / f"{each}.txt").is_file())


def is_letter(kind: Kind, paper: PaperType) -> bool:
    """Tell whether a paper is a letter (công văn), which has no type but says what it is about."""
    return any(line.what == "about" for line in lines_of(kind, paper))


def columns_of(says: str) -> tuple[str, tuple[ColumnOfRows, ...]]:
    """Return over which rows a table runs, and its columns."""
    rows, *told = (part.strip() for part in says.split(" ~ "))
    columns = []
    for each in told:
        heading, width, cell = each.split(":", 2)
        columns.append(ColumnOfRows(heading, float(width), cell))
    return rows, tuple(columns)


def _lines(path: Path) -> Iterator[WordingLine]:
    for written in path.read_text(encoding="utf-8").splitlines():
        if written.startswith("{%"):
            yield WordingLine("tag", written)
            continue
        what, _, says = written.partition("|")
        if what == "include":
            yield from _lines(path.with_name(f"{says.strip()}.part.txt"))
        elif written.strip():
            assert what in _KINDS, f"{path.name}: {what!r} is none of {_KINDS}"  # noqa: S101
            yield WordingLine(what, says.strip())
