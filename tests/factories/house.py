"""The house of the tests: its journal inside a transaction, signed by the key of `conftest.SECRET`."""

from sqlalchemy import Connection

from config.settings import Settings
from models.journal.signing import Signer, signer
from models.store.house.journal import By, HouseJournal


def the_signer() -> Signer:
    """Return the signer of every Doan of the tests that has no secret of its own."""
    return signer(Settings().journal_seed)


def house(conn: Connection, by: By | None = None) -> HouseJournal:
    """Return the house's journal, for whoever does something to the house."""
    return HouseJournal(conn, the_signer(), by or By())
