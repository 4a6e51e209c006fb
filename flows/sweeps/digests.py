"""What was gathered for people leaves when the time of the day has come."""

from flows.acts.desk import Desk
from flows.case.poke import DIGESTS_QUEUED
from models.store.database.clock import now
from models.store.mail import gathered
from notifications.gathering.digests import queue_digests


def send_digests(desk: Desk) -> None:
    """Queue the letters of the day whose time has come. Part of the sweep; safe to repeat."""
    with desk.store.reading() as conn:
        moment = gathered.next_moment(conn)
        if moment is None or moment > now(conn):
            return
    with desk.store.writing() as conn:
        queue_digests(conn, desk.settings, at=now(conn))
    desk.tell(DIGESTS_QUEUED)
