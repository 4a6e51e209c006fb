"""What the estimate of a reception asks for beyond the norms, line by line. Pure.

Only lines the host pays are held against the norms. A norm nobody has confirmed warns, it never
blocks; one nobody has seen is a note that the office has to enter it.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from config.reception_norms import ReceptionNorms, SettledBy, reception_norms
from config.regulation.codes import Level, Mark
from config.regulation.parts import Source
from models.findings import Finding, labels_of, make_finding
from models.inbound.costs import ReceptionCost
from models.inbound.findings.ceilings import (
    Ceiling,
    InForce,
    norms_for,
)
from models.inbound.findings.estimate import Charged, Reception, charge, in_dong
from models.inbound.findings.norms_together import (
    meals_on_banquet_day,
    more_than_once,
    room_with_breakfast,
)

PAID_BY_HOST = frozenset(("host", "state_budget"))


def over_norm(lines: Sequence[ReceptionCost], reception: Reception) -> Iterator[Finding]:
    """Find what is over a norm, not the host's to pay, left open by the circular, or unknown.

    Raises `ValueError` where an amount of the province's own is above the circular's.
    """
    held = norms_for(approved_on=reception.approved_on, begins=reception.begins)
    if held is None:
        yield _no_circular_known(reception)
        return
    yield from _newer_norms_may_apply(held, reception)
    paid = [line for line in lines if line.norm and line.payer in PAID_BY_HOST]
    borne: list[ReceptionCost] = []
    for line in paid:
        # What the host may not pay at all is not held against a ceiling as well.
        if found := _not_the_hosts(line, held.norms, reception):
            yield found
        else:
            borne.append(line)
    yield from _norms_not_seen(borne, held.norms)
    charged = [c for line in borne if (c := charge(line, held.norms, reception))]
    yield from _class_to_fix(charged, held.norms, reception)
    for one in charged:
        yield from _on_line(one)
    yield from more_than_once(charged, reception)
    yield from room_with_breakfast(charged)
    yield from meals_on_banquet_day(charged, held.norms, reception)


# --- Which norms hold, and who pays --------------------------------------------------------------


def _no_circular_known(reception: Reception) -> Finding:
    oldest = reception_norms()[0].circular
    source = Source(document=oldest.number, mark=Mark.SECONDARY)
    return make_finding(
        "reception_norms_unknown", Level.NOTE, source, begins=reception.begins, oldest=oldest.number
    )


def _newer_norms_may_apply(held: InForce, reception: Reception) -> Iterator[Finding]:
    newer = held.may_adjust_to
    if newer and newer.transition and reception.approved_on:
        yield make_finding(
            "newer_norms_may_apply",
            Level.NOTE,
            newer.transition.source,
            approved=reception.approved_on,
            begins=reception.begins,
            older=held.norms.circular.number,
            newer=newer.circular.number,
        )


def _not_the_hosts(
    line: ReceptionCost, norms: ReceptionNorms, reception: Reception
) -> Finding | None:
    """Find a line the host may not pay, as the guests pay some of the costs or all.

    Of guests the article does not name, or whose class is open, the finding warns only.
    """
    bearing = norms.bearers.get(reception.bearer)
    if bearing is None or line.norm in bearing.pays:
        return None
    if reception.guest_class in bearing.left_to_host_head:
        return None
    in_plan_only = line.norm in bearing.in_plan_only
    if in_plan_only and reception.banquet_in_plan:
        return None
    key = "banquet_not_in_plan" if in_plan_only else "not_borne_by_host"
    level = Level.BLOCK if reception.guest_class in bearing.classes else Level.WARN
    return make_finding(key, level, bearing.source, item=line.item)


def _class_to_fix(
    charged: Sequence[Charged], norms: ReceptionNorms, reception: Reception
) -> Iterator[Finding]:
    """Say once that the class has to be fixed before these lines can be held against a norm."""
    waiting = [one.line.item for one in charged if one.ceiling is None and not one.role_missing]
    if reception.guest_class is None and waiting:
        rule = norms.unlisted_class
        unseen = Source(document=norms.circular.number, mark=Mark.UNCONFIRMED)
        source = rule.source if rule else unseen
        yield make_finding(
            "guest_class_to_fix", Level.NOTE, source, count=len(waiting), items="; ".join(waiting)
        )
    elif waiting:
        for item in waiting:
            yield _to_enter(item, norms)


def _norms_not_seen(lines: Sequence[ReceptionCost], norms: ReceptionNorms) -> Iterator[Finding]:
    for line in lines:
        if line.norm not in norms.norms:
            yield _to_enter(line.item, norms)


def _to_enter(item: str, norms: ReceptionNorms) -> Finding:
    source = Source(document=norms.circular.number, mark=Mark.UNCONFIRMED)
    number = norms.circular.number
    return make_finding("reception_norm_to_enter", Level.NOTE, source, item=item, circular=number)


# --- One line ------------------------------------------------------------------------------------


def _on_line(one: Charged) -> Iterator[Finding]:
    if one.role_missing:
        source = one.norm.rows[0].source
        yield make_finding("norm_role_missing", Level.NOTE, source, item=one.line.item)
    if one.ceiling is None:
        return
    row, source = one.ceiling.row, one.ceiling.source
    if row.not_allowed:
        yield make_finding(
            "norm_not_allowed", Level.BLOCK, source, item=one.line.item, norm=one.norm.title
        )
        return
    yield from _left_open(one, one.ceiling)
    if one.limit is not None and one.line.unit_in_dong > one.limit:
        yield _over(one, one.limit, one.ceiling)


def _over(one: Charged, limit: Decimal, rests_on: Ceiling) -> Finding:
    """Make the finding on a line over its ceiling; where the host head may agree, it warns."""
    level = Level.WARN if rests_on.row.exceeded_by else Level.BLOCK
    return make_finding(
        "over_norm",
        level,
        rests_on.source,
        item=one.line.item,
        asked=in_dong(one.line.unit_in_dong),
        ceiling=in_dong(limit),
        unit=labels_of("norm_unit", (one.norm.unit,)),
        persons=one.line.persons,
        units=one.line.units,
        excess=in_dong((one.line.unit_in_dong - limit) * one.count),
    )


def _left_open(one: Charged, rests_on: Ceiling) -> Iterator[Finding]:
    """Say what the circular leaves to somebody, or tells in words only."""
    row, source, item = rests_on.row, rests_on.source, one.line.item
    if rests_on.settled_by in (SettledBy.HOST_HEAD, SettledBy.SCHEME):
        yield make_finding(f"settled_by_{rests_on.settled_by}", Level.NOTE, source, item=item)
    if row.says:
        yield make_finding("norm_in_words", Level.NOTE, source, item=item, rule=row.says)
    if row.special_case:
        yield make_finding("gift_in_special_cases", Level.NOTE, source, item=item)
