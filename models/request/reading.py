"""Reading a request that a unit wrote: its text, its attachments, and all that is wrong with it.

Whatever the text says, the only refusal is `RequestInvalid`, with every problem at once.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TypeGuard, TypeVar

from pydantic import ValidationError

from config.regulation.province import Regulation
from models.errors import Problem, RequestInvalid
from models.kinds import KINDS, kind_written
from models.request.base import Request
from models.request.file_types import ALLOWED, media_type_of
from models.request.parts import MOST_PAPERS, Paper
from models.request.problems import field_name, problems_of, shown
from models.request.syntax import MOST_BYTES, Format, plain_values, refuse

R = TypeVar("R", bound=Request)
Check = Callable[[Request], tuple[Problem, ...]]

MOST_ATTACHED_BYTES = 10 * 1024 * 1024


@dataclass(frozen=True)
class Attachment:
    """The content of a paper that came as a file."""

    name: str
    media_type: str
    content: bytes

    @property
    def digest(self) -> str:
        """Return the SHA-256 of the content, by which a replaced file is noticed."""
        return sha256(self.content).hexdigest()


def read_request(text: str, regulation: Regulation, *, format: Format | None = None) -> Request:
    """Return the request that `text` describes, held against the ranks, areas and papers in force.

    Raises `RequestInvalid` with all problems; one in the writing itself (a bracket left open)
    comes alone, since nothing after it can be read.
    """
    return _validated(plain_values(text, format=format), regulation)


def read_request_file(
    path: Path, regulation: Regulation, *, also: Check = lambda _: ()
) -> tuple[Request, dict[int, Attachment]]:
    """Return the request a file holds, and its attachments by the place of their paper in the list.

    Attachments are named relative to the request's folder and must lie in it. Raises
    `RequestInvalid`, the problems of the attachments among the others. When it does, what could be
    read is shown to `also`, whose problems (`models.request.admission`) join those of other fields; a
    request in which nothing is wrong is left to whoever takes it in.
    """
    values = plain_values(_text_of(path), format="json" if path.suffix == ".json" else "yaml")
    attachments, astray = _attachments(values, path.parent)
    try:
        request = _validated(values, regulation)
    except RequestInvalid as invalid:
        told = (*invalid.problems, *astray)
        fields = {problem.field for problem in told}
        others = (
            problem for problem in also(_legible(values, regulation)) if problem.field not in fields
        )
        raise RequestInvalid((*told, *others)) from None
    if astray:
        raise RequestInvalid((*astray, *also(request)))
    return request, attachments


def validated_again(request: R, regulation: Regulation, **changed: object) -> R:
    """Return a request that was read before with some of it written anew, held against all rules.

    Raises `RequestInvalid` with all problems.
    """
    again = _validated({**request.model_dump(), **changed, "kind": request.kind}, regulation)
    assert isinstance(again, type(request))  # noqa: S101 - its kind is the same.
    return again


def _validated(values: object, regulation: Regulation) -> Request:
    kind = kind_written(values, regulation)
    model: type[Request] = KINDS[kind].model
    fields = (
        {name: v for name, v in values.items() if name != "kind"} if _is_part(values) else values
    )
    try:
        return model.model_validate(fields, context=regulation)
    except ValidationError as error:
        raise RequestInvalid(problems_of(error, model)) from None


def _legible(values: object, regulation: Regulation) -> Request:
    """Return what can be read of a wrong request; of a kind there is not, as the first one there is."""
    given = values if _is_part(values) else {}
    try:
        kind = kind_written(given, regulation)
    except RequestInvalid:
        kind = next(iter(KINDS))
    legible: Request = KINDS[kind].legible(given)
    return legible


def _is_part(values: object) -> TypeGuard[dict[str, object]]:
    return isinstance(values, dict)


def _text_of(path: Path) -> str:
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        refuse("request_not_found", path=path)
    except OSError:
        refuse("request_unreadable", path=path)
    if len(raw) > MOST_BYTES:
        refuse("too_large", most=f"{MOST_BYTES // 1024} KB")
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        refuse("not_utf8", line=raw.count(b"\n", 0, error.start) + 1)


def _attachments(values: object, folder: Path) -> tuple[dict[int, Attachment], tuple[Problem, ...]]:
    """Return the attachments by place, and a problem for each that cannot be taken in."""
    attachments: dict[int, Attachment] = {}
    astray: list[Problem] = []
    for place, name in _files_named(values):
        try:
            attachments[place] = _attachment(folder, name)
        except RequestInvalid as invalid:
            field = field_name(("papers", place, "file"))
            astray += [replace(p, field=field, value=shown(name)) for p in invalid.problems]
    return attachments, tuple(astray)


def _files_named(values: object) -> Iterator[tuple[int, str]]:
    """Find the files that papers name, in values of any shape; never one of a secret paper."""
    papers = values.get("papers") if isinstance(values, dict) else None
    for place, written in enumerate(papers[:MOST_PAPERS] if isinstance(papers, list) else ()):
        try:
            paper = Paper.model_validate(written)
        except ValidationError:
            # What is wrong with the paper itself is told with the rest of the request.
            continue
        if paper.file:
            yield place, paper.file


def _attachment(folder: Path, name: str) -> Attachment:
    """Read one attachment; links are followed first, so that none leads out of the folder."""
    try:
        path = (folder / name).resolve()
        if not path.is_relative_to(folder.resolve()):
            refuse("attachment_outside")
        if not path.is_file():
            refuse("attachment_missing")
        with path.open("rb") as file:
            content = file.read(MOST_ATTACHED_BYTES + 1)
    except (OSError, RuntimeError):
        # A name too long, a loop of links, a file nobody may read: to the unit all are one thing.
        refuse("attachment_missing")
    if len(content) > MOST_ATTACHED_BYTES:
        refuse("attachment_too_large", most=f"{MOST_ATTACHED_BYTES // 1024 // 1024} MB")
    media_type = media_type_of(path.name, content)
    if media_type is None:
        refuse("attachment_type", allowed=ALLOWED)
    return Attachment(path.name, media_type, content)
