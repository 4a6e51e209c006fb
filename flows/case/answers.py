"""What a person answers to a step, and who they are."""

from dataclasses import dataclass
from datetime import date

from config.regulation.codes import Gate
from models.ids import PersonId, SeatKey
from models.request.reading import Attachment


@dataclass(frozen=True)
class PaperGiven:
    """A paper as somebody hands it in: number, date, file.

    `version` is that of the dossier it was given on, where an answer came on it.
    """

    number: str
    dated: date
    file: Attachment | None = None
    version: int | None = None


@dataclass(frozen=True)
class CommitmentGiven:
    """What was agreed on during a visit, as the report tells it: who owes it (a seat), by when."""

    what: str
    owner: SeatKey
    due: date
    agreement: bool = False


@dataclass(frozen=True)
class ConditionGiven:
    """A condition under which somebody agrees, and what waits for it."""

    what: str
    gate: Gate


@dataclass(frozen=True)
class RemarkGiven:
    """A remark on one field of the dossier: a fact (`dates`) or one of its parts (`members[2]`)."""

    field: str
    what: str


@dataclass(frozen=True)
class Answer:
    """What a person answers to a step. `seen` is the digest of the dossier their page showed.

    `seat` is whom something is given to, `commitments` what a report says was agreed on,
    `refused_members` the numbers of those who may not go, `told_apart` whom an appraiser found to be
    nobody who travels, `remarks_on` what a return says of fields.
    """

    choice: str
    seen: str
    remarks: str = ""
    answer: str = ""
    paper: PaperGiven | None = None
    day: date | None = None
    seat: SeatKey | None = None
    commitments: tuple[CommitmentGiven, ...] = ()
    conditions: tuple[ConditionGiven, ...] = ()
    refused_members: tuple[int, ...] = ()
    told_apart: tuple[PersonId, ...] = ()
    remarks_on: tuple[RemarkGiven, ...] = ()


# Who named the person sat at the machine's console; nobody has shown who they are.
AT_CONSOLE = "console"


@dataclass(frozen=True)
class Identified:
    """A person, and how their identity was shown (`mailbox_code`, `paper`, `minutes`, `console`).

    What came on paper was recorded by somebody of the office, who hands in the document.
    """

    person: PersonId
    shown_by: str
    recorded_by: PersonId | None = None
    on_paper: PaperGiven | None = None
