"""A form as it came, whatever its fields are: texts, files, numbered rows, days, a paper."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import FormData

from flows.case.answers import PaperGiven
from models.errors import DecisionIncomplete
from models.request.parts import MOST_PAPERS
from models.request.values.days import day_of_any_year
from web.ground.fields import Upload, cleaned, number_in, upload_of
from web.ground.visitor import SignedIn, VisitorHere

# How fields end into which a table is pasted.
PASTED = ".pasted"
# Every paper of a request may come with its file, and the request itself.
MOST_FILES = MOST_PAPERS + 1
# A delegation has up to a hundred members, each of whom can be refused.
MOST_FIELDS = 200
# What is written without a session is only shown again, so it may be long but not endless. Files are
# read only of a browser that somebody was signed in on, or came with by a link: their names are told.
MOST_UNIDENTIFIED_BYTES = 256 * 1024
MOST_UNIDENTIFIED_FIELDS = 3_000
# The names of files that were chosen in a form before it was carried through a page in between.
HAD_FILES = "had_files"
# The columns of the database hold no more.
LONGEST_NUMBER = 80
# The fields that would be painful to write again, whatever stands in them; of others what has words.
_IN_WORDS = re.compile(
    r"((remarks|answer)(\..+)?|reason|question|note|condition|what(_en)?|[a-z]+_what_\d+"
    r"|report_[a-z_]+)"
)


@dataclass(frozen=True)
class Sent:
    """The fields of a form as a person filled them in; a field that did not come is empty.

    `unread`: it is too large to be read before anybody is signed in.
    """

    texts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    files: Mapping[str, tuple[Upload, ...]] = field(default_factory=dict)
    unread: bool = False

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
        """Return the paper; None when nothing of it was given, a lack when only a part was.

        Of one that is ticked as secret no file is taken: raises `DecisionIncomplete`.
        """
        file, number = self.upload("paper_file"), self["paper_number"]
        if not (file or number or self["paper_date"]):
            return None
        dated, secret = self.day("paper_date", lacks="paper_day"), bool(self["paper_secret"])
        if secret and file:
            raise DecisionIncomplete("paper_secret")
        if not (number and dated and (file or secret)):
            raise DecisionIncomplete("paper")
        incoming = self["paper_incoming"]
        if max(len(number), len(incoming)) > LONGEST_NUMBER:
            raise DecisionIncomplete("paper_number", most=LONGEST_NUMBER)
        kept = file.attachment() if file else None
        return PaperGiven(number, dated, kept, secret=secret, incoming=incoming)

    def evidence(self) -> PaperGiven:
        """Return the paper; raises `DecisionIncomplete` where it is not whole."""
        given = self.paper()
        if given is None:
            raise DecisionIncomplete("evidence")
        return given

    def carried(self, without: Collection[str]) -> list[tuple[str, str]]:
        """Return what a page in between carries on: all that was written, and how files were called."""
        dropped = {*without, HAD_FILES}
        written = [
            (name, text)
            for name, said in self.texts.items()
            if name not in dropped
            for text in said
        ]
        return written + [(HAD_FILES, name) for name in self.names_of_files]

    @property
    def names_of_files(self) -> tuple[str, ...]:
        """Return how the files are called that were chosen, here or before a page in between."""
        chosen = tuple(upload.name for found in self.files.values() for upload in found)
        return chosen or self.all(HAD_FILES)

    @property
    def lost_files(self) -> bool:
        """Tell whether the form came back without the files that were chosen in it."""
        return bool(self[HAD_FILES]) and not self.files

    @property
    def came(self) -> bool:
        """Tell whether anything was sent."""
        return bool(self.texts or self.files)

    @property
    def words(self) -> tuple[str, ...]:
        """Return what would be painful to write again."""
        return tuple(
            text
            for name, said in self.texts.items()
            for text in said
            if text and (_IN_WORDS.fullmatch(name) or " " in text)
        )


def day_written(written: str, *, lacks: str = "day") -> date | None:
    """Read a day as browsers send it, or as people of the province write it.

    How near it has to lie is told where it is recorded.
    """
    found = day_of_any_year(written)
    if written and found is None:
        raise DecisionIncomplete(lacks, value=written)
    return found


@dataclass(frozen=True)
class FormReader:
    """Reads the form of a request; a large one only where somebody is signed in."""

    most_fields: int = MOST_FIELDS
    most_files: int = MOST_FILES

    async def __call__(self, request: Request, visitor: VisitorHere) -> Sent:
        announced = number_in(request.headers.get("content-length", ""))
        is_small = announced is not None and announced <= MOST_UNIDENTIFIED_BYTES
        is_known = visitor.linked is not None or bool(visitor.device.id)
        if not (is_small or is_known or isinstance(visitor, SignedIn)):
            return Sent(unread=True)
        most_fields = self.most_fields
        if not isinstance(visitor, SignedIn):
            most_fields = min(most_fields, MOST_UNIDENTIFIED_FIELDS)
        async with request.form(max_files=self.most_files, max_fields=most_fields) as form:
            return await form_as_sent(form)


async def form_as_sent(form: FormData) -> Sent:
    """Read a form in one pass; a file field left empty comes as a nameless file without content.

    An empty file has a name, and is told as one.
    """
    texts: dict[str, list[str]] = {}
    files: dict[str, list[Upload]] = {}
    for name, value in form.multi_items():
        if isinstance(value, str):
            is_table = name.endswith(PASTED)
            texts.setdefault(name, []).append(cleaned(value, is_table=is_table))
        elif value.size or value.filename:
            files.setdefault(name, []).append(await upload_of(value))
    return Sent(
        {name: tuple(said) for name, said in texts.items()},
        {name: tuple(found) for name, found in files.items()},
    )


SentHere = Annotated[Sent, Depends(FormReader())]
