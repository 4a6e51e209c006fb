"""What of a regulation nobody has confirmed yet, as a list to work through: each rule once."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from config.regulation.codes import Mark
from config.regulation.limits import TripLimit
from config.regulation.parts import RouteStep, Rule, Source, TimeLimit
from config.regulation.province import Regulation
from config.words import Words


@dataclass(frozen=True)
class Confirming:
    """A rule, and every place of the file at which it stands."""

    rule: Rule
    places: tuple[str, ...]

    @property
    def section(self) -> str:
        """Return the part of the file it first stands in, such as `routes`."""
        return self.places[0].partition(".")[0]

    @property
    def mark(self) -> Mark:
        return self.rule.source.mark


def rules_of(regulation: Regulation, *, unconfirmed_only: bool) -> tuple[Confirming, ...]:
    """Return the rules of a regulation in their order, what is repeated by its name only once."""
    places: dict[tuple[str, str], list[str]] = {}
    rules: dict[tuple[str, str], Rule] = {}
    for place, rule in regulation.rules():
        if rule.unconfirmed or not unconfirmed_only:
            same = (type(rule).__name__, rule.model_dump_json())
            places.setdefault(same, []).append(place)
            rules[same] = rule
    return tuple(Confirming(rules[same], tuple(at)) for same, at in places.items())


def by_section(rules: Iterable[Confirming]) -> tuple[tuple[str, tuple[Confirming, ...]], ...]:
    """Return the rules by the part of the file they stand in."""
    ordered = sorted(rules, key=lambda each: each.section)
    return tuple((key, tuple(group)) for key, group in groupby(ordered, lambda each: each.section))


def what_it_says(rule: Rule, regulation: Regulation, w: Words) -> str:
    """Say what a rule is about: its title, an amount of time, who is asked for what; else nothing."""
    if isinstance(rule, TimeLimit):
        return f"{rule.amount} {w.label('time_unit', rule.unit)}"
    if isinstance(rule, TripLimit):
        return w.text("page.regulation.at_most", count=rule.at_most)
    if isinstance(rule, RouteStep):
        body = regulation.body_of(rule.seat)
        named = body.name.of(w.language) if body else w.text("page.regulation.unit")
        return f"{w.label('act', rule.act, rule.stage)} – {named}"
    title = getattr(rule, "title", None) or getattr(rule, "name", None)
    return title.of(w.language) if title else ""


class Places:
    """Says in words where a rule stands in a regulation, and what it says."""

    def __init__(self, regulation: Regulation, w: Words) -> None:
        self._regulation = regulation
        self._rules = dict(regulation.rules())
        self._w = w

    def said(self, place: str) -> str:
        """Return what the rules on the way to a place are called, then what the rule there says."""
        names = place.split(".")
        way = [".".join(names[: n + 1]) for n in range(len(names))]
        named = (self._name(at, at.rpartition(".")[2]) for at in way if at in self._rules)
        told = " · ".join(name for name in named if name) or place
        return told[:1].upper() + told[1:]

    def _name(self, place: str, last: str) -> str:
        says = what_it_says(self._rules[place], self._regulation, self._w)
        # Not every rule has a name of its own beside what it says.
        has_name = f"regulation_rule.{last}" in self._w.catalogue
        called = self._w.label("regulation_rule", last) if has_name else ""
        return ": ".join(part for part in (called, says) if part)


def cited(source: Source, regulation: Regulation, w: Words) -> str:
    """Say what a rule rests on, what came before it too, and where else it was seen."""
    told = []
    for each in source.all_of_it():
        document = regulation.documents.get(each.document or "")
        parts = (document.number if document else None, each.article)
        named = ", ".join(part for part in parts if part)
        seen = w.text("cli.seen_in", place=each.seen_in) if each.seen_in else ""
        told.append(" ".join(part for part in (named, seen) if part) or "–")
    first, *before = told
    return "; ".join((first, *(w.text("page.regulation.before", source=each) for each in before)))
