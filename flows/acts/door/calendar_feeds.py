"""A person's calendar is given a secret address, another one, or none any more."""

from flows.acts.desk import Desk
from flows.case.answers import Identified
from models.store.sign_in import calendar_feeds, security_log
from models.store.sign_in.security_log import SecurityEvent


def make_feed(desk: Desk, who: Identified) -> str:
    """Give a person's calendar a new address; return its secret, which nobody can learn again."""
    with desk.store.writing() as conn:
        secret = calendar_feeds.make(desk.house(conn, who), who.person)
        security_log.count(conn, SecurityEvent.FEED_MADE, person=who.person)
    return secret


def withdraw_feed(desk: Desk, who: Identified) -> None:
    """Let the address of a person's calendar lead nowhere. Safe to repeat."""
    with desk.store.writing() as conn:
        if calendar_feeds.withdraw(desk.house(conn, who), who.person):
            security_log.count(conn, SecurityEvent.FEED_WITHDRAWN, person=who.person)
