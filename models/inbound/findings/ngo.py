"""Findings on visits of foreign NGOs: what the paper they work under covers (58/2022/NĐ-CP)."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from config.regulation.codes import Level, Mark
from config.regulation.parts import Source, Text
from models.findings import Finding, Said, make_finding
from models.inbound.findings.examined import Examined, Laws
from models.inbound.parts import Certificate, Period

# The older decree has not been read; that the newer one replaced it on this day has.
_SINCE = date(2022, 11, 1)
_BEFORE = (date.min, Source(document="12/2012/NĐ-CP", mark=Mark.UNCONFIRMED))


def _law(article: str | None = None, mark: Mark = Mark.CONFIRMED) -> Laws:
    """Return the law on a matter; without the article where we know the rule but not its place."""
    return ((_SINCE, Source(document="58/2022/NĐ-CP", article=article, mark=mark)), _BEFORE)


_VALIDITY = _law("Điều 7-12")
_EXTENSION = _law("Điều 12")
_PLAN = _law()
# That a visit has a partner is asked for by our own arrangement, not by the decree.
_PARTNER = _law(mark=Mark.DESIGN)
# The paper names its areas in words of its own, and so does the request: we only compare them.
_AREAS = _law(mark=Mark.UNCONFIRMED)

# What an NGO gives is approved by a decree of its own, of which only the days were read.
_AID: Laws = (
    (date(2025, 12, 8), Source(document="313/2025/NĐ-CP", mark=Mark.UNCONFIRMED)),
    (date(2020, 9, 17), Source(document="80/2020/NĐ-CP", mark=Mark.UNCONFIRMED)),
    (date.min, Source(document="93/2009/NĐ-CP", mark=Mark.UNCONFIRMED)),
)

EXTENSION_ASKED_AHEAD = timedelta(days=60)
ENDS_SOON = timedelta(days=90)
PLAN_NOTIFIED_WITHIN_WORKING_DAYS = 45

# Papers for the whole country name no province.
_EVERYWHERE = ("toàn quốc", "cả nước", "nationwide", "whole country", "all provinces")
_NO_NAME = re.compile(r"\b(tinh|thanh pho|tp|province|city)\b")


def on_foreign_ngo(examined: Examined) -> Iterator[Finding]:
    """Hold every visit of a foreign NGO against its paper."""
    ngo = examined.request.ngo
    if ngo is None:
        return
    for period in examined.request.periods:
        yield from _days_outside(ngo.certificate, period, examined)
    yield from _extension(ngo.certificate, examined)
    yield from _province(ngo.certificate, examined)
    yield from _area_of_work(ngo.certificate, examined)
    yield from _plan_to_notify(ngo.certificate, examined)
    aid = examined.law(_AID, examined.request.arrives)
    known = examined.regulation.documents.get(aid.document or "")
    decree = known.number if known else str(aid.document)
    yield make_finding("ngo_aid_to_approve", Level.NOTE, aid, decree=decree)
    if ngo.partner is None:
        source = examined.law(_PARTNER, examined.request.arrives)
        yield make_finding(
            "ngo_partner_missing", Level.WARN, source, ngo=examined.request.sender.name
        )


# --- Days ----------------------------------------------------------------------------------------


def _days_outside(paper: Certificate, period: Period, examined: Examined) -> Iterator[Finding]:
    """Find days of a visit on which the paper is not valid; its first and last day are."""
    source = examined.law(_VALIDITY, period.arrives)
    told: dict[str, Said] = {
        "number": paper.number,
        "arrives": period.arrives,
        "departs": period.departs,
    }
    if paper.valid_from > period.arrives:
        yield make_finding(
            "ngo_paper_not_yet_valid", Level.BLOCK, source, valid_from=paper.valid_from, **told
        )
    if paper.valid_until < period.departs:
        yield make_finding(
            "ngo_paper_ends", Level.BLOCK, source, valid_until=paper.valid_until, **told
        )


def _extension(paper: Certificate, examined: Examined) -> Iterator[Finding]:
    """Warn of a paper that ends within 90 days of the last visit, and more so within 60.

    The extension is asked for at least 60 days before the paper ends; that day itself is in time.
    """
    left = paper.valid_until - examined.last_day
    if timedelta(0) <= left <= ENDS_SOON:
        yield make_finding(
            "ngo_extension_due" if left <= EXTENSION_ASKED_AHEAD else "ngo_extension_soon",
            Level.WARN,
            examined.law(_EXTENSION, examined.last_day),
            number=paper.number,
            valid_until=paper.valid_until,
            ask_by=paper.valid_until - EXTENSION_ASKED_AHEAD,
        )


def _plan_to_notify(paper: Certificate, examined: Examined) -> Iterator[Finding]:
    """Remind of the plan the NGO tells the province of; counted from the first day of the paper.

    The decree counts from the day the NGO received it, which the request does not tell.
    """
    by = examined.calendar.add_working_days(paper.valid_from, PLAN_NOTIFIED_WITHIN_WORKING_DAYS)
    source = examined.law(_PLAN, examined.request.arrives)
    yield make_finding("ngo_plan_to_notify", Level.NOTE, source, number=paper.number, by=by)


# --- Where, and what -----------------------------------------------------------------------------


def _province(paper: Certificate, examined: Examined) -> Iterator[Finding]:
    """Find a paper that does not name the province; a regulation without a name asks nothing."""
    province = examined.regulation.province
    if province is None or _names(paper.provinces, (province.vi, province.en, *_EVERYWHERE)):
        return
    yield make_finding(
        "ngo_province_outside",
        Level.BLOCK,
        examined.law(_VALIDITY, examined.request.arrives),
        number=paper.number,
        province=province,
        provinces=", ".join(paper.provinces),
    )


def _area_of_work(paper: Certificate, examined: Examined) -> Iterator[Finding]:
    """Find a visit that is about none of the areas the paper names, as far as its words tell."""
    request = examined.request
    known = examined.regulation.areas_of_work.get(request.area)
    area = known or Text(vi=request.area, en=request.area)
    told = (area.vi, area.en, request.title, request.purpose)
    if _names(told, paper.areas) or _names(paper.areas, (area.vi, area.en)):
        return
    yield make_finding(
        "ngo_area_outside",
        Level.WARN,
        examined.law(_AREAS, examined.request.arrives),
        number=paper.number,
        area=area,
        areas=", ".join(paper.areas),
    )


def _names(texts: Iterable[str], names: Iterable[str]) -> bool:
    """Tell whether one of the texts has one of the names in it, in whole words."""
    asked = [_plain(name) for name in names]
    return any(name and f" {name} " in f" {text} " for text in map(_plain, texts) for name in asked)


def _plain(text: str) -> str:
    """Return a name without accents, capitals, marks and the words for a province or a city."""
    letters = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    bare = "".join(c for c in letters if not unicodedata.combining(c))
    words = re.sub(r"[^\w]+", " ", bare)
    return " ".join(_NO_NAME.sub(" ", words).split())
