"""The dossier's facts in a reader's words: values without codes, parts by what they are called."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from config.words import words
from flows.case.read import CaseRead
from models.journal.entry import JSON
from models.request.differences import FactDifference, called_by, differences
from models.request.labels import labels_within
from web.ground.names import Names

# Facts whose parts are people, and what else of a part says which one it is.
PEOPLE = ("members", "guests")
_TOLD_WITH = (
    "position",
    "amount",
    "currency",
    "day",
    "number",
    "group",
    "arrives",
    "departs",
    "leaves",
)
_DAYS = frozenset(
    ("departs", "returns", "arrives", "leaves", "date", "day", "born", "issued",
     "valid_from", "valid_until")
)  # fmt: skip
_CLOCKS = frozenset(("begins", "ends"))
_AMOUNTS = frozenset(("amount", "unit_amount", "vnd"))
_COUNTRIES = frozenset(("country", "nationality"))
_PERSONS = frozenset(("person", "leader"))
_NUMBERS = frozenset(("by", "relative_of", "guest", "interpreter"))
# Codes with labels of their own, by field; a fact that is one code is its own field.
_FAMILIES = {
    "managed_by": "management",
    "payer": "payer",
    "trip": "trip",
    "visit": "visit",
    "bears_costs": "bears_costs",
    "invited_by": "inviter",
    "profession": "profession",
    "activity": "activity",
    "topics": "sensitive_topic",
    "norm": "expense",
}
_FAMILIES_OF_FACTS = {
    ("members", "role"): "role",
    ("guests", "role"): "guest_role",
    ("costs", "role"): "guest_role",
    ("sender", "kind"): "sender_kind",
    ("ngo", "kind"): "certificate",
}


@dataclass(frozen=True)
class DifferenceShown:
    """What differs in words: of what, as it was (empty: nothing), as it is now (empty: nothing)."""

    fact: str
    about: str
    old: str
    new: str


@dataclass(frozen=True)
class FieldOffered:
    """A field of the dossier that can be remarked on; `group` is the fact a part belongs to."""

    key: str
    title: str
    group: str = ""


class Readable:
    """Puts the facts of one case into words."""

    def __init__(self, work: CaseRead, names: Names, files: Mapping[str, str]) -> None:
        self._work = work
        self._names = names
        self._w = words(names.language)
        self._files = files

    def differences(self, old: int, new: int) -> tuple[DifferenceShown, ...]:
        """Return what differs between two versions of the dossier."""
        before, after = (self._work.version(number).facts() for number in (old, new))
        return tuple(self._difference(each) for each in differences(before, after))

    def fields(self) -> tuple[FieldOffered, ...]:
        """Return the fields of the dossier in force: its facts, then its people and its items."""
        facts = self._work.request.facts()
        offered = [FieldOffered(name, self.fact(name)) for name in facts]
        for name in (*PEOPLE, "programme"):
            for number, part in enumerate(facts.get(name) or (), start=1):
                key = f"{name}[{number}]"
                offered.append(FieldOffered(key, self.part(name, part), self.fact(name)))
        return tuple(offered)

    def field(self, key: str, version: int) -> str:
        """Return what a field of a version is called: `members[2]` by the member's name."""
        fact, _, rest = key.partition("[")
        parts = self._work.version(version).facts().get(fact)
        number = rest.removesuffix("]")
        if number.isdecimal() and isinstance(parts, list) and 0 < int(number) <= len(parts):
            return f"{self.fact(fact)}: {self.part(fact, parts[int(number) - 1])}"
        return self.fact(fact)

    def fact(self, name: str) -> str:
        """Return what a fact is called, as the beginning of a line."""
        said = self._w.label("fact", name)
        return said[:1].upper() + said[1:]

    def part(self, fact: str, part: Mapping[str, JSON]) -> str:
        """Return a part of a list in one line: what it is called, and what tells it from others."""
        told = [self.value(fact, field, part.get(field)) for field in _TOLD_WITH]
        return " · ".join(dict.fromkeys(said for said in (self._name(fact, part), *told) if said))

    def value(self, fact: str, field: str, value: JSON) -> str:
        """Return a value in words; empty where there is none."""
        if value is None or value == []:
            return ""
        if isinstance(value, list):
            return ", ".join(self.value(fact, field, each) for each in value)
        if isinstance(value, dict):
            return " · ".join(self.value(fact, name, each) for name, each in value.items() if each)
        if isinstance(value, bool):
            return self._w.text("page.yes" if value else "page.no")
        family = _FAMILIES_OF_FACTS.get((fact, field)) or _FAMILIES.get(field)
        return self._w.label(family, value) if family else self._plain(fact, field, value)

    def _name(self, fact: str, part: Mapping[str, JSON]) -> str:
        field = called_by(part)
        return self.value(fact, field, part.get(field))

    def _plain(self, fact: str, field: str, value: JSON) -> str:
        if field in _DAYS:
            return self._w.date(date.fromisoformat(value))
        if field in _CLOCKS:
            return str(value)[:5]
        if field in _AMOUNTS:
            return self._w.number(Decimal(value))
        if field in _NUMBERS:
            return self._w.text("page.part_number", number=value)
        return self._named(fact, field, str(value))

    def _named(self, fact: str, field: str, value: str) -> str:
        """Return what something is called that the dossier knows by a key."""
        if field in _COUNTRIES:
            return self._names.country(value)
        if field == "rank":
            return self._names.guest_rank(value) if fact == "guests" else self._names.rank(value)
        if field == "area":
            return self._names.area(value)
        if field == "unit":
            return self._names.body(value)
        if field in _PERSONS:
            return self._names.leader(value)
        if field == "file":
            return self._files.get(value, value)
        if (fact, field) == ("papers", "kind"):
            return self._names.paper_kind(value)
        if field == "place" and self._work.request.programmed:
            return self._names.place(value)
        return value

    def _difference(self, each: FactDifference) -> DifferenceShown:
        field = each.path[-1] if each.path else each.fact
        about = list(labels_within(each.fact, each.path, self._w))
        if each.is_new or each.is_gone:
            old, new = (self.part(each.fact, p) if p else "" for p in (each.old, each.new))
        else:
            old, new = (self.value(each.fact, field, v) for v in (each.old, each.new))
            if each.part:
                about.insert(0, self._name(each.fact, each.part))
        return DifferenceShown(self.fact(each.fact), " · ".join(about), old, new)
