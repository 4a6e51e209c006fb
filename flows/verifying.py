"""A verification asked for from a page: in a process of its own, so that nobody's page waits for it.

`python -m flows.verifying` reads what to verify from its input and writes what it found to its output,
both in JSON. It is given public keys alone, and reads as somebody who cannot write.
"""

import json
import os
import subprocess
import sys
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import Connection

from models.errors import CheckpointInvalid
from models.journal.checkpoint import key_of, opened, verifier_line
from models.store.database.engine import Store
from models.store.verify.everything import Came, Verified, verify
from models.store.verify.guards import guards_difference
from models.store.verify.reading import Difference
from models.store.verify.schema import schema_difference
from models.store.verify.tree import covered_by, verify_tree

# Whoever works on pages comes first.
_NICENESS = 10
_ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Covered:
    """How far a checkpoint from outside covers: so many entries, and so many came after it."""

    size: int
    after: int
    at: datetime | None


@dataclass(frozen=True)
class VerifiedApart:
    """What a verification found: how much it read, the first difference, what it rests on.

    `difference` says case, place, what was found and what was expected; None where all is whole.
    `covered` are the checkpoints that were handed in.
    """

    cases: int
    entries: int
    difference: dict[str, str] | None
    covered: tuple[Covered, ...]


@dataclass(frozen=True)
class ToVerify:
    """What is to be verified: which database, by which public keys, with which checkpoints.

    `given` were handed in; `beside` lie in the folder that the database's owner need not reach.
    """

    url: str
    keys: tuple[str, ...]
    given: tuple[str, ...]
    beside: tuple[str, ...]


def verify_all(
    conn: Connection,
    keys: Collection[Ed25519PublicKey],
    notes: Iterable[str],
    came: Came | None = None,
) -> tuple[Verified, Difference | None]:
    """Verify all there is by public keys and checkpoints from outside; return the first difference.

    `came` is told of how many cases of how many it has come to.
    """
    verified = verify(conn, keys, came)
    difference = (
        verified.difference
        or verify_tree(conn, verified.keys, given=notes, limits=verified.limits)
        or guards_difference(conn)
        or schema_difference(conn)
    )
    return verified, difference


def demand_checkpoint(note: str, lines: Collection[str]) -> None:
    """Check that a text is a checkpoint; raises `CheckpointInvalid`.

    One that another key signed may be of a key before this one: that the verification finds out.
    """
    for line in lines:
        try:
            opened(note, key_of(line))
        except CheckpointInvalid as invalid:
            if invalid.why != "other_key":
                raise


def lines_of(origin: str, publics: Collection[Ed25519PublicKey]) -> tuple[str, ...]:
    """Return public keys as lines that can be handed on."""
    return tuple(verifier_line(origin, public) for public in publics)


def verified_apart(wanted: ToVerify) -> VerifiedApart:
    """Verify in a process of its own, and wait for it; raises `OSError` or `ValueError` if it fails."""
    # None of Doan's own variables: it needs no secret.
    plain = {name: said for name, said in os.environ.items() if not name.startswith("DOAN_")}
    code = os.pathsep.join(filter(None, (str(_ROOT), plain.get("PYTHONPATH"))))
    ended = subprocess.run(
        [sys.executable, "-m", "flows.verifying"],
        input=json.dumps(asdict(wanted)).encode(),
        stdout=subprocess.PIPE,
        env={**plain, "PYTHONPATH": code},
        check=False,
    )
    if ended.returncode:
        raise ValueError(f"the verification ended with {ended.returncode}")
    said = json.loads(ended.stdout)
    covered = tuple(
        Covered(each["size"], each["after"], _moment(each["at"])) for each in said["covered"]
    )
    return VerifiedApart(said["cases"], said["entries"], said["difference"], covered)


def verified_here(wanted: ToVerify) -> dict[str, Any]:
    """Verify a database as it is at one moment, and return what was found as JSON can hold it."""
    store = Store(wanted.url)
    try:
        with store.reading(one_moment=True) as conn:
            keys = [key_of(line) for line in wanted.keys]
            verified, difference = verify_all(conn, keys, [*wanted.given, *wanted.beside])
    finally:
        store.close()
    covered = []
    if difference is None:
        found = (covered_by(note, verified.keys, verified.entries) for note in wanted.given)
        covered = [
            {"size": size, "after": after, "at": at.isoformat() if at else None}
            for size, after, at in found
        ]
    return {
        "cases": verified.cases,
        "entries": verified.entries,
        "difference": asdict(difference) if difference else None,
        "covered": covered,
    }


def _moment(at: str | None) -> datetime | None:
    return datetime.fromisoformat(at) if at else None


def main() -> None:
    """Verify what the input says."""
    os.nice(_NICENESS)
    said = json.load(sys.stdin)
    wanted = ToVerify(said["url"], *(tuple(said[name]) for name in ("keys", "given", "beside")))
    json.dump(verified_here(wanted), sys.stdout)


if __name__ == "__main__":
    main()
