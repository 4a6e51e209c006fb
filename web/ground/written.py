"""A form as it came, whatever its fields are: for pages whose fields depend on what they show."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import FormData

from flows.case.answers import PaperGiven
from models.errors import DecisionIncomplete
from web.ground.fields import Upload, text_of, uploads_of
from web.ground.posted import MOST_FILES, MOST_UNIDENTIFIED_BYTES, Posted, answer_of, paper_of
from web.ground.visitor import VisitorHere

# The minutes of a meeting have a field for every member in every case.
_MOST_FIELDS = 3000
# What would be painful to write again, wherever it stands.
_IN_WORDS = ("reason", "remarks", "answer", "condition")


@dataclass(frozen=True)
class Written:
    """The fields of a form as the person wrote them; a field that did not come is empty."""

    texts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    files: Mapping[str, tuple[Upload, ...]] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        return next(iter(self.texts.get(name, ())), "")

    def all(self, name: str) -> tuple[str, ...]:
        """Return everything that was chosen in a field of several."""
        return self.texts.get(name, ())

    def upload(self, name: str) -> Upload | None:
        """Return the file of a field."""
        return next(iter(self.files.get(name, ())), None)

    def paper(self) -> PaperGiven:
        """Return the paper the form brings; raises `DecisionIncomplete` without number, day and file."""
        given = paper_of(self.posted())
        if given is None:
            raise DecisionIncomplete("evidence")
        return given

    def day(self, name: str) -> date | None:
        """Return the day in a field; raises `DecisionIncomplete` for what is none."""
        return answer_of(Posted(day=self[name])).day

    def posted(self) -> Posted:
        """Return the fields that every step's form has."""
        return Posted(
            choice=self["choice"],
            remarks=self["remarks"],
            answer=self["answer"],
            paper_number=self["paper_number"],
            paper_date=self["paper_date"],
            day=self["day"],
            seat=self["seat"],
            paper_file=self.upload("paper_file"),
        )

    @property
    def came(self) -> bool:
        """Tell whether anything was sent."""
        return bool(self.texts)

    @property
    def token(self) -> str:
        return self["token"]

    @property
    def words(self) -> tuple[str, ...]:
        """Return what would be painful to write again."""
        found = (said for name, said in self.texts.items() if name.startswith(_IN_WORDS))
        return tuple(text for said in found for text in said if text)


async def _written(request: Request, visitor: VisitorHere) -> Written:
    """Read the form of a request; a large one only where somebody is signed in."""
    announced = request.headers.get("content-length", "")
    small = announced.isdigit() and int(announced) <= MOST_UNIDENTIFIED_BYTES
    if visitor.session is None and not small:
        return Written()
    async with request.form(max_files=MOST_FILES, max_fields=_MOST_FIELDS) as form:
        names = dict.fromkeys(form.keys())
        return Written(
            texts={name: _texts_of(form, name) for name in names},
            files={name: found for name in names if (found := await uploads_of(form, name))},
        )


def _texts_of(form: FormData, name: str) -> tuple[str, ...]:
    said = (value for value in form.getlist(name) if isinstance(value, str))
    return tuple(text_of(FormData([(name, value)]), name) for value in said)


WrittenHere = Annotated[Written, Depends(_written)]
NOTHING_WRITTEN = Written()
