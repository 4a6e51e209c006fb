"""A checkpoint: how many entries the journal holds, their Merkle root, and a signature (Ed25519).

The text has the form of C2SP's `tlog-checkpoint`: origin, size, root, and a signed note's signature.
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from models.errors import CheckpointInvalid

_ED25519 = b"\x01"
_DASH = "—"


@dataclass(frozen=True)
class Checkpoint:
    """What a checkpoint says: whose journal, how many entries, their root."""

    origin: str
    size: int
    root: bytes

    def body(self) -> str:
        """Return the text that is signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def signing_key(seed: bytes) -> Ed25519PrivateKey:
    """Return the key checkpoints are signed with, from the installation's seed of 32 bytes."""
    return Ed25519PrivateKey.from_private_bytes(seed)


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
        origin, size, root = body.split("\n")
        dash, signer, encoded = signatures.strip().split(" ")
        signature = base64.b64decode(encoded, validate=True)
        checkpoint = Checkpoint(origin, int(size), base64.b64decode(root, validate=True))
        if (dash, signer) != (_DASH, origin) or signature[:4] != _key_hash(origin, key):
            raise CheckpointInvalid(why="another key signed it")
        key.verify(signature[4:], checkpoint.body().encode())
    except (ValueError, binascii.Error) as malformed:
        raise CheckpointInvalid(why=str(malformed)) from None
    except InvalidSignature:
        raise CheckpointInvalid(why="the signature does not fit the text") from None
    return checkpoint


def verifier_line(origin: str, key: Ed25519PublicKey) -> str:
    """Return the public key as auditors keep it: name, key hash, key (C2SP signed-note)."""
    encoded = base64.b64encode(_ED25519 + key.public_bytes_raw()).decode()
    return f"{origin}+{_key_hash(origin, key).hex()}+{encoded}"


def _key_hash(origin: str, key: Ed25519PublicKey) -> bytes:
    named = origin.encode() + b"\n" + _ED25519 + key.public_bytes_raw()
    return hashlib.sha256(named).digest()[:4]
