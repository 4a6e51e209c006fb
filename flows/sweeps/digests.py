"""What was gathered for people leaves when the time of the day has come."""

from flows.acts.desk import Desk
from flows.apart import kind_of
from flows.case.poke import DIGESTS_QUEUED
from models.store.amiss import aside
from models.store.amiss.aside import Chore
from models.store.database.clock import now
from models.store.mail import gathered
from notifications.gathering.digests import queue_digests


def send_digests(desk: Desk) -> None:
    """Queue the letters of the day whose time has come. Part of the sweep; safe to repeat.

    A message that cannot be read is set aside; the others go without it.
    """
    with desk.store.reading() as conn:
        if not gathered.is_any_due(conn, now(conn)):
            return
    broken: dict[int, Exception] = {}
    with desk.store.writing() as conn:
        queue_digests(conn, desk.settings, at=now(conn), broken=broken)
        for message, fault in broken.items():
            told = aside.put_aside(conn, Chore.DIGEST, f"{message}", kind_of(fault))
            gathered.put_off(conn, message, told.next_try_at)
        known = aside.of_part(conn, Chore.DIGEST)
        if gone := known.keys() - gathered.waiting_among(conn, known):
            aside.forget(conn, Chore.DIGEST, sorted(gone))
    desk.tell(DIGESTS_QUEUED)
