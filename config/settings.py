"""What an installation may set, read once from `DOAN_…` variables; a secret, from `<name>_FILE` too."""

import base64
import hashlib
import os
import re
import secrets
from collections.abc import Iterable
from contextlib import suppress
from datetime import time
from difflib import get_close_matches
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
)

from config.mailbox import is_mailbox, is_mailbox_url

PREFIX = "DOAN_"
LOOPBACK = "127.0.0.1"
# The names by which a machine calls itself.
ITSELF = frozenset((LOOPBACK, "localhost", "::1"))
# Read by the commands and by the tests, not a part of the settings.
BESIDE_THE_SETTINGS = ("DOAN_LANGUAGE", "DOAN_TEST_POSTGRES_URL")
# What is shorter can be guessed; `openssl rand -base64 32` makes one.
SHORTEST_SECRET_BYTES = 32
SHORTEST_TOKEN_BYTES = 16


# The secret of the folder, and the one it had before.
SECRET, BEFORE = "secret.key", "secret.key.before"


class Purpose(StrEnum):
    """What a key is for; each is derived from the installation's secret (at most 16 letters)."""

    JOURNAL = "doan-checkpoint"
    PASSPORTS = "doan-passports"
    LINKS = "doan-links"
    FORMS = "doan-forms"
    CODES = "doan-codes"
    REPLIES = "doan-replies"


class SecretUnusable(Exception):
    """A secret, in a file or a variable, that is `short` (or empty), `open` to others, `unreadable` or
    `lost`: where none is made, there is none.
    """

    def __init__(self, where: object, why: Literal["short", "open", "unreadable", "lost"]) -> None:
        super().__init__(f"{where}: {why}")
        self.where = where
        self.why = why


class _SecretFiles(PydanticBaseSettingsSource):
    """A secret may stand in a file that `<its variable>_FILE` names, so that it is in no listing."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        variable = f"{PREFIX}{field_name.upper()}_FILE"
        path = os.environ.get(variable, "")
        if field.annotation is not SecretStr or not path:
            return None, field_name, False
        try:
            content = Path(path).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as fault:
            raise SettingsError(f"{variable}: {fault}") from None
        return content, field_name, False

    def __call__(self) -> dict[str, Any]:
        fields = self.settings_cls.model_fields.items()
        read = {name: self.get_field_value(field, name)[0] for name, field in fields}
        return {name: content for name, content in read.items() if content is not None}


class Settings(BaseSettings):
    """The whole configuration. Without any variable it is the embedded default in one folder."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True)

    folder: Path = Path("doan-data")
    database_url: str = ""
    # Backups: the public key they are sealed to, where they are put, how many are kept there.
    backup_key: str = ""
    backup_folder: Path | None = None
    backup_keep: int = Field(30, ge=1)
    # The second place of the journal's checkpoints: best one that can only be added to.
    checkpoint_folder: Path | None = None
    regulation: str = "hau_giang"
    directory: Path | None = None

    host: str = LOOPBACK
    port: int = Field(8112, ge=1, le=65535)
    public_url: str = ""

    smtp_host: str = ""
    smtp_port: int = Field(25, ge=1, le=65535)
    smtp_tls: Literal["none", "starttls", "tls"] = "starttls"
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    # To connect, to be greeted and to sign in; a letter under way has the time the standard gives it.
    smtp_timeout_seconds: float = Field(30.0, gt=0)
    mail_from: str = "doan@hau-giang.example"
    mail_from_name: str = "Đoàn"
    # Letters are signed (DKIM) by this key, whose other half the domain's DNS has at the selector.
    dkim_key_file: Path | None = None
    dkim_selector: str = Field("", pattern=r"^([A-Za-z0-9][A-Za-z0-9.-]*)?$", max_length=63)
    # Without it the sender's own domain signs.
    dkim_domain: str = Field("", pattern=r"^([A-Za-z0-9][A-Za-z0-9.-]*)?$", max_length=253)
    # When the letter of the working day leaves that says what asks nothing of its reader; province time.
    digest_at: time = time(16)
    # An office's own wording of messages: each file stands for ours of the same name.
    templates: Path | None = None
    # An office's own Word templates of papers: `outbound/sending_decision.docx` stands for ours.
    paper_templates: Path | None = None
    # Where people's answers go: a mailbox of the office; without it the sender's own.
    reply_to: str = ""
    # What stands under each letter, so that whoever has a question knows whom to ask.
    office_address: str = Field("", max_length=200)
    office_telephone: str = Field("", max_length=60)
    # What comes back to the sender is read here: imaps://user@host/folder, or maildir:/path.
    mailbox_url: str = ""
    mailbox_password: SecretStr = SecretStr("")
    # Steps are answered by reply only where this is set: the name by which the relay before that
    # mailbox signs what it found out about senders (the authserv-id of RFC 8601).
    reply_authserv_id: str = Field("", max_length=253, pattern=r"^[A-Za-z0-9._-]*$")
    # Where those who look after Doan are told that letters do not leave: addresses of Apprise.
    alarm_urls: SecretStr = SecretStr("")
    # Keeps every message on this machine, for whoever tries Doan; only where that was asked for.
    catch_mail: bool = False
    catcher_port: int = Field(8113, ge=1, le=65535)

    prefect_port: int = Field(8114, ge=1, le=65535)
    prefect_api_url: str = ""
    prefect_auth: SecretStr = SecretStr("")
    worker_port: int = Field(8115, ge=1, le=65535)
    worker_health_port: int = Field(8117, ge=1, le=65535)
    poke_port: int = Field(8116, ge=1, le=65535)
    reconcile_seconds: float = Field(15.0, gt=0)

    # People sign in by an account of this OpenID provider, too; its address is what it calls itself.
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr = SecretStr("")

    # Webhooks: how long one call may take, and for how long what is not taken is tried again.
    webhook_timeout_seconds: float = Field(10.0, gt=0, le=60)
    webhook_patience_hours: int = Field(72, ge=1)
    # Whether they may lead into networks that are not public, and by http.
    webhooks_to_private: bool = False

    # How every process writes its log: lines for people, or one JSON object a line.
    log_format: Literal["text", "json"] = "text"
    # Whoever asks for metrics shows this; without it nobody but this machine is answered.
    metrics_token: SecretStr = SecretStr("")
    # With less of the disk free than so many megabytes it is nearly full, however large a share that is.
    disk_least_free_mb: int = Field(200, ge=0)

    # For how many days what only grows is kept; what it proved stays in the journal as digests.
    keep_letters_days: int = Field(90, ge=1)
    keep_moments_days: int = Field(90, ge=1)
    keep_webhook_calls_days: int = Field(14, ge=1)
    keep_security_days: int = Field(90, ge=1)
    keep_logs_days: int = Field(30, ge=1)
    # For a week after the end of a case its run is looked after still.
    keep_runs_days: int = Field(90, ge=8)
    keep_events_days: int = Field(2, ge=1)

    secret: SecretStr = SecretStr("")
    # Kept for a while after the secret was changed; docs/operations.md says how.
    secret_before: SecretStr = SecretStr("")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read what is given, then variables, then the files of secrets: the first one counts."""
        return init_settings, env_settings, _SecretFiles(settings_cls)

    @field_validator("folder", mode="before")
    @classmethod
    def _folder_is_named(cls, folder: object) -> object:
        """Nobody means the folder a command happens to be started in by naming none."""
        if not str(folder).strip():
            raise PydanticCustomError("empty", "it is empty")
        return folder

    @field_validator("public_url", "prefect_api_url")
    @classmethod
    def _address_is_whole(cls, address: str) -> str:
        """Without its scheme no mail program makes a link of the address; links are put behind it."""
        try:
            parts = urlsplit(address)
            is_whole = (
                bool(parts.hostname) and parts.scheme in ("http", "https") and parts.port != 0
            )
        except ValueError:
            parts, is_whole = urlsplit(""), False
        beside = parts.username or parts.query or parts.fragment
        if address and (not is_whole or beside or any(c.isspace() for c in address)):
            raise PydanticCustomError("address", "it has to begin with https:// or http://")
        return address

    @field_validator("mail_from")
    @classmethod
    def _sender_is_a_mailbox(cls, sender: str) -> str:
        if not is_mailbox(sender):
            raise PydanticCustomError("mailbox", "it is no address of a mailbox")
        return sender

    @field_validator("reply_to")
    @classmethod
    def _answers_go_to_a_mailbox(cls, mailbox: str) -> str:
        if mailbox and not is_mailbox(mailbox):
            raise PydanticCustomError("mailbox", "it is no address of a mailbox")
        return mailbox

    @field_validator("mailbox_url")
    @classmethod
    def _mailbox_can_be_read(cls, url: str) -> str:
        if url and not is_mailbox_url(url):
            raise PydanticCustomError("mailbox_url", "imaps://user@host/folder or maildir:/path")
        return url

    @field_validator("smtp_host")
    @classmethod
    def _mail_server_is_a_name(cls, host: str) -> str:
        """Its port has a variable of its own, and how it is encrypted another one."""
        if not (re.fullmatch(r"[A-Za-z0-9_.-]*", host) or host.count(":") > 1):
            raise PydanticCustomError("host", "a name alone, without scheme and port")
        return host

    @field_validator("oidc_issuer")
    @classmethod
    def _is_not_overheard(cls, issuer: str) -> str:
        """Who says who people are is asked by https, but on this machine itself."""
        address = urlsplit(issuer)
        if issuer and address.scheme != "https" and address.hostname not in ITSELF:
            raise PydanticCustomError("https", "it has to begin with https://")
        return issuer

    @field_validator("metrics_token")
    @classmethod
    def _token_cannot_be_guessed(cls, token: SecretStr) -> SecretStr:
        if 0 < len(token.get_secret_value().encode()) < SHORTEST_TOKEN_BYTES:
            raise PydanticCustomError("token", "it is too short")
        return token

    @property
    def store_url(self) -> str:
        """Return the database: the one that is set, or the file in the folder."""
        return self.database_url or f"sqlite:///{self.folder / 'doan.sqlite'}"

    @property
    def checkpoints_kept(self) -> Path:
        """Return where checkpoints are kept beside the database and the auditors' mail."""
        return self.checkpoint_folder or self.folder / "checkpoints"

    @property
    def backups(self) -> Path:
        """Return where backups are put: best on another machine's disk."""
        return self.backup_folder or self.folder / "backups"

    @property
    def base_url(self) -> str:
        """Return the address people reach Doan at, as browsers write it; links start with it."""
        address = urlsplit(self.public_url.rstrip("/") or f"http://{self.host}:{self.port}")
        return address._replace(netloc=address.netloc.lower()).geturl()

    @property
    def is_https(self) -> bool:
        """Tell whether people reach Doan by https."""
        return urlsplit(self.base_url).scheme == "https"

    @property
    def origin(self) -> str:
        """Return what browsers call the site people reach Doan at: scheme, host and port."""
        scheme, netloc = urlsplit(self.base_url)[:2]
        return f"{scheme}://{netloc}"

    @property
    def passkey_host(self) -> str:
        """Return the host that passkeys are of; empty where browsers allow none.

        They want a name, not an address, and https unless the name is the machine's own.
        """
        host = urlsplit(self.base_url).hostname or ""
        is_name = host == "localhost" or not re.fullmatch(r"[\d.]+|.*:.*", host)
        return host if is_name and (self.is_https or host == "localhost") else ""

    @property
    def has_provider(self) -> bool:
        """Tell whether people can sign in by an OpenID provider."""
        return bool(self.oidc_issuer and self.oidc_client_id)

    @property
    def hosts(self) -> frozenset[str]:
        """Return the names a request may call this machine by: those people use, and its own."""
        named = urlsplit(self.base_url).hostname or ""
        return frozenset((named, self.host.lower(), LOOPBACK, "localhost", "::1"))

    @property
    def is_public(self) -> bool:
        """Tell whether others than people on this machine reach Doan."""
        named = urlsplit(self.public_url).hostname or self.host
        return not {self.host, named} <= ITSELF

    @property
    def takes_answers(self) -> bool:
        """Tell whether what people answer is read: by Doan, or in a mailbox of the office."""
        return bool(self.mailbox_url or self.reply_to)

    @property
    def takes_steps_by_reply(self) -> bool:
        """Tell whether a step can be answered by answering its letter: off unless both are set."""
        return bool(self.mailbox_url and self.reply_authserv_id)

    @property
    def mail_domain(self) -> str:
        return self.mail_from.rpartition("@")[2]

    @property
    def answers_to(self) -> str:
        """Return where whoever answers a letter or an invitation writes to."""
        return self.reply_to or self.mail_from

    @property
    def has_mail_server(self) -> bool:
        """Tell whether a mail server is set; else the local catcher takes every message, if asked to."""
        return bool(self.smtp_host)

    @property
    def mail_place(self) -> str:
        """Return where letters go first: the mail server, or the local catcher."""
        if self.has_mail_server:
            return f"{self.smtp_host}:{self.smtp_port}"
        return f"{LOOPBACK}:{self.catcher_port}"

    @property
    def signs_in_to_mail_in_clear(self) -> bool:
        """Tell whether the mail server's password would cross the network unencrypted."""
        has_password = bool(self.smtp_user or self.smtp_password.get_secret_value())
        leaves = self.has_mail_server and self.smtp_host.lower() not in ITSELF
        return leaves and has_password and self.smtp_tls == "none"

    @property
    def has_secret(self) -> bool:
        """Tell whether there is a secret; whoever only looks makes none. Raises `OSError`."""
        return bool(self.secret.get_secret_value()) or (self.folder / SECRET).exists()

    @cached_property
    def key(self) -> bytes:
        """Return the installation's secret: set, or made once and kept in the folder (mode 0600)."""
        if self.secret.get_secret_value():
            return self.secret.get_secret_value().encode()
        return _kept_secret(self.folder / SECRET).encode()

    def check_secrets(self) -> None:
        """Raise `SecretUnusable` where a secret is too short, or its file open to others."""
        if len(self.key) < SHORTEST_SECRET_BYTES:
            raise SecretUnusable("DOAN_SECRET", "short")
        if 0 < len(self.key_before) < SHORTEST_SECRET_BYTES:
            raise SecretUnusable("DOAN_SECRET_BEFORE", "short")

    @cached_property
    def key_before(self) -> bytes:
        """Return the secret before this one, while it is kept; empty without one."""
        given = self.secret_before.get_secret_value()
        if given or self.secret.get_secret_value():
            return given.encode()
        path = self.folder / BEFORE
        return _read_secret(path).encode() if path.exists() else b""

    @cached_property
    def passport_keys(self) -> tuple[bytes, ...]:
        """Return the keys of passports: the one that encrypts, then the one before it."""
        return tuple(base64.urlsafe_b64encode(key) for key in self.keys_for(Purpose.PASSPORTS))

    @cached_property
    def journal_seeds(self) -> tuple[bytes, ...]:
        """Return the seeds of the key that signs the journal, and of the one before it."""
        return self.keys_for(Purpose.JOURNAL)

    @property
    def journal_seed(self) -> bytes:
        """Return the seed of the key that signs entries and checkpoints of the journal."""
        return self.journal_seeds[0]

    @property
    def code_key(self) -> bytes:
        """Return the key under which sign-in codes are kept, for the minutes they hold."""
        return self.keys_for(Purpose.CODES)[0]

    def keys_for(self, purpose: Purpose) -> tuple[bytes, ...]:
        """Return the keys of a purpose: today's, then the one before it. None of them tells another."""
        secrets_kept = filter(None, (self.key, self.key_before))
        return tuple(
            hashlib.blake2b(secret, digest_size=32, person=purpose.encode()).digest()
            for secret in secrets_kept
        )

    @cached_property
    def prefect_password(self) -> str:
        """Return the string that guards the embedded Prefect server (`user:password`)."""
        given = self.prefect_auth.get_secret_value()
        return given or "doan:" + _kept_secret(self.folder / "prefect.key")


def unknown_variables(names: Iterable[str]) -> dict[str, str]:
    """Return the variables that look like ours and are not, each with the nearest that is (or "")."""
    fields = Settings.model_fields.items()
    known = [PREFIX + name.upper() for name, _ in fields]
    secret = [f"{PREFIX}{name.upper()}_FILE" for name, f in fields if f.annotation is SecretStr]
    known += [*secret, *BESIDE_THE_SETTINGS]
    ours = sorted(name for name in names if name.upper().startswith(PREFIX))
    return {
        name: next(iter(get_close_matches(name.upper(), known, 1)), "")
        for name in ours
        if name.upper() not in known
    }


def _kept_secret(path: Path) -> str:
    """Read a secret from its file, making it on the first use; two makers agree on one.

    The file appears whole or not at all (written aside, then linked), and only its owner may read it.
    Raises `SecretUnusable` for one that is too short to be a secret, or that others may read.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        aside = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        aside.touch(mode=0o600)
        aside.write_text(secrets.token_urlsafe(48))
        with suppress(FileExistsError):
            path.hardlink_to(aside)
        aside.unlink()
    return _read_secret(path)


def _read_secret(path: Path) -> str:
    """Read a secret from its file; raises `SecretUnusable`."""
    try:
        secret = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise SecretUnusable(path, "unreadable") from None
    if len(secret.encode()) < SHORTEST_SECRET_BYTES:
        raise SecretUnusable(path, "short")
    if path.stat().st_mode & 0o077:
        raise SecretUnusable(path, "open")
    return secret
