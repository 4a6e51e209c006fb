"""What can be erased: dossiers, travellers, passports, free texts, files, and each case's salt.

The journal holds salted digests of these; once the salt is gone, nothing can be guessed back.
"""

import json
import secrets
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from functools import lru_cache

from cryptography.fernet import Fernet
from sqlalchemy import Connection, bindparam, insert, select

from config.regulation.codes import Kind
from models.ids import CaseNo, Digest
from models.journal.entry import canonical
from models.kinds import KINDS
from models.names import name_key
from models.request.base import Request
from models.request.parts import Passport
from models.request.reading import Attachment
from models.store.database.engine import insert_new
from models.store.tables import (
    amended_passports,
    dossiers,
    files,
    passports,
    salts,
    texts,
    travellers,
)

# Put together once: that costs more than the database needs to answer them.
_SALT = select(salts.c.salt).where(salts.c.case_no == bindparam("of"))
_DOSSIER = select(dossiers.c.content).where(
    dossiers.c.case_no == bindparam("of"), dossiers.c.version == bindparam("this")
)
_FILE_NAMES = select(files.c.digest, files.c.name).where(files.c.case_no == bindparam("of"))
_TEXTS = select(texts.c.digest, texts.c.content).where(texts.c.case_no == bindparam("of"))


def new_salt() -> bytes:
    """Return a salt that no case had before."""
    return secrets.token_bytes(32)


def keep_salt(conn: Connection, case_no: CaseNo, salt: bytes) -> None:
    """Give a new case its salt."""
    conn.execute(insert(salts).values(case_no=case_no, salt=salt))


def salt_of(conn: Connection, case_no: CaseNo) -> bytes:
    """Return the salt of a case."""
    salt: bytes = conn.execute(_SALT, {"of": case_no}).scalar_one()
    return salt


def keep_dossier(
    conn: Connection, case_no: CaseNo, version: int, request: Request, key: bytes
) -> None:
    """Keep a version of the dossier; passports go, encrypted, into a table of their own."""
    content = _content(request)
    conn.execute(insert(dossiers).values(case_no=case_no, version=version, content=content))
    _keep_passports(conn, case_no, request, request.passports(), key)
    _keep_travellers(conn, case_no, request)


def keep_amended(
    conn: Connection, case_no: CaseNo, amendment: int, version: int, request: Request, key: bytes
) -> None:
    """Keep the dossier of an amendment on its way; travellers and passports in force stay."""
    content = _content(request)
    conn.execute(insert(dossiers).values(case_no=case_no, version=version, content=content))
    given = {str(n): p.model_dump(mode="json") for n, p in request.passports().items()}
    ciphertext = Fernet(key).encrypt(canonical(given).encode())
    conn.execute(
        insert(amended_passports).values(
            case_no=case_no, amendment=amendment, ciphertext=ciphertext
        )
    )


def put_amended_in_force(
    conn: Connection, case_no: CaseNo, amendment: int, request: Request, key: bytes
) -> None:
    """Let travellers and passports be those of an amendment; who gave none keeps the one before."""
    this = (amended_passports.c.case_no == case_no) & (amended_passports.c.amendment == amendment)
    kept = conn.execute(select(amended_passports.c.ciphertext).where(this)).scalar_one_or_none()
    given = json.loads(Fernet(key).decrypt(kept)) if kept else {}
    passports_given = {int(n): Passport.model_validate(p) for n, p in given.items()}
    _keep_passports(conn, case_no, request, passports_given, key)
    _keep_travellers(conn, case_no, request)
    conn.execute(amended_passports.delete().where(this))


def dossier(conn: Connection, case_no: CaseNo, version: int, kind: Kind) -> Request:
    """Return a version of the dossier, without passports."""
    content: str = conn.execute(_DOSSIER, {"of": case_no, "this": version}).scalar_one()
    return _read(content, kind)


def as_kept(request: Request) -> Request:
    """Return a request as it will be read from the database: without passports, all of it said."""
    return _read(_content(request), request.kind)


def _content(request: Request) -> str:
    """Return the text of a dossier."""
    return canonical(request.without_passports().model_dump(mode="json"))


@lru_cache(maxsize=64)
def _read(content: str, kind: Kind) -> Request:
    """Read a dossier's text. The same one is read for the page and for the answer that follows."""
    model: type[Request] = KINDS[kind].model
    return model.model_validate_json(content)


def passports_of(conn: Connection, case_no: CaseNo, key: bytes) -> dict[int, Passport]:
    """Return the passports of a delegation by member number, decrypted."""
    rows = conn.execute(select(passports).where(passports.c.case_no == case_no))
    box = Fernet(key)
    return {row.number: Passport.model_validate_json(box.decrypt(row.ciphertext)) for row in rows}


def keep_texts(conn: Connection, case_no: CaseNo, said: Mapping[Digest, str]) -> None:
    """Keep what people wrote, by the salted digests the journal holds instead."""
    rows = [{"case_no": case_no, "digest": d, "content": content} for d, content in said.items()]
    insert_new(conn, texts, rows)


def texts_of(conn: Connection, case_no: CaseNo) -> dict[Digest, str]:
    """Return everything written in a case, by digest."""
    rows = conn.execute(_TEXTS, {"of": case_no})
    return {row.digest: row.content for row in rows}


def keep_file(conn: Connection, case_no: CaseNo, digest: Digest, file: Attachment) -> None:
    """Keep a file under its salted digest; the same bytes are kept once a case."""
    insert_new(conn, files, [{"case_no": case_no, "digest": digest, **asdict(file)}])


def file_of(conn: Connection, case_no: CaseNo, digest: str) -> Attachment | None:
    """Return a file of a case."""
    row = conn.execute(
        select(files).where(files.c.case_no == case_no, files.c.digest == digest)
    ).one_or_none()
    return Attachment(row.name, row.media_type, row.content) if row else None


def file_names(conn: Connection, case_no: CaseNo) -> dict[str, str]:
    """Return the names of a case's files by digest."""
    rows = conn.execute(_FILE_NAMES, {"of": case_no})
    return {row.digest: row.name for row in rows}


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


def _keep_passports(
    conn: Connection, case_no: CaseNo, request: Request, new: Mapping[int, Passport], key: bytes
) -> None:
    """Keep the passports of a version; a member who gives none keeps the one given before.

    Asks for the travellers of the version before, so it comes before `_keep_travellers`.
    """
    before = _passports_before(conn, case_no)
    conn.execute(passports.delete().where(passports.c.case_no == case_no))
    box = Fernet(key)
    given = {n: box.encrypt(p.model_dump_json().encode()) for n, p in new.items()}
    for number, (name, _) in enumerate(request.persons, start=1):
        if ciphertext := given.get(number) or before.get(name_key(name)):
            conn.execute(
                insert(passports).values(case_no=case_no, number=number, ciphertext=ciphertext)
            )


def _passports_before(conn: Connection, case_no: CaseNo) -> dict[str, bytes]:
    """Return the passports there are, by the names of those who gave them; of namesakes none.

    Who bears the same name as another member gives their passport anew: it is not guessed whose it is.
    """
    same = (passports.c.case_no == travellers.c.case_no) & (
        passports.c.number == travellers.c.number
    )
    rows = conn.execute(
        select(travellers.c.name_key, passports.c.ciphertext)
        .join_from(travellers, passports, same, isouter=True)
        .where(travellers.c.case_no == case_no)
    ).all()
    bearers = Counter(row.name_key for row in rows)
    return {r.name_key: r.ciphertext for r in rows if bearers[r.name_key] == 1 and r.ciphertext}
