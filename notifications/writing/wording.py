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

from config.regulation.codes import Kind, Stage
from config.words import Words, words
from models.request.fields import COUNTRIES
from notifications.writing.markdown import escaped, one_line

TEMPLATES = Path(__file__).parents[1] / "templates"
SUBJECT_LINE = "Subject: "

Facts = Mapping[str, Any]

# A row keeps the facts as they were when its event happened; what it does not know is None here.
_KEYS = {
    "case": (
        "no", "title", "unit", "purpose", "countries", "places", "begins", "ends", "members",
        "head", "kind", "occasion", "sender", "visited", "head_position", "guest_class", "visits",
        "unannounced", "amends",
    ),
    "step": ("number", "stage", "act", "key", "seat", "item", "visit", "due_at", "changed"),
    "outcome": ("choice", "by", "remarks", "answer", "paper", "day", "given_to"),
    "returned": ("by", "remarks", "fields"),
    "declined": ("by", "remarks"),
    "asked_again": ("remarks",),
    "amendment": ("cancels", "changed", "begins", "ends", "reason"),
    "question": ("by", "what", "answer"),
    "commitment": ("what", "owner", "due", "agreement"),
    "programme": ("revision", "changed", "cancelled", "acceptance"),
    "failed": ("notice", "recipient", "reply_code"),
    "authority": ("giver", "holder", "set_by", "seats", "since", "until", "capacity"),
    "calendar": (
        "uid", "sequence", "method", "why", "begins", "ends", "what", "place", "stamp",
    ),
}  # fmt: skip
# The same for what comes in lists.
_LISTED_KEYS = {
    "shown": ("seat", "state", "choice", "remarks"),
    "clashes": ("kind", "name", "case_no", "begins", "ends"),
    "lacking": ("item", "seat"),
    "conditions": ("what", "gate"),
}
_PLAIN_KEYS = ("fault", "checkpoint", "entries", "because", "reason", "refused", "named")


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
    lists = {
        name: [{**dict.fromkeys(keys), **one} for one in facts.get(name) or ()]
        for name, keys in _LISTED_KEYS.items()
    }
    plain = {key: facts.get(key) for key in _PLAIN_KEYS}
    return {**parts, **lists, **plain}


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

    def label(code: str, family: str, *within: str) -> str:
        """Return the name of a code: one it has `within` something first (`choice.hosting.file`)."""
        narrower = (f"{family}.{place}.{code}" for place in within)
        found = (reader.catalogue[name] for name in narrower if name in reader.catalogue)
        return next(found, None) or reader.label(family, code)

    def of(family: str, case: Facts, stage: str | None = None) -> str:
        """Return what something is called for the kind of a case: `"matter"|of(case, step.stage)`."""
        if family == "matter" and case["amends"]:
            return reader.label(family, case["amends"])
        if stage == Stage.HOSTING:
            return reader.label(family, stage)
        guests = case["kind"] == Kind.INBOUND
        return reader.label(family, (case["occasion"] or "visit") if guests else Kind.OUTBOUND)

    def field(path: str) -> str:
        """Return what people call a field of the dossier: `members[2]` is member 2."""
        name, _, rest = path.partition("[")
        number = f" {rest.partition(']')[0]}" if rest else ""
        return reader.label("fact", name.partition(".")[0]) + number

    def countries(codes: Iterable[str]) -> str:
        return ", ".join(COUNTRIES.get(code, (code, code))[place] for code in codes)

    return {
        "said": lambda text: str(text[reader.language.value]),
        "label": label,
        "of": of,
        "field": field,
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
