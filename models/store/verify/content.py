"""The auditor's check of what entries name by digest: dossiers, programmes, texts, files, regulations.

What people wrote or handed in can be erased, so a row that is gone is no difference; one that is there
must have the digest its entry tells, and an entry that tells of it. The digest is HMAC-SHA256 under the
case's salt, so a changed salt shows as a change of all it seals. Written apart from the writer.
"""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row

from models.store.verify.reading import Difference, Unreadable, canonical, parsed, rows_of

# What a dossier says of a member whom the directory does not know.
NOT_IN_DIRECTORY = "not_in_directory"


@dataclass
class _Told:
    """The digests a case's entries tell, by what they are of."""

    dossiers: dict[int, str] = field(default_factory=dict)
    programmes: dict[int, str] = field(default_factory=dict)
    texts: set[str] = field(default_factory=set)
    files: set[str] = field(default_factory=set)
    regulations: dict[str, str] = field(default_factory=dict)
    amended: dict[int, int] = field(default_factory=dict)
    # Votes that came on paper named no file, in the days when their entries had no place for it.
    unnamed_papers: int = 0
    in_force: int = 0


# Whatever entry has one of these names the digest of a text that somebody wrote, or of a file.
_TEXTS = ("remarks", "answer", "reason", "what")
_PAPERS = ("paper", "evidence", "acceptance")


def content_difference(
    conn: Connection, case_no: str, rows: Sequence[Row[Any]]
) -> Difference | None:
    """Recompute the digest of everything of a case that is still there; return what differs first.

    `rows` are the case's entries, found whole before.
    """
    told = _told(rows)
    kept = _Kept(conn, case_no)
    return (
        _regulation_difference(conn, case_no, told)
        or kept.salt_difference()
        or kept.dossier_difference(told)
        or kept.travellers_difference(told)
        or kept.programmes_difference(told)
        or kept.texts_difference(told)
        or kept.files_difference(told)
    )


def _told(rows: Sequence[Row[Any]]) -> _Told:
    told = _Told()
    for row in rows:
        said = parsed(row.body)
        if row.kind == "case_submitted":
            told.dossiers[1] = said["dossier_digest"]
            told.regulations[said["regulation_digest"]] = said["regulation"]
            told.in_force = 1
        elif row.kind == "dossier_revised":
            told.dossiers[said["version"]] = said["dossier_digest"]
            told.in_force = said["version"]
        elif row.kind == "amendment_proposed" and said["version"]:
            told.dossiers[said["version"]] = said["dossier_digest"]
            told.amended[said["number"]] = said["version"]
        elif row.kind == "amendment_in_force":
            told.in_force = told.amended.get(said["number"], told.in_force)
        elif row.kind == "programme_revised":
            told.programmes[said["revision"]] = said["digest"]
        if row.kind == "vote_cast" and said["identity"] == "paper" and "evidence" not in said:
            told.unnamed_papers += 1
        told.texts |= {said[name] for name in _TEXTS if said.get(name)}
        papers = (said.get(name) or {} for name in _PAPERS)
        told.files |= {paper["file"] for paper in papers if paper.get("file")}
    return told


def _regulation_difference(conn: Connection, case_no: str, told: _Told) -> Difference | None:
    """A regulation is nobody's to erase: the text every case was submitted under stays."""
    for digest, name in told.regulations.items():
        place = f"regulations {digest[:12]}"
        found = rows_of(conn, "regulations", digest, column="digest")
        if not found:
            return Difference(case_no, place, "no row", "the one the case was submitted under")
        content = hashlib.sha256(_bytes(found[0].content, place)).hexdigest()
        if content != digest:
            return Difference(case_no, f"{place}, column content", content, digest)
        if found[0].name != name:
            return Difference(case_no, f"{place}, column name", str(found[0].name), name)
    return None


class _Kept:
    """What is still there of a case."""

    def __init__(self, conn: Connection, case_no: str) -> None:
        self.case_no = case_no
        self.dossiers = rows_of(conn, "dossiers", case_no, order="version")
        self.programmes = rows_of(conn, "programmes", case_no, order="revision")
        self.travellers = rows_of(conn, "travellers", case_no, order="number")
        self.texts = rows_of(conn, "texts", case_no, order="digest")
        self.files = rows_of(conn, "files", case_no, order="digest")
        salts = rows_of(conn, "salts", case_no)
        self.salt = _bytes(salts[0].salt, "salts, column salt") if salts else None
        self.contents: dict[int, Any] = {}

    def salt_difference(self) -> Difference | None:
        """A salt is erased with all it seals; alone, it would leave the rest beyond proof."""
        if self.salt is None and (self.dossiers or self.programmes or self.texts or self.files):
            return Difference(
                self.case_no, "salts", "no row", "one, as long as what it seals stays"
            )
        return None

    def dossier_difference(self, told: _Told) -> Difference | None:
        """Compare each version with the digest its entry tells."""
        for row in self.dossiers:
            place = f"dossiers {row.version}"
            if row.version not in told.dossiers:
                return self._untold(place)
            try:
                content = parsed(row.content)
                found = self._sealed(canonical(_facts(content)))
            except (Unreadable, KeyError, TypeError, AttributeError):
                return Difference(self.case_no, f"{place}, column content", "no dossier", "one")
            if found != told.dossiers[row.version]:
                return self._altered(place, found, told.dossiers[row.version])
            self.contents[row.version] = content
        return None

    def travellers_difference(self, told: _Told) -> Difference | None:
        """Compare the travellers with the dossier in force, which they repeat, while it is there."""
        if not told.dossiers:
            return self._untold("travellers") if self.travellers else None
        in_force = self.contents.get(told.in_force)
        if in_force is None:
            return None
        stored = {row.number: row for row in self.travellers}
        people = in_force.get("guests") or in_force.get("members") or ()
        members = dict(enumerate(people, start=1))
        for number in sorted(stored.keys() | members.keys(), key=str):
            place = f"travellers {number}"
            if number not in members:
                return Difference(
                    self.case_no, place, "a row", "none: the dossier has no such member"
                )
            if number not in stored:
                return Difference(self.case_no, place, "no row", "the dossier's member")
            said = {column: members[number].get(column) for column in ("person", "name")}
            if said["person"] == NOT_IN_DIRECTORY:
                said["person"] = None
            for column, expected in said.items():
                if getattr(stored[number], column) != expected:
                    where = f"{place}, column {column}"
                    return Difference(self.case_no, where, "another", "that of the dossier")
        return None

    def programmes_difference(self, told: _Told) -> Difference | None:
        """Compare each revision of the programme with the digest its entry tells."""
        for row in self.programmes:
            place = f"programmes {row.revision}"
            if row.revision not in told.programmes:
                return self._untold(place)
            found = self._sealed(_bytes(row.content, f"{place}, column content"))
            if found != told.programmes[row.revision]:
                return self._altered(place, found, told.programmes[row.revision])
        return None

    def texts_difference(self, told: _Told) -> Difference | None:
        """Compare each text with the digest it is kept under, and look for the entry that has it."""
        return self._named_by_digest("texts", self.texts, told.texts)

    def files_difference(self, told: _Told) -> Difference | None:
        """Do so with each file; those of the request are named by its dossier, not by an entry.

        While a version of the dossier is erased nobody can say which files it named. As many papers as
        votes of earlier days came on may stand unnamed.
        """
        named = told.files | {
            paper["file"]
            for content in self.contents.values()
            for paper in content["papers"]
            if paper["file"]
        }
        known = self.contents.keys() == told.dossiers.keys()
        allowed = named if known else None
        return self._named_by_digest("files", self.files, allowed, unnamed=told.unnamed_papers)

    def _named_by_digest(
        self, table: str, rows: Sequence[Row[Any]], named: set[str] | None, *, unnamed: int = 0
    ) -> Difference | None:
        for row in rows:
            place = f"{table} {_digest(row.digest)}"
            found = self._sealed(_bytes(row.content, f"{place}, column content"))
            if found != row.digest:
                return self._altered(place, found, row.digest)
            if named is not None and row.digest not in named:
                unnamed -= 1
                if unnamed < 0:
                    return self._untold(place)
        return None

    def _sealed(self, content: bytes) -> str:
        return hmac.new(self.salt or b"", content, hashlib.sha256).hexdigest()

    def _altered(self, place: str, found: str, expected: str) -> Difference:
        where = f"{place}, column content (or the case's salt)"
        return Difference(self.case_no, where, f"digest {_digest(found)}", f"{_digest(expected)}")

    def _untold(self, place: str) -> Difference:
        return Difference(self.case_no, place, "a row", "none: no entry tells of it")


def _facts(content: dict[str, Any]) -> dict[str, Any]:
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


def _bytes(value: Any, place: str) -> bytes:
    if not isinstance(value, str | bytes | memoryview):
        raise Unreadable(value, "text or bytes", place)
    return value.encode() if isinstance(value, str) else bytes(value)


def _digest(digest: object) -> str:
    """Shorten a digest to what tells it apart."""
    return f"{str(digest)[:12]}…"
