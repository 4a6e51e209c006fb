"""A checkpoint: how many entries the journal holds, their Merkle root, and a signature (Ed25519).

The text has the form of C2SP's `tlog-checkpoint`: origin, size, root, an extension line of ours with the
checkpoint's own number and moment, and a signed note's signature.
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from models.errors import CheckpointInvalid

_ED25519 = b"\x01"
_DASH = "—"
_EXTENSION = "doan"


@dataclass(frozen=True)
class Checkpoint:
    """What a checkpoint says: whose journal, how many entries, their root.

    `number` counts the checkpoints without a gap and `at` is when it was signed (UTC); those of earlier
    days say neither.
    """

    origin: str
    size: int
    root: bytes
    number: int | None = None
    at: datetime | None = None

    def body(self) -> str:
        """Return the text that is signed."""
        lines = [self.origin, str(self.size), base64.b64encode(self.root).decode()]
        if self.number is not None and self.at is not None:
            lines.append(f"{_EXTENSION} {self.number} {self.at.astimezone(UTC).isoformat()}")
        return "".join(f"{line}\n" for line in lines)


def signed(checkpoint: Checkpoint, key: Ed25519PrivateKey) -> str:
    """Return the checkpoint as a signed note."""
    public = key.public_key()
    signature = _key_hash(checkpoint.origin, public) + key.sign(checkpoint.body().encode())
    encoded = base64.b64encode(signature).decode()
    return f"{checkpoint.body()}\n{_DASH} {checkpoint.origin} {encoded}\n"


def opened(note: str, key: Ed25519PublicKey) -> Checkpoint:
    """Return the checkpoint a signed note holds.

    Raises `CheckpointInvalid` when it is malformed or its signature is not of this key.
    """
    try:
        body, _, signatures = note.replace("\r\n", "\n").partition("\n\n")
        origin, size, root, *more = body.split("\n")
        dash, signer, encoded = signatures.strip().split(" ")
        signature = base64.b64decode(encoded, validate=True)
        said = _extended(more[0]) if more else (None, None)
        checkpoint = Checkpoint(origin, int(size), base64.b64decode(root, validate=True), *said)
        if (dash, signer) != (_DASH, origin) or signature[:4] != _key_hash(origin, key):
            raise CheckpointInvalid("other_key")
        # To the letter: what is signed is the text as it came, not as it is written today.
        key.verify(signature[4:], f"{body}\n".encode())
    except (ValueError, binascii.Error):
        raise CheckpointInvalid("malformed") from None
    except InvalidSignature:
        raise CheckpointInvalid("altered") from None
    return checkpoint


def _extended(line: str) -> tuple[int, datetime]:
    word, number, at = line.split(" ")
    if word != _EXTENSION:
        raise ValueError(f"an extension nobody knows: {word}")
    return int(number), datetime.fromisoformat(at)


def verifier_line(origin: str, key: Ed25519PublicKey) -> str:
    """Return the public key as auditors keep it: name, key hash, key (C2SP signed-note)."""
    encoded = base64.b64encode(_ED25519 + key.public_bytes_raw()).decode()
    return f"{origin}+{_key_hash(origin, key).hex()}+{encoded}"


def key_of(line: str) -> Ed25519PublicKey:
    """Return the public key of a line as auditors keep it; raises `CheckpointInvalid`."""
    try:
        origin, named, encoded = line.strip().split("+", 2)
        raw = base64.b64decode(encoded, validate=True)
        key = Ed25519PublicKey.from_public_bytes(raw[1:])
        if raw[:1] != _ED25519 or _key_hash(origin, key).hex() != named:
            raise CheckpointInvalid("no_key")
    except (ValueError, binascii.Error):
        raise CheckpointInvalid("no_key") from None
    return key


def _key_hash(origin: str, key: Ed25519PublicKey) -> bytes:
    named = origin.encode() + b"\n" + _ED25519 + key.public_bytes_raw()
    return hashlib.sha256(named).digest()[:4]
