"""What hangs on a row of a register, line by line: contacts, visits, commitments, documents, a log.

Each is a few fields; a form asks for them, and what is wrong is told by the field. Pure.
"""

from enum import StrEnum
from typing import Annotated

from config.regulation.parts import Record
from models.request.fields import Count, Day, DirectoryId, Line, Paragraph
from models.request.values.choices import by_name


class LineKind(StrEnum):
    """What a line is. Stored: the codes never change."""

    CONTACT = "contact"
    VISIT = "visit"
    COMMITMENT = "commitment"
    TASK = "task"
    REVIEW = "review"
    DOCUMENT = "document"
    NOTE = "note"


SIDES = ("ours", "theirs")
DIRECTIONS = ("to_us", "from_us")
Side = Annotated[str, by_name(SIDES, "register_side")]
Direction = Annotated[str, by_name(DIRECTIONS, "register_direction")]


class Contact(Record):
    """Somebody of either side one turns to: a person, so it can be erased."""

    side: Side
    name: Line
    position: Line | None = None
    telephone: Line | None = None
    mailbox: Line | None = None
    note: Paragraph | None = None


class Visit(Record):
    """A visit, to the province or from it; `case` is its number where it was handled here."""

    direction: Direction
    day: Day
    until: Day | None = None
    what: Line
    persons: Count | None = None
    case: Line | None = None
    note: Paragraph | None = None


class Commitment(Record):
    """What one side promised the other: by whom, until when; `done` is the day it was kept."""

    side: Side
    what: Line
    unit: DirectoryId | None = None
    due: Day | None = None
    done: Day | None = None
    note: Paragraph | None = None


class Task(Record):
    """What an agreement has somebody do: which unit, until when; `done` is the day it was."""

    what: Line
    unit: DirectoryId | None = None
    due: Day | None = None
    done: Day | None = None
    note: Paragraph | None = None


class Review(Record):
    """A yearly look through an agreement, a programme, a list: when, and what came of it."""

    day: Day
    result: Paragraph


class Document(Record):
    """A paper of the row; its file is kept beside it, where there is one."""

    title: Line
    number: Line | None = None
    dated: Day | None = None
    note: Paragraph | None = None


class Note(Record):
    """An entry of the log: what was talked about, when, with whom."""

    day: Day
    what: Paragraph
    with_whom: Line | None = None


LINES: dict[LineKind, type[Record]] = {
    LineKind.CONTACT: Contact,
    LineKind.VISIT: Visit,
    LineKind.COMMITMENT: Commitment,
    LineKind.TASK: Task,
    LineKind.REVIEW: Review,
    LineKind.DOCUMENT: Document,
    LineKind.NOTE: Note,
}
# What tells when it is due, and is no more once it is `done`.
OWED = (LineKind.COMMITMENT, LineKind.TASK)
