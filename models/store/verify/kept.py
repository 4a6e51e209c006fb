"""What is still there of a case that its entries name by digest, read once for all who ask.

What people wrote or handed in can be erased: then nobody knows what it said, and nothing is held
against it.
"""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection

# The form of names and words is a rule, and no fact.
from models.names import name_key, words_in
from models.store.verify.reading import Difference, Unreadable, canonical, parsed, rows_of

# What a dossier says of a member whom the directory does not know.
NOT_IN_DIRECTORY = "not_in_directory"
_HOME = "VN"


class Kept:
    """What is still there of a case."""

    def __init__(self, conn: Connection, case_no: str) -> None:
        self.case_no = case_no
        self.dossiers = rows_of(conn, "dossiers", case_no, order="version")
        self.programmes = rows_of(conn, "programmes", case_no, order="revision")
        self.travellers = rows_of(conn, "travellers", case_no, order="number")
        self.words = rows_of(conn, "case_words", case_no)
        self.search_words = rows_of(conn, "search_words", case_no, order="word")
        self.texts = rows_of(conn, "texts", case_no, order="digest")
        self.files = rows_of(conn, "files", case_no, order="digest")
        self.passports = rows_of(conn, "passports", case_no, order="number")
        self.amended_passports = rows_of(conn, "amended_passports", case_no, order="amendment")
        salts = rows_of(conn, "salts", case_no)
        self.salt = bytes_of(salts[0].salt, "salts, column salt") if salts else None
        # What each version says, by which facts it is compared, and which are as they were sealed.
        self.contents: dict[int, Any] = {}
        self._facts: dict[int, dict[str, Any]] = {}
        self._as_sealed: dict[int, dict[str, Any]] = {}
        for row in self.dossiers:
            self._read(row.version, row.content)

    def sealed(self, content: bytes) -> str:
        """Return the digest under which the case keeps something."""
        return hmac.new(self.salt or b"", content, hashlib.sha256).hexdigest()

    def digest_of(self, version: int) -> str | None:
        """Return the digest of a version that is there and can be read."""
        facts = self._facts.get(version)
        return None if facts is None else self.sealed(canonical(facts))

    def is_sealed_as(self, version: int, digest: str) -> None:
        """Hear which digest an entry tells of a version: entries are held against the very one alone."""
        if self.salt is not None and self.digest_of(version) == digest:
            self._as_sealed[version] = self._facts[version]

    def digest_of_facts(self, version: int, names: Sequence[str]) -> str | None:
        """Return the digest of some facts of a version; None where nobody knows them any more."""
        facts = self._as_sealed.get(version)
        if facts is None:
            return None
        return self.sealed(canonical({name: facts.get(name) for name in sorted(names)}))

    def says_the_same(self, one: int, other: int, names: Sequence[str]) -> bool:
        """Tell whether two versions say the same of some facts, as far as anybody still knows.

        A later release may have asked for more in between: then they are of different forms, and what
        the older one would have said is not known.
        """
        then, now = self._as_sealed.get(one), self._as_sealed.get(other)
        if one == other or then is None or now is None:
            return True
        return all(_may_be_the_same(then, now, name) for name in names)

    def travellers_by(self, version: int) -> frozenset[str]:
        """Return whom of the directory a version takes along, as far as anybody still knows."""
        people = people_in(self._as_sealed.get(version, {}))
        named = {member.get("person") for member in people if isinstance(member, Mapping)}
        return frozenset(person for person in named if person and person != NOT_IN_DIRECTORY)

    def number_of_travellers(self, version: int) -> int | None:
        """Return how many travel by a version; None where nobody knows any more."""
        facts = self._as_sealed.get(version)
        return None if facts is None else len(people_in(facts))

    def _read(self, version: int, content: Any) -> None:
        try:
            said = parsed(content)
            self._facts[version] = facts_of(said)
            self.contents[version] = said
        except (Unreadable, KeyError, TypeError, AttributeError):
            # Whether it is the one that was sealed is asked of it elsewhere.
            return


def people_in(content: Mapping[str, Any]) -> Sequence[Any]:
    """Return who travels by a dossier, in the order of their numbers."""
    return content.get("guests") or content.get("members") or ()


def _may_be_the_same(then: Mapping[str, Any], now: Mapping[str, Any], name: str) -> bool:
    if name not in then or name not in now:
        return True
    one, other = then[name], now[name]
    are_told = one is not None and other is not None
    return one == other or (are_told and _form(one) != _form(other))


def _form(value: Any) -> Any:
    """Return what a value is made of, whatever it says."""
    if isinstance(value, dict):
        return {name: _form(said) for name, said in value.items()}
    if isinstance(value, list):
        # Of a list it is the form of its parts that tells releases apart, not how many there are.
        return [form for place, form in enumerate(map(_form, value)) if form not in value[:place]]
    return None


def facts_of(content: dict[str, Any]) -> dict[str, Any]:
    """Return what a dossier's digest is of: all but the letter, both dates as one fact.

    Passports are kept elsewhere: a dossier says of each member that it holds none, the facts nothing.
    One that is about no travellers is taken as it stands.
    """
    facts = {name: said for name, said in content.items() if name != "letter"}
    people = next((name for name in _FIRST_AND_LAST if name in content), None)
    if people is None:
        # Whatever a case is about, its dossier has a title.
        return facts if facts["title"] else {}
    facts["dates"] = {name: facts.pop(name) for name in _FIRST_AND_LAST[people]}
    facts[people] = [
        {name: said for name, said in member.items() if (name, said) != ("passport", None)}
        for member in facts[people]
    ]
    return facts


# By what a dossier calls its travellers: where it says when they come and go.
_FIRST_AND_LAST = {"guests": ("arrives", "departs"), "members": ("departs", "returns")}


def bytes_of(value: Any, place: str) -> bytes:
    """Read bytes, or text as bytes."""
    if not isinstance(value, str | bytes | memoryview):
        raise Unreadable(value, "text or bytes", place)
    return value.encode() if isinstance(value, str) else bytes(value)


# --- the words by which a case is found ----------------------------------------------------------


def words_difference(kept: Kept, in_force: int) -> Difference | None:
    """Compare the words of a case with its dossier in force; of one that is erased there are none."""
    said = kept.contents.get(in_force)
    if said is None:
        if kept.words and not kept.dossiers:
            return Difference(kept.case_no, "case_words", "a row", "none: the dossier is erased")
        return None
    if not kept.words:
        return Difference(kept.case_no, "case_words", "no row", "the dossier's words")
    expected = {
        "title": said.get("title"),
        "title_key": name_key(str(said.get("title"))),
        "countries": f" {' '.join(sorted(countries_in(said)))} ",
        "urgent": said.get("urgent") is not None,
        **_letter(said),
    }
    for column, value in expected.items():
        found = getattr(kept.words[0], column)
        # A day comes as a day or as its text, by the database.
        if (found.isoformat() if isinstance(found, date) else found) != value:
            where = f"case_words, column {column}"
            return Difference(kept.case_no, where, "another", "that of the dossier")
    return None


def search_words_difference(kept: Kept, in_force: int) -> Difference | None:
    """Compare the words a case is found by with its dossier in force; they are erased with it."""
    said = kept.contents.get(in_force)
    if said is None:
        if kept.search_words and not kept.dossiers:
            return Difference(kept.case_no, "search_words", "rows", "none: the dossier is erased")
        return None
    expected = _searched(said)
    found = {row.word: bool(row.of_dossier) for row in kept.search_words}
    if found == expected:
        return None
    strange = sorted(word for word, _ in set(found.items()) ^ set(expected.items()))
    # The words themselves are the dossier's, and no report's.
    return Difference(kept.case_no, "search_words", f"{len(strange)} others", "the dossier's")


def _searched(said: Mapping[str, Any]) -> dict[str, bool]:
    """Return by which words a dossier is found, and which of them are its own alone."""
    partner = said.get("sender") or said.get("host") or {}
    entry = said.get("plan_entry") or {}
    by_mark = {
        "person": [w for person in people_in(said) for w in words_in(str(person.get("name")))],
        "partner": words_in(str(partner.get("name", ""))),
        "plan": words_in(f"{entry.get('plan', '')} {entry.get('entry', '')}"),
    }
    bare = [word for words in by_mark.values() for word in words]
    behind = [f"{mark}:{word}" for mark, words in by_mark.items() for word in words]
    codes = [f"country:{code}" for code in countries_in(said)]
    whole = [*bare, *behind, *codes, f"area:{said.get('area')}"]
    title = words_in(str(said.get("title")))
    return {**dict.fromkeys(whole, True), **dict.fromkeys(title, False)}


def _letter(said: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the day of the letter and the form of its number under which it is found."""
    letter = said.get("letter") or {}
    number = str(letter.get("number"))
    return {"letter_date": letter.get("date"), "letter_key": name_key(number) or number}


def countries_in(said: Mapping[str, Any]) -> frozenset[str]:
    """Return where guests come from, or where a delegation goes: home is no place to go to."""
    if "guests" in said:
        return frozenset(
            (said["sender"]["country"], *(guest["nationality"] for guest in people_in(said)))
        )
    if "host" not in said:
        # Whatever else a case is about, it need not have a country.
        return frozenset()
    abroad = frozenset(stop["country"] for stop in said["itinerary"]) - {_HOME}
    return abroad or frozenset({said["host"]["country"]})
