"""Preparing an installation: folder, database, directory; and the clock of a demo folder."""

import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from pydantic import ValidationError
from pydantic_settings import SettingsError
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from cli.lacks import SettingsWrong, SetupLacks
from cli.people.directory_file import read_directory
from cli.running.database import connected, demand_current, demand_writable, url_of_copy
from cli.told.document import answer
from config.province_time import PROVINCE_TIME
from config.settings import SECRET, SecretUnusable, Settings, unknown_variables
from config.words import words
from models import entries as e
from models.directory import check_places
from models.errors import ClockFixed
from models.ids import console_account
from models.journal.signing import signer
from models.regulations import regulation_in_force
from models.store import directory, regulations
from models.store.copies.quarantine import demand_released, is_at_home, recognise
from models.store.database import clock
from models.store.database.engine import Store
from models.store.house.journal import By, HouseJournal
from models.store.migrations import altered, migrate
from models.store.verify.guards import guards_difference
from models.store.verify.schema import schema_difference

SAMPLE_DIRECTORY = Path(__file__).parent.parent / "config" / "directory" / "hau_giang.yaml"


def read_settings() -> Settings:
    """Read the environment; raises `SetupError` naming each variable that is unknown or does not fit."""
    if unknown := unknown_variables(os.environ):
        named = ", ".join(f"{name} (→ {near})" if near else name for name, near in unknown.items())
        raise SetupLacks("unknown_setting", named=named)
    try:
        settings = Settings()
    except ValidationError as invalid:
        raise SettingsWrong(invalid) from None
    except SettingsError as unreadable:
        raise SetupLacks("wrong_setting", wrong=unreadable) from None
    if settings.is_public and not settings.has_mail_server:
        raise SetupLacks("public_without_mail")
    if settings.has_mail_server and settings.catch_mail:
        raise SetupLacks("mail_twice")
    if settings.reply_authserv_id and not settings.mailbox_url:
        raise SetupLacks("replies_unread")
    if bool(settings.dkim_key_file) is not bool(settings.dkim_selector):
        raise SetupLacks("dkim_half")
    _check_alarms(settings)
    if settings.signs_in_to_mail_in_clear:
        raise SetupLacks("password_in_clear", host=settings.smtp_host)
    return settings


def _check_signing(settings: Settings) -> None:
    """Raise `SetupLacks` where letters are to be signed and cannot be; who only reads needs no key."""
    if settings.dkim_key_file:
        from notifications.sending.signing import DkimKeyUnusable, dkim_signer

        try:
            dkim_signer(settings)
        except DkimKeyUnusable as unusable:
            raise SetupLacks(f"dkim_{unusable.why}", where=unusable.where) from None


def _check_alarms(settings: Settings) -> None:
    """Raise `SetupLacks` where an alarm could not be sent; its addresses may have secrets in them."""
    if urls := settings.alarm_urls.get_secret_value():
        from notifications.sending.alarms import unusable

        if count := unusable(urls):
            raise SetupLacks("alarm_urls", count=count)


def read_mailing_settings(*, demo: bool = False) -> Settings:
    """Read the environment of what sends messages; a `demo` without a mail server catches them.

    Raises `SetupError` where it is not said where messages go.
    """
    settings = read_settings()
    _check_signing(settings)
    _check_templates(settings)
    if settings.has_mail_server or settings.catch_mail:
        return settings
    if not demo:
        raise SetupLacks("no_mail")
    return settings.model_copy(update={"catch_mail": True})


def _check_templates(settings: Settings) -> None:
    """Refuse an office's own templates of which a message or paper cannot be made.

    Raises `SetupLacks`.
    """
    from cli.screen import spoken

    if own := settings.templates:
        from notifications.showing.checking import wrong_templates

        _demand_well("templates", own, [wrong.said(spoken()) for wrong in wrong_templates(own)])
    if own := settings.paper_templates:
        from papers.laying_out.checking import wrong_papers

        _demand_well("paper_templates", own, [wrong.said(spoken()) for wrong in wrong_papers(own)])


def _demand_well(what: str, folder: Path, wrong: list[str]) -> None:
    """Refuse a folder of templates in which something is wrong; the first of it is said."""
    if wrong:
        raise SetupLacks(what, folder=folder, count=len(wrong), first=wrong[0])


def check_closed(settings: Settings) -> None:
    """Refuse a folder that others than its owner can enter, a lost secret, and secrets that are none.

    Raises `SetupLacks`.
    """
    demand_secret(settings)
    if settings.folder.is_dir() and settings.folder.stat().st_mode & 0o077:
        raise SetupLacks("folder_open", folder=settings.folder)
    try:
        settings.check_secrets()
    except SecretUnusable as unusable:
        raise SetupLacks(f"secret_{unusable.why}", where=unusable.where) from None


def demand_secret(settings: Settings) -> None:
    """Refuse a Doan that has begun and whose secret is not there: none is made in its place.

    Another one signs no entry of this journal and opens nothing that is sealed. Raises `SetupLacks`.
    """
    try:
        is_lost = not settings.has_secret and _has_begun(settings)
    except OSError as fault:
        told = {"folder": settings.folder, "reason": fault.strerror}
        raise SetupLacks("folder_unreadable", **told) from None
    if is_lost:
        raise SetupLacks("secret_lost", where=settings.folder / SECRET)


def _has_begun(settings: Settings) -> bool:
    """Tell whether there is a database of a Doan; none is made by looking."""
    file = settings.folder / "doan.sqlite"
    if not settings.database_url:
        return file.exists() and file.stat().st_size > 0
    store, revision = connected(settings)
    store.close()
    return bool(revision)


def demand_database(settings: Settings) -> None:
    """Raise `SetupLacks` where the folder has no database, or nobody can say."""
    file = settings.folder / "doan.sqlite"
    try:
        is_there = bool(settings.database_url) or file.exists()
    except OSError as fault:
        told = {"folder": settings.folder, "reason": fault.strerror}
        raise SetupLacks("folder_unreadable", **told) from None
    if not is_there:
        raise SetupLacks("no_database", folder=settings.folder)


def open_store(settings: Settings, *, with_secret: bool = True) -> Store:
    """Open a database that `doan up` has prepared; raises `SetupError` when it has not.

    Whoever audits a copy does so without the installation's secret, and in a folder of their own.
    """
    demand_database(settings)
    if with_secret:
        check_closed(settings)
    store, revision = connected(settings, url="" if with_secret else url_of_copy(settings))
    demand_current(store, revision)
    if with_secret:
        _recognise(store)
    return store


def _recognise(store: Store) -> None:
    """Put a copy into quarantine that nobody has started yet; where none can write, none signs."""
    with store.reading() as conn:
        if is_at_home(conn):
            return
    with suppress(DBAPIError), store.writing() as conn:
        recognise(conn)


def prepare(settings: Settings, *, demo_from: datetime | None = None) -> Store:
    """Make the folder and the database, enter the first directory.

    One of an older release is left as it is: `doan upgrade` is for it. The regulation in force is told
    in the house's journal where it is another than before; a copy goes into quarantine, in which nothing
    is told. Raises `SetupError` when the folder cannot be made or the database does not answer, or where
    a demo would begin in a Doan that works in earnest (it catches letters); `RegulationInvalid`.
    """
    try:
        settings.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as fault:
        raise SetupLacks("folder", folder=settings.folder, reason=fault.strerror) from None
    demand_writable(settings.folder)
    check_closed(settings)
    store, revision = connected(settings)
    if revision:
        demand_current(store, revision)
    migrate(store, signer(settings.journal_seed))
    check_shape(store)
    with store.writing() as conn:
        if recognise(conn):
            return store
        if directory.is_empty(conn):
            first = read_directory(settings.directory or SAMPLE_DIRECTORY)
            check_places(first, {}, regulation_in_force(settings))
            directory.load_directory(_house(conn, settings), first, because="the first directory")
            if demo_from:
                clock.make_clock_movable(conn, demo_from)
        if demo_from and not clock.is_movable(conn):
            raise SetupLacks("no_demo_folder", folder=settings.folder)
        regulations.put_in_force(_house(conn, settings), regulation_in_force(settings))
    return store


def check_shape(store: Store) -> None:
    """Raise `DatabaseAltered` where something was laid into the database that Doan has not made."""
    with store.reading() as conn:
        difference = guards_difference(conn) or schema_difference(conn)
    if difference:
        raise altered(difference)


def local_url(settings: Settings) -> str:
    """Return where the web pages answer on this machine, whatever address people use."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)  # noqa: S104
    return f"http://[{host}]:{settings.port}" if ":" in host else f"http://{host}:{settings.port}"


def _house(conn: Connection, settings: Settings) -> HouseJournal:
    """Return the house's journal for whoever sits at the console."""
    account = console_account()
    return HouseJournal(conn, signer(settings.journal_seed), By(account, account))


def move_clock_to(to: datetime, language: str) -> None:
    """Move the clock of a demo folder; the Doan process is told to look what has come due.

    Raises `ClockFixed` for the real clock, and for a moment that is over.
    """
    from flows.case.poke import CLOCK_MOVED, tell_running

    settings = read_settings()
    store = open_store(settings)
    with store.writing() as conn:
        demand_released(store, conn)
        moved = to.replace(tzinfo=to.tzinfo or PROVINCE_TIME)
        before = clock.now(conn)
        clock.move_clock(conn, moved)
        if moved < before:
            raise ClockFixed("back", before=before)
        _house(conn, settings).record(e.ClockMoved(to=moved))
    tell_running(store, settings)(CLOCK_MOVED)
    w = words(language)
    answer({"at": moved}, w.text("cli.clock_moved", at=w.moment(moved)))
