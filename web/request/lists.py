"""What can be chosen in the fields of a request, in the reader's words, and back from words to codes."""

from collections.abc import Mapping
from types import MappingProxyType

from config.regulation.parts import Text
from config.regulation.province import Regulation
from config.words import Words
from models.directory import Person
from models.ids import BodyKey
from models.request.form.described import Field, Input, Listed
from models.request.form.written import NO, YES
from models.request.parts import NOT_IN_DIRECTORY
from models.request.values.countries import COUNTRIES
from models.request.values.currencies import CURRENCIES
from models.request.values.origins import NO_NATIONALITY, ORGANISATIONS

Options = Mapping[str, str]
_OF_THE_WORLD: Mapping[Input, Mapping[str, tuple[str, str]]] = {
    Input.COUNTRY: COUNTRIES,
    Input.ORIGIN: {**ORGANISATIONS, **COUNTRIES},
    Input.NATIONALITY: {**NO_NATIONALITY, **COUNTRIES},
    Input.CURRENCY: CURRENCIES,
}
# What tells whether two fields are chosen from the same.
_From = tuple[Input, str, Listed | None]


class Lists:
    """What can be chosen, for one reader: by the regulation, the directory, the world."""

    def __init__(
        self,
        w: Words,
        regulation: Regulation,
        *,
        units: Mapping[str, Text],
        own_units: tuple[BodyKey, ...],
        persons: Mapping[str, Person],
        partners: Mapping[int, str] = MappingProxyType({}),
    ) -> None:
        self._w = w
        self._regulation = regulation
        self._units = units
        self._own_units = own_units
        self._persons = persons
        self._partners = partners

        # By what a field is chosen from: the fields of all rows ask for the same.
        self._options: dict[_From, Options] = {}
        self._codes: dict[_From, dict[str, str]] = {}

    def options(self, field: Field) -> Options:
        """Return what can be chosen in a field, each code with its words; nothing where one writes."""
        source = _from(field)
        if source not in self._options:
            self._options[source] = self._offered(field)
        return self._options[source]

    def _offered(self, field: Field) -> Options:
        match field.input:
            case Input.COUNTRY | Input.ORIGIN | Input.NATIONALITY | Input.CURRENCY:
                return self._of_the_world(_OF_THE_WORLD[field.input])
            case Input.YES_NO:
                return {YES: self._w.text("page.yes"), NO: self._w.text("page.no")}
            case Input.CODE | Input.CODES:
                labels = {code: self._w.label(field.family, code) for code in field.codes}
                return {code: _capital(label) for code, label in labels.items()}
            case Input.LISTED:
                assert field.listed is not None  # noqa: S101 - its description says so.
                return self._listed(field.listed)
            case _:
                return {}

    def code(self, field: Field, written: str) -> str:
        """Return the code that somebody chose by its words; anything else as it was written."""
        source = _from(field)
        if source not in self._codes:
            said = self.options(field).items()
            self._codes[source] = {words.casefold(): code for code, words in said}
        return self._codes[source].get(written.strip().casefold(), written)

    def words(self, field: Field, written: str) -> str:
        """Return what is shown of a value: the words of a code, anything else as it was written."""
        return self.options(field).get(written, written)

    def _of_the_world(self, named: Mapping[str, tuple[str, str]]) -> Options:
        language = 0 if self._w.language.value == "vi" else 1
        found = {code: names[language] for code, names in named.items()}
        # Everybody knows a currency by its code.
        is_money = named is CURRENCIES
        return {code: f"{code} – {name}" for code, name in found.items()} if is_money else found

    def _listed(self, listed: Listed) -> Options:
        regulation, inbound = self._regulation, self._regulation.inbound
        found: Mapping[str, Text]
        match listed:
            case Listed.UNITS:
                found = {unit: self._units[unit] for unit in self._own_units}
            case Listed.ANSWERING:
                bodies = {key: body.name for key, body in regulation.bodies.items()}
                found = {**self._units, **bodies}
            case Listed.AREAS:
                found = regulation.areas_of_work
            case Listed.RANKS:
                found = {key: rank.title for key, rank in regulation.ranks.items()}
            case Listed.GUEST_RANKS:
                ranks = inbound.guest_ranks if inbound else {}
                found = {key: rank.title for key, rank in ranks.items()}
            case Listed.PAPERS:
                found = {key: paper.title for key, paper in regulation.papers.items()}
            case Listed.PLACES:
                found = {k: place.name for k, place in (inbound.places if inbound else {}).items()}
            case Listed.PERSONS:
                return self._people()
            case Listed.PARTNERS:
                return {
                    f"{number}": f"{number} – {name}" for number, name in self._partners.items()
                }
        return {key: text.of(self._w.language.value) for key, text in found.items()}

    def _people(self) -> Options:
        """Return the people of the directory: name and id, since names are borne by several."""
        outside = {NOT_IN_DIRECTORY: self._w.text("page.request.not_in_directory")}
        return {**outside, **{key: f"{p.name} ({key})" for key, p in self._persons.items()}}


def _from(field: Field) -> _From:
    return (field.input, field.family, field.listed)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
