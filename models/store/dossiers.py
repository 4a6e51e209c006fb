"""What can be erased: dossiers, their words, travellers, free texts, files, and each case's salt.

The journal holds salted digests of these; once the salt is gone, nothing can be guessed back.
"""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import asdict
from functools import lru_cache

import orjson
from sqlalchemy import Connection, bindparam, insert, select

from config.regulation.codes import Kind
from config.words import Language, words
from models.errors import CaseErased, FileDamaged
from models.ids import CaseNo, Digest
from models.journal.entry import canonical, salted_digest, sealed_json
from models.kinds import KINDS
from models.names import name_key
from models.request.base import Request, Span
from models.request.reading import Attachment
from models.request.words import search_words_of, words_of
from models.store.amiss.unreadable import readable
from models.store.database.engine import insert_new, insert_or_change
from models.store.privacy import erasing, passports
from models.store.privacy.passports import SealedPassports
from models.store.tables import (
    case_words,
    dossiers,
    files,
    salts,
    search_words,
    texts,
    travellers,
)

# What tells that somebody's days are not those of the whole.
_OWN = ("group", "arrives", "departs", "returns")
# Put together once: that costs more than the database needs to answer them.
_SALT = select(salts.c.salt).where(salts.c.case_no == bindparam("of"))
_DOSSIER = select(dossiers.c.content).where(
    dossiers.c.case_no == bindparam("of"), dossiers.c.version == bindparam("this")
)
_FILE_NAMES = select(files.c.digest, files.c.name).where(files.c.case_no == bindparam("of"))
_TEXTS = (
    select(texts.c.digest, texts.c.content, salts.c.salt)
    .join_from(texts, salts, salts.c.case_no == texts.c.case_no, isouter=True)
    .where(texts.c.case_no == bindparam("of"))
)
_FILE = (
    select(files, salts.c.salt)
    .join_from(files, salts, salts.c.case_no == files.c.case_no, isouter=True)
    .where(files.c.case_no == bindparam("of"), files.c.digest == bindparam("this"))
)


def new_salt() -> bytes:
    """Return a salt that no case had before."""
    return secrets.token_bytes(32)


def keep_salt(conn: Connection, case_no: CaseNo, salt: bytes) -> None:
    """Give a new case its salt."""
    conn.execute(insert(salts).values(case_no=case_no, salt=salt))


def salt_of(conn: Connection, case_no: CaseNo) -> bytes:
    """Return the salt of a case; raises `CaseErased`."""
    salt: bytes | None = conn.execute(_SALT, {"of": case_no}).scalar()
    if salt is None:
        raise CaseErased(case=case_no, at=erasing.erased_at(conn, case_no))
    return salt


def keep_dossier(
    conn: Connection, case_no: CaseNo, version: int, request: Request, sealed: SealedPassports
) -> None:
    """Keep a version of the dossier; passports go, encrypted, into a table of their own."""
    content = _content(request)
    conn.execute(insert(dossiers).values(case_no=case_no, version=version, content=content))
    put_in_force(conn, case_no, request, sealed)


def keep_amended(
    conn: Connection,
    case_no: CaseNo,
    amendment: int,
    version: int,
    request: Request,
    sealed: SealedPassports,
) -> None:
    """Keep the dossier of an amendment on its way; travellers and passports in force stay."""
    content = _content(request)
    conn.execute(insert(dossiers).values(case_no=case_no, version=version, content=content))
    passports.keep_amended(conn, case_no, amendment, sealed)


def put_in_force(
    conn: Connection, case_no: CaseNo, request: Request, sealed: SealedPassports
) -> None:
    """Let travellers, passports and the words of the case be those of a version."""
    passports.keep(conn, case_no, sealed)
    words = asdict(words_of(request))
    insert_or_change(conn, case_words, [{"case_no": case_no, **words}], tuple(words))
    _keep_search_words(conn, case_no, request)
    _keep_travellers(conn, case_no, request)


def dossier(conn: Connection, case_no: CaseNo, version: int, kind: Kind) -> Request:
    """Return a version of the dossier, without passports.

    Raises `CaseErased`, and `RowUnreadable` for one that is damaged.
    """
    content: str | None = conn.execute(_DOSSIER, {"of": case_no, "this": version}).scalar()
    if content is None:
        raise CaseErased(case=case_no, at=erasing.erased_at(conn, case_no))
    with readable(case_no):
        return read_content(content, kind)


def papers_of(conn: Connection, case_no: CaseNo) -> frozenset[str]:
    """Return the digests of the files that came with any version of the dossier."""
    written = conn.execute(select(dossiers.c.content).where(dossiers.c.case_no == case_no))
    papers = (paper for content in written.scalars() for paper in orjson.loads(content)["papers"])
    return frozenset(paper["file"] for paper in papers if paper["file"])


def as_kept(request: Request) -> Request:
    """Return a request as it will be read from the database: without passports, all of it said."""
    return read_content(_content(request), request.kind)


def _content(request: Request) -> str:
    """Return the text of a dossier."""
    return canonical(request.without_passports().model_dump(mode="json"))


# As many as may be abroad, or received, at the same time: each is held against those beside it.
@lru_cache(maxsize=512)
def read_content(content: str, kind: Kind) -> Request:
    """Read a dossier's text. The same one is read for the page and for the answer that follows."""
    model: type[Request] = KINDS[kind].model
    return model.model_validate_json(content)


def own_days(content: str | None, kind: Kind, number: int, whole: Span) -> Span:
    """Return from when to when somebody is on the way by a dossier's text, by their number.

    Those of the `whole` for whoever has no days of their own, and where the dossier is erased. Only a
    dossier that tells of groups, or of days beside its own, is read for it.
    """
    said = orjson.loads(content) if content else {}
    people = said.get("members") or said.get("guests") or ()
    if content is None or not any(person.get(name) for person in people for name in _OWN):
        return whole
    return read_content(content, kind).days_of(number)


def digest_of_letter(salt: bytes, request: Request) -> Digest:
    """Return the digest of the letter with which a unit asks for the trip."""
    return sealed_json(salt, request.letter.model_dump(mode="json"))


def digest_of_file(salt: bytes, file: Attachment) -> Digest:
    """Return the digest a file is kept under: of what it is called and said to be, and of its bytes."""
    content = hashlib.sha256(file.content).hexdigest()
    told = {"name": file.name, "media_type": file.media_type, "sha256": content}
    return sealed_json(salt, told)


def keep_texts(conn: Connection, case_no: CaseNo, said: Mapping[Digest, str]) -> None:
    """Keep what people wrote, by the salted digests the journal holds instead."""
    rows = [{"case_no": case_no, "digest": d, "content": content} for d, content in said.items()]
    insert_new(conn, texts, rows)


def texts_of(conn: Connection, case_no: CaseNo) -> dict[Digest, str]:
    """Return everything written in a case, by digest; in the place of a damaged text, that it is so."""
    rows = conn.execute(_TEXTS, {"of": case_no})
    return {row.digest: text_as_kept(row.digest, row.content, row.salt) for row in rows}


def text_as_kept(digest: str, content: str, salt: bytes | None) -> str:
    """Return a text if it is what was written; else a sentence in both languages that it is damaged.

    What has another digest than its entry tells is nobody's words, and hides nothing but itself.
    """
    if salt is None or salted_digest(salt, str(content).encode()) == digest:
        return content
    return " · ".join(words(language).text("damaged.text") for language in Language)


def keep_file(conn: Connection, case_no: CaseNo, digest: Digest, file: Attachment) -> None:
    """Keep a file under its salted digest; the same bytes are kept once a case."""
    insert_new(conn, files, [{"case_no": case_no, "digest": digest, **asdict(file)}])


def file_of(conn: Connection, case_no: CaseNo, digest: str) -> Attachment | None:
    """Return a file of a case; raises `FileDamaged` where it is not any more what was handed in."""
    row = conn.execute(_FILE, {"of": case_no, "this": digest}).one_or_none()
    if row is None:
        return None
    file = Attachment(row.name, row.media_type, row.content)
    # Earlier days sealed a file's bytes alone.
    if row.salt is not None and digest not in (
        digest_of_file(row.salt, file),
        salted_digest(row.salt, file.content),
    ):
        raise FileDamaged(case=case_no)
    return file


def whole_file_of(conn: Connection, case_no: CaseNo, digest: str) -> Attachment | None:
    """Return a file of a case; None where there is none, or where it is damaged."""
    try:
        return file_of(conn, case_no, digest)
    except FileDamaged:
        return None


def file_names(conn: Connection, case_no: CaseNo) -> dict[str, str]:
    """Return the names of a case's files by digest."""
    rows = conn.execute(_FILE_NAMES, {"of": case_no})
    return {row.digest: row.name for row in rows}


def _keep_search_words(conn: Connection, case_no: CaseNo, request: Request) -> None:
    conn.execute(search_words.delete().where(search_words.c.case_no == case_no))
    rows = [
        {"case_no": case_no, "word": word, "of_dossier": of_dossier}
        for word, of_dossier in search_words_of(request).items()
    ]
    conn.execute(insert(search_words), rows)


def _keep_travellers(conn: Connection, case_no: CaseNo, request: Request) -> None:
    conn.execute(travellers.delete().where(travellers.c.case_no == case_no))
    rows = [
        {
            "case_no": case_no,
            "number": number,
            "person": person,
            "name": name,
            "name_key": name_key(name),
        }
        for number, (name, person) in enumerate(request.persons, start=1)
    ]
    if rows:
        conn.execute(insert(travellers), rows)
