"""What a message says: its template, filled with frozen facts, in the reader's language.

A folder a message, a file a language: the first line is the subject, the rest is Markdown. What a
template needs and the facts lack is an error, never a gap in the text.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from config.words import Words, words
from models.request_fields import COUNTRIES
from notifications.markdown import escaped, one_line

TEMPLATES = Path(__file__).parent / "templates"
SUBJECT_LINE = "Subject: "

Facts = Mapping[str, Any]

# A row keeps the facts as they were when its event happened; what it does not know is None here.
_KEYS = {
    "case": (
        "no", "title", "unit", "purpose", "countries", "places", "begins", "ends", "members",
        "head", "kind", "sender", "visited",
    ),
    "step": ("number", "stage", "act", "key", "seat", "item", "due_at"),
    "outcome": ("choice", "by", "remarks", "answer", "paper", "day"),
    "returned": ("by", "remarks"),
    "failed": ("notice", "recipient", "reply_code"),
    "calendar": (
        "uid", "sequence", "method", "why", "begins", "ends", "what", "place", "stamp",
    ),
}  # fmt: skip
_OPINION_KEYS = ("seat", "state", "choice", "remarks")


@dataclass(frozen=True)
class Wording:
    """The subject as one line, the body as Markdown in which facts are escaped."""

    subject: str
    body: str


def wording(template: str, language: str, facts: Facts) -> Wording:
    """Fill a template in a language; an unknown language gives Vietnamese.

    Raises `jinja2.TemplateError` (and what a filter raises) when the facts do not suffice.
    """
    reader = words(language)
    name = f"{template}/{reader.language}.md"
    subject = _environment(_Part.SUBJECT, reader.language).get_template(name)
    body = _environment(_Part.BODY, reader.language).get_template(name)
    return Wording(one_line(subject.render(facts)), body.render(facts))


def whole(facts: Facts) -> dict[str, Any]:
    """Return frozen facts with every part and key that templates may ask for."""
    parts = {
        part: {**dict.fromkeys(keys), **facts[part]} if facts.get(part) else None
        for part, keys in _KEYS.items()
    }
    shown = [{**dict.fromkeys(_OPINION_KEYS), **opinion} for opinion in facts.get("shown") or ()]
    plain = {key: facts.get(key) for key in ("fault", "checkpoint", "entries")}
    return {**parts, "shown": shown, **plain}


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

    def countries(codes: Iterable[str]) -> str:
        return ", ".join(COUNTRIES.get(code, (code, code))[place] for code in codes)

    return {
        "said": lambda text: str(text[reader.language.value]),
        "label": lambda code, family: reader.label(family, code),
        "countries": countries,
        "day": lambda day: reader.date(date.fromisoformat(day)),
        "moment": lambda at: reader.moment(datetime.fromisoformat(at)),
    }


def _fact(value: object) -> str:
    if value is None:
        raise UndefinedError("a fact the template needs is None")
    return str(value)


def _escaped_fact(value: object) -> str:
    return escaped(_fact(value))
