"""The journal as a whole: each entry gets its place, and signed checkpoints leave the house.

One is signed each hour that has new entries, and at each final decision. It goes to two places that the
database's owner does not reach: the auditors' mail, and a folder (best one that can only be added to).
"""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import Connection

from config.province_time import day_of
from flows.acts.desk import Desk
from flows.apart import Named, one_by_one
from flows.case.poke import JOURNAL_SIGNED
from models import entries as e
from models.ids import SeatKey
from models.journal.checkpoint import Checkpoint, signed
from models.journal.handed_in import notes_of
from models.journal.merkle import Subtrees
from models.journal.signing import signer
from models.store import directory, leaves
from models.store.amiss.aside import Chore
from models.store.copies.quarantine import is_quarantined
from models.store.database.clock import now
from models.store.house.post import POST, tell_of_post
from models.store.leaves import Last
from models.store.privacy import openings
from notifications.telling.checkpoint_letters import tell_administrator, tell_auditors

log = logging.getLogger("doan.checkpoints")

EVERY = timedelta(hours=1)
# What they decide is final: it is covered as soon as it has its place.
_FINAL = frozenset(
    each.kind for each in (e.CaseApproved, e.CaseRejected, e.CaseCancelled, e.AmendmentInForce)
)


def number_and_sign(desk: Desk, *, at_once: bool = False) -> None:
    """Tell of the post and of who opened what, place what was journaled, sign a checkpoint when due.

    Part of the sweep; `at_once` for whoever hands out what the checkpoint has to cover. Nothing is
    signed where nothing was added, and nothing in a copy: it would be another history under the same
    key. The tree goes on from the checkpoint before, which is read beforehand: nobody who decides waits
    for it. Safe to repeat.
    """
    if is_quarantined(desk.store):
        return
    tree = _tree_to_go_on_from(desk)
    with desk.store.writing() as conn:
        broken = tell_of_post(desk.house(conn))
        openings.seal_if_due(desk.house(conn))
        leaves.number_new_entries(conn)
        at, size, last = now(conn), leaves.size(conn), leaves.last_checkpoint(conn)
        is_new = _is_due(conn, last, at) or (at_once and size > last.size)
        if is_new:
            tree = _grown_to(conn, desk, tree, last)
            _sign(conn, desk, tree, last.number + 1, at)
    one_by_one(
        desk.store, Chore.LETTER, broken, partial(_say, broken), lambda each: Named(f"{each}")
    )
    _keep_beside(desk, size if is_new else last.size)
    if is_new:
        desk.tell(JOURNAL_SIGNED)


def _say(broken: Mapping[int, Exception], message: int) -> None:
    raise broken[message]


def _is_due(conn: Connection, last: Last, at: datetime) -> bool:
    """Tell whether a checkpoint is due. A clock that once stood ahead puts none off.

    What the post's journal tells calls for none: else each would call for the next by its own mail.
    """
    if not leaves.has_any_since(conn, last.size, but=POST):
        return False
    if last.at is None or at >= last.at + EVERY or at < last.at:
        return True
    return leaves.has_any_since(conn, last.size, kinds=_FINAL)


def _tree_to_go_on_from(desk: Desk) -> Subtrees | None:
    """Return the tree the newest checkpoint covers; None where nothing was added since."""
    with desk.store.reading() as conn:
        covered = leaves.last_checkpoint(conn).size
        if not leaves.waits_for_place(conn) and not leaves.has_any_since(conn, covered, but=POST):
            return None
        return leaves.grown_so_far(conn, _keys(desk))


def _grown_to(conn: Connection, desk: Desk, tree: Subtrees | None, last: Last) -> Subtrees:
    """Return the tree over all entries that have a place."""
    if tree is None or tree.size != last.size:
        # Somebody signed meanwhile, or what was added came just now.
        tree = leaves.grown_so_far(conn, _keys(desk))
    return tree.grown(leaves.hashes(conn, since=tree.size))


def _keys(desk: Desk) -> tuple[Ed25519PublicKey, ...]:
    return tuple(each.public for each in desk.signers)


def _sign(conn: Connection, desk: Desk, tree: Subtrees, number: int, at: datetime) -> None:
    """Keep a signed checkpoint and write to every auditor; where there is none, that is an alarm."""
    size = tree.size
    checkpoint = Checkpoint(desk.settings.mail_domain, size, tree.root(), number, at)
    note = signed(checkpoint, signer(desk.settings.journal_seed).private)
    leaves.keep_checkpoint(conn, size, at, note, tree)
    regulation, today = desk.regulation(), day_of(at)
    auditors = directory.holders(conn, SeatKey(regulation.auditor), today)
    tell_auditors(conn, desk.settings, auditors, note=note, entries=size, at=at)
    if not auditors:
        log.error("nobody holds %s: checkpoints reach no auditor", regulation.auditor)
        administrators = directory.holders(conn, SeatKey(regulation.administrator), today)
        tell_administrator(conn, desk.settings, administrators, entries=size, at=at)


def _keep_beside(desk: Desk, newest: int) -> None:
    """Write the checkpoints that the folder lacks; what cannot be written waits for the next sweep.

    They are written in their order: where the `newest` lies none is lacking.
    """
    folder = desk.settings.checkpoints_kept
    try:
        if not newest or kept_as(folder, newest).exists():
            return
        folder.mkdir(mode=0o700, exist_ok=True)
        kept = max((int(path.stem) for path in folder.glob("[0-9]*.txt")), default=0)
        with desk.store.reading() as conn:
            lacking = leaves.notes(conn, above=kept)
        for size, note in lacking.items():
            path = kept_as(folder, size)
            path.write_text(note, encoding="utf-8")
            path.chmod(0o400)
    except OSError:
        log.exception("checkpoints cannot be kept in %s", folder)


def notes_kept_beside(folder: Path) -> list[str]:
    """Return the checkpoints of the folder, which the database's owner need not reach.

    Raises `CheckpointInvalid` where a file of it holds no text.
    """
    found = sorted(folder.glob("[0-9]*.txt"))
    return [note for path in found for note in notes_of(path.read_bytes())]


def kept_as(folder: Path, size: int) -> Path:
    """Return the file a checkpoint of so many entries is kept in."""
    return folder / f"{size:012d}.txt"
