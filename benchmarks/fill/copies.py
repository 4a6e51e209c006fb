"""A case written again under another number: its words replaced, its entries linked and signed anew.

What seals the case is its salt, which a copy keeps, so that whatever says nothing of the words replaced
has the same digest. Digests of what does are computed by the functions that made them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import orjson
from sqlalchemy import Connection, Table

from benchmarks.fill.fates import Original
from benchmarks.fill.replacing import Replacing
from benchmarks.fill.writing import Rows, Values, columns_of, rows_of
from config.regulation.province import Regulation
from models.entries import CaseSubmitted, DossierRevised, MessagesForgotten, MessagesSlimmed
from models.ids import CaseNo
from models.journal.entry import GENESIS, Entry, digest_of_facts, sealed_json
from models.journal.signing import Signer
from models.store import journal
from models.store import tables as t
from models.store.dossiers import read_content, salt_of
from models.store.house.post import POST
from models.store.mail.kept import DIGEST, pressed, whole
from models.store.outbox import NewMessage

# What a copy has of its own, or what no case need have: nobody opened it yet, no letter came back.
_OWN = frozenset(("cases", "journal", "leaves", "outbox", "audit_lines", "histories"))
_NONE = frozenset(("openings", "returned_mail", "address_book", "run_states", "set_aside"))
_MESSAGE = ("case_no", "seq", "notice", "recipient", "message_id")


@dataclass(frozen=True)
class Digests:
    """What an original sealed of the words replaced: by which digest, and how it is computed anew."""

    facts: Mapping[int, str]
    letters: Mapping[int, str]
    # Which facts of which version each digest is of.
    of_facts: Mapping[str, tuple[int, tuple[str, ...]]]
    of_letters: Mapping[str, int]


@dataclass(frozen=True)
class Template:
    """All rows of an original, and what has to be known to write them again."""

    original: Original
    salt: bytes
    rows: Rows
    entries: tuple[Entry, ...]
    bodies: tuple[str, ...]
    letters: tuple[dict[str, Any], ...]
    digests: Digests
    slimmed: frozenset[int]
    forgotten: frozenset[int]


@dataclass(frozen=True)
class Copy:
    """A case's rows under another number, with the letters that are slim or forgotten by their ids."""

    rows: Rows
    slimmed: tuple[int, ...]
    forgotten: tuple[int, ...]


def template_of(conn: Connection, original: Original, regulation: Regulation) -> Template:
    """Read an original whole; its letters have left."""
    no = original.case_no
    names = _tables_of_cases()
    rows = {table: rows_of(conn, table, "case_no", no) for table in names}
    rows[t.cases] = rows_of(conn, t.cases, "no", no)
    rows[t.journal] = rows_of(conn, t.journal, "case_no", no)
    entries = journal.entries_of(conn, no)
    columns = columns_of(t.outbox)
    found = [dict(zip(columns, row, strict=True)) for row in rows_of(conn, t.outbox, "case_no", no)]
    ids = {letter["id"] for letter in found}
    # What another case's letter carries is left to that one.
    alone = (each for each in found if each["carried_by"] is None or each["carried_by"] in ids)
    letters = tuple(alone)
    assert not [each for each in letters if each["state"] in ("queued", "rendered")], no
    slimmed, forgotten = _told_of_post(conn)
    return Template(
        original,
        salt_of(conn, no),
        rows,
        entries,
        tuple(entry.body() for entry in entries),
        letters,
        _digests(conn, original, entries, regulation),
        frozenset(ids & slimmed),
        frozenset(ids & forgotten),
    )


@dataclass(frozen=True)
class Place:
    """Which case a copy becomes: its number, the how-manieth copy it is, the id of its first letter.

    `written` is when (machine's time), as the entry has it and as its row does.
    """

    no: CaseNo
    number: int
    first_letter: int
    written: tuple[datetime, Any]


def copied(template: Template, place: Place, signer: Signer) -> Copy:
    """Return an original as another case."""
    no, number, first_letter = place.no, place.number, place.first_letter
    words = template.original.marks.of_copy(number)
    plain = Replacing(template.original.case_no, no, words)
    also = plain.also(_digests_anew(template, plain))
    rows = {
        table: [also.row(row) for row in each]
        for table, each in template.rows.items()
        if table.name not in _OWN
    }
    journaled, head = _journaled(template, place, also, signer)
    rows[t.journal] = journaled
    rows[t.unplaced] = [(no, entry.seq) for entry in template.entries]
    own = {"head": head, "told_seq": len(journaled)}
    rows[t.cases] = [_case_row(also.row(row), own) for row in template.rows[t.cases]]
    rows[t.histories] = [_level(place)]
    ids = {each["id"]: first_letter + place for place, each in enumerate(template.letters)}
    rows[t.outbox] = [_letter(each, ids, also, signer) for each in template.letters]
    slimmed = tuple(ids[each] for each in sorted(template.slimmed) if each in ids)
    return Copy(rows, slimmed, tuple(ids[each] for each in template.forgotten if each in ids))


@dataclass(frozen=True)
class _Linked(Entry):
    """An entry whose body is written already."""

    written: str = ""

    def body(self) -> str:
        """Return the payload as it is stored."""
        return self.written


def _journaled(
    template: Template, place: Place, replacing: Replacing, signer: Signer
) -> tuple[list[Values], str]:
    """Return the rows of a case's entries, linked and signed anew, and the last link."""
    columns, previous, rows = columns_of(t.journal), GENESIS, []
    no, (written_at, kept_at) = place.no, place.written
    for entry, body, row in zip(
        template.entries, template.bodies, template.rows[t.journal], strict=True
    ):
        written = replacing.text(body)
        linked = _Linked(
            no, entry.seq, entry.at, written_at, entry.actor, entry.payload, previous, written
        )
        link = linked.hash()
        own: dict[str, Any] = {"case_no": no, "body": written, "previous": previous, "hash": link}
        own |= {"signature": signer.sign(link), "recorded_at": kept_at}
        rows.append(tuple(own.get(name, value) for name, value in zip(columns, row, strict=True)))
        previous = link
    return rows, previous


def _case_row(row: Values, own: Mapping[str, Any]) -> Values:
    """Return the row of a case whose run was told everything."""
    named = zip(columns_of(t.cases), row, strict=True)
    return tuple(own.get(name, value) for name, value in named)


def _level(place: Place) -> Values:
    """Return the row of that run."""
    run = str(uuid5(NAMESPACE_URL, place.no))
    told = {"case_no": place.no, "run_id": run, "told_stage": "", "told_at": place.written[1]}
    return tuple(told.get(name) for name in columns_of(t.histories))


def _letter(
    letter: Mapping[str, Any], ids: Mapping[int, int], replacing: Replacing, signer: Signer
) -> Values:
    """Return a message under its own id, sealed as its event called for it, told of by nobody yet."""
    own = {n: replacing.text(v) if isinstance(v, str) else v for n, v in letter.items()}
    own |= {"id": ids[letter["id"]], "told": 0}
    if letter["carried_by"] is not None:
        own["carried_by"] = ids[letter["carried_by"]]
    if letter["seal"] is not None:
        said = NewMessage(
            **{name: own[name] for name in _MESSAGE},
            facts=orjson.loads(own["facts"]),
            asks=bool(own["asks"]),
        )
        own["seal"] = signer.seal(said.to_seal())
    content = letter["content"]
    if content is not None and not content.startswith(DIGEST):
        own["content"] = pressed(replacing.content(whole(content) or b""))
    return tuple(own[name] for name in columns_of(t.outbox))


def _digests(
    conn: Connection, original: Original, entries: Sequence[Entry], regulation: Regulation
) -> Digests:
    """Find what was sealed of the dossier: versions, their letters, and the facts steps rest on."""
    contents = {row[1]: row[2] for row in rows_of(conn, t.dossiers, "case_no", original.case_no)}
    salt = salt_of(conn, original.case_no)
    requests = {version: read_content(said, original.kind) for version, said in contents.items()}
    facts = {version: request.facts(as_kept=True) for version, request in requests.items()}
    of_facts: dict[str, tuple[int, tuple[str, ...]]] = {}
    of_letters: dict[str, int] = {}
    version = 1
    for entry in entries:
        said = entry.payload
        if isinstance(said, CaseSubmitted | DossierRevised):
            version = getattr(said, "version", 1)
            _note(of_facts, salt, facts, version, tuple(facts[version]), said.dossier_digest)
            if said.beside:
                of_letters[said.beside.letter] = version
        elif names := getattr(said, "rests_on", ()):
            names = tuple(name for name in names if name not in regulation.immaterial)
            _note(of_facts, salt, facts, said.version, names, said.digest)
    letters = {
        version: orjson.dumps(request.letter.model_dump(mode="json")).decode()
        for version, request in requests.items()
    }
    as_text = {version: orjson.dumps(each).decode() for version, each in facts.items()}
    return Digests(as_text, letters, of_facts, of_letters)


def _note(
    of_facts: dict[str, tuple[int, tuple[str, ...]]],
    salt: bytes,
    facts: Mapping[int, dict[str, Any]],
    version: int,
    names: tuple[str, ...],
    digest: str,
) -> None:
    """Note which facts a digest is of; what rests on papers handed in says nothing of the words."""
    if digest_of_facts(salt, facts[version], names) == digest:
        of_facts[digest] = (version, names)


def _digests_anew(template: Template, replacing: Replacing) -> dict[str, str]:
    """Return the digests of what a copy says otherwise, by those of the original."""
    told = template.digests
    facts = {version: orjson.loads(replacing.text(said)) for version, said in told.facts.items()}
    found = {
        old: str(digest_of_facts(template.salt, facts[version], names))
        for old, (version, names) in told.of_facts.items()
    }
    for old, version in told.of_letters.items():
        letter = orjson.loads(replacing.text(told.letters[version]))
        found[old] = str(sealed_json(template.salt, letter))
    return found


def _tables_of_cases() -> Iterator[Table]:
    for table in t.metadata.sorted_tables:
        if table.name in _OWN | _NONE or "case_no" not in table.c:
            continue
        if table is t.salts or table.c.case_no.foreign_keys:
            yield table


def _told_of_post(conn: Connection) -> tuple[set[int], set[int]]:
    """Return the letters of which the post's journal says that they are slim, and that are forgotten."""
    found: dict[str, set[int]] = {MessagesSlimmed.kind: set(), MessagesForgotten.kind: set()}
    for entry in journal.all_of(conn, POST, *found):
        found[entry.kind].update(getattr(entry.payload, "messages", ()))
    return found[MessagesSlimmed.kind], found[MessagesForgotten.kind]
