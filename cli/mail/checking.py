"""Whether the mail server takes Doan's letters, asked of it; and what is wrong, in words."""

from collections.abc import Iterator
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from cli.setting_up import open_store
from config.mailbox import is_mailbox
from config.settings import Settings
from config.words import Words
from models.errors import AddressUnusable, MailboxAway, MessageNotSent
from models.store.copies.quarantine import in_quarantine
from notifications.returned.mailboxes import mailbox_at
from notifications.sending.diagnosis import said_of_trouble
from notifications.sending.mail_server import MailServer, NotTaken
from notifications.writing.mail_policy import MAIL_POLICY


async def finding(settings: Settings, w: Words, *, to: str = "") -> tuple[bool, str]:
    """Return whether the mail server takes letters, and that in words.

    It is connected to, greeted, signed in to and told the sender; a test letter goes `to` somebody.
    """
    if to and not is_mailbox(to):
        return False, w.text("error.test_address", address=to)
    if not settings.has_mail_server:
        return True, w.text("mail.caught")
    async with MailServer(settings) as server:
        try:
            await server.look()
            if to:
                await server.send(_test_letter(settings, w, to), to)
                return True, w.text("mail.test_sent", address=to)
        except AddressUnusable:
            return False, w.text("error.test_address", address=to)
        except NotTaken as error:
            return False, said_of_trouble(error.refusal, settings, w)
        except MessageNotSent as error:
            return False, error.said(w)
    return True, w.text("mail.takes", server=settings.mail_place, sender=settings.mail_from)


def see_that_letters_may_leave(settings: Settings) -> None:
    """Raise `InQuarantine` where this is a copy that sends nothing; a Doan not begun yet may try."""
    if not settings.database_url and not (settings.folder / "doan.sqlite").exists():
        return
    store = open_store(settings)
    silent = in_quarantine(store)
    store.close()
    if silent:
        raise silent


def mailbox_finding(settings: Settings, w: Words) -> tuple[bool, str]:
    """Return whether the sender's mailbox can be read, and that in words; nothing of it is read."""
    try:
        with mailbox_at(settings):
            return True, w.text("mail.mailbox_read", url=settings.mailbox_url)
    except MailboxAway as away:
        return False, away.said(w)


def warnings(settings: Settings, w: Words) -> Iterator[str]:
    """Yield what keeps no letter from leaving, and yet spoils it."""
    if not settings.has_mail_server:
        return
    if not settings.public_url:
        yield w.text("mail.local_links", url=settings.base_url)
    if settings.mail_domain.endswith(".example"):
        yield w.text("mail.example_sender", sender=settings.mail_from)
    if not settings.mailbox_url:
        yield w.text("mail.mailbox_not_set")


def _test_letter(settings: Settings, w: Words, to: str) -> bytes:
    letter = EmailMessage(policy=MAIL_POLICY)
    letter["From"], letter["To"] = settings.mail_from, to
    letter["Subject"] = w.text("mail.test_subject")
    letter["Date"] = formatdate()
    letter["Message-ID"] = make_msgid("test", domain=settings.mail_domain)
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(w.text("mail.test_text"))
    return letter.as_bytes()
