"""The auditor's check of what entries name by digest: dossiers, programmes, texts, files, regulations.

What people wrote or handed in can be erased, and an entry says so: whatever else an entry tells of must
be there with its digest, and whatever is there must have an entry that tells of it. The digest is
HMAC-SHA256 under the case's salt, so a changed salt shows as a change of all it seals. Written apart
from the writer.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row

# The one thing shared with those who write: the form of a name is a rule, and no fact.
from models.names import name_key
from models.store.verify.brief import said_in
from models.store.verify.kept import (
    NOT_IN_DIRECTORY,
    Kept,
    bytes_of,
    people_in,
    search_words_difference,
    text_of,
    words_difference,
)
from models.store.verify.reading import Difference, canonical, rows_of

# What an entry can say to be erased: by version, revision or digest, or as a whole.
_ERASABLE = ("dossiers", "programmes", "texts", "files", "passports", "salt")


@dataclass
class _Told:
    """The digests a case's entries tell, by what they are of."""

    dossiers: dict[int, str] = field(default_factory=dict)
    programmes: dict[int, str] = field(default_factory=dict)
    texts: set[str] = field(default_factory=set)
    files: set[str] = field(default_factory=set)
    regulations: dict[str, str] = field(default_factory=dict)
    amended: dict[int, int] = field(default_factory=dict)
    # What stands beside a dossier's facts; entries of earlier days tell nothing of it.
    letters: dict[int, str] = field(default_factory=dict)
    passports: str | None = None
    amended_passports: dict[int, str] = field(default_factory=dict)
    put_in_force: set[int] = field(default_factory=set)
    # Votes that came on paper named no file, in the days when their entries had no place for it.
    unnamed_papers: int = 0
    erased: dict[str, set[Any]] = field(default_factory=lambda: {name: set() for name in _ERASABLE})
    in_force: int = 0


# Whatever entry has one of these names the digest of a text that somebody wrote, or of a file.
_TEXTS = ("remarks", "answer", "reason", "what")
_PAPERS = ("paper", "evidence", "acceptance")


def content_difference(conn: Connection, kept: Kept, rows: Sequence[Row[Any]]) -> Difference | None:
    """Recompute the digest of everything of a case that is still there; return what differs first.

    `rows` are the case's entries, found whole before.
    """
    told = _told(rows)
    compared = _Compared(kept, told)
    return (
        _regulation_difference(conn, kept.case_no, told)
        or compared.salt_difference()
        or compared.gone_difference()
        or compared.dossier_difference()
        or compared.travellers_difference()
        or compared.passports_difference()
        or compared.programmes_difference()
        or compared.texts_difference()
        or compared.files_difference()
        or words_difference(kept, told.in_force)
        or search_words_difference(kept, told.in_force)
    )


def _told(rows: Sequence[Row[Any]]) -> _Told:
    told = _Told()
    for row in rows:
        said = said_in(row)
        if row.kind == "case_submitted":
            told.dossiers[1] = said["dossier_digest"]
            told.regulations[said["regulation_digest"]] = said["regulation"]
            told.in_force = 1
            _tell_beside(told, 1, said)
        elif row.kind == "dossier_revised":
            told.dossiers[said["version"]] = said["dossier_digest"]
            told.in_force = said["version"]
            _tell_beside(told, said["version"], said)
        elif row.kind == "amendment_proposed" and said["version"]:
            told.dossiers[said["version"]] = said["dossier_digest"]
            told.amended[said["number"]] = said["version"]
            if beside := said.get("beside"):
                told.letters[said["version"]] = beside["letter"]
                told.amended_passports[said["number"]] = beside["passports"]
        elif row.kind == "amendment_in_force":
            told.in_force = told.amended.get(said["number"], told.in_force)
            told.passports = said.get("passports") or told.passports
            told.put_in_force.add(said["number"])
        elif row.kind == "content_erased":
            for name in _ERASABLE:
                told.erased[name] |= set(
                    said[name] if isinstance(said[name], list) else [said[name]]
                )
        elif row.kind == "programme_revised":
            told.programmes[said["revision"]] = said["digest"]
        if row.kind == "vote_cast" and said["identity"] == "paper" and "evidence" not in said:
            told.unnamed_papers += 1
        # Of a refusal the reason is a code, and nobody's words.
        if row.kind != "decision_refused":
            told.texts |= {said[name] for name in _TEXTS if said.get(name)}
        papers = (said.get(name) or {} for name in _PAPERS)
        told.files |= {paper["file"] for paper in papers if paper.get("file")}
    return told


def _tell_beside(told: _Told, version: int, said: dict[str, Any]) -> None:
    beside = said.get("beside")
    told.passports = beside["passports"] if beside else None
    if beside:
        told.letters[version] = beside["letter"]


def _regulation_difference(conn: Connection, case_no: str, told: _Told) -> Difference | None:
    """A regulation is nobody's to erase: the text every case was submitted under stays."""
    for digest, name in told.regulations.items():
        place = f"regulations {digest[:12]}"
        found = rows_of(conn, "regulations", digest, column="digest")
        if not found:
            return Difference(case_no, place, "no row", "the one the case was submitted under")
        content = hashlib.sha256(bytes_of(found[0].content, place)).hexdigest()
        if content != digest:
            return Difference(case_no, f"{place}, column content", content, digest)
        if found[0].name != name:
            return Difference(case_no, f"{place}, column name", str(found[0].name), name)
    return None


@dataclass(frozen=True)
class _Compared:
    """What is still there of a case, beside what its entries tell of it."""

    kept: Kept
    told: _Told

    @property
    def case_no(self) -> str:
        return self.kept.case_no

    def salt_difference(self) -> Difference | None:
        """A salt is erased with all it seals; alone, it would leave the rest beyond proof."""
        kept = self.kept
        if kept.salt is None and (kept.dossiers or kept.programmes or kept.texts or kept.files):
            return Difference(
                self.case_no, "salts", "no row", "one, as long as what it seals stays"
            )
        return None

    def gone_difference(self) -> Difference | None:
        """Look for what entries tell of and is gone, though none says that it was erased."""
        kept, told = self.kept, self.told
        there = {
            "dossiers": ({row.version for row in kept.dossiers}, told.dossiers.keys()),
            "programmes": ({row.revision for row in kept.programmes}, told.programmes.keys()),
            "texts": ({row.digest for row in kept.texts}, told.texts),
            "files": ({row.digest for row in kept.files}, told.files),
        }
        for table, (found, expected) in there.items():
            if gone := expected - found - told.erased[table]:
                return self._gone(f"{table} {_digest(min(gone, key=str))}")
        if kept.salt is None and told.dossiers and True not in told.erased["salt"]:
            return self._gone("salts")
        return None

    def dossier_difference(self) -> Difference | None:
        """Compare each version with the digest its entry tells."""
        for row in self.kept.dossiers:
            place = f"dossiers {row.version}"
            if row.version not in self.told.dossiers:
                return self._untold(place)
            found = self.kept.digest_of(row.version)
            if found is None:
                return Difference(self.case_no, f"{place}, column content", "no dossier", "one")
            if found != self.told.dossiers[row.version]:
                return self._altered(place, found, self.told.dossiers[row.version])
            letter = self.told.letters.get(row.version)
            said = self.kept.contents[row.version].get("letter")
            if letter and self.kept.sealed(canonical(said)) != letter:
                where = f"{place}, the letter"
                return Difference(self.case_no, where, "another", "that of its entry")
        return None

    def travellers_difference(self) -> Difference | None:
        """Compare the travellers with the dossier in force, which they repeat, while it is there."""
        if not self.told.dossiers:
            return self._untold("travellers") if self.kept.travellers else None
        in_force = self.kept.contents.get(self.told.in_force)
        if in_force is None:
            return None
        stored = {row.number: row for row in self.kept.travellers}
        members = dict(enumerate(people_in(in_force), start=1))
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
            said["name_key"] = name_key(str(said["name"]))
            for column, expected in said.items():
                if getattr(stored[number], column) != expected:
                    where = f"{place}, column {column}"
                    return Difference(self.case_no, where, "another", "that of the dossier")
        return None

    def passports_difference(self) -> Difference | None:
        """Compare the passports, as they lie there encrypted, with what the entries tell of them."""
        told, found = self.told, {row.number: row.ciphertext for row in self.kept.passports}
        erased = True in told.erased["passports"] and not found
        if told.passports and not erased and self._of_ciphertexts(found) != told.passports:
            return Difference(self.case_no, "passports", "others", "those of the dossier in force")
        if found and not told.dossiers:
            return self._untold("passports")
        there = {row.amendment for row in self.kept.amended_passports}
        gone = told.amended_passports.keys() - told.put_in_force - there
        if gone and True not in told.erased["passports"]:
            return self._gone(f"amended_passports {min(gone)}")
        for row in self.kept.amended_passports:
            place = f"amended_passports {row.amendment}"
            if row.amendment not in told.amended:
                return self._untold(place)
            expected = told.amended_passports.get(row.amendment)
            if expected and self._of_ciphertexts({0: row.ciphertext}) != expected:
                return Difference(self.case_no, place, "others", "those of the amendment")
        return None

    def _of_ciphertexts(self, found: dict[int, Any]) -> str:
        told = {
            str(number): hashlib.sha256(bytes_of(each, f"passports {number}")).hexdigest()
            for number, each in found.items()
        }
        return self.kept.sealed(canonical(told))

    def programmes_difference(self) -> Difference | None:
        """Compare each revision of the programme with the digest its entry tells."""
        for row in self.kept.programmes:
            place = f"programmes {row.revision}"
            if row.revision not in self.told.programmes:
                return self._untold(place)
            found = self.kept.sealed(text_of(row.content, f"{place}, column content"))
            if found != self.told.programmes[row.revision]:
                return self._altered(place, found, self.told.programmes[row.revision])
        return None

    def texts_difference(self) -> Difference | None:
        """Compare each text with the digest it is kept under, and look for the entry that has it."""
        return self._named_by_digest("texts", self.kept.texts, self.told.texts)

    def files_difference(self) -> Difference | None:
        """Do so with each file; those of the request are named by its dossier, not by an entry.

        While a version of the dossier is erased nobody can say which files it named. As many papers as
        votes of earlier days came on may stand unnamed.
        """
        named = self.told.files | {
            paper["file"]
            for content in self.kept.contents.values()
            for paper in content["papers"]
            if paper["file"]
        }
        if gone := named - {row.digest for row in self.kept.files} - self.told.erased["files"]:
            return self._gone(f"files {_digest(min(gone))}")
        known = self.kept.contents.keys() == self.told.dossiers.keys()
        allowed = named if known else None
        unnamed = self.told.unnamed_papers
        return self._named_by_digest("files", self.kept.files, allowed, unnamed=unnamed)

    def _named_by_digest(
        self, table: str, rows: Sequence[Row[Any]], named: set[str] | None, *, unnamed: int = 0
    ) -> Difference | None:
        for row in rows:
            place = f"{table} {_digest(row.digest)}"
            found = self._digest_of(table, row, place)
            if found != row.digest:
                return self._altered(place, found, row.digest)
            if named is not None and row.digest not in named:
                unnamed -= 1
                if unnamed < 0:
                    return self._untold(place)
        return None

    def _digest_of(self, table: str, row: Row[Any], place: str) -> str:
        """Return what a text or a file is kept under; earlier days sealed a file's bytes alone."""
        content = bytes_of(row.content, f"{place}, column content")
        if table == "files":
            sha256 = hashlib.sha256(content).hexdigest()
            told = {"name": row.name, "media_type": row.media_type, "sha256": sha256}
            if self.kept.sealed(canonical(told)) == row.digest:
                return str(row.digest)
        return self.kept.sealed(content)

    def _altered(self, place: str, found: str, expected: str) -> Difference:
        where = f"{place}, column content (or the case's salt)"
        return Difference(self.case_no, where, f"digest {_digest(found)}", f"{_digest(expected)}")

    def _gone(self, place: str) -> Difference:
        return Difference(self.case_no, place, "no row", "one, or an entry that erased it")

    def _untold(self, place: str) -> Difference:
        return Difference(self.case_no, place, "a row", "none: no entry tells of it")


def _digest(digest: object) -> str:
    """Shorten a digest to what tells it apart; a version's number stays as it is."""
    return str(digest) if isinstance(digest, int) else f"{str(digest)[:12]}…"
