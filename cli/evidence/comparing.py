"""`doan audit compare`: whether a newer checkpoint extends an older one, or the journal was another."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import Connection

from cli.auditing import keys_given, notes_in
from cli.screen import err
from cli.setting_up import open_store, read_settings
from cli.told.document import answer, for_programs
from config.words import Words, words
from models.errors import CheckpointInvalid
from models.journal.checkpoint import Checkpoint
from models.journal.proofs import Tree, is_extended
from models.store import leaves
from models.store.verify.keys import known_keys
from models.store.verify.tree import opened_by


@dataclass(frozen=True)
class Compared:
    """What holding two checkpoints against each other came to: `said` is `cli.compared.<said>`."""

    said: str
    is_well: bool = False


def show_comparison(old: Path, new: Path, key_lines: Sequence[str], language: str) -> int:
    """Say whether the newer of two checkpoints extends the older one, by a proof from the database.

    With a public key no secret is looked for. Returns 0 where it does, else 1. Raises
    `CheckpointInvalid` for what is no checkpoint, or none of this installation.
    """
    w, settings = words(language), read_settings()
    store = open_store(settings, with_secret=not key_lines)
    with store.reading(one_moment=True) as conn:
        keys = known_keys(conn, keys_given(settings, key_lines))
        older, newer = _opened(old, keys), _opened(new, keys)
        found = compared(conn, older, newer)
    sizes = {"older": older.size, "newer": newer.size, "added": newer.size - older.size}
    said = w.text(f"cli.compared.{found.said}", **sizes)
    both = {"older": older, "newer": newer}
    told = {name: {"size": each.size, "at": each.at} for name, each in both.items()}
    facts = {"well": found.is_well, "found": found.said, **told}
    answer(facts, *(_of_one(w, *each) for each in both.items()), *([said] * found.is_well))
    if not (found.is_well or for_programs()):
        err.print(said, style="red", markup=False)
    return 0 if found.is_well else 1


def compared(conn: Connection, older: Checkpoint, newer: Checkpoint) -> Compared:
    """Hold two checkpoints against each other: by what they say, then by the journal they are of."""
    if older.origin != newer.origin:
        return Compared("other_origin")
    if older.size > newer.size:
        return Compared("wrong_order")
    if older.size == newer.size:
        same = older.root == newer.root
        return Compared("same", is_well=True) if same else Compared("forked")
    tree = Tree(leaves.hashes(conn))
    if tree.size < newer.size:
        return Compared("cut_off")
    proof = tree.consistency(older.size, newer.size)
    if is_extended(older.size, newer.size, older.root, newer.root, proof):
        return Compared("extends", is_well=True)
    if tree.root(newer.size) == newer.root:
        return Compared("older_is_other")
    return Compared("newer_is_other" if tree.root(older.size) == older.root else "both_are_other")


def _opened(file: Path, keys: Collection[Ed25519PublicKey]) -> Checkpoint:
    notes = notes_in(file)
    if len(notes) != 1 or not keys:
        raise CheckpointInvalid("malformed")
    return opened_by(notes[0], keys)


def _of_one(w: Words, msgid: str, checkpoint: Checkpoint) -> str:
    at = w.moment(checkpoint.at) if checkpoint.at else "–"
    return w.text(f"cli.compared.{msgid}", size=checkpoint.size, at=at)
