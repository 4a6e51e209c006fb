"""Findings on foreign reporters: licence, application, guide, press conferences, changed programmes.

From 1 July 2026 262/2026/NĐ-CP, before 88/2012/NĐ-CP; the law is that of the day the guests come,
or the item takes place. The older decree was not read: only its days are reported by others.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import zip_longest

from config.province_time import day_of
from config.regulation.codes import (
    Activity,
    Direction,
    Inviter,
    Level,
    Mark,
    Occasion,
    TimeUnit,
)
from config.regulation.parts import Limit, Source
from models.findings import Finding, make_finding
from models.inbound.findings.examined import Examined, Laws, begins_at, named
from models.inbound.parts import Profession
from models.inbound.programme import PRESS
from models.programme.calendar import is_material
from models.programme.items import Item
from models.route.lead_time import day_due, day_valid_until

_SINCE = date(2026, 7, 1)
_BEFORE = Source(document="88/2012/NĐ-CP", mark=Mark.UNCONFIRMED)
_BEFORE_DAYS = Source(
    document="88/2012/NĐ-CP", mark=Mark.SECONDARY, seen_in="bài viết về Nghị định 88/2012/NĐ-CP"
)


def _law(article: str | None = None, older: Source = _BEFORE) -> Laws:
    """Return the law on a matter; without the article where we know the rule but not its place."""
    newer = Source(document="262/2026/NĐ-CP", article=article, mark=Mark.CONFIRMED)
    return ((_SINCE, newer), (date.min, older))


_LICENCE = _law()
_APPLICATION = _law(older=_BEFORE_DAYS)
_IN_DELEGATION = _law("Điều 8")
_GUIDE = _law("Điều 6")
_CHANGE = _law("Điều 6")
_RESIDENT = _law()
_CONFERENCE = _law()

_AHEAD = Limit(amount=10, unit=TimeUnit.DAYS, direction=Direction.BEFORE)
_AHEAD_BEFORE_2026 = Limit(amount=10, unit=TimeUnit.WORKING_DAYS, direction=Direction.BEFORE)
_PASSPORT_VALIDITY = Limit(amount=6, unit=TimeUnit.MONTHS)
CONFERENCE_NOTICE = timedelta(hours=24)


def on_press(examined: Examined) -> Iterator[Finding]:
    """Find what foreign reporters lack, and what has to be told of press conferences."""
    yield from _reporters(examined)
    yield from _days_of_licence(examined)
    yield from _guide(examined)
    yield from _press_conferences(examined)
    yield from _changed_without_acceptance(examined)


# --- Licences ------------------------------------------------------------------------------------


def _reporters(examined: Examined) -> Iterator[Finding]:
    """Find reporters without a licence; those of a resident office need another consent."""
    request = examined.request
    if request.press and request.press.resident:
        source = examined.law(_RESIDENT, request.arrives)
        yield make_finding(
            "resident_press_to_accept", Level.NOTE, source, sender=request.sender.name
        )
        return
    lacking = _without_licence(examined)
    for name in lacking.values():
        yield _unlicensed(name, examined)
    if lacking and not _covered_as_central_guests(examined):
        yield from _too_late_to_apply(examined)
        yield from _passports_too_short(lacking, examined)


def _without_licence(examined: Examined) -> dict[int, str]:
    """Return who needs a licence and has none, by guest number; 0 is the press organisation itself.

    The licence of a press visit is that of all its reporters.
    """
    request = examined.request
    if request.press and request.press.number:
        return {}
    lacking = {
        number: guest.name
        for number, guest in enumerate(request.guests, start=1)
        if guest.profession is Profession.REPORTER and not guest.press_licence
    }
    if request.is_of_the_press and not request.reporters:
        return {0: request.sender.name}
    return lacking


def _covered_as_central_guests(examined: Examined) -> bool:
    """Tell whether reporters travel with guests of a central body and not on a press visit.

    They may cover the official programme of guests of state and party leaders without a licence.
    """
    return examined.request.invited_by is Inviter.CENTRAL and not examined.request.is_of_the_press


def _unlicensed(name: str, examined: Examined) -> Finding:
    """Make the finding on a reporter; hidden in another delegation, its host makes them apply."""
    arrives = examined.request.arrives
    if _covered_as_central_guests(examined):
        source = examined.law(_IN_DELEGATION, arrives)
        return make_finding("reporter_of_central_guests", Level.NOTE, source, name=name)
    hidden = not examined.request.is_of_the_press
    return make_finding(
        "reporter_in_delegation" if hidden else "reporter_unlicensed",
        Level.BLOCK,
        examined.law(_IN_DELEGATION if hidden else _LICENCE, arrives),
        name=name,
        apply_by=_apply_by(examined),
    )


def _apply_by(examined: Examined) -> date:
    """Return the last day to apply: 10 days before entry, by the older decree 10 working days."""
    arrives = examined.request.arrives
    limit = _AHEAD if arrives >= _SINCE else _AHEAD_BEFORE_2026
    return day_due(limit, arrives, examined.calendar)


def _too_late_to_apply(examined: Examined) -> Iterator[Finding]:
    apply_by = _apply_by(examined)
    if examined.submitted_on > apply_by:
        yield make_finding(
            "press_application_late",
            Level.WARN,
            examined.law(_APPLICATION, examined.request.arrives),
            apply_by=apply_by,
            arrives=examined.request.arrives,
        )


def _passports_too_short(lacking: dict[int, str], examined: Examined) -> Iterator[Finding]:
    """Find passports of reporters valid for less than six months; here counted from the entry."""
    arrives = examined.request.arrives
    until = day_valid_until(_PASSPORT_VALIDITY, arrives, examined.calendar)
    for number, name in lacking.items():
        passport = examined.passports.get(number)
        if passport and passport.expires < until:
            source = examined.law(_LICENCE, arrives)
            yield make_finding(
                "reporter_passport_short",
                Level.WARN,
                source,
                name=name,
                expires=passport.expires,
                until=until,
            )


def _days_of_licence(examined: Examined) -> Iterator[Finding]:
    """Find days on which the licence of a press visit is not valid; its first and last day are."""
    press, arrives = examined.request.press, examined.request.arrives
    if press is None or press.number is None or press.resident:
        return
    source = examined.law(_LICENCE, arrives)
    if press.issued and press.issued > arrives:
        yield make_finding(
            "press_licence_not_yet_valid",
            Level.BLOCK,
            source,
            number=press.number,
            issued=press.issued,
            arrives=arrives,
        )
    if press.valid_until is None:
        yield make_finding("press_licence_without_end", Level.WARN, source, number=press.number)
    elif press.valid_until < examined.last_day:
        yield make_finding(
            "press_licence_ends",
            Level.BLOCK,
            source,
            number=press.number,
            valid_until=press.valid_until,
            departs=examined.last_day,
        )


def _guide(examined: Examined) -> Iterator[Finding]:
    """Find press visits without a guide body; reporters among other guests are their host's care."""
    press = examined.request.press
    if not examined.request.is_of_the_press or (press and (press.resident or press.guide_body)):
        return
    source = examined.law(_GUIDE, examined.request.arrives)
    yield make_finding(
        "guide_body_missing", Level.WARN, source, sender=examined.request.sender.name
    )


# --- The programme -------------------------------------------------------------------------------


def _press_conferences(examined: Examined) -> Iterator[Finding]:
    """Tell by when notice of a press conference is due: at least 24 hours before it begins.

    Only the day of the submission is known, so it is late from the day after the one it is due on.
    """
    for item in examined.doing(Activity.PRESS_CONFERENCE):
        notice_by = begins_at(item) - CONFERENCE_NOTICE
        late = examined.submitted_on > day_of(notice_by)
        yield make_finding(
            "press_conference_notice_late" if late else "press_conference_notice",
            Level.WARN if late else Level.NOTE,
            examined.law(_CONFERENCE, item.day),
            what=named(item),
            begins=begins_at(item),
            notice_by=notice_by,
        )


def _changed_without_acceptance(examined: Examined) -> Iterator[Finding]:
    """Find press items changed after the approval that nobody has accepted in writing.

    On a press visit every item is one; elsewhere those that are the work of the press.
    """
    if examined.press_accepted:
        return
    everything = examined.request.occasion is Occasion.FOREIGN_PRESS
    for before, item in zip_longest(examined.request.programme, examined.programme):
        of_press = everything or {i.activity for i in (before, item) if i}.intersection(PRESS)
        if item and not item.cancelled and of_press and _differs(before, item):
            yield make_finding(
                "press_item_changed",
                Level.BLOCK,
                examined.law(_CHANGE, item.day),
                what=named(item),
                begins=begins_at(item),
                place=examined.place_name(item.place),
            )


def _differs(before: Item | None, item: Item) -> bool:
    """Tell whether something else is done than was approved, elsewhere, at another time, or again."""
    if before is None or before.cancelled:
        return True
    return before.activity is not item.activity or is_material(before, item)
