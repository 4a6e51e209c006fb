"""What a person answers to a step, and who they are."""

from dataclasses import dataclass
from datetime import date

from config.regulation.codes import Gate
from models.ids import Digest, PersonId, SeatKey
from models.request.parts import Sum
from models.request.reading import Attachment


@dataclass(frozen=True)
class PaperGiven:
    """A paper as somebody hands it in: number, date, file.

    `incoming` is the number it has in the office's register of papers that come in, empty for none.
    `version` is that of the dossier it was given on, where an answer came on it. `secret`: it holds
    state secrets, so its file stays outside Doan, and its number and date are enough.
    """

    number: str
    dated: date
    file: Attachment | None = None
    version: int | None = None
    secret: bool = False
    incoming: str = ""

    @property
    def is_whole(self) -> bool:
        """Tell whether nothing is lacking: number, date, and the file of a paper that is not secret."""
        return bool(self.number.strip()) and (self.file is None) is self.secret


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
    nobody who travels, `remarks_on` what a return says of fields, `settled` what was spent.
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
    settled: tuple[Sum, ...] = ()


@dataclass(frozen=True)
class Identified:
    """A person, and how identity was shown (`mailbox_code`, `passkey`, `oidc`, `paper`, `console`, …).

    `mailbox_code_fresh`, `passkey_fresh`: the code was entered, or the passkey shown, just before.

    What came on paper was recorded by somebody of the office, who hands in the document. `signed_in` is
    the number of the house's entry by which the session began in which they act; `letter` is the digest
    of the letter that was a `reply`.
    """

    person: PersonId
    shown_by: str
    recorded_by: PersonId | None = None
    on_paper: PaperGiven | None = None
    signed_in: int | None = None
    letter: Digest | None = None
