"""A backup as one file: a tar of everything, its manifest first, sealed by age to a public key.

What was written is opened again before it counts. The secret that opens it is not here, so it is sealed
to a second key, too, which lives in this process alone and is forgotten with it.
"""

import hashlib
import io
import os
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING

import pyrage
from pyrage import x25519

from models.errors import BackupRefused
from models.store.copies.manifest import NAME, Manifest, Packed, manifest_in

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

# Is told how far something is: so many bytes of so many.
Came = Callable[[int, int], None]
_AGE = b"age-encryption.org/"
_CHUNK = 1 << 20
_BLOCK = 512


def recipient_of(key: str) -> x25519.Recipient:
    """Return whom a backup is sealed to; raises `BackupRefused` for what is no public key."""
    if key.strip().upper().startswith("AGE-SECRET-KEY-"):
        raise BackupRefused("secret_given")
    try:
        return x25519.Recipient.from_str(key.strip())
    except pyrage.RecipientError:
        raise BackupRefused("no_key") from None


def identity_in(file: Path) -> x25519.Identity:
    """Return the secret key in a file, as `doan backup-key` or `age-keygen` write it.

    Raises `BackupRefused` where there is none.
    """
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
        secret = next(line.strip() for line in lines if line.strip().startswith("AGE-SECRET-KEY-"))
        return x25519.Identity.from_str(secret)
    except OSError as fault:
        raise BackupRefused("unread", path=file, reason=fault.strerror) from None
    except (UnicodeDecodeError, StopIteration, pyrage.IdentityError):
        raise BackupRefused("no_secret", path=file) from None


def members_of(folder: Path) -> tuple[Packed, ...]:
    """Return every file of a folder by its name in it, its size and its digest."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return tuple(_member(folder, path) for path in files)


def write_archive(
    manifest: Manifest,
    folder: Path,
    target: Path,
    recipient: x25519.Recipient,
    came: Came | None = None,
) -> None:
    """Write a backup of the files of a folder, open it again, and only then give it its name.

    What is broken off leaves no file of that name, nor half of one. `came` is told of how many bytes of
    how many are done, each written and read. Raises `BackupRefused`.
    """
    once = x25519.Identity.generate()
    counted = _Counted(2 * sum(member.size for member in manifest.members), came)
    part = target.with_name(f".{target.name}.part")
    try:
        part.unlink(missing_ok=True)
        pieces = counted.passing(_tar_of(manifest, folder))
        digest = _sealed(pieces, part, [recipient, once.to_public()])
        if _digest_inside(part, once, counted) != digest:
            raise BackupRefused("written_wrong", path=target)
        part.rename(target)
        _reach_the_disk(target.parent)
    except OSError as fault:
        raise BackupRefused("unwritten", path=target, reason=fault.strerror) from None
    finally:
        part.unlink(missing_ok=True)


def open_archive(
    file: Path,
    identity: x25519.Identity,
    into: Path,
    *,
    fits: Callable[[Manifest], None],
    came: Came | None = None,
) -> Manifest:
    """Open a backup into an empty folder, each file held against the manifest; return that.

    `fits` is asked before anything is unpacked, and raises; `came` is told of how many bytes of how many
    are done, each opened and unpacked. Raises `BackupRefused`: for what is no
    backup of Doan's, one sealed to another key, one that is cut short or altered.
    """
    plain = into / "plain.tar"
    try:
        counted = _Counted(2 * file.stat().st_size, came)
        _opened(file, identity, plain, counted)
        with tarfile.open(plain) as tar:
            return _unpacked(tar, into, fits, counted)
    except tarfile.TarError:
        raise BackupRefused("foreign") from None
    except OSError as fault:
        raise BackupRefused("no_room", path=into.parent, reason=fault.strerror) from None
    finally:
        plain.unlink(missing_ok=True)


class _Counted:
    """Bytes that are done, of about so many, told to whoever wants to know."""

    def __init__(self, total: int, came: Came | None) -> None:
        self._total, self._came, self._done = total, came, 0

    def add(self, count: int) -> None:
        """Count bytes that are done now."""
        self._done += count
        if self._came:
            self._came(min(self._done, self._total), self._total)

    def passing(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        """Yield pieces as they are, each counted when the next is asked for."""
        for piece in pieces:
            yield piece
            self.add(len(piece))


# --- writing -----------------------------------------------------------------------------------------


def _member(folder: Path, path: Path) -> Packed:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while some := file.read(_CHUNK):
            digest.update(some)
    name = path.relative_to(folder).as_posix()
    return Packed(name=name, size=path.stat().st_size, sha256=digest.hexdigest())


def _tar_of(manifest: Manifest, folder: Path) -> Iterator[bytes]:
    """Yield the bytes of a tar: the manifest, then the files in its order."""
    said = manifest.model_dump_json(indent=1).encode()
    yield _header(NAME, len(said))
    yield said + _padding(len(said))
    for member in manifest.members:
        yield _header(member.name, member.size)
        with (folder / member.name).open("rb") as file:
            while some := file.read(_CHUNK):
                yield some
        yield _padding(member.size)
    yield bytes(2 * _BLOCK)


def _header(name: str, size: int) -> bytes:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    return info.tobuf(tarfile.PAX_FORMAT)


def _padding(size: int) -> bytes:
    return bytes(-size % _BLOCK)


class _Joined(io.BufferedIOBase):
    """Pieces of bytes as one file to be read, and the digest of what was."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._left = b""
        self.digest = hashlib.sha256()
        self.fault: OSError | None = None

    def readable(self) -> bool:
        return True

    def read(self, most: int | None = -1, /) -> bytes:
        try:
            while not self._left and (piece := next(self._pieces, None)) is not None:
                self._left = piece
        except OSError as fault:
            self.fault = fault
            raise
        cut = len(self._left) if most is None or most < 0 else most
        some, self._left = self._left[:cut], self._left[cut:]
        self.digest.update(some)
        return some


class _Written(io.BufferedIOBase):
    """A file to be written that remembers why it could not be: age tells only that."""

    def __init__(self, file: IO[bytes], counted: _Counted | None = None) -> None:
        self._file = file
        self._counted = counted
        self.fault: OSError | None = None

    def writable(self) -> bool:
        return True

    def write(self, some: "ReadableBuffer", /) -> int:
        try:
            count = self._file.write(some)
        except OSError as fault:
            self.fault = fault
            raise
        if self._counted:
            self._counted.add(count)
        return count

    def flush(self) -> None:
        self._file.flush()


def _sealed(pieces: Iterator[bytes], part: Path, keys: list[x25519.Recipient]) -> str:
    """Write what is sealed to some keys, down to the disk; return the digest of what is inside."""
    read = _Joined(pieces)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        written = _Written(file)
        try:
            pyrage.encrypt_io(read, written, keys)
        except (pyrage.EncryptError, OSError) as fault:
            raise read.fault or written.fault or OSError(0, str(fault)) from None
        file.flush()
        os.fsync(file.fileno())
        # What is verified is to come from the disk, not from memory.
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    return read.digest.hexdigest()


class _Digested(io.BufferedIOBase):
    """Takes bytes and keeps their digest alone."""

    def __init__(self, counted: _Counted) -> None:
        self.digest = hashlib.sha256()
        self._counted = counted

    def writable(self) -> bool:
        return True

    def write(self, some: "ReadableBuffer", /) -> int:
        self.digest.update(some)
        count = memoryview(some).nbytes
        self._counted.add(count)
        return count


def _digest_inside(part: Path, identity: x25519.Identity, counted: _Counted) -> str:
    inside = _Digested(counted)
    with part.open("rb") as file:
        try:
            pyrage.decrypt_io(file, inside, [identity])
        except (pyrage.DecryptError, OSError):
            return ""
    return inside.digest.hexdigest()


def _reach_the_disk(folder: Path) -> None:
    """Let the name of a file reach the disk, too."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


# --- reading -----------------------------------------------------------------------------------------


def _opened(file: Path, identity: x25519.Identity, plain: Path, counted: _Counted) -> None:
    with file.open("rb") as sealed:
        if sealed.read(len(_AGE)) != _AGE:
            raise BackupRefused("foreign")
        sealed.seek(0)
        with plain.open("wb") as target:
            written = _Written(target, counted)
            try:
                pyrage.decrypt_io(sealed, written, [identity])
            except pyrage.DecryptError as fault:
                is_of_another = "matching keys" in str(fault)
                raise BackupRefused("other_key" if is_of_another else "damaged") from None
            except OSError:
                if written.fault:
                    raise written.fault from None
                raise BackupRefused("damaged") from None


def _unpacked(
    tar: tarfile.TarFile, into: Path, fits: Callable[[Manifest], None], counted: _Counted
) -> Manifest:
    first = tar.next()
    said = tar.extractfile(first) if first and first.isfile() and first.name == NAME else None
    if said is None:
        raise BackupRefused("foreign")
    manifest = manifest_in(said.read())
    fits(manifest)
    expected = {member.name: member for member in manifest.members}
    while info := tar.next():
        member = expected.pop(info.name, None)
        content = tar.extractfile(info) if info.isfile() else None
        if member is None or content is None:
            raise BackupRefused("damaged")
        path = into / member.name
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _kept(content, path)
        if _member(into, path) != member:
            raise BackupRefused("damaged")
        counted.add(member.size)
    if expected:
        raise BackupRefused("damaged")
    return manifest


def _kept(content: IO[bytes], path: Path) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        while some := content.read(_CHUNK):
            file.write(some)
        file.flush()
        os.fsync(file.fileno())
