"""Passports: each encrypted under a key of its own, and bound to its case and its member.

The keys stand in a table, themselves encrypted by the installation's. Whoever destroys a key's row makes
its passport unreadable where it lies, and the digests that entries hold of the ciphertexts stay true.
"""

import hashlib
import json
import secrets
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy import Connection, bindparam, delete, insert, select, update

from models.errors import PassportMisplaced
from models.ids import CaseNo, Digest, PersonId
from models.journal.entry import canonical, sealed_json
from models.names import name_key
from models.request.base import Request
from models.request.parts import Passport
from models.store.tables import amended_passports, passport_keys, passports, travellers

# The keys of the installation: the first encrypts, any of them may have before.
Keys = Sequence[bytes]
_SAME_MEMBER = (passports.c.case_no == travellers.c.case_no) & (
    passports.c.number == travellers.c.number
)
# Put together once: that costs more than the database needs to answer them.
_PASSPORTS = (
    select(passports.c.case_no, passports.c.number, passports.c.ciphertext, travellers.c.name_key)
    .join_from(passports, travellers, _SAME_MEMBER, isouter=True)
    .where(passports.c.case_no.in_(bindparam("of", expanding=True)))
)
_TRAVELLERS = (
    select(travellers.c.name_key, passports.c.ciphertext)
    .join_from(travellers, passports, _SAME_MEMBER, isouter=True)
    .where(travellers.c.case_no == bindparam("of"))
)
_KEYS = select(passport_keys).where(passport_keys.c.case_no.in_(bindparam("of", expanding=True)))
# What reading a passport raises that is damaged, misplaced, or under a key that does not open.
_DAMAGED = (InvalidToken, PassportMisplaced, AttributeError, LookupError, TypeError, ValueError)
# A ciphertext under a key of its own: this, the key's id, a full stop, a Fernet token.
_OWN = b"1."


@dataclass(frozen=True)
class NewKey:
    """The key of one passport, encrypted by the installation's."""

    id: str
    person: str | None
    wrapped: bytes


@dataclass(frozen=True)
class SealedPassports:
    """Passports, encrypted, by the numbers of their members; and the keys that are new among theirs."""

    ciphertexts: Mapping[int, bytes]
    keys: tuple[NewKey, ...] = ()

    @property
    def boxed(self) -> bytes:
        """Return all of them as one."""
        return canonical({str(n): each.decode() for n, each in self.ciphertexts.items()}).encode()


def seal(
    case_no: CaseNo, request: Request, new: Mapping[int, Passport], keys: Keys
) -> SealedPassports:
    """Encrypt passports of a request's members, each under a key of its own."""
    made, ciphertexts = [], {}
    for number, passport in new.items():
        name, person = request.persons[number - 1]
        key, own = Fernet.generate_key(), secrets.token_hex(16)
        made.append(NewKey(own, person, box_of(keys).encrypt(key)))
        said = {**_bound(case_no, name_key(name)), "passport": passport.model_dump(mode="json")}
        token = Fernet(key).encrypt(canonical(said).encode())
        ciphertexts[number] = _OWN + own.encode() + b"." + token
    return SealedPassports(ciphertexts, tuple(made))


def sealed_for(
    conn: Connection, case_no: CaseNo, request: Request, new: Mapping[int, Passport], keys: Keys
) -> SealedPassports:
    """Encrypt the passports of a version; a member who gives none keeps the one given before.

    Asks for the travellers of the version before, so that one is still in force.
    """
    before, given = _passports_before(conn, case_no), seal(case_no, request, new, keys)
    names = enumerate((name for name, _ in request.persons), start=1)
    found = {n: given.ciphertexts.get(n) or before.get(name_key(name)) for n, name in names}
    return SealedPassports({n: each for n, each in found.items() if each}, given.keys)


def keep(conn: Connection, case_no: CaseNo, sealed: SealedPassports) -> None:
    """Let the passports in force be these; keys that nothing is encrypted under any more go."""
    conn.execute(delete(passports).where(passports.c.case_no == case_no))
    for number, ciphertext in sealed.ciphertexts.items():
        row = {"case_no": case_no, "number": number, "ciphertext": ciphertext}
        conn.execute(insert(passports).values(row))
    _keep_keys(conn, case_no, sealed.keys)
    _drop_unused_keys(conn, case_no)


def keep_amended(
    conn: Connection, case_no: CaseNo, amendment: int, sealed: SealedPassports
) -> None:
    """Keep the passports of an amendment on its way."""
    row = {"case_no": case_no, "amendment": amendment, "ciphertext": sealed.boxed}
    conn.execute(insert(amended_passports).values(row))
    _keep_keys(conn, case_no, sealed.keys)


def drop_amended(conn: Connection, case_no: CaseNo, amendment: int) -> None:
    """Forget the passports of an amendment: they are in force now, or it came to nothing."""
    this = (amended_passports.c.case_no == case_no) & (amended_passports.c.amendment == amendment)
    conn.execute(delete(amended_passports).where(this))
    _drop_unused_keys(conn, case_no)


def erase(conn: Connection, case_no: CaseNo) -> None:
    """Erase all passports of a case, with their keys."""
    for table in (passports, amended_passports, passport_keys):
        conn.execute(delete(table).where(table.c.case_no == case_no))


def destroy_keys_of(conn: Connection, case_no: CaseNo, person: PersonId) -> tuple[int, ...]:
    """Destroy the keys of a person's passports in a case; return the members whom that concerns."""
    theirs = (passport_keys.c.case_no == case_no) & (passport_keys.c.person == person)
    ids = set(conn.execute(select(passport_keys.c.id).where(theirs)).scalars())
    conn.execute(delete(passport_keys).where(theirs))
    rows = conn.execute(select(passports).where(passports.c.case_no == case_no))
    return tuple(sorted(row.number for row in rows if _key_of(row.ciphertext) in ids))


class PassportsRead(dict[int, Passport]):
    """Passports by member number. `unreadable` are the members whose passport is there and damaged."""

    def __init__(self) -> None:
        super().__init__()
        self.unreadable: tuple[int, ...] = ()


def unreadable_in(held: Mapping[int, Passport]) -> tuple[int, ...]:
    """Return the members whose passport is kept and cannot be read, of passports as they were read."""
    return held.unreadable if isinstance(held, PassportsRead) else ()


def passports_of(conn: Connection, case_no: CaseNo, keys: Keys) -> PassportsRead:
    """Return the passports of a delegation by member number, decrypted; without those erased.

    One that is damaged, lies under a key that does not open, or was encrypted for another member or
    case, is not shown, and its member is `unreadable`: the others are read all the same.
    """
    return passports_of_cases(conn, (case_no,), keys).get(case_no, PassportsRead())


def passports_of_cases(
    conn: Connection, numbers: Collection[CaseNo], keys: Keys
) -> dict[CaseNo, PassportsRead]:
    """Return the same of some delegations at once, by their numbers; who has none is left out."""
    rows = conn.execute(_PASSPORTS, {"of": sorted(numbers)}).all()
    if not rows:
        return {}
    opens = _Opener(conn, {row.case_no for row in rows}, keys)
    found: dict[CaseNo, PassportsRead] = {}
    for row in rows:
        theirs = found.setdefault(row.case_no, PassportsRead())
        try:
            passport = opens.one(row.case_no, row.ciphertext, row.name_key)
        except _DAMAGED:
            theirs.unreadable += (row.number,)
            continue
        if passport:
            theirs[row.number] = passport
    return found


def amended_passports_of(
    conn: Connection, case_no: CaseNo, amendment: int, request: Request, keys: Keys
) -> dict[int, Passport]:
    """Return the passports of an amendment on its way, decrypted; `request` is what it proposes."""
    this = (amended_passports.c.case_no == case_no) & (amended_passports.c.amendment == amendment)
    kept = conn.execute(select(amended_passports.c.ciphertext).where(this)).scalar_one_or_none()
    if not kept:
        return {}
    opens = _Opener(conn, (case_no,), keys)
    names = {n: name_key(name) for n, (name, _) in enumerate(request.persons, start=1)}
    found: dict[int, Passport] = {}
    # One that is damaged keeps nobody from the others: who bears it keeps the one given before.
    with suppress(*_DAMAGED):
        if not kept.startswith(b"{"):
            given = json.loads(opened(box_of(keys), kept) or "{}")
            return {int(n): Passport.model_validate(p) for n, p in given.items()}
        for number, each in json.loads(kept).items():
            with suppress(*_DAMAGED):
                passport = opens.one(case_no, each.encode(), names.get(int(number)))
                if passport:
                    found[int(number)] = passport
    return found


def digest_of_passports(salt: bytes, sealed: Mapping[int, bytes]) -> Digest:
    """Return the digest of passports as they lie there, by their members' numbers."""
    told = {str(n): hashlib.sha256(each).hexdigest() for n, each in sealed.items()}
    return sealed_json(salt, told)


def has_own_key(ciphertext: bytes) -> bool:
    """Tell whether a passport lies under a key of its own; those of earlier days do not."""
    return _key_of(ciphertext) is not None


class _Opener:
    """Opens the passports of some cases, each by the keys of its own case."""

    def __init__(self, conn: Connection, numbers: Collection[CaseNo], keys: Keys) -> None:
        self._box = box_of(keys)
        rows = conn.execute(_KEYS, {"of": sorted(numbers)})
        self._keys = {(row.case_no, row.id): row.wrapped for row in rows}

    def one(self, case_no: CaseNo, ciphertext: bytes, member: str | None) -> Passport | None:
        """Return a passport; None once its key is gone. Earlier ones are bound to nobody.

        Raises one of `_DAMAGED` for what cannot be read.
        """
        own = _key_of(ciphertext)
        if own is None:
            return Passport.model_validate_json(self._box.decrypt(ciphertext))
        wrapped = self._keys.get((case_no, own))
        if wrapped is None:
            return None
        key = self._box.decrypt(wrapped)
        said = json.loads(Fernet(key).decrypt(ciphertext.rpartition(b".")[2]))
        if {name: said[name] for name in ("case", "member")} != _bound(case_no, member):
            raise PassportMisplaced(case=case_no)
        return Passport.model_validate(said["passport"])


def _bound(case_no: CaseNo, member: str | None) -> dict[str, str | None]:
    """Return what a passport is bound to: the case, and the member by the form names are compared in."""
    return {"case": case_no, "member": member}


def _key_of(ciphertext: bytes) -> str | None:
    """Return the id of the key of a ciphertext; None for the installation's own, as in earlier days."""
    if not ciphertext.startswith(_OWN):
        return None
    return ciphertext.removeprefix(_OWN).partition(b".")[0].decode(errors="replace")


def box_of(keys: Keys) -> MultiFernet:
    """Return what encrypts by the first of the installation's keys, and decrypts by any of them."""
    return MultiFernet([Fernet(key) for key in keys])


def opened(box: MultiFernet, sealed: bytes) -> bytes | None:
    """Return what is sealed; None where it lies under a key of the installation that is lost."""
    try:
        return box.decrypt(sealed)
    except InvalidToken:
        return None


def sealed_anew(box: MultiFernet, sealed: bytes) -> bytes:
    """Return the same under the first key; what lies under a lost one stays as it is."""
    try:
        return box.rotate(sealed)
    except InvalidToken:
        return sealed


def _keep_keys(conn: Connection, case_no: CaseNo, new: Sequence[NewKey]) -> None:
    if new:
        conn.execute(insert(passport_keys), [{"case_no": case_no, **vars(key)} for key in new])


def wrap_anew(conn: Connection, keys: Keys) -> None:
    """Encrypt the keys of passports by the first of some keys; which one did so before is no matter."""
    box = box_of(keys)
    for row in conn.execute(select(passport_keys.c.id, passport_keys.c.wrapped)).all():
        this = passport_keys.c.id == row.id
        conn.execute(
            update(passport_keys).where(this).values(wrapped=sealed_anew(box, row.wrapped))
        )


def _drop_unused_keys(conn: Connection, case_no: CaseNo) -> None:
    kept = conn.execute(select(passports.c.ciphertext).where(passports.c.case_no == case_no))
    boxes = conn.execute(
        select(amended_passports.c.ciphertext).where(amended_passports.c.case_no == case_no)
    )
    used = {_key_of(each) for each in kept.scalars()}
    for box in boxes.scalars():
        if box.startswith(b"{"):
            used |= {_key_of(each.encode()) for each in json.loads(box).values()}
    unused = passport_keys.c.id.not_in([key for key in used if key])
    conn.execute(delete(passport_keys).where(passport_keys.c.case_no == case_no, unused))


def _passports_before(conn: Connection, case_no: CaseNo) -> dict[str, bytes]:
    """Return the passports there are, by the names of those who gave them; of namesakes none.

    Who bears the same name as another member gives their passport anew: it is not guessed whose it is.
    """
    rows = conn.execute(_TRAVELLERS, {"of": case_no}).all()
    bearers = Counter(row.name_key for row in rows)
    return {r.name_key: r.ciphertext for r in rows if bearers[r.name_key] == 1 and r.ciphertext}
