"""What an installation may set, read once from `DOAN_…` variables; a secret, from `<name>_FILE` too."""

import base64
import hashlib
import os
import secrets
from collections.abc import Iterable
from contextlib import suppress
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr
from pydantic.fields import FieldInfo
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
)

PREFIX = "DOAN_"
LOOPBACK = "127.0.0.1"
# Read by the commands and by the tests, not a part of the settings.
BESIDE_THE_SETTINGS = ("DOAN_LANGUAGE", "DOAN_TEST_POSTGRES_URL")
# What is shorter can be guessed; `openssl rand -base64 32` makes one.
SHORTEST_SECRET_BYTES = 32


class SecretUnusable(Exception):
    """A secret, in a file or a variable, that is `short` (or empty), or `open` to others."""

    def __init__(self, where: object, why: Literal["short", "open"]) -> None:
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
    smtp_timeout_seconds: float = Field(20.0, gt=0)
    mail_from: str = "doan@hau-giang.example"
    mail_from_name: str = "Đoàn"
    catcher_port: int = Field(8113, ge=1, le=65535)

    prefect_port: int = Field(8114, ge=1, le=65535)
    prefect_api_url: str = ""
    prefect_auth: SecretStr = SecretStr("")
    worker_port: int = Field(8115, ge=1, le=65535)
    worker_health_port: int = Field(8117, ge=1, le=65535)
    poke_port: int = Field(8116, ge=1, le=65535)
    reconcile_seconds: float = Field(15.0, gt=0)

    secret: SecretStr = SecretStr("")

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

    @property
    def store_url(self) -> str:
        """Return the database: the one that is set, or the file in the folder."""
        return self.database_url or f"sqlite:///{self.folder / 'doan.sqlite'}"

    @property
    def base_url(self) -> str:
        """Return the address people reach Doan at; links in messages start with it."""
        return self.public_url.rstrip("/") or f"http://{self.host}:{self.port}"

    @property
    def is_public(self) -> bool:
        """Tell whether others than people on this machine reach Doan."""
        named = urlsplit(self.public_url).hostname or self.host
        return bool({self.host, named} - {LOOPBACK, "localhost", "::1"})

    @property
    def mail_domain(self) -> str:
        return self.mail_from.rpartition("@")[2]

    @property
    def has_mail_server(self) -> bool:
        """Tell whether a mail server is set; without one the local catcher takes every message."""
        return bool(self.smtp_host)

    @cached_property
    def key(self) -> bytes:
        """Return the installation's secret: set, or made once and kept in the folder (mode 0600)."""
        if self.secret.get_secret_value():
            return self.secret.get_secret_value().encode()
        return _kept_secret(self.folder / "secret.key").encode()

    def check_secrets(self) -> None:
        """Raise `SecretUnusable` where a secret is too short, or its file open to others."""
        if len(self.key) < SHORTEST_SECRET_BYTES:
            raise SecretUnusable("DOAN_SECRET", "short")

    @cached_property
    def passport_key(self) -> bytes:
        """Return the key passports are encrypted with, derived from the installation's secret."""
        return base64.urlsafe_b64encode(self._derived(b"doan-passports"))

    @cached_property
    def checkpoint_seed(self) -> bytes:
        """Return the seed of the key that signs checkpoints of the journal."""
        return self._derived(b"doan-checkpoint")

    def _derived(self, purpose: bytes) -> bytes:
        return hashlib.blake2b(self.key, digest_size=32, person=purpose).digest()

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
    secret = path.read_text().strip()
    if len(secret.encode()) < SHORTEST_SECRET_BYTES:
        raise SecretUnusable(path, "short")
    if path.stat().st_mode & 0o077:
        raise SecretUnusable(path, "open")
    return secret
