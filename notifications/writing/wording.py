"""What a message says: its template, filled with frozen facts, in the reader's language.

A folder a message, a file a language: the first line is the subject, the rest is Markdown. What a
template needs and the facts lack is an error, never a gap in the text.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from config.regulation.codes import Stage
from config.words import Words, words
from models.directory import Person
from models.request.fields import COUNTRIES
from notifications.facts.base import Facts
from notifications.facts.cases import CaseFacts
from notifications.facts.letters import (
    AuthorityLetter,
    CaseLetter,
    CheckpointLetter,
    SignInLetter,
    StandardLetter,
)
from notifications.telling.authority_letters import OF_AUTHORITIES
from notifications.writing.markdown import escaped, one_line

TEMPLATES = Path(__file__).parents[1] / "templates"
SUBJECT_LINE = "Subject: "

STANDARD = "plain_standard"
SIGN_IN_CODE = "sign_in_code"
# Of which family a message is; all others are about a case.
_FAMILIES: dict[str, type[Facts]] = {
    "checkpoint": CheckpointLetter,
    STANDARD: StandardLetter,
    SIGN_IN_CODE: SignInLetter,
    **dict.fromkeys(OF_AUTHORITIES, AuthorityLetter),
}


@dataclass(frozen=True)
class Wording:
    """The subject as one line, the body as Markdown in which facts are escaped."""

    subject: str
    body: str


def family_of(template: str) -> type[Facts]:
    """Return the family of letters that a template is filled with."""
    return _FAMILIES.get(template, CaseLetter)


def wording(
    template: str,
    reader: Words,
    letter: Facts,
    *,
    person: Person,
    link: str | None,
    at: datetime | None = None,
) -> Wording:
    """Fill a template in a language with the facts of a letter, whom it goes to, its link and moment.

    Raises `jinja2.TemplateError` (and what a filter raises) when the facts do not suffice.
    """
    facts = {**dict(letter), "person": person, "link": link, "at": at}
    name = f"{template}/{reader.language}.md"
    subject = _environment(_Part.SUBJECT, reader.language).get_template(name)
    body = _environment(_Part.BODY, reader.language).get_template(name)
    return Wording(one_line(subject.render(facts)), body.render(facts))


def subject_pattern(template: str, language: str) -> str:
    """Return the subject as its template has it, with the places of the facts still open."""
    loader = _PartOfFile(_Part.SUBJECT)
    return loader.get_source(Environment(autoescape=True), f"{template}/{language}.md")[0].strip()


class _Part(StrEnum):
    SUBJECT = "subject"
    BODY = "body"


class _PartOfFile(FileSystemLoader):
    """Reads one part of the messages' files. Cut before filling, so that no fact moves the cut."""

    def __init__(self, part: _Part) -> None:
        super().__init__(TEMPLATES)
        self._part = part

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        source, filename, unchanged = super().get_source(environment, template)
        if not source.startswith(SUBJECT_LINE):
            return source, filename, unchanged
        subject, _, body = source.removeprefix(SUBJECT_LINE).partition("\n")
        return (subject if self._part is _Part.SUBJECT else body), filename, unchanged


@cache
def _environment(part: _Part, language: str) -> Environment:
    # The result is Markdown and a header, not HTML: facts are escaped by `finalize`, and the HTML
    # part is made from the parsed Markdown.
    environment = ImmutableSandboxedEnvironment(
        loader=_PartOfFile(part),
        undefined=StrictUndefined,
        finalize=_escaped_fact if part is _Part.BODY else _fact,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    environment.filters |= _filters(words(language))
    return environment


def _filters(reader: Words) -> dict[str, Callable[..., str]]:
    """Return how facts are said in a language."""
    place = ("vi", "en").index(reader.language)

    def of(family: str, case: CaseFacts, stage: str | None = None) -> str:
        """Return what something is called for the kind of a case: `"matter"|of(case, step.stage)`."""
        if family == "matter" and case.amends:
            return reader.label(family, case.amends)
        return reader.label(family, stage if stage == Stage.HOSTING else case.called)

    def field(path: str) -> str:
        """Return what people call a field of the dossier: `members[2]` is member 2."""
        name, _, rest = path.partition("[")
        number = f" {rest.partition(']')[0]}" if rest else ""
        return reader.label("fact", name.partition(".")[0]) + number

    def countries(codes: Iterable[str]) -> str:
        return ", ".join(COUNTRIES.get(code, (code, code))[place] for code in codes)

    return {
        "said": lambda text: text.of(reader.language),
        "label": lambda code, family, *within: reader.label(family, code, *within),
        "of": of,
        "field": field,
        "countries": countries,
        # A day that is None would be taken for today.
        "day": lambda day: reader.date(day) if day else _fact(day),
        "moment": reader.moment,
    }


def _fact(value: object) -> str:
    if value is None:
        raise UndefinedError("a fact the template needs is None")
    return str(value)


def _escaped_fact(value: object) -> str:
    return escaped(_fact(value))
