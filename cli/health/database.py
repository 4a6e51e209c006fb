"""What is looked at in the databases: Doan's own, and Prefect's."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from sqlalchemy.exc import DBAPIError

from cli.health.patient import Patient, Said
from cli.running.prefect_server import prefect_api
from models.journal.signing import key_text, signer
from models.store.database.clock import machine_time
from models.store.health.damage import damage, damage_of_file, newest_entry_at
from models.store.house.keys import key_in_force
from models.store.migrations import is_current
from models.store.verify.guards import guards_difference
from models.store.verify.schema import schema_difference

# A machine's clock may be so far from the database's, or from the newest entry's.
_CLOCKS_DIFFER = timedelta(minutes=2)


def database(p: Patient) -> Iterator[Said]:
    """The database answers, is whole, of this release, guarded, and can be written to."""
    if not p.has_begun:
        yield p.ill("doctor.database_none", folder=p.settings.folder)
        return
    if p.conn is None or p.store is None:
        yield p.ill("doctor.database_away", reason=_why(p))
        return
    if found := damage(p.conn):
        yield p.ill("doctor.database_damaged", found=found)
        return
    if not is_current(p.conn):
        yield p.ill("doctor.database_other")
        return
    yield p.well("doctor.database_whole")
    if difference := guards_difference(p.conn) or schema_difference(p.conn):
        yield p.ill("doctor.guards_gone", place=difference.place)
    yield _writable(p)


def _writable(p: Patient) -> Said:
    """Take the right to write, and give it back."""
    assert p.store is not None  # noqa: S101 - whoever asks has one.
    try:
        with p.store.writing() as conn:
            machine_time(conn)
    except DBAPIError as fault:
        return p.ill("doctor.database_closed", reason=_first_line(fault.orig))
    return p.well("doctor.database_writable")


def journal_key(p: Patient) -> Iterator[Said]:
    """The secret is the one whose key signs the journal."""
    if p.conn is None or not p.has_secret or not is_current(p.conn):
        return
    in_force = key_in_force(p.conn)
    ours = {key_text(signer(seed).public) for seed in p.settings.journal_seeds[:1]}
    if in_force is None or in_force in ours:
        yield p.well("doctor.key_fits")
    else:
        yield p.ill("doctor.key_other")


def clock(p: Patient) -> Iterator[Said]:
    """The clocks of machine and database agree, and nothing was journaled after now."""
    if p.conn is None or not is_current(p.conn):
        return
    apart = abs(datetime.now(UTC) - machine_time(p.conn))
    newest = newest_entry_at(p.conn)
    if apart > _CLOCKS_DIFFER:
        yield p.ill("doctor.clock_apart", seconds=round(apart.total_seconds()))
    elif newest and newest > datetime.now(UTC) + _CLOCKS_DIFFER:
        yield p.ill("doctor.clock_ahead", at=p.w.moment(newest))
    else:
        yield p.well("doctor.clock_agrees")


def prefect(p: Patient) -> Iterator[Said]:
    """Prefect's server answers where it is one of your own; else its database is whole."""
    if p.settings.prefect_api_url:
        yield _answers(p, f"{prefect_api(p.settings)}/health")
        return
    file = p.settings.folder / "prefect" / "prefect.sqlite"
    if not file.exists():
        yield p.well("doctor.prefect_to_come")
        return
    if found := damage_of_file(file):
        yield p.ill("doctor.prefect_damaged", file=file, found=found)
    else:
        yield p.well("doctor.prefect_whole")


def _answers(p: Patient, url: str) -> Said:
    import httpx

    try:
        httpx.get(url, timeout=5, trust_env=False).raise_for_status()
    except (httpx.HTTPError, httpx.InvalidURL) as fault:
        return p.ill("doctor.prefect_away", url=url, reason=_first_line(fault))
    return p.well("doctor.prefect_answers")


def _why(p: Patient) -> str:
    if p.store is None:
        return "DOAN_DATABASE_URL"
    try:
        with p.store.reading() as conn:
            machine_time(conn)
    except Exception as fault:  # noqa: BLE001 - whatever it is, it is the reason.
        return _first_line(getattr(fault, "orig", fault))
    return ""


def _first_line(fault: object) -> str:
    return str(fault).strip().partition("\n")[0]
