"""What was asked of a browser and answered: nothing is answered twice, whatever people sign in by."""

import hashlib
from datetime import datetime

from sqlalchemy import Connection, delete

from models.store.database.clock import machine_time
from models.store.database.engine import insert_once
from models.store.tables import spent_challenges


def spend(conn: Connection, asked: bytes, expires_at: datetime) -> bool:
    """Note that something asked is answered; tell whether it was not yet.

    `expires_at` is when it would have run out; until then it is remembered.
    """
    gone = spent_challenges.c.expires_at <= machine_time(conn)
    conn.execute(delete(spent_challenges).where(gone))
    digest = hashlib.sha256(asked).hexdigest()
    return insert_once(conn, spent_challenges, digest=digest, expires_at=expires_at)
