"""The journal's pure side: entries, their canonical bytes, the hash chain, digests of facts."""

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from models.entries import Payload
from models.ids import CaseNo, Digest

JSON = Any
GENESIS = "0" * 64
DIGEST_VERSION = 1
# Who acted where no person did.
ENGINE = "doan"


@dataclass(frozen=True)
class Entry:
    """One entry of a case's journal. `at` is when it happened, `recorded_at` when it was written (UTC).

    `actor` is a directory id, or `ENGINE` where Doan itself acted. `written` is its body as it lies in
    the database, where it was read there: entries of earlier days say the same in other words.
    """

    case_no: CaseNo
    seq: int
    at: datetime
    recorded_at: datetime
    actor: str
    payload: Payload
    previous: str
    written: str | None = field(default=None, compare=False, repr=False)

    @property
    def kind(self) -> str:
        return self.payload.kind

    def body(self) -> str:
        """Return the payload as canonical JSON, the very text that is stored and hashed."""
        if self.written is not None:
            return self.written
        is_brief = self.payload.is_brief
        return canonical(self.payload.model_dump(mode="json", exclude_defaults=is_brief))

    def hash(self) -> str:
        """Return the link of the chain: SHA-256 over the previous link and this entry."""
        sealed = canonical(
            {
                "case": self.case_no,
                "seq": self.seq,
                "kind": self.kind,
                "at": self.at.isoformat(),
                "recorded_at": self.recorded_at.isoformat(),
                "actor": self.actor,
                "body": self.body(),
                "previous": self.previous,
            }
        )
        return hashlib.sha256(sealed.encode()).hexdigest()


def canonical(value: JSON) -> str:
    """Write JSON in one way only: keys sorted, no spaces, text as it is (UTF-8)."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def salted_digest(salt: bytes, content: bytes) -> Digest:
    """Return the digest of something erasable; without its salt nobody can guess it back."""
    return Digest(hmac.new(salt, content, hashlib.sha256).hexdigest())


def sealed_json(salt: bytes, value: JSON) -> Digest:
    """Return the digest of something erasable that JSON can hold."""
    return salted_digest(salt, canonical(value).encode())


def digest_of_facts(salt: bytes, facts: Mapping[str, JSON], names: Sequence[str]) -> Digest:
    """Return the digest of the named facts, the ones an outcome rests on.

    The list of names is kept with each outcome, so a fact a later release adds makes none stale.
    """
    return sealed_json(salt, {name: facts.get(name) for name in sorted(names)})
