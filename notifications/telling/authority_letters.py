"""The letters about authorities. They are of no case: an authority reaches whatever waits."""

from datetime import datetime

from sqlalchemy import Connection

from config.regulation.province import Regulation
from config.settings import Settings
from models.authority import Authority
from models.directory import seat_title
from models.journal.signing import signer
from models.store import authorities, directory, outbox
from models.store.lists.away import absences
from models.store.outbox import NewMessage
from notifications.facts.letters import AuthorityFacts, AuthorityLetter, AwayFacts

TO_CONFIRM = "authority_to_confirm"
GIVEN = "authority_given"
IN_YOUR_NAME = "authority_in_your_name"
OF_AUTHORITIES = frozenset((TO_CONFIRM, GIVEN, IN_YOUR_NAME))


def tell_of_authority(
    conn: Connection,
    authority: Authority,
    regulation: Regulation,
    settings: Settings,
    *,
    at: datetime,
) -> None:
    """Tell whoever may act now, and the giver; while the giver's word is missing, ask for it alone.

    The giver always hears of it: a session of theirs may have been somebody else's for a minute.
    Repeat-safe: a letter is keyed by authority, kind and recipient.
    """
    told = {GIVEN: authority.holder, IN_YOUR_NAME: authority.giver}
    to = told if authority.confirmed else {TO_CONFIRM: authority.giver}
    facts = AuthorityLetter(authority=_facts(conn, authority, regulation)).stored()
    messages = [
        NewMessage(
            case_no=None,
            seq=authority.number,
            notice=notice,
            recipient=recipient,
            facts=facts,
            message_id=_message_id(authority, notice, recipient, settings),
            asks=not authority.confirmed,
        )
        for notice, recipient in to.items()
    ]
    outbox.queue(conn, messages, signer(settings.journal_seed), at=at)


def _message_id(authority: Authority, notice: str, recipient: str, settings: Settings) -> str:
    name = f"authority.{authority.number}.{notice}.{recipient}"
    return f"<{name}@{settings.mail_domain}>".lower()


def _facts(conn: Connection, authority: Authority, regulation: Regulation) -> AuthorityFacts:
    units = directory.unit_names(conn)
    return AuthorityFacts(
        giver=directory.person(conn, authority.giver).name,
        holder=directory.person(conn, authority.holder).name,
        set_by=directory.person(conn, authority.set_by).name,
        seats=tuple(seat_title(seat, regulation, units) for seat in authority.seats),
        since=authority.since,
        until=authority.until,
        capacity=authority.capacity,
        away=tuple(
            AwayFacts(
                begins=max(each.begins, authority.since), ends=min(each.ends, authority.until)
            )
            for each in absences(conn, {authority.holder}, authority.since, authority.until)
        ),
        acts_for=tuple(
            directory.person(conn, other.giver).name
            for other in authorities.everything(conn)
            if other.holder == authority.giver and other.confirmed and authority.overlaps(other)
        ),
    )
