"""The address book of a unit: persons it has filed, kept as long as the case that named them last.

What is said of them is encrypted with the key of passports. Nobody else's book is ever asked.
"""

import json
import secrets
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.fernet import MultiFernet
from sqlalchemy import ColumnElement, Connection, Row, delete, insert, select, update

from models.errors import EntryUnknown
from models.ids import BodyKey, CaseNo, PersonId
from models.journal.entry import canonical
from models.names import name_key
from models.request.form.persons import directory_id_of, is_same_person
from models.request.form.written import Values
from models.store.database.clock import now
from models.store.privacy.passports import Keys, box_of, opened, sealed_anew
from models.store.tables import address_book

_PASSPORT = "passport"


@dataclass(frozen=True)
class KnownPerson:
    """A person in the address book of a unit; `values` are what a form shows of them.

    Whether there is a passport `has_passport` tells; its values are there where it was asked for.
    """

    id: str
    unit: BodyKey
    case_no: CaseNo
    changed_by: PersonId
    changed_at: datetime
    values: Values
    has_passport: bool

    @property
    def name(self) -> str:
        """Return the name as it was written last."""
        return str(self.values.get("name", ""))


def take_in(
    conn: Connection,
    *,
    unit: BodyKey,
    case_no: CaseNo,
    persons: Sequence[Values],
    by: PersonId,
    keys: Keys,
) -> None:
    """Keep the persons of a case: who is there surely already is as the case says, others are new.

    Whoever gives no passport keeps the one given before. Of two requests that name somebody for the
    first time in the same moment each brings an entry: the unit removes one.
    """
    there = list(_where(conn, address_book.c.unit == unit, keys, locked=True))
    for values in persons:
        known = next((each for each in there if is_same_person(each.values, values)), None)
        if known:
            there.remove(known)
            said = _said(conn, values, by, keys)
            given = _passport(values, case_no, keys)
            this = address_book.c.id == known.id
            conn.execute(update(address_book).where(this).values(case_no=case_no, **said, **given))
        else:
            row = {"id": secrets.token_hex(16), "unit": unit, "case_no": case_no}
            said = {**_said(conn, values, by, keys), **_passport(values, case_no, keys)}
            conn.execute(insert(address_book).values(**row, **said))


def of_units(
    conn: Connection, units: Collection[BodyKey], keys: Keys, *, passports: bool = False
) -> tuple[KnownPerson, ...]:
    """Return the address books of some units, by given name as people of the province look them up."""
    found = _where(conn, address_book.c.unit.in_(sorted(units)), keys, passports=passports)
    return tuple(sorted(found, key=lambda each: (_given_name(each.name), each.name, each.id)))


def person_in_book(
    conn: Connection, entry: str, keys: Keys, *, locked: bool = False
) -> KnownPerson:
    """Return an entry; raises `EntryUnknown`."""
    found = next(_where(conn, address_book.c.id == entry, keys, locked=locked), None)
    if found is None:
        raise EntryUnknown
    return found


def correct(conn: Connection, known: KnownPerson, values: Values, by: PersonId, keys: Keys) -> None:
    """Keep what somebody says of a person from now on; without a passport there is none."""
    said, given = _said(conn, values, by, keys), _passport(values, known.case_no, keys)
    if values.get(_PASSPORT) == known.values.get(_PASSPORT):
        # It is kept as long as the case that gave it.
        given = {}
    elif not given:
        given = {"passport_ciphertext": None, "passport_of": None}
    this = address_book.c.id == known.id
    conn.execute(update(address_book).where(this).values(**said, **given))


def drop(conn: Connection, entry: str) -> None:
    """Forget an entry."""
    conn.execute(delete(address_book).where(address_book.c.id == entry))


def forget_person(conn: Connection, person: PersonId) -> None:
    """Forget a person of the directory in all address books."""
    conn.execute(delete(address_book).where(address_book.c.person == person))


def forget_case(conn: Connection, case_no: CaseNo) -> None:
    """Forget those whom no later case has named than one that is erased."""
    conn.execute(delete(address_book).where(address_book.c.case_no == case_no))


def forget_passports(conn: Connection, case_no: CaseNo) -> None:
    """Forget the passports that a case gave, whose own are erased."""
    this = address_book.c.passport_of == case_no
    nothing = {"passport_ciphertext": None, "passport_of": None}
    conn.execute(update(address_book).where(this).values(**nothing))


def told_of(
    conn: Connection, person: PersonId, name: str, keys: Keys
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return what address books say of a person of the directory, and of those who bear their name."""
    rows = [*_where(conn, address_book.c.id.is_not(None), keys)]
    theirs = [each for each in rows if directory_id_of(each.values) == person]
    nobody = [each for each in rows if directory_id_of(each.values) is None]
    alike = [each for each in nobody if name_key(each.name) == name_key(name)]
    return [*map(_told, theirs)], [*map(_told, alike)]


def wrap_anew(conn: Connection, keys: Keys) -> None:
    """Encrypt all entries by the first of some keys; which one did so before is no matter."""
    box, named = box_of(keys), ("ciphertext", "passport_ciphertext")
    for row in conn.execute(select(address_book)).mappings().all():
        sealed = {name: sealed_anew(box, row[name]) for name in named if row[name]}
        this = address_book.c.id == row["id"]
        conn.execute(update(address_book).where(this).values(**sealed))


def _where(
    conn: Connection,
    which: ColumnElement[bool],
    keys: Keys,
    *,
    locked: bool = False,
    passports: bool = True,
) -> Iterator[KnownPerson]:
    wanted = select(address_book).where(which).order_by(address_book.c.id)
    rows = conn.execute(wanted.with_for_update() if locked else wanted).all()
    box = box_of(keys)
    # Whom a key that is lost keeps to itself is known no more.
    return filter(None, (_known(row, box, passports=passports) for row in rows))


def _said(conn: Connection, values: Values, by: PersonId, keys: Keys) -> dict[str, object]:
    rest = {name: value for name, value in values.items() if name != _PASSPORT}
    return {
        "person": directory_id_of(values),
        "changed_by": by,
        "changed_at": now(conn),
        "ciphertext": box_of(keys).encrypt(canonical(rest).encode()),
    }


def _passport(values: Values, case_no: CaseNo, keys: Keys) -> dict[str, object]:
    """Return the passport that is given with some values, encrypted; nothing where none is."""
    if not (passport := values.get(_PASSPORT)):
        return {}
    sealed = box_of(keys).encrypt(canonical(passport).encode())
    return {"passport_ciphertext": sealed, "passport_of": case_no}


def _known(row: Row[Any], box: MultiFernet, *, passports: bool) -> KnownPerson | None:
    written = opened(box, row.ciphertext)
    if written is None:
        return None
    values = json.loads(written)
    sealed = row.passport_ciphertext if passports else None
    if passport := sealed and opened(box, sealed):
        values[_PASSPORT] = json.loads(passport)
    return KnownPerson(
        id=row.id,
        unit=BodyKey(row.unit),
        case_no=CaseNo(row.case_no),
        changed_by=PersonId(row.changed_by),
        changed_at=row.changed_at,
        values=values,
        has_passport=row.passport_ciphertext is not None,
    )


def _given_name(name: str) -> str:
    return name_key(name.rpartition(" ")[2])


def _told(each: KnownPerson) -> dict[str, Any]:
    said = {name: value for name, value in each.values.items() if name != _PASSPORT}
    return {
        "unit": each.unit,
        "case_no": each.case_no,
        "changed_at": each.changed_at.isoformat(),
        **{name: said.get(name, "") for name in ("name", "position", "workplace", "born")},
        "passport": each.has_passport,
    }
