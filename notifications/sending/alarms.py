"""Alarms: those who look after Doan are told by a way that is no mail of what must not wait."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal

from config.settings import Settings
from config.words import Language, Words, words
from models.store.mail.trouble import MailTrouble

log = logging.getLogger("doan.alarms")


class Alarms:
    """Tells each of the addresses that are set (`DOAN_ALARM_URLS`), in both languages.

    An alarm names servers, folders and figures, and nobody: it goes to services of others.
    """

    def __init__(self, settings: Settings) -> None:
        self._urls = settings.alarm_urls.get_secret_value().split()
        self._server = settings.mail_place

    async def tell(self, what: Literal["trouble", "over"], trouble: MailTrouble) -> bool:
        """Send an alarm to each address; tell whether one of them took it. Raises nothing."""
        return await self._send_all([self._said(language, what, trouble) for language in Language])

    @property
    def are_set(self) -> bool:
        """Tell whether there is anybody to tell."""
        return bool(self._urls)

    async def tell_that(self, alarm: str, **facts: object) -> bool:
        """Send what an alarm says to each address; tell whether one took it. Raises nothing.

        Of facts, moments are shown in the province's time, what is not known as a dash; one that is a
        function says itself in the words of a language.
        """
        return await self._send_all([_told(words(each), alarm, facts) for each in Language])

    async def tell_over(self, alarm: str) -> bool:
        """Send that an alarm is over; tell whether one of the addresses took it. Raises nothing."""
        said = [
            (w.text("alarm.over_title", what=title), w.text("alarm.over", what=title))
            for w, title in ((w, w.text(f"alarm.{alarm}_title")) for w in map(words, Language))
        ]
        return await self._send_all(said)

    async def _send_all(self, said: Sequence[tuple[str, str]]) -> bool:
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


def _told(w: Words, alarm: str, facts: Mapping[str, object]) -> tuple[str, str]:
    shown = {name: _shown(w, fact) for name, fact in facts.items()}
    return w.text(f"alarm.{alarm}_title"), w.text(f"alarm.{alarm}", **shown)


def _shown(w: Words, fact: object) -> object:
    if callable(fact):
        return fact(w)
    return w.moment(fact) if isinstance(fact, datetime) else "–" if fact is None else fact


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
