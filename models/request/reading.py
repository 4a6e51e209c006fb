"""Reading a request that a unit wrote: its text, its attachments, and all that is wrong with it.

Whatever the text says, the only refusal is `RequestInvalid`, with every problem at once.
"""

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TypeGuard, TypeVar

from pydantic import ValidationError

from config.regulation.province import Regulation
from models.errors import FileRefused, Problem, RequestInvalid
from models.kinds import KINDS, kind_written
from models.request.base import Request
from models.request.legible import Written, parts_in, text_in
from models.request.papers.taking import MOST_ATTACHED_BYTES, kept_of
from models.request.parts import MOST_PAPERS, Paper
from models.request.problems import field_name, problems_of, shown
from models.request.syntax import MOST_BYTES, Format, plain_values, refuse
from models.request.values.choices import codes_meant

R = TypeVar("R", bound=Request)
Check = Callable[[Request], tuple[Problem, ...]]


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
    attachments, astray = _attachments(values, path.parent, regulation)
    try:
        request = _validated(values, regulation)
    except RequestInvalid as invalid:
        told = (*invalid.problems, *astray)
        raise RequestInvalid(_joined(told, also(legible_request(values, regulation)))) from None
    if astray:
        raise RequestInvalid((*astray, *also(request)))
    return request, attachments


def read_values(values: Mapping[str, object], regulation: Regulation, *, also: Check) -> Request:
    """Return the request that plain values describe, as a form brings them.

    Raises `RequestInvalid` with all problems at once, those that `also` finds in what can be read of it
    among them.
    """
    try:
        request = _validated(values, regulation)
    except RequestInvalid as invalid:
        others = also(legible_request(values, regulation))
        raise RequestInvalid(_joined(invalid.problems, others)) from None
    if problems := also(request):
        raise RequestInvalid(problems)
    return request


def _joined(found: tuple[Problem, ...], others: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Put together what is wrong with the text and what is wrong on the day, each field told of once.

    Of a name where an id has to stand the day knows more: whose id may be meant.
    """
    fields = {problem.field for problem in found}
    meant = {problem.field: problem for problem in others if problem.offered}
    clearer = (meant.get(p.field, p) if p.msgid == "directory_id" else p for p in found)
    return (*clearer, *(problem for problem in others if problem.field not in fields))


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


def legible_request(values: object, regulation: Regulation) -> Request:
    """Return what can be read of a wrong or unfinished request, its papers by their kinds among it.

    One of a kind there is not is read as one of the first kind there is.
    """
    given = values if _is_part(values) else {}
    try:
        kind = kind_written(given, regulation)
    except RequestInvalid:
        kind = next(iter(KINDS))
    legible: Request = KINDS[kind].legible(given)
    papers = tuple(_paper_begun(each, regulation) for each in parts_in(given, "papers"))
    return legible.model_copy(update={"papers": papers})


def _paper_begun(written: Written, regulation: Regulation) -> Paper:
    kinds = {key: (p.title.vi, p.title.en) for key, p in regulation.papers.items()}
    meant = codes_meant(text_in(written, "kind"), kinds)
    return Paper.model_construct(kind=meant[0] if len(meant) == 1 else "")


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


def _attachments(
    values: object, folder: Path, regulation: Regulation
) -> tuple[dict[int, Attachment], tuple[Problem, ...]]:
    """Return the attachments by place, and a problem for each that cannot be taken in."""
    attachments: dict[int, Attachment] = {}
    astray: list[Problem] = []
    for place, name in _files_named(values, regulation):
        try:
            attachments[place] = _attachment(folder, name)
        except RequestInvalid as invalid:
            field = field_name(("papers", place, "file"))
            astray += [replace(p, field=field, value=shown(name)) for p in invalid.problems]
    return attachments, tuple(astray)


def _files_named(values: object, regulation: Regulation) -> Iterator[tuple[int, str]]:
    """Find the files that papers name, in values of any shape; never one of a secret paper."""
    for place, paper in papers_written(values, regulation):
        if paper.file:
            yield place, paper.file


def papers_written(values: object, regulation: Regulation) -> Iterator[tuple[int, Paper]]:
    """Find the papers that can be read, by place; one of a kind nobody knows is among them."""
    papers = values.get("papers") if isinstance(values, dict) else None
    for place, written in enumerate(papers[:MOST_PAPERS] if isinstance(papers, list) else ()):
        for context in (regulation, None):
            try:
                yield place, Paper.model_validate(written, context=context)
            except ValidationError:
                # What is wrong with the paper itself is told with the rest of the request.
                continue
            break


def files_twice(attachments: Mapping[int, Attachment]) -> Iterator[Problem]:
    """Find a file that came with two papers, and one without content, by the places of their papers."""
    first: dict[str, int] = {}
    for place, file in sorted(attachments.items()):
        field = field_name(("papers", place, "file"))
        if not file.content:
            yield Problem(field, file.name, "attachment_empty")
        elif first.setdefault(file.digest, place) != place:
            told = (("first", str(first[file.digest] + 1)),)
            yield Problem(field, file.name, "file_twice", told)


def _attachment(folder: Path, name: str) -> Attachment:
    """Read one attachment; links are followed first, so that none leads out of the folder."""
    try:
        path = _spelt_so(folder / name).resolve()
        if not path.is_relative_to(folder.resolve()):
            refuse("attachment_outside")
        if not path.is_file():
            refuse("attachment_missing")
        with path.open("rb") as file:
            content = file.read(MOST_ATTACHED_BYTES + 1)
    except (OSError, RuntimeError):
        # A name too long, a loop of links, a file nobody may read: to the unit all are one thing.
        refuse("attachment_missing")
    try:
        return Attachment(path.name, *kept_of(path.name, content))
    except FileRefused as refused:
        told = {fact: said for fact, said in refused.facts.items() if fact not in ("field", "name")}
        refuse(f"attachment_{refused.why}", **told)


def _spelt_so(path: Path) -> Path:
    """Return the file that is meant, whether its name is composed (é) or not (e and its mark) there."""
    for form in ("NFC", "NFD"):
        spelt = path.with_name(unicodedata.normalize(form, path.name))
        if spelt.exists():
            return spelt
    return path
