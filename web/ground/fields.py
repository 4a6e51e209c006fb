"""What single fields of a form hold: words in composed letters, and files."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from starlette.datastructures import UploadFile

from models.errors import FileRefused
from models.request.papers.taking import MOST_ATTACHED_BYTES, MOST_MEGABYTES, kept_of
from models.request.reading import Attachment
from models.request.values.days import day_of_any_year

# The columns of the database hold no more.
LONGEST_NAME = 150


# The form's field beside which a lack is told.
FIELD_OF = {
    "choice": "choice",
    "supplement": "choice",
    "remarks": "remarks",
    "answer": "answer",
    "paper": "paper_number",
    "paper_number": "paper_number",
    "paper_date": "paper_date",
    "paper_day": "paper_date",
    "paper_older": "paper_date",
    "paper_before": "paper_date",
    "paper_version": "version",
    "paper_file": "paper_file",
    "paper_secret": "paper_file",
    "acceptance": "paper_number",
    "settled": "settled",
    "settled_amount": "settled",
    "day": "day",
    "day_ahead": "day",
    "day_before": "day",
    "seat": "seat",
    "seat_vacant": "seat",
    "commitments": "commitments",
    "commitment_what": "commitments",
    "commitment_owner": "commitments",
    "commitment_due": "commitments",
    "commitment_late": "commitments",
    "report_twice": "paper_file",
    "report_long": "report",
    "proposal_lead": "report",
    "proposal_due": "report",
    "conditions": "conditions",
    "conditions_without_head": "conditions",
    "members": "refused_member",
    "members_all": "refused_member",
    "members_unknown": "refused_member",
    "members_of_guests": "refused_member",
    "told_apart": "told_apart",
    "remark_field": "remarks_on",
    "remark_what": "remarks_on",
    "remarks_on": "remarks_on",
    "note": "note",
    "question": "question",
    "question_vacant": "question",
    "request_file": "request_file",
    "request_size": "request_file",
}


@dataclass(frozen=True)
class Upload:
    """A file as it came: a cleaned name, and its content unless that is too large."""

    name: str
    content: bytes
    too_large: bool = False

    def attachment(self) -> Attachment:
        """Return the file as it is kept; raises `FileRefused`."""
        if self.too_large:
            raise FileRefused("too_large", self.name, most=f"{MOST_MEGABYTES} MB")
        return Attachment(self.name, *kept_of(self.name, self.content))


# Python refuses to read endless digits, and takes those of every alphabet.
_NUMBER = re.compile("[0-9]{1,9}")


def clean_name(name: str) -> str:
    """Return the name of a file without folders, unseen letters or a leading dot, not too long."""
    plain = unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2])
    seen = "".join(c if c.isprintable() and c not in '<>:"|?*' else " " for c in plain)
    name = " ".join(seen.split()).lstrip(". ")
    path = PurePosixPath(name or "file")
    suffix = path.suffix[:20]
    return path.name.removesuffix(path.suffix)[: LONGEST_NAME - len(suffix)] + suffix


def number_in(written: str) -> int | None:
    """Return the number somebody sent; None for what no form of ours sends."""
    return int(written) if _NUMBER.fullmatch(written) else None


def day_in(written: str) -> date | None:
    """Return the day somebody wrote, as browsers send it or as people of the province write it."""
    found = day_of_any_year(written.strip()) if written.strip() else None
    # Beyond these no calendar of the database goes, nor any delegation.
    return found if found and 1900 < found.year < 2200 else None


def cleaned(written: str, *, is_table: bool = False) -> str:
    """Return a text in composed letters, without what no database takes or what turns a line.

    Tabs are the walls between the cells of a table; in any other text they are spaces.
    """
    lines = unicodedata.normalize("NFC", written).replace("\r\n", "\n")
    if is_table:
        return "".join(c for c in lines if c in "\n\t" or _is_seen(c)).strip("\n")
    return "".join(c for c in lines.replace("\t", " ") if c == "\n" or _is_seen(c)).strip()


def _is_seen(letter: str) -> bool:
    turns = unicodedata.bidirectional(letter) in _TURNING
    return unicodedata.category(letter) not in ("Cc", "Cs") and not turns


_TURNING = frozenset(("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"))


async def upload_of(file: UploadFile) -> Upload:
    """Read a file, unless it is too large."""
    name = clean_name(file.filename or "")
    if (file.size or 0) > MOST_ATTACHED_BYTES:
        return Upload(name, b"", too_large=True)
    return Upload(name, await file.read())
