"""A finding: what speaks against a request, or has to be known before deciding on it. Pure."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from config.regulation.codes import Level, Mark
from config.regulation.parts import Source, Text
from config.regulation.province import Regulation
from config.words import Language, Words, words

# A moment is written with its hour, in the province's time.
Said = str | int | date | datetime | Text


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


def make_ruled(
    key: str, regulation: Regulation, day: date, level: Level, source: Source, **facts: Said
) -> Finding:
    """Make a finding as the regulation weighs it, on the source of a day.

    What it does not say is taken from the national text: `level` and `source`.
    """
    rule = regulation.findings.get(key)
    if rule is None:
        return make_finding(key, level, cited(source, regulation), **facts)
    return make_finding(key, rule.level, rule.source.on(day, regulation.documents), **facts)


def as_ruled(finding: Finding, regulation: Regulation, day: date) -> Finding:
    """Return a finding with the weight and the source that the regulation gives it, if it does."""
    rule = regulation.findings.get(finding.key)
    if rule is None:
        return finding
    source = rule.source.on(day, regulation.documents)
    return make_finding(finding.key, rule.level, source, **dict(finding.facts))


def cited(source: Source, regulation: Regulation) -> Source:
    """Return the source with its document named as the regulation's own list names it."""
    for key, document in regulation.documents.items():
        if document.number == source.document:
            return source.model_copy(update={"document": key})
    return source


def unsure(source: Source) -> Source:
    """Return the source of a rule that may have changed since it was read; it warns at most."""
    return source.model_copy(update={"mark": Mark.UNCONFIRMED})


def labels_of(family: str, codes: Iterable[str]) -> Text:
    """Return what people call some codes, one after another, in either language."""
    named = tuple(codes)
    return in_both(lambda w: ", ".join(w.label(family, code) for code in named))


def days_told(days: Iterable[date]) -> Text:
    """Return some days, one after another, as people of either language write them."""
    told = tuple(days)
    return in_both(lambda w: ", ".join(w.date(day) for day in told))


def in_both(said: Callable[[Words], str]) -> Text:
    """Return what is said in words, in either language."""
    return Text(**{language.value: said(words(language)) for language in Language})


def _in_words(value: Said, w: Words) -> object:
    if isinstance(value, Text):
        return value.of(w.language)
    if isinstance(value, datetime):
        return w.moment(value)
    return w.date(value) if isinstance(value, date) else value


# Nobody prescribes it: a letter that came twice was pressed twice, or is last month's file.
_OUR_OWN = Source(mark=Mark.DESIGN)


def letter_twice(number: str, others: Iterable[str]) -> Iterator[Finding]:
    """Find the other cases that came with the letter of this number."""
    for case_no in others:
        yield make_finding("letter_twice", Level.WARN, _OUR_OWN, number=number, case_no=case_no)


def passports_unreadable(members: Iterable[int]) -> Iterator[Finding]:
    """Find the members whose passports are kept and cannot be read, by their numbers."""
    if told := ", ".join(str(number) for number in sorted(members)):
        yield make_finding("passport_unreadable", Level.WARN, _OUR_OWN, members=told)


def weightiest_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings by their level, as they came within one."""
    return tuple(sorted(findings, key=lambda finding: list(Level).index(finding.level)))
