"""Findings on international conferences and seminars (06/2020/QĐ-TTg)."""

from collections.abc import Iterator
from datetime import date, timedelta

from config.regulation.codes import Level, Mark, RequiredWhen
from config.regulation.parts import Source
from models.findings import Finding, labels_of, make_finding, unsure
from models.inbound.findings.examined import Examined, Laws
from models.inbound.parts import Conference
from models.inbound.routes import highest_guest_level, is_remit_of_pm

_SINCE = date(2020, 4, 15)
# The older decision was not read; that the newer one replaced it has been.
_BEFORE = (date.min, Source(document="76/2010/QĐ-TTg", mark=Mark.UNCONFIRMED))


def _law(article: str) -> Laws:
    newer = Source(document="06/2020/QĐ-TTg", article=article, mark=Mark.CONFIRMED)
    return ((_SINCE, newer), _BEFORE)


_REMIT = _law("Điều 3")
_DOSSIER = _law("Điều 5")
# A decree of this day gives tasks of the Prime Minister to others; whether this one, is not known.
_REMIT_UNCERTAIN_FROM = date(2025, 6, 12)
_SECRETS: Laws = (
    (date(2026, 3, 1), Source(document="117/2025/QH15", mark=Mark.SECONDARY, seen_in="Bộ Tư pháp")),
    (
        date.min,
        Source(document="29/2018/QH14", mark=Mark.SECONDARY, seen_in="Quyết định 06/2020/QĐ-TTg"),
    ),
)

AHEAD_FOR_PM = timedelta(days=40)
AHEAD_FOR_CHAIR = timedelta(days=30)


def on_conference(examined: Examined) -> Iterator[Finding]:
    """Find whose a conference is to allow, what its dossier lacks, and what is sensitive about it.

    The law is that of the day the dossier is handed in.
    """
    conference = examined.request.conference
    if conference is None:
        return
    yield from _remit(conference, examined)
    yield from _too_late(examined)
    yield from _scheme(examined)
    if conference.topics:
        topics = labels_of("sensitive_topic", conference.topics)
        source = examined.law(_SECRETS, examined.request.arrives)
        yield make_finding("state_secrets", Level.NOTE, source, topics=topics)


def _remit(conference: Conference, examined: Examined) -> Iterator[Finding]:
    """Say whose the conference is to allow, and by what: its topics, or the rank of its guests."""
    source = _as_sure_as_the_remit(examined.law(_REMIT, examined.submitted_on), examined)
    if not is_remit_of_pm(examined.request, examined.regulation):
        yield make_finding("conference_of_chair", Level.NOTE, source)
        return
    level = highest_guest_level(examined.request, examined.regulation)
    if level >= examined.inbound.minister_level:
        highest = max(
            (examined.inbound.guest_ranks[guest.rank] for guest in examined.request.guests),
            key=lambda rank: rank.level,
        )
        yield make_finding("conference_of_pm_by_rank", Level.NOTE, source, rank=highest.title)
    if conference.topics:
        topics = labels_of("sensitive_topic", conference.topics)
        yield make_finding("conference_of_pm_by_topic", Level.NOTE, source, topics=topics)


def _as_sure_as_the_remit(source: Source, examined: Examined) -> Source:
    return unsure(source) if examined.submitted_on >= _REMIT_UNCERTAIN_FROM else source


def _too_late(examined: Examined) -> Iterator[Finding]:
    """Find a dossier handed in later than 40 or 30 days before the guests come; that day is in time.

    The decision counts from the conference, which begins when the guests come or later. What is late
    for the chair as well rests on no doubt about whose it is to allow.
    """
    arrives, submitted_on = examined.request.arrives, examined.submitted_on
    of_pm = is_remit_of_pm(examined.request, examined.regulation)
    ahead = AHEAD_FOR_PM if of_pm else AHEAD_FOR_CHAIR
    if submitted_on <= arrives - ahead:
        return
    for_both = submitted_on > arrives - AHEAD_FOR_CHAIR
    source = examined.law(_DOSSIER, submitted_on)
    yield make_finding(
        "conference_too_late",
        Level.BLOCK,
        source if for_both else _as_sure_as_the_remit(source, examined),
        ahead=ahead.days,
        due=arrives - ahead,
        submitted=submitted_on,
    )


def _scheme(examined: Examined) -> Iterator[Finding]:
    """Remind of the scheme where the regulation's own list asks for no paper of a conference."""
    papers = examined.regulation.papers.values()
    if any(paper.required_when is RequiredWhen.CONFERENCE for paper in papers):
        return
    source = examined.law(_DOSSIER, examined.submitted_on)
    yield make_finding("conference_scheme", Level.WARN, source)
