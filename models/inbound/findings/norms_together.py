"""What no line shows alone: what is had once, a room with breakfast, meals on a banquet's day. Pure."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from config.reception_norms import ReceptionNorms, ShareRule
from config.regulation.codes import Level, NormCode
from models.findings import Finding, make_finding
from models.inbound.findings.estimate import Charged, Reception, in_dong

_NOTHING = Decimal(0)


def more_than_once(charged: Sequence[Charged], reception: Reception) -> Iterator[Finding]:
    """Find what a delegation may have once: a banquet, an art performance.

    One occasion may take several lines, of guests and of hosts, so two lines alone only warn.
    """
    for code in dict.fromkeys(one.code for one in charged):
        lines = [one for one in charged if one.code is code]
        if reception.guest_class not in lines[0].norm.once or lines[0].ceiling is None:
            continue
        times = max(one.line.units for one in lines)
        roles = [one.line.role for one in lines]
        if times > 1 or len(set(roles)) < len(roles):
            level = Level.BLOCK if times > 1 else Level.WARN
            yield make_finding(
                "more_than_once",
                level,
                lines[0].ceiling.source,
                norm=lines[0].norm.title,
                items="; ".join(one.line.item for one in lines),
            )


def room_with_breakfast(charged: Sequence[Charged]) -> Iterator[Finding]:
    """Find rooms that with a breakfast paid apart come to more than the lodging ceiling."""
    rooms = [one for one in charged if one.code is NormCode.LODGING]
    for breakfast in (one for one in charged if one.code is NormCode.BREAKFAST):
        over = max((_above(room, breakfast) for room in rooms), default=_NOTHING)
        if over > _NOTHING and breakfast.ceiling:
            yield make_finding(
                "room_with_breakfast",
                Level.BLOCK,
                breakfast.ceiling.row.source,
                item=breakfast.line.item,
                over=in_dong(over),
                excess=in_dong(over * breakfast.count),
            )


def _above(room: Charged, breakfast: Charged) -> Decimal:
    """Return what room and breakfast of the same guests are together above the room's ceiling."""
    same_place = room.line.place == breakfast.line.place
    same_guests = None in (room.line.role, breakfast.line.role) or (
        room.line.role == breakfast.line.role
    )
    if room.limit is None or not (same_place and same_guests):
        return _NOTHING
    return room.within + breakfast.within - room.limit


def meals_on_banquet_day(
    charged: Sequence[Charged], norms: ReceptionNorms, reception: Reception
) -> Iterator[Finding]:
    """Find meals in full on the day of a banquet, where only a share is left for the other one."""
    rule = norms.meals_on_banquet_day
    if rule is None or not any(one.code is NormCode.BANQUET for one in charged):
        return
    for group in _of_the_same_guests(charged, reception.days):
        excess = _in_full(group, reception.days, rule)
        if excess > _NOTHING:
            yield make_finding(
                "meals_on_banquet_day",
                Level.BLOCK,
                rule.source,
                item="; ".join(one.line.item for one in group),
                percent=int(rule.of(Decimal(100))),
                excess=in_dong(excess),
            )


def _of_the_same_guests(charged: Sequence[Charged], days: int) -> Iterator[list[Charged]]:
    """Group the lines of meals: those of one role are the same guests if they fit in the visit."""
    meals = [one for one in charged if one.code is NormCode.MEALS and one.limit is not None]
    for role in dict.fromkeys(one.line.role for one in meals):
        group = [one for one in meals if one.line.role == role]
        if sum(one.line.units for one in group) <= days:
            yield group
        else:
            yield from ([one] for one in group)


def _in_full(group: Sequence[Charged], days: int, rest: ShareRule) -> Decimal:
    """Return what is asked beyond full days and the reduced one; unit VND.

    Person-days that find no room on the other days of the visit are those of the banquet's day.
    """
    guests = max(one.line.persons for one in group)
    on_the_day = sum(one.count for one in group) - guests * (days - 1)
    if on_the_day <= 0:
        return _NOTHING
    limits = [one.limit for one in group if one.limit is not None]
    full = sum((one.count * limit for one, limit in zip(group, limits, strict=True)), _NOTHING)
    asked = sum((one.count * one.within for one in group), _NOTHING)
    dropped = min(limits) - rest.of(min(limits))
    return asked - (full - on_the_day * dropped)
