"""What people call units, bodies, seats, persons, places and countries, read once for one page."""

from collections.abc import Iterable, Mapping

from config.regulation.parts import Text
from config.regulation.province import Regulation
from flows.case.read import CaseRead
from models.case import Step
from models.directory import Person, seat_title
from models.part_on_guests import part_on_guests
from models.request.parts import NOT_IN_DIRECTORY
from models.request.values.origins import ORIGINS


class NamesKnown:
    """The names of a regulation's world, of units and persons, in the reader's language."""

    def __init__(
        self,
        regulation: Regulation,
        units: Mapping[str, Text],
        persons: Mapping[str, Person],
        language: str,
    ) -> None:
        self.language = language
        self._regulation = regulation
        self._units = dict(units)
        self._persons = persons

    def person(self, person: str | None) -> str:
        """Return a person's name; an account the directory does not know keeps its own."""
        known = self._persons.get(person or "")
        return known.name if known else person or ""

    def leader(self, person: str | None) -> str:
        """Return the name of one the directory may know; empty for one outside it."""
        return "" if person == NOT_IN_DIRECTORY else self.person(person)

    def body(self, key: str) -> str:
        """Return the name of a unit or a body."""
        named = self._units.get(key)
        if named is None and key in self._regulation.bodies:
            named = self._regulation.bodies[key].name
        return named.of(self.language) if named else key

    def seat(self, seat: str) -> str:
        """Return what people call a seat."""
        return seat_title(seat, self._regulation, self._units).of(self.language)

    def asked_of(self, step: Step) -> str:
        """Return what people call whoever a step is asked of; a collective by its body alone."""
        body = self._regulation.body_of(step.seat)
        if step.collective and body:
            return body.name.of(self.language)
        return self.seat(step.seat)

    def area(self, area: str) -> str:
        """Return what an area of work is called."""
        text = self._regulation.areas_of_work.get(area)
        return text.of(self.language) if text else area

    def rank(self, rank: str) -> str:
        """Return what a rank of the province's own people is called."""
        known = self._regulation.ranks.get(rank)
        return known.title.of(self.language) if known else rank

    def guest_rank(self, rank: str) -> str:
        """Return what a rank of foreign guests is called."""
        known = part_on_guests(self._regulation).guest_ranks.get(rank)
        return known.title.of(self.language) if known else rank

    def paper_kind(self, kind: str) -> str:
        """Return what a kind of paper is called."""
        known = self._regulation.papers.get(kind)
        return known.title.of(self.language) if known else kind

    def place(self, key: str) -> str:
        """Return what a place of the province is called."""
        return _place_name(self._regulation, key).of(self.language)

    def country(self, code: str) -> str:
        """Return the name of a country."""
        return country_name(code).of(self.language)

    def countries(self, codes: Iterable[str]) -> str:
        """Return the names of countries in one line, in their order."""
        return ", ".join(sorted(self.country(code) for code in codes))

    def document(self, key: str | None) -> str:
        """Return the number of a document that a rule rests on; empty where it rests on none."""
        known = self._regulation.documents.get(key or "")
        return known.number if known else key or ""


class Names(NamesKnown):
    """The names of one case's world."""

    def __init__(self, work: CaseRead, language: str) -> None:
        super().__init__(work.regulation, work.unit_names, work.around.persons, language)


def body_name(work: CaseRead, key: str) -> Text:
    """Return what a unit or body is called; its key where nobody knows it any more."""
    body = work.regulation.bodies.get(key)
    return body.name if body else work.unit_names.get(key, Text(vi=key, en=key))


def place_name(work: CaseRead, key: str) -> Text:
    """Return what a place is called."""
    return _place_name(work.regulation, key)


def _place_name(regulation: Regulation, key: str) -> Text:
    place = part_on_guests(regulation).places.get(key)
    return place.name if place else Text(vi=key, en=key)


def country_name(code: str) -> Text:
    """Return the name of a country; its code where the locale data have no name."""
    vi, en = ORIGINS.get(code, (code, code))
    return Text(vi=vi, en=en)
