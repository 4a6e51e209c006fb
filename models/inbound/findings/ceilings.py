"""Which circular a reception is held against, and what it lets the host spend. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from config.reception_norms import (
    Norm,
    NormRole,
    NormRow,
    ReceptionNorms,
    SettledBy,
    reception_norms,
)
from config.regulation.codes import GuestClass, NormCode
from config.regulation.inbound import LocalNorm
from config.regulation.parts import Source
from config.regulation.province import Regulation


@dataclass(frozen=True)
class InForce:
    """The circular that holds for a reception; `may_adjust_to` a newer one the host may choose."""

    norms: ReceptionNorms
    may_adjust_to: ReceptionNorms | None = None


@dataclass(frozen=True)
class Ceiling:
    """What may be spent a unit: the row it rests on and, where there is a number, the amount (VND).

    `source` is that of the amount itself: of the circular, or of the province where it is lower.
    """

    row: NormRow
    amount: Decimal | None
    settled_by: SettledBy | None
    source: Source


class RoleMissing(LookupError):
    """An amount differs by role, and none was told."""


def norms_for(*, approved_on: date | None, begins: date) -> InForce | None:
    """Return the circular a reception is settled by; None before the oldest one we have.

    A plan not yet approved goes by the day the reception begins, an approved one by the day it was
    approved on. Source: 35/2026/TT-BTC, article 35(4): what was approved and begun before the newer
    circular came into force goes on by the older one; what was approved but not begun goes by the
    older one until the head of the lead body adjusts the estimate.
    """
    at_beginning = _in_force(begins)
    at_approval = _in_force(approved_on) if approved_on else at_beginning
    if at_approval is None or at_beginning is None:
        held = at_beginning or at_approval
        return InForce(held) if held else None
    newer = _first_day(at_beginning) > _first_day(at_approval)
    if newer and at_beginning.transition is None:
        return InForce(at_beginning)
    return InForce(at_approval, may_adjust_to=at_beginning if newer else None)


def ceiling(
    norms: ReceptionNorms,
    code: NormCode,
    guest_class: GuestClass | None,
    role: str | None = None,
    place: str | None = None,
    *,
    local: Iterable[LocalNorm] = (),
    own_staff: bool = False,
    other_language: bool = False,
) -> Ceiling | None:
    """Return what may be spent a unit, the lower of circular and province; None where unknown.

    A class not yet fixed (None) has the norms that are the same for everyone. Raises `RoleMissing`
    where the amount goes by a role nobody told, `ValueError` where the province's own amount is
    above the circular's.
    """
    norm = norms.norms.get(code)
    row = _row(norm, guest_class, role) if norm else None
    if norm is None or row is None:
        return None
    local = tuple(local)
    national = _national(norms, row, guest_class, role, place, local)
    if national is None:
        return None
    lower = _lowered(national, _local(code, guest_class, role, place, local), norms, code)
    if lower.amount is None:
        return lower
    return Ceiling(
        row, lower.amount * _factor(norm, own_staff, other_language), row.settled_by, lower.source
    )


def check_local(norms: ReceptionNorms, local: Iterable[LocalNorm]) -> None:
    """Raise `ValueError` where an amount of the province's own is above the circular's.

    An amount without a role must stay within the ceiling of every role the circular names.
    """
    for own in local:
        for role in [own.role] if own.role else NormRole:
            ceiling(norms, own.norm, own.guest_class, role, own.place, local=(own,))


def _in_force(day: date) -> ReceptionNorms | None:
    begun = [norms for norms in reception_norms() if _first_day(norms) <= day]
    last = begun[-1].circular.in_force_until if begun else None
    return begun[-1] if begun and (last is None or day <= last) else None


def _first_day(norms: ReceptionNorms) -> date:
    return norms.circular.in_force_from or date.min


def _row(norm: Norm, guest_class: GuestClass | None, role: str | None) -> NormRow | None:
    rows = [row for row in norm.rows if row.is_for(guest_class)]
    if role is None and any(row.roles for row in rows):
        raise RoleMissing(norm.title.en)
    exact = (row for row in rows if row.roles is None or role in row.roles)
    as_member = (row for row in rows if row.roles and _goes_as_member(role, row.roles))
    return next(exact, None) or next(as_member, None)


def _goes_as_member(role: str | None, named: Iterable[str | None]) -> bool:
    """Tell whether the amount of members is a guest's: of all but the head and the deputies."""
    return NormRole.MEMBER in named and role not in (None, NormRole.HEAD, NormRole.DEPUTY)


def _national(
    norms: ReceptionNorms,
    row: NormRow,
    guest_class: GuestClass | None,
    role: str | None,
    place: str | None,
    local: tuple[LocalNorm, ...],
) -> Ceiling | None:
    """Return the circular's ceiling; a share of another norm follows that one's lower amount."""
    if row.share is None or row.share_of is None:
        amount = None if row.amount is None else Decimal(row.amount)
        return Ceiling(row, amount, row.settled_by, row.source)
    whole = ceiling(norms, row.share_of, guest_class, role, place, local=local)
    if whole is None:
        return None
    if whole.amount is None:
        return Ceiling(row, None, row.settled_by or whole.settled_by, row.source)
    # The share is only as sure as what it is a share of.
    source = whole.source if whole.source.unconfirmed else row.source
    amount = whole.amount * row.share.numerator / row.share.denominator
    return Ceiling(row, amount, row.settled_by, source)


def _local(
    code: NormCode,
    guest_class: GuestClass | None,
    role: str | None,
    place: str | None,
    local: Iterable[LocalNorm],
) -> LocalNorm | None:
    """Find the province's own amount; one for this place, then one for this role, goes first."""
    here = [
        own
        for own in local
        if (own.norm, own.guest_class) == (code, guest_class) and own.place in (None, place)
    ]
    if role is None and any(own.role for own in here):
        raise RoleMissing(code)
    fitting = [
        own for own in here if own.role in (None, role) or _goes_as_member(role, (own.role,))
    ]
    return max(
        fitting,
        key=lambda own: (own.place is not None, own.role == role, own.role is not None),
        default=None,
    )


def _lowered(
    national: Ceiling, own: LocalNorm | None, norms: ReceptionNorms, code: NormCode
) -> Ceiling:
    if own is None:
        return national
    above = national.amount is not None and own.amount > national.amount
    if above or national.row.not_allowed:
        allowed = "nothing" if national.amount is None else str(national.amount)
        raise ValueError(
            f"local norm {code!s} for {own.guest_class!s}, role {own.role}, place {own.place}:"
            f" {own.amount} is above the {allowed} that {norms.circular.number} allows"
        )
    return Ceiling(national.row, Decimal(own.amount), national.settled_by, own.source)


def _factor(norm: Norm, own_staff: bool, other_language: bool) -> Decimal:
    factor = Decimal(1)
    if other_language and norm.other_language:
        factor += norm.other_language.of(factor)
    if own_staff and norm.own_staff:
        factor = norm.own_staff.of(factor)
    return factor


def check_own_amounts(regulation: Regulation) -> None:
    """Raise `ValueError` where an amount of the province's own is above what the circular allows.

    The circular is that of the day the regulation begins; a later one is asked when it is used.
    Source: 35/2026/TT-BTC (a province sets amounts within the ceilings).
    """
    own = regulation.inbound.local_norms if regulation.inbound else ()
    held = norms_for(approved_on=None, begins=regulation.valid_from)
    if own and held:
        check_local(held.norms, own)
