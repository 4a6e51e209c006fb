"""The day a request is filed: who is there then, and what is said of those who are not. Pure."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from config.regulation.parts import Text
from models.directory import Person
from models.errors import Problem
from models.names import name_key, same_name
from models.request.base import Request
from models.request.parts import NOT_IN_DIRECTORY, Passport
from models.request.problems import HIDDEN, field_name, offered
from models.request.values.likeness import nearest_first, really_like

# Of many units the nearest are offered, of people those who are really meant perhaps.
_MOST_OFFERED, _MOST_LIKE = 12, 3


@dataclass(frozen=True)
class FilingDay:
    """The day in the province, and the units, bodies and persons of it, by their keys."""

    today: date
    units: Mapping[str, Text]
    bodies: Mapping[str, Text]
    persons: Mapping[str, Person]

    def bearers(self) -> Mapping[str, Sequence[str]]:
        """Return the ids of those who bear a name, in their order, by the form names are compared in."""
        found: dict[str, list[str]] = defaultdict(list)
        for person in sorted(self.persons):
            found[name_key(self.persons[person].name)].append(person)
        return dict(found)

    @property
    def answering(self) -> Mapping[str, Text]:
        """Return who can answer for a part of a programme: units and bodies."""
        return {**self.units, **self.bodies}


def unit_problems(field: str, unit: str, units: Mapping[str, Text]) -> tuple[Problem, ...]:
    """Find a unit that is not there, and tell those there are, the nearest first."""
    if unit in units:
        return ()
    named = {key: (name.vi, name.en) for key, name in units.items()}
    nearest = offered(nearest_first(unit, named)[:_MOST_OFFERED], named)
    return (Problem(field, unit, "unknown_unit", offered=nearest),)


def unknown_person(
    field: str, person: str | None, persons: Mapping[str, Person]
) -> Iterator[Problem]:
    """Find a person the directory does not know, unless they are said to be none of its."""
    if person in (None, NOT_IN_DIRECTORY) or person in persons:
        return
    named = {key: (known.name, known.name) for key, known in persons.items()}
    # `nguyen.van.thi` is an id mistyped, and may be a name.
    found = offered(really_like(str(person).replace(".", " "), named)[:_MOST_LIKE], named)
    if found:
        yield Problem(field, str(person), "unknown_person_like", offered=found)
    else:
        yield Problem(field, str(person), "unknown_person")


def identity_problems(
    field: str, name: str, person: str | None, persons: Mapping[str, Person]
) -> Iterator[Problem]:
    """Find an id that nobody has, or that is of somebody who is called otherwise."""
    yield from unknown_person(field, person, persons)
    known = persons.get(person or "")
    if known and name and not same_name(known.name, name):
        told = (("name", known.name), ("written", name))
        yield Problem(field, str(person), "names_another", told)


def namesake_problems(
    field: str, name: str, person: str | None, bearers: Mapping[str, Sequence[str]]
) -> Iterator[Problem]:
    """Find who bears a name of the directory, and is not said to be anybody of it or none."""
    if person is None and (found := bearers.get(name_key(name))):
        yield Problem(field, name, "names_somebody", (("person", ", ".join(found)),))


def told_twice(
    part: str, persons: Sequence[tuple[str, str | None]], born: Sequence[date | None]
) -> Iterator[Problem]:
    """Find who stands twice among those who travel: by the same id, or the same name and birthday.

    Two of one name whose birthdays are not both given may be one: who they are is asked.
    """
    yield from person_twice(part, [person for _, person in persons])
    for at, (name, person) in enumerate(persons):
        for first, (other_name, other) in enumerate(persons[:at]):
            if name and not (person or other) and same_name(name, other_name):
                birthdays = {born[at], born[first]}
                if len(birthdays) == 1 or None in birthdays:
                    told = (("first", str(first + 1)),)
                    yield Problem(field_name((part, at, "born")), name, "name_twice", told)


def person_twice(part: str, ids: Sequence[str | None]) -> Iterator[Problem]:
    """Find whom the directory knows and who stands twice, at the second place."""
    first: dict[str, int] = {}
    for number, person in enumerate(ids, start=1):
        if person in (None, NOT_IN_DIRECTORY):
            continue
        if first.setdefault(str(person), number) != number:
            told = (("first", str(first[str(person)])),)
            yield Problem(field_name((part, number - 1, "person")), person, "person_twice", told)


def born_ahead(part: str, born: Sequence[date | None], today: date) -> Iterator[Problem]:
    """Find who is said to be born on a day to come."""
    for at, birthday in enumerate(born):
        if birthday and birthday > today:
            told = (("today", today.isoformat()),)
            yield Problem(field_name((part, at, "born")), birthday.isoformat(), "born_ahead", told)


def passport_twice(
    part: str, passports: Mapping[int, Passport], countries: Sequence[str] = ()
) -> Iterator[Problem]:
    """Find a passport that two are said to have, at the second of them.

    Two `countries`, one for each of the part where they differ, may give out the same number.
    """
    first: dict[tuple[str, str], int] = {}
    for number, passport in sorted(passports.items()):
        of = (passport.number, countries[number - 1] if countries else "")
        if first.setdefault(of, number) != number:
            told = (("first", str(first[of])),)
            field = field_name((part, number - 1, "passport", "number"))
            yield Problem(field, HIDDEN, "passport_twice", told)


def papers_ahead(request: Request, today: date) -> Iterator[Problem]:
    """Find the letter, the leader's instruction and the papers that are of a day to come."""
    letter = getattr(request, "letter", None)
    dated = [("letter.date", letter.date)] if letter else []
    for name, given in (("urgent", request.urgent), ("allowed", request.allowed)):
        if given:
            dated.append((f"{name}.instruction.date", given.instruction.date))
    dated += [
        (field_name(("papers", place, "date")), paper.date)
        for place, paper in enumerate(request.papers)
    ]
    for field, written in dated:
        yield from day_ahead(field, written, today)


def day_ahead(field: str, written: date | None, today: date) -> Iterator[Problem]:
    """Find a day that is to come, of something that is said to be there; None is no day."""
    if written and written > today:
        yield Problem(field, written.isoformat(), "paper_ahead", (("today", today.isoformat()),))
