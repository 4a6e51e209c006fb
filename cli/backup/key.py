"""`doan backup-key`: the pair of keys of backups. The secret one belongs on no machine of Doan's."""

import os
from datetime import UTC, datetime
from pathlib import Path

from pyrage import x25519

from cli.told.document import answer
from config.words import words
from models.errors import BackupRefused


def make_key(file: Path, language: str) -> None:
    """Write a new secret key into a file of its owner's alone, and print the public one.

    In the form of `age-keygen`, so that `age` opens a backup where there is no Doan. Raises
    `BackupRefused` where there is a file already, or none can be written.
    """
    secret = x25519.Identity.generate()
    public = str(secret.to_public())
    try:
        opened = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(opened, "w", encoding="utf-8") as written:
            written.write(f"# created: {datetime.now(UTC).isoformat(timespec='seconds')}\n")
            written.write(f"# public key: {public}\n{secret}\n")
            written.flush()
            os.fsync(written.fileno())
    except FileExistsError:
        raise BackupRefused("key_exists", path=file) from None
    except OSError as fault:
        raise BackupRefused("unwritten", path=file, reason=fault.strerror) from None
    told = {"file": file, "public": public}
    answer(told, words(language).text("cli.backup_key", **told))
