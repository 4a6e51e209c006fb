"""The signature of each entry, by a key that the database does not hold (Ed25519).

Whoever owns the database can write any entry and link any chain anew; they cannot sign it. What is
signed is the entry's hash, which covers the entry and, by its predecessor's, all entries before it.
"""

import base64
import hashlib
import hmac
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

# What else this key signs, such as a checkpoint, can never be taken for the signature of an entry.
_PURPOSE, _OF_EVIDENCE = b"doan-entry\n", b"doan-evidence\n"


class Signer:
    """The installation's key, as far as the journal needs it: to sign, and to be named."""

    def __init__(self, seed: bytes) -> None:
        self._sealing = hashlib.blake2b(seed, digest_size=32, person=b"doan-post").digest()
        self.private = Ed25519PrivateKey.from_private_bytes(seed)
        self.public = self.private.public_key()
        self.name = key_name(self.public)

    def sign(self, entry_hash: str) -> str:
        """Return the signature of an entry: the key's name, and 64 bytes in Base64."""
        signature = self.private.sign(_PURPOSE + entry_hash.encode())
        return f"{self.name}:{base64.b64encode(signature).decode()}"

    def sign_list(self, listed: bytes) -> str:
        """Return the signature of the list of files that evidence is handed out as."""
        signature = self.private.sign(_OF_EVIDENCE + hashlib.sha256(listed).hexdigest().encode())
        return f"{self.name}:{base64.b64encode(signature).decode()}"

    def signed(self, entry_hash: str, signature: str | None) -> bool:
        """Tell whether a signature is of this key and of that entry."""
        return is_signed(self.public, entry_hash, signature)

    def seal(self, content: bytes) -> str:
        """Return a MAC over what only Doan itself has to recognise, such as a message in its outbox."""
        return hmac.new(self._sealing, content, hashlib.sha256).hexdigest()

    def knows(self, seal: str | None, content: bytes) -> bool:
        """Tell whether a seal is of this key and fits."""
        return seal is not None and hmac.compare_digest(seal, self.seal(content))


def is_signed(key: Ed25519PublicKey, entry_hash: str, signature: str | None) -> bool:
    """Tell whether a signature is of a key and of an entry."""
    name, _, encoded = (signature or "").partition(":")
    if name != key_name(key):
        return False
    try:
        key.verify(base64.b64decode(encoded), _PURPOSE + entry_hash.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


@lru_cache(maxsize=8)
def signer(seed: bytes) -> Signer:
    """Return the signer of a seed of 32 bytes; made once, it is asked for at every entry."""
    return Signer(seed)


def key_name(key: Ed25519PublicKey) -> str:
    """Return what a public key is called in the journal: the first 16 hex digits of its SHA-256."""
    return hashlib.sha256(key.public_bytes_raw()).hexdigest()[:16]


def key_text(key: Ed25519PublicKey) -> str:
    """Return a public key as the journal keeps it: its 32 bytes in Base64."""
    return base64.b64encode(key.public_bytes_raw()).decode()


def key_of(text: str) -> Ed25519PublicKey:
    """Read a public key back as the journal keeps it; raises `ValueError`."""
    return Ed25519PublicKey.from_public_bytes(base64.b64decode(text))
