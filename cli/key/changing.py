"""How `doan key` changes the secret: first aside, then in the journal, then in its place.

Whenever it breaks off, the same command given again finds which of the two the journal goes by.
"""

import secrets
from collections.abc import Callable
from pathlib import Path

from pydantic import SecretStr
from sqlalchemy import Connection

from cli.auditing import notes_in
from cli.lacks import SetupLacks
from cli.running.one import RunningPart, demand_nobody, folder_of
from cli.setting_up import demand_database, demand_secret, open_store, read_settings
from cli.told.document import answer
from config.settings import BEFORE, SECRET, Settings
from config.words import words
from models.ids import console_account
from models.journal.checkpoint import opened, verifier_line
from models.journal.signing import Signer, signer
from models.store import drafts
from models.store.calls import webhooks
from models.store.copies.quarantine import demand_released
from models.store.house import keys
from models.store.house.journal import By, is_in_force
from models.store.privacy import address_book, passports

_NEXT = "secret.key.next"


def change_key(language: str) -> None:
    """Let the key in force hand over to the next."""
    before, after = _pair(_begun())
    _put_in_force(before, after, lambda conn, new: keys.change(conn, _signer(before), new, _by()))
    _say(after, language)


def give_up_key(language: str) -> None:
    """Put another key in force; the one before is lost."""
    after = _alone(_begun())
    _put_in_force(None, after, lambda conn, new: keys.give_up(conn, new, _by()))
    _say(after, language)


def revoke_key(checkpoint: Path, language: str) -> None:
    """Put another key in force; of the one before counts what a checkpoint covers."""
    before, after = _pair(_begun())
    note = opened(notes_in(checkpoint)[0], _signer(before).public)

    def revoke(conn: Connection, new: Signer) -> None:
        keys.revoke(conn, new, _by(), covered=note.size, root=note.root.hex())

    _put_in_force(before, after, revoke)
    _say(after, language)


def _begun() -> Settings:
    """Return the settings of a Doan that has a database: for no other is a secret made."""
    settings = read_settings()
    demand_database(settings)
    return settings


def _pair(settings: Settings) -> tuple[Settings, Settings]:
    """Return the settings with the secret of until now, and with the next; raises `SetupLacks`."""
    demand_secret(settings)
    if settings.secret.get_secret_value():
        before = settings.secret_before.get_secret_value()
        if not before:
            raise SetupLacks("no_secret_before")
        return _with(settings, before), settings
    return settings, _with(settings, _next_secret(settings))


def _alone(settings: Settings) -> Settings:
    """Return the settings with the secret that takes the place of a lost one."""
    if settings.secret.get_secret_value() or (settings.folder / SECRET).exists():
        return settings
    return _with(settings, _next_secret(settings))


def _put_in_force(
    before: Settings | None, after: Settings, act: Callable[[Connection, Signer], None]
) -> None:
    store, new = open_store(after), _signer(after)
    demand_nobody(folder_of(store, after), *RunningPart)
    with store.writing() as conn:
        demand_released(store, conn)
        if before and not is_in_force(conn, _signer(before)):
            if not is_in_force(conn, new):
                raise SetupLacks("key_not_in_force")
        elif not is_in_force(conn, new):
            act(conn, new)
            if before:
                both = (after.passport_keys[0], before.passport_keys[0])
                passports.wrap_anew(conn, both)
                drafts.wrap_anew(conn, both)
                address_book.wrap_anew(conn, both)
                webhooks.wrap_anew(conn, both)
    store.close()
    _move_into_place(after.folder)


def _move_into_place(folder: Path) -> None:
    """Let the folder's secrets be those the journal goes by now; at no moment it is without one."""
    waiting = folder / _NEXT
    if waiting.exists():
        if (folder / SECRET).exists():
            (folder / BEFORE).unlink(missing_ok=True)
            (folder / BEFORE).hardlink_to(folder / SECRET)
        waiting.replace(folder / SECRET)


def _next_secret(settings: Settings) -> str:
    path = settings.folder / _NEXT
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text()


def _with(settings: Settings, secret: str) -> Settings:
    given = settings.model_dump(exclude={"secret", "secret_before"})
    return Settings(**given, secret=SecretStr(secret), secret_before=SecretStr(""))


def _signer(settings: Settings) -> Signer:
    return signer(settings.journal_seed)


def _say(settings: Settings, language: str) -> None:
    w = words(language)
    line = verifier_line(settings.mail_domain, _signer(settings).public)
    answer({"key": line}, w.text("cli.key_changed"), f"{w.text('cli.checkpoint_key')}: {line}")


def _by() -> By:
    """Return who changes it: whose console it is."""
    account = console_account()
    return By(account, account)
