"""What an auditor finds who holds the key of the tests."""

from collections.abc import Collection, Iterable

from sqlalchemy import Connection, select

from flows.acts.desk import Desk
from models import entries as e
from models.ids import CaseNo
from models.journal.signing import signer
from models.store import tables
from models.store.verify.everything import Verified
from models.store.verify.everything import verify as verify_with
from tests.factories.house import the_signer


def verify(conn: Connection, seeds: Iterable[bytes] = ()) -> Verified:
    """Verify the journal with the tests' key, or with those of other seeds."""
    known = [signer(seed).public for seed in seeds] or [the_signer().public]
    return verify_with(conn, known)


def place_found(conn: Connection) -> str:
    """Return where the first difference is; nothing where there is none."""
    found = verify(conn).difference
    return found.place if found else ""


def say_erased(desk: Desk, case_no: CaseNo, names: Collection[str]) -> None:
    """Journal that all that some tables hold of a case is erased; the rows are left to whoever asks."""
    with desk.noting(case_no) as work:

        def all_in(table, column):
            of_case = table.c.case_no == case_no
            found = work.conn.execute(select(table.c[column]).where(of_case)).scalars()
            return tuple(found) if table.name in names else ()

        work.record(
            e.ContentErased(
                dossiers=all_in(tables.dossiers, "version"),
                programmes=all_in(tables.programmes, "revision"),
                texts=all_in(tables.texts, "digest"),
                files=all_in(tables.files, "digest"),
                passports="passports" in names,
                salt="salts" in names,
                because="request",
            )
        )
