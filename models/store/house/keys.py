"""The key that signs the journal is changed: because it is time, because it is lost, or in other hands.

One that is changed hands over to the next, so auditors go along by themselves. One that is lost hands
over nothing: they have to be told the next. Of a compromised one counts what a checkpoint covers.
"""

from sqlalchemy import Connection, select

from models import entries as e
from models.journal.signing import Signer, key_text
from models.store import outbox
from models.store.calls import webhooks
from models.store.house.journal import By, HouseJournal
from models.store.house.post import tell_of_post
from models.store.sign_in import calendar_feeds, passkeys, sessions, tokens
from models.store.tables import journal


def change(conn: Connection, old: Signer, new: Signer, by: By) -> None:
    """Let the key in force hand over to another; what waits to be sent is sealed anew."""
    HouseJournal(conn, old, by).record(e.KeyHandedOver(to=key_text(new.public)))
    _put_in_force(conn, new, "rotation", by)


def give_up(conn: Connection, new: Signer, by: By) -> None:
    """Put another key in force where the one before is lost; everybody has to sign in again."""
    _end_what_rested_on_it(_put_in_force(conn, new, "lost", by))


def revoke(conn: Connection, new: Signer, by: By, *, covered: int, root: str) -> None:
    """Put another key in force where the one before is in other hands; everybody signs in again.

    What that one signed counts only among the first `covered` entries, whose root is `root`.
    """
    _end_what_rested_on_it(_put_in_force(conn, new, "compromised", by, covered=covered, root=root))


def _end_what_rested_on_it(house: HouseJournal) -> None:
    sessions.end_everybodys(house)
    passkeys.remove_everybodys(house, "key")
    tokens.revoke_everybodys(house, "key")
    calendar_feeds.withdraw_everybodys(house, "key")
    webhooks.remove_all(house, "key")


def _put_in_force(
    conn: Connection,
    new: Signer,
    why: str,
    by: By,
    *,
    covered: int | None = None,
    root: str | None = None,
) -> HouseJournal:
    """Put a key in force after the one there is; return the house's journal that it signs."""
    house = HouseJournal(conn, new, by)
    key, before = key_text(new.public), key_in_force(conn)
    assert before is not None  # noqa: S101 - every journal begins with a key.
    house.record(e.KeyInForce(key=key, before=before, why=why, covered=covered, root=root))
    outbox.seal_waiting(conn, new)
    tell_of_post(house)
    return house


def key_in_force(conn: Connection) -> str | None:
    """Return the public key that signs the journal; None where none is told of."""
    newest = (
        select(journal.c.body)
        .where(journal.c.kind == e.KeyInForce.kind)
        .order_by(journal.c.seq.desc())
        .limit(1)
    )
    body = conn.execute(newest).scalar()
    return e.KeyInForce.model_validate_json(body).key if body else None
