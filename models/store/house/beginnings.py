"""How the house's journal begins: with the key in force, and with everything as it was found.

A database of earlier days has people, authorities and entries nobody signed. They are taken over once,
as they stand, by signed entries; whatever stands there later without an entry of its own is found.
"""

from collections.abc import Iterator

from sqlalchemy import Connection, select

from models import entries as e
from models.errors import JournalBeyondUs
from models.journal.merkle import root_of
from models.journal.signing import Signer, key_text
from models.store import outbox
from models.store.house.journal import HouseJournal, has_begun, is_in_force
from models.store.house.people import sealed_person
from models.store.tables import authorities, journal, persons, regulations, seats_held, units


def begin(conn: Connection, signer: Signer) -> None:
    """Begin the house's journal where there is none yet; else see that the key is the one in force.

    Raises `JournalBeyondUs` for another key, and where entries are signed but the house's are gone:
    nobody takes over what somebody took away.
    """
    if not has_begun(conn):
        _see_that_it_is_new(conn)
        house = HouseJournal(conn, signer)
        house.record(*_as_found(conn), e.KeyInForce(key=key_text(signer.public)))
        outbox.seal_waiting(conn, signer)
    elif not is_in_force(conn, signer):
        raise JournalBeyondUs("other_key")


def _see_that_it_is_new(conn: Connection) -> None:
    signed = select(journal.c.seq).where(journal.c.signature.is_not(None)).limit(1)
    if conn.execute(signed).first() is not None:
        raise JournalBeyondUs("house_gone")


def _as_found(conn: Connection) -> Iterator[e.OfHouse]:
    unsigned = select(journal.c.hash).order_by(journal.c.case_no, journal.c.seq)
    hashes = [bytes.fromhex(each) for each in conn.execute(unsigned).scalars()]
    if hashes:
        yield e.JournalTakenOver(entries=len(hashes), root=root_of(hashes).hex())
    for unit in conn.execute(select(units).order_by(units.c.id)):
        yield e.UnitEntered(unit=unit.id, name_vi=unit.name_vi, name_en=unit.name_en)
    for row in conn.execute(select(persons).order_by(persons.c.id)):
        said = {"name": row.name, "language": row.language, "mailbox": row.mailbox}
        yield e.PersonEntered(person=row.id, sealed=sealed_person(row.salt, **said))
    for seat in conn.execute(select(seats_held).order_by(*seats_held.primary_key)):
        yield e.SeatTaken(**seat._mapping)
    for given in conn.execute(select(authorities).order_by(authorities.c.number)):
        kept = {name: value for name, value in given._mapping.items() if name != "told"}
        yield e.AuthorityGiven(**kept)
    for name, digest in conn.execute(
        select(regulations.c.name, regulations.c.digest).order_by(regulations.c.digest)
    ):
        yield e.RegulationInForce(name=name, digest=digest)
