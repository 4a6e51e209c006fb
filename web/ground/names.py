"""What people call units, bodies, seats and persons, read once for one page."""

from flows.case.read import CaseRead
from models.case import Step
from models.directory import Person, seat_title
from models.request.parts import NOT_IN_DIRECTORY
from models.store import directory


class Names:
    """The names of one case's world, in the reader's language."""

    def __init__(self, work: CaseRead, language: str) -> None:
        self.language = language
        self._regulation = work.regulation
        self._units = work.unit_names
        self._persons: dict[str, Person] = directory.persons_by_id(work.conn)

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
