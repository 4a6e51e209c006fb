"""Alarms: those who look after Doan are told by a way that is no mail that letters do not leave."""

import asyncio
import logging
from typing import Literal

from config.settings import Settings
from config.words import Language, words
from models.store.mail.trouble import MailTrouble

log = logging.getLogger("doan.alarms")


class Alarms:
    """Tells each of the addresses that are set (`DOAN_ALARM_URLS`), in both languages.

    An alarm names the mail server and what it said, and nobody: it goes to services of others.
    """

    def __init__(self, settings: Settings) -> None:
        self._urls = settings.alarm_urls.get_secret_value().split()
        self._server = settings.mail_place

    async def tell(self, what: Literal["trouble", "over"], trouble: MailTrouble) -> bool:
        """Send an alarm to each address; tell whether one of them took it. Raises nothing."""
        said = [self._said(language, what, trouble) for language in Language]
        titles, bodies = (tuple(part) for part in zip(*said, strict=True))
        title, body = " / ".join(titles), "\n\n".join(bodies)
        heard = [await self._send(url, title, body) for url in self._urls]
        if not all(heard):
            log.error("an alarm could not be sent to %s of the addresses", heard.count(False))
        return any(heard)

    def _said(self, language: Language, what: str, trouble: MailTrouble) -> tuple[str, str]:
        w = words(language)
        facts = {"server": self._server, "since": w.moment(trouble.since)}
        said = f"{trouble.code} {trouble.said}" if trouble.code else trouble.said
        body = w.text(f"mail.alarm.{what}", **facts, said=said)
        return w.text(f"mail.alarm.{what}_title"), body

    async def _send(self, url: str, title: str, body: str) -> bool:
        try:
            return await asyncio.to_thread(_notify, url, title, body)
        except Exception:
            # An alarm must never keep letters from leaving.
            log.exception("an alarm could not be sent")
            return False


def unusable(urls: str) -> int:
    """Return how many of the addresses, apart by spaces, no alarm can be sent to."""
    from apprise import Apprise

    return sum(Apprise.instantiate(url, suppress_exceptions=True) is None for url in urls.split())


def _notify(url: str, title: str, body: str) -> bool:
    # It reads in a hundred services: only whoever has an alarm to send waits for that.
    from apprise import Apprise, NotifyType

    alarm = Apprise()
    alarm.add(url)
    return bool(alarm.notify(body=body, title=title, notify_type=NotifyType.WARNING))
