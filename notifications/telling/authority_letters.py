"""The letters about authorities. They are of no case: an authority reaches whatever waits."""

from datetime import datetime

from sqlalchemy import Connection

from config.regulation.province import Regulation
from config.settings import Settings
from models.authority import Authority
from models.directory import seat_title
from models.store import directory, outbox
from models.store.outbox import NewMessage
from notifications.facts.letters import AuthorityFacts, AuthorityLetter

TO_CONFIRM = "authority_to_confirm"
GIVEN = "authority_given"
OF_AUTHORITIES = frozenset((TO_CONFIRM, GIVEN))


def tell_of_authority(
    conn: Connection,
    authority: Authority,
    regulation: Regulation,
    settings: Settings,
    *,
    at: datetime,
) -> None:
    """Tell whoever may act now; as long as the giver's word is missing, ask the giver for it.

    Repeat-safe: a letter is keyed by authority, kind and recipient.
    """
    notice = GIVEN if authority.confirmed else TO_CONFIRM
    recipient = authority.holder if authority.confirmed else authority.giver
    message_id = f"<authority.{authority.number}.{notice}.{recipient}@{settings.mail_domain}>"
    message = NewMessage(
        case_no=None,
        seq=authority.number,
        notice=notice,
        recipient=recipient,
        facts=AuthorityLetter(authority=_facts(conn, authority, regulation)).stored(),
        message_id=message_id.lower(),
        asks=not authority.confirmed,
    )
    outbox.queue(conn, [message], at=at)


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
    )
