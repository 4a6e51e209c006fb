"""A message as it would arrive, of a made-up case: for whoever looks at its wording."""

from dataclasses import dataclass, replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from config.nearest import nearest
from config.settings import Settings
from config.words import Language, Words
from models.errors import NoticeUnknown
from models.ids import CaseNo
from models.store.outbox import MessageState, OutboxRow
from notifications.facts.letters import CaseLetter, SeveralLetter, StandardLetter
from notifications.showing.samples import AT, PERSON, all_notices, sample_letter
from notifications.writing.rendering import render, render_sign_in_code
from notifications.writing.wording import SIGN_IN_CODE, Office, family_of, wording

# It leads nowhere: what it would open is of nobody.
_LINK = "/v/mau"
_NO = CaseNo("DR-2020-0000")


@dataclass(frozen=True)
class MessageSeen:
    """What is seen of a message: its bytes, its subject, and the two parts of its text."""

    content: bytes
    subject: str
    text: str
    html: str


def preview(notice: str, settings: Settings, language: Language) -> MessageSeen:
    """Write a message in a language, as the installation's templates have it.

    Raises `NoticeUnknown`, and whatever is wrong with a template.
    """
    if notice not in all_notices():
        near = nearest(notice, all_notices())
        raise NoticeUnknown(notice=notice, near=near)
    reader = replace(PERSON, language=language)
    if notice == SIGN_IN_CODE:
        content = render_sign_in_code(reader, settings, code="A1B2C3D4", minutes=10, at=AT)
    else:
        link = settings.base_url + _LINK
        content = render(
            _row(notice, settings), reader, settings, link=link, link_to=lambda _: link
        )
    return _read(content)


def subject(notice: str, settings: Settings, reader: Words) -> str:
    """Return the subject of a message alone, as `preview` has it."""
    office = Office(templates=settings.templates)
    letter, link = sample_letter(notice), settings.base_url + _LINK
    said = wording(notice, reader, letter, person=PERSON, link=link, at=AT, office=office)
    return said.subject


def _row(notice: str, settings: Settings) -> OutboxRow:
    return OutboxRow(
        case_no=_NO if family_of(notice) in (CaseLetter, SeveralLetter, StandardLetter) else None,
        seq=1,
        notice=notice,
        recipient=PERSON.id,
        facts=sample_letter(notice).stored(),
        asks=notice.startswith("to_"),
        message_id=f"<mau.{notice}@{settings.mail_domain}>",
        id=1,
        state=MessageState.QUEUED,
        address=None,
        content=None,
        queued_at=AT,
        next_try_at=AT,
        tries=0,
        sent_at=None,
        trouble=None,
        seal=None,
        letter_seal=None,
    )


def _read(content: bytes) -> MessageSeen:
    message = message_from_bytes(content, policy=default)
    assert isinstance(message, EmailMessage)  # noqa: S101 - its policy says so.
    return MessageSeen(
        content, str(message["Subject"]), _part(message, "plain"), _part(message, "html")
    )


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()) if part else ""
