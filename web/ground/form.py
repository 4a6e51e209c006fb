"""A form as it came, whatever its fields are: texts, files, numbered rows, days, a paper."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import FormData

from flows.case.answers import PaperGiven
from models.errors import DecisionIncomplete
from web.ground.fields import MOST_MEGABYTES, Upload, cleaned, number_in, upload_of
from web.ground.visitor import SignedIn, VisitorHere

MOST_FILES = 30
# A delegation has up to a hundred members, each of whom can be refused.
MOST_FIELDS = 200
# What is written without a session is only shown again, so it may be long but not endless.
MOST_UNIDENTIFIED_BYTES = 256 * 1024
# The columns of the database hold no more.
LONGEST_NUMBER = 80
# The fields that would be painful to write again.
_IN_WORDS = re.compile(
    r"((remarks|answer)(\..+)?|reason|question|condition|what(_en)?|[a-z]+_what_\d+)"
)

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
    "paper_version": "version",
    "paper_size": "paper_file",
    "paper_type": "paper_file",
    "acceptance": "paper_number",
    "day": "day",
    "day_ahead": "day",
    "day_before": "day",
    "seat": "seat",
    "seat_vacant": "seat",
    "commitments": "commitments",
    "commitment_what": "commitments",
    "commitment_owner": "commitments",
    "commitment_due": "commitments",
    "conditions": "conditions",
    "members": "refused_member",
    "members_all": "refused_member",
    "members_unknown": "refused_member",
    "members_of_guests": "refused_member",
    "told_apart": "told_apart",
    "remark_field": "remarks_on",
    "remark_what": "remarks_on",
    "remarks_on": "remarks_on",
    "question": "question",
    "question_vacant": "question",
    "request_file": "request_file",
    "request_size": "request_file",
}


@dataclass(frozen=True)
class Sent:
    """The fields of a form as a person filled them in; a field that did not come is empty."""

    texts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    files: Mapping[str, tuple[Upload, ...]] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        return next(iter(self.all(name)), "")

    def all(self, name: str) -> tuple[str, ...]:
        """Return everything that was chosen in a field of several."""
        return self.texts.get(name, ())

    def uploads(self, name: str) -> tuple[Upload, ...]:
        """Return the files of a field."""
        return self.files.get(name, ())

    def upload(self, name: str) -> Upload | None:
        """Return the file of a field that takes one."""
        return next(iter(self.uploads(name)), None)

    def rows(self, what: str, names: Sequence[str], most: int) -> tuple[Mapping[str, str], ...]:
        """Return the rows in which something was written, of those numbered 1 to `most`."""
        numbers = range(1, most + 1)
        rows = ({name: self[f"{what}_{name}_{number}"] for name in names} for number in numbers)
        return tuple(row for row in rows if any(row.values()))

    def day(self, name: str, *, lacks: str = "day") -> date | None:
        """Return the day in a field; raises `DecisionIncomplete` with `lacks` for what is none."""
        return day_written(self[name], lacks=lacks)

    def paper(self) -> PaperGiven | None:
        """Return the paper; None when nothing of it was given, a lack when only a part was."""
        file, number = self.upload("paper_file"), self["paper_number"]
        if file and file.too_large:
            raise DecisionIncomplete("paper_size", most=f"{MOST_MEGABYTES} MB")
        if not (file or number or self["paper_date"]):
            return None
        dated = self.day("paper_date", lacks="paper_day")
        if not (file and number and dated):
            raise DecisionIncomplete("paper")
        if len(number) > LONGEST_NUMBER:
            raise DecisionIncomplete("paper_number", most=LONGEST_NUMBER)
        return PaperGiven(number, dated, file.attachment())

    def evidence(self) -> PaperGiven:
        """Return the paper; raises `DecisionIncomplete` without number, day and file."""
        given = self.paper()
        if given is None:
            raise DecisionIncomplete("evidence")
        return given

    @property
    def came(self) -> bool:
        """Tell whether anything was sent."""
        return bool(self.texts or self.files)

    @property
    def words(self) -> tuple[str, ...]:
        """Return what would be painful to write again."""
        found = (said for name, said in self.texts.items() if _IN_WORDS.fullmatch(name))
        return tuple(text for said in found for text in said if text)


def day_written(written: str, *, lacks: str = "day") -> date | None:
    """Read a day as browsers send it, or as people of the province write it."""
    if not written:
        return None
    for pattern in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(written, pattern).date()  # noqa: DTZ007 - a day has no zone.
        except ValueError:
            continue
    raise DecisionIncomplete(lacks, value=written)


@dataclass(frozen=True)
class FormReader:
    """Reads the form of a request; a large one only where somebody is signed in."""

    most_fields: int = MOST_FIELDS
    most_files: int = MOST_FILES

    async def __call__(self, request: Request, visitor: VisitorHere) -> Sent:
        announced = number_in(request.headers.get("content-length", ""))
        small = announced is not None and announced <= MOST_UNIDENTIFIED_BYTES
        if not (small or isinstance(visitor, SignedIn)):
            return Sent()
        # Of who is not signed in nothing is taken but what is shown to them again.
        most_fields = self.most_fields if isinstance(visitor, SignedIn) else MOST_FIELDS
        async with request.form(max_files=self.most_files, max_fields=most_fields) as form:
            return await _sent(form)


async def _sent(form: FormData) -> Sent:
    """Read a form in one pass; a file field left empty comes as a nameless file without content."""
    texts: dict[str, list[str]] = {}
    files: dict[str, list[Upload]] = {}
    for name, value in form.multi_items():
        if isinstance(value, str):
            texts.setdefault(name, []).append(cleaned(value))
        elif value.size:
            files.setdefault(name, []).append(await upload_of(value))
    return Sent(
        {name: tuple(said) for name, said in texts.items()},
        {name: tuple(found) for name, found in files.items()},
    )


SentHere = Annotated[Sent, Depends(FormReader())]
