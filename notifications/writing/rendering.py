"""From an outbox row to the bytes that are sent: one Markdown source, a text and an HTML part."""

from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import make_msgid
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from config.province_time import PROVINCE_TIME
from config.settings import Settings
from config.words import Words, words
from models.directory import Person
from models.errors import AddressUnusable
from models.ids import NO_CASE
from models.programme.calendar import Method
from models.store.outbox import OutboxRow
from notifications.facts.base import Facts
from notifications.facts.cases import CaseFacts
from notifications.facts.letters import CaseLetter, CheckpointLetter, SignInLetter, StandardLetter
from notifications.facts.visits import EventFacts
from notifications.writing.calendars import calendar_part
from notifications.writing.mail_policy import MAIL_POLICY
from notifications.writing.markdown import one_line, read, to_html, to_text
from notifications.writing.wording import (
    SIGN_IN_CODE,
    STANDARD,
    TEMPLATES,
    Wording,
    family_of,
    wording,
)

# The local catcher knows by it what must neither be kept nor shown on a page.
KIND_HEADER = "X-Doan-Kind"
CASE_HEADER = "X-Doan-Case"
CODE_KIND = "sign-in-code"
# Some programs know an event by this name of its file, whatever its type says.
INVITATION = "invite.ics"


def render(row: OutboxRow, person: Person, settings: Settings, *, link: str | None) -> bytes:
    """Return the message of a row, in its recipient's language.

    Raises whatever is wrong with its template or facts; then `render_standard` is sent instead.
    """
    stored = {**row.facts, "case": {**(row.facts.get("case") or {}), "no": row.case_no}}
    letter = family_of(row.notice).read(stored)
    return _of_row(row, person, settings, row.notice, letter, link)


def render_standard(
    row: OutboxRow, person: Person, settings: Settings, *, link: str | None
) -> bytes:
    """Return the plain standard text, which needs nothing but the case number and the link."""
    letter = StandardLetter(case=CaseFacts(no=row.case_no))
    return _of_row(row, person, settings, STANDARD, letter, link)


def render_sign_in_code(
    person: Person, settings: Settings, *, code: str, minutes: int, at: datetime
) -> bytes:
    """Return the message with a one-time code. It is sent at once and never stored."""
    reader, letter = words(person.language), SignInLetter(code=code, minutes=minutes)
    said = wording(SIGN_IN_CODE, reader, letter, person=person, link=None)
    message = _message(said, person, reader, settings, at)
    message["Message-ID"] = make_msgid(domain=settings.mail_domain)
    message[KIND_HEADER] = CODE_KIND
    return _sent(message, reader)


def _of_row(
    row: OutboxRow,
    person: Person,
    settings: Settings,
    template: str,
    letter: Facts,
    link: str | None,
) -> bytes:
    reader = words(person.language)
    said = wording(template, reader, letter, person=person, link=link, at=row.queued_at)
    message = _message(said, person, reader, settings, row.queued_at)
    message["Message-ID"] = row.message_id
    if row.case_no:
        # All told of a case is one conversation; its first message need not have been received.
        thread = f"<case.{row.case_no}@{settings.mail_domain}>"
        message["In-Reply-To"] = thread
        message["References"] = thread
        message[CASE_HEADER] = row.case_no
    match letter:
        case CaseLetter(calendar=EventFacts() as event):
            part = calendar_part(
                event,
                organizer=_sender(settings),
                attendee=person,
                reader=reader,
                case_no=row.case_no or NO_CASE,
            )
            _invite(message, part, event.method)
        case CheckpointLetter(checkpoint=note):
            # To the letter: a checkpoint is verified byte by byte.
            message.add_attachment(note.encode(), "text", "plain", filename="checkpoint.txt")
    return _sent(message, reader)


def _message(
    said: Wording, person: Person, reader: Words, settings: Settings, at: datetime
) -> EmailMessage:
    message = EmailMessage(policy=MAIL_POLICY)
    message["From"] = _sender(settings)
    message["To"] = _recipient(person)
    message["Subject"] = said.subject
    message["Date"] = at.astimezone(PROVINCE_TIME)
    # Tells answering machines and vacation programs not to reply (RFC 3834).
    message["Auto-Submitted"] = "auto-generated"
    body = read(said.body)
    message.set_content(to_text(body))
    # Markdown-it escapes what is text, and lets no HTML of the source through.
    html = Markup(to_html(body))  # noqa: S704
    page = _base().render(language=reader.language.value, subject=said.subject, body=html)
    message.add_alternative(page, subtype="html")
    return message


def _sent(message: EmailMessage, reader: Words) -> bytes:
    # Set before all parts are there, it would have gone to one of them alone.
    message["Content-Language"] = reader.language.value
    return message.as_bytes()


def _invite(message: EmailMessage, event: str, method: Method) -> None:
    """Add an event twice, as mail programs understand it.

    As an alternative of the text it is an invitation (RFC 6047); those that only know files, or
    strip what they do not know, leave the attached one.
    """
    message.add_alternative(
        event, subtype="calendar", charset="UTF-8", cte="base64", params={"method": method.value}
    )
    message.add_attachment(
        event.encode(), "application", "ics", filename=INVITATION, params={"name": INVITATION}
    )


def _sender(settings: Settings) -> Address:
    return Address(one_line(settings.mail_from_name), addr_spec=settings.mail_from)


def _recipient(person: Person) -> Address:
    if not person.mailbox.isascii():
        raise AddressUnusable("the mailbox has letters that not every mail server takes")
    try:
        return Address(one_line(person.name), addr_spec=person.mailbox)
    except (ValueError, IndexError, MessageError) as unusable:
        raise AddressUnusable(f"the mailbox is malformed: {type(unusable).__name__}") from unusable


@cache
def _base() -> Template:
    loader = FileSystemLoader(TEMPLATES)
    environment = Environment(loader=loader, undefined=StrictUndefined, autoescape=True)
    return environment.get_template("base.html")
