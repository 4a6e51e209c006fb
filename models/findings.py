"""A finding: what speaks against a request, or has to be known before deciding on it. Pure."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from config.regulation import Regulation, Source, Text
from config.words import Words

Said = str | int | date | Text


class Level(StrEnum):
    """How much a finding weighs."""

    BLOCK = "block"
    WARN = "warn"
    NOTE = "note"


@dataclass(frozen=True)
class Finding:
    """One thing to know: its key, weight and facts, and the rule it rests on."""

    key: str
    level: Level
    facts: tuple[tuple[str, Said], ...]
    source: Source

    def said(self, w: Words) -> str:
        """Say what was found, in one sentence."""
        return w.text(f"finding.{self.key}", **self._told(w))

    def cure(self, w: Words) -> str:
        """Say what to do about it."""
        return w.text(f"cure.{self.key}", **self._told(w))

    def _told(self, w: Words) -> dict[str, object]:
        return {name: _in_words(value, w) for name, value in self.facts}


def make_finding(key: str, level: Level, source: Source, **facts: Said) -> Finding:
    """Make a finding; resting on a rule nobody has confirmed, it warns at most."""
    weight = Level.WARN if source.unconfirmed and level is Level.BLOCK else level
    return Finding(key, weight, tuple(facts.items()), source)


def cited(source: Source, regulation: Regulation) -> Source:
    """Return the source with its document named as the regulation's own list names it."""
    for key, document in regulation.documents.items():
        if document.number == source.document:
            return source.model_copy(update={"document": key})
    return source


def _in_words(value: Said, w: Words) -> object:
    if isinstance(value, Text):
        return value.of(w.language)
    return w.date(value) if isinstance(value, date) else value
