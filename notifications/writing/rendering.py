"""From an outbox row to the bytes that are sent: one Markdown source, a text and an HTML part."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import make_msgid
from functools import cache, partial
from pathlib import Path
from secrets import token_hex
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined, Template
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from config.province_time import PROVINCE_TIME
from config.settings import Settings
from config.words import Words, words
from models.directory import Person
from models.errors import AddressUnusable
from models.ids import NO_CASE, PersonId
from models.programme.calendar import Method
from models.store.outbox import OutboxRow
from notifications.facts.base import Facts
from notifications.facts.cases import CaseFacts
from notifications.facts.letters import (
    CarryingLetter,
    CaseLetter,
    CheckpointLetter,
    SeveralLetter,
    SignInLetter,
    StandardLetter,
)
from notifications.facts.visits import EventFacts
from notifications.gathering.sorts import switches_off
from notifications.writing.addressing import PLAINLY, Addressed
from notifications.writing.calendars import calendar_part
from notifications.writing.carried import LinkTo, no_link
from notifications.writing.links import link_to_switch_off
from notifications.writing.mail_policy import MAIL_POLICY
from notifications.writing.markdown import one_line, read, to_html, to_text
from notifications.writing.reply_tokens import ReplyAsked, reply_reference
from notifications.writing.wording import (
    SIGN_IN_CODE,
    STANDARD,
    TEMPLATES,
    Office,
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


def render(
    row: OutboxRow,
    person: Person,
    settings: Settings,
    *,
    link: str | None,
    sent_at: datetime | None = None,
    to: Addressed = PLAINLY,
    link_to: LinkTo = no_link,
) -> bytes:
    """Return the message of a row, in its recipient's language, dated as it is sent.

    `sent_at` is that moment (UTC); without it, the message is of the moment it was queued.
    Raises whatever is wrong with its template or facts; then `render_standard` is sent instead.
    """
    letter = family_of(row.notice).read(_of_case(row.facts, row))
    dated = replace(row, queued_at=sent_at or row.queued_at)
    return _of_row(dated, person, settings, row.notice, letter, link, to, link_to)


def render_standard(
    row: OutboxRow,
    person: Person,
    settings: Settings,
    *,
    link: str | None,
    sent_at: datetime | None = None,
) -> bytes:
    """Return the plain standard text, which needs nothing but the case number and the link."""
    letter = StandardLetter(case=CaseFacts(no=row.case_no))
    dated = replace(row, queued_at=sent_at or row.queued_at)
    return _of_row(dated, person, settings, STANDARD, letter, link)


def render_sign_in_code(
    person: Person, settings: Settings, *, code: str, minutes: int, at: datetime
) -> bytes:
    """Return the message with a one-time code. It is sent at once and never stored."""
    reader, letter = words(person.language), SignInLetter(code=code, minutes=minutes)
    said = wording(
        SIGN_IN_CODE, reader, letter,
        person=person, link=None, office=_office(settings),
    )  # fmt: skip
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
    to: Addressed = PLAINLY,
    link_to: LinkTo = no_link,
) -> bytes:
    reader = words(person.language)
    asked = _asked_by_reply(row, letter, settings) if link else None
    by_reply = asked.choices if asked else ()
    office = replace(_office(settings), by_reply=by_reply, link_to=link_to)
    said = wording(
        template, reader, letter,
        person=person, link=link, at=row.queued_at, to=to, office=office,
    )  # fmt: skip
    message = _message(said, person, reader, settings, row.queued_at)
    message["Message-ID"] = row.message_id
    if row.case_no:
        # All told of a case is one conversation; its first message need not have been received.
        thread = f"<case.{row.case_no}@{settings.mail_domain}>"
        message["In-Reply-To"] = thread
        message["References"] = f"{thread} {asked.reference}" if asked else thread
        message[CASE_HEADER] = row.case_no
    told = letter.told if isinstance(letter, CarryingLetter) else (row,)
    _offer_to_stop(message, row.recipient, [each.notice for each in told], settings)
    part_of = partial(
        calendar_part,
        sender=_sender(settings),
        attendee=person,
        reader=reader,
        case_no=row.case_no or NO_CASE,
    )
    match letter:
        case CaseLetter(calendar=EventFacts() as event):
            _invite(message, part_of(event), event.method)
        case SeveralLetter():
            events = (CaseLetter.read(_of_case(told.facts, row)).calendar for told in letter.told)
            for number, each in enumerate(filter(None, events), 1):
                _attach(message, part_of(each), each.method, number)
        case CheckpointLetter(checkpoint=note):
            # To the letter: a checkpoint is verified byte by byte.
            message.add_attachment(note.encode(), "text", "plain", filename="checkpoint.txt")
    return _sent(message, reader)


@dataclass(frozen=True)
class _AskedByReply:
    """What a letter can be answered with, and the reference that brings the answer back."""

    choices: tuple[str, ...]
    reference: str


def _asked_by_reply(row: OutboxRow, letter: Facts, settings: Settings) -> _AskedByReply | None:
    """Return what a letter can be answered with; None while the house takes no answers by reply."""
    if not (settings.takes_steps_by_reply and row.case_no and isinstance(letter, CaseLetter)):
        return None
    if letter.by_reply is None or letter.step is None:
        return None
    told = (row.case_no, letter.step.number, letter.by_reply.seen, PersonId(row.recipient))
    reference = reply_reference(settings, ReplyAsked(*told))
    return _AskedByReply(letter.by_reply.choices, reference)


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
    # Exchange goes by this alone. That somebody is away it may say: Doan reads what comes back.
    message["X-Auto-Response-Suppress"] = "RN, NRN, AutoReply"
    message["Reply-To"] = Address(one_line(settings.mail_from_name), addr_spec=settings.answers_to)
    # By it people sort what is from Doan (RFC 2919).
    message["List-Id"] = f"<doan.{settings.mail_domain}>"
    body = read(said.body)
    message.set_content(to_text(body))
    # Markdown-it escapes what is text, and lets no HTML of the source through.
    html = Markup(to_html(body))  # noqa: S704
    page = _base(settings.templates).render(
        language=reader.language.value, subject=said.subject, body=html
    )
    message.add_alternative(page, subtype="html")
    return message


def _sent(message: EmailMessage, reader: Words) -> bytes:
    # Set before all parts are there, it would have gone to one of them alone.
    message["Content-Language"] = reader.language.value
    for number, part in enumerate(each for each in message.walk() if each.is_multipart()):
        # Else one is sought that no line of the message has: these no encoded line can have.
        part.set_boundary(f"=_doan_{token_hex(12)}.{number}")
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


def _offer_to_stop(
    message: EmailMessage, person: str, notices: Iterable[str], settings: Settings
) -> None:
    """Let mail programs offer with one press what is no duty to be sent no more (RFC 8058).

    Only where Doan is reached by HTTPS, as that standard wants it.
    """
    what = switches_off(notices)
    if what and settings.base_url.startswith("https://"):
        message["List-Unsubscribe"] = f"<{link_to_switch_off(settings, what, person)}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"


def _attach(message: EmailMessage, event: str, method: Method, number: int) -> None:
    """Add one of several events, each an object of its own, as iTIP wants it (RFC 5546)."""
    name = f"invite-{number}.ics"
    message.add_attachment(
        event,
        subtype="calendar",
        charset="UTF-8",
        cte="base64",
        params={"method": method.value, "name": name},
        filename=name,
    )


def _of_case(facts: Mapping[str, Any], row: OutboxRow) -> dict[str, Any]:
    """Return stored facts with the number of the case they are of."""
    return {**facts, "case": {**(facts.get("case") or {}), "no": row.case_no}}


def _office(settings: Settings) -> Office:
    return Office(
        address=settings.office_address,
        telephone=settings.office_telephone,
        reads_answers=settings.takes_answers,
        templates=settings.templates,
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
def _base(own: Path | None) -> Template:
    loader = FileSystemLoader([own, TEMPLATES] if own else TEMPLATES)
    environment = ImmutableSandboxedEnvironment(
        loader=loader, undefined=StrictUndefined, autoescape=True
    )
    return environment.get_template("base.html")
