"""Messages of a real case, read in its outbox and as a mail program would read them."""

from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from models.ids import PersonId
from models.store import directory, outbox
from models.store.mail.wishes import MailWishes, wish
from models.store.outbox import OutboxRow
from notifications.writing.rendering import render


def want_receipts(store) -> None:
    """Let everybody in the directory wish for receipts."""
    with store.writing() as conn:
        for person in directory.persons_by_id(conn):
            wish(conn, PersonId(person), MailWishes(receipts=True))


def letters(office, notice="", *, to="") -> list[OutboxRow]:
    """Return the messages of a case, oldest first: of one kind, to one person."""
    with office.desk.store.reading() as conn:
        rows = outbox.messages_of(conn, office.case_no)
    return [r for r in rows if notice in ("", r.notice) and to in ("", r.recipient)]


def told(office, notice) -> list[str]:
    """Return who was written to by a kind of message."""
    return [row.recipient for row in letters(office, notice)]


def read(office, row, language="vi") -> EmailMessage:
    """Render a message in a language and read it back."""
    with office.desk.store.reading() as conn:
        person = replace(directory.person(conn, row.recipient), language=language)
    return rendered(row, person, office.desk.settings)


def rendered(row, person, settings) -> EmailMessage:
    """Render a message to a person, without a link, and read it back."""
    return message_from_bytes(render(row, person, settings, link=None), policy=default)


def text_of(message: EmailMessage) -> str:
    """Return what a message says to who reads plain text."""
    body = message.get_body(("plain",))
    return body.get_content().replace("\r\n", "\n") if body else ""


def said(office, notice, *, to="", language="vi") -> str:
    """Return what the newest message of a kind says."""
    return text_of(read(office, letters(office, notice, to=to)[-1], language))
