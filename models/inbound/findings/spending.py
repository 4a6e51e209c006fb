"""Findings on what the reception costs: its estimate, its gifts and its programme against the norms."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from config.reception_norms import ReceptionNorms
from config.regulation.codes import Activity, Level, NormCode
from config.regulation.inbound import LocalNorm
from models.findings import Finding, make_finding
from models.inbound.costs import ReceptionCost
from models.inbound.findings.ceilings import check_local, norms_for
from models.inbound.findings.estimate import Reception, in_dong
from models.inbound.findings.examined import Examined
from models.inbound.findings.norms import over_norm
from models.request.parts import Payer

# What the programme has of them is held against what a delegation may have once.
_ONCE_IN_PROGRAMME = {Activity.BANQUET: NormCode.BANQUET, Activity.CULTURE: NormCode.CULTURE}


def on_spending(examined: Examined) -> Iterator[Finding]:
    """Hold what the host pays against the norms, line by line."""
    norms = _norms(examined)
    local = examined.inbound.local_norms
    above = _above_the_circular(norms, local) if norms else []
    within = tuple(own for own in local if own not in above)
    lines = (*examined.request.costs, *_gifts(examined))
    try:
        found = list(over_norm(lines, _reception(examined, within)))
    except ValueError:
        # What is a share of a norm has to follow the province's own lower amount of that norm.
        shares = [own for own in within if norms and _is_share(own, norms)]
        above += shares
        within = tuple(own for own in within if own not in shares)
        found = list(over_norm(lines, _reception(examined, within)))
    yield from (replace(finding, source=examined.cited(finding.source)) for finding in found)
    if norms:
        yield from (_above(own, norms) for own in above)
        yield from _had_again(norms, examined)


def _reception(examined: Examined, local: tuple[LocalNorm, ...]) -> Reception:
    """Return what the norms depend on; of several visits, the days of all count as one stay.

    An estimate covers every visit under the permission, but names no visit line by line.
    """
    request = examined.request
    days = sum((period.departs - period.arrives).days + 1 for period in request.periods)
    return Reception(
        guest_class=examined.guest_class,
        bearer=request.bears_costs,
        begins=request.arrives,
        ends=request.arrives + timedelta(days=days - 1),
        approved_on=examined.approved_on,
        banquet_in_plan=any(examined.doing(Activity.BANQUET)),
        local=local,
    )


def _gifts(examined: Examined) -> Iterator[ReceptionCost]:
    """Yield each gift as a line of the estimate: one piece, which the host pays."""
    guests = examined.request.guests
    for gift in examined.request.gifts:
        guest = guests[gift.guest - 1]
        # Put together of what was validated; its name may be longer than a unit may write one.
        yield ReceptionCost.model_construct(
            item=f"{gift.what} ({guest.name})",
            norm=NormCode.GIFT,
            role=guest.role,
            unit_amount=gift.amount,
            payer=Payer.HOST,
        )


def _norms(examined: Examined) -> ReceptionNorms | None:
    held = norms_for(approved_on=examined.approved_on, begins=examined.request.arrives)
    return held.norms if held else None


def _above_the_circular(norms: ReceptionNorms, local: tuple[LocalNorm, ...]) -> list[LocalNorm]:
    """Return the province's own amounts above the circular's: an older one allowed less."""
    above = []
    for own in local:
        try:
            check_local(norms, (own,))
        except ValueError:
            above.append(own)
    return above


def _is_share(own: LocalNorm, norms: ReceptionNorms) -> bool:
    norm = norms.norms.get(own.norm)
    return norm is not None and any(row.share_of for row in norm.rows)


def _above(own: LocalNorm, norms: ReceptionNorms) -> Finding:
    return make_finding(
        "local_norm_above_circular",
        Level.WARN,
        own.source,
        norm=norms.norms[own.norm].title,
        amount=in_dong(own.amount),
        circular=norms.circular.number,
    )


def _had_again(norms: ReceptionNorms, examined: Examined) -> Iterator[Finding]:
    """Find a second banquet or performance in the programme, where guests of this class have one.

    Not of several visits under one permission: whether each may have its own, the circular does not
    say.
    """
    if examined.request.further_visits:
        return
    for activity, code in _ONCE_IN_PROGRAMME.items():
        norm, times = norms.norms.get(code), len(list(examined.doing(activity)))
        if norm is None or times < 2 or examined.guest_class not in norm.once:
            continue
        rows = (row for row in norm.rows if row.is_for(examined.guest_class))
        for row in rows:
            yield make_finding(
                "once_in_programme",
                Level.WARN,
                examined.cited(row.source),
                norm=norm.title,
                times=times,
            )
