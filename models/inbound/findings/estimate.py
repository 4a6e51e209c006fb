"""The lines of a reception's estimate, each with the ceiling it is held against. Pure."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from config.reception_norms import Norm, ReceptionNorms
from config.regulation.codes import CostBearer, GuestClass, NormCode
from config.regulation.inbound import LocalNorm
from config.regulation.parts import Text
from models.findings import in_both
from models.inbound.costs import ReceptionCost
from models.inbound.findings.ceilings import Ceiling, RoleMissing, ceiling


@dataclass(frozen=True)
class Reception:
    """What the norms of a reception depend on.

    `guest_class` is None until it is fixed by a recorded decision. `banquet_in_plan`: the approved
    reception plan has a banquet. `local`: the province's own amounts.
    """

    guest_class: GuestClass | None
    bearer: CostBearer
    begins: date
    ends: date
    approved_on: date | None = None
    banquet_in_plan: bool = False
    local: tuple[LocalNorm, ...] = ()

    @property
    def days(self) -> int:
        return (self.ends - self.begins).days + 1


@dataclass(frozen=True)
class Charged:
    """A line of a known norm, with the ceiling it is held against where one can be told."""

    line: ReceptionCost
    code: NormCode
    norm: Norm
    ceiling: Ceiling | None = None
    role_missing: bool = False

    @property
    def count(self) -> int:
        return self.line.persons * self.line.units

    @property
    def limit(self) -> Decimal | None:
        return self.ceiling.amount if self.ceiling else None

    @property
    def within(self) -> Decimal:
        """Return the amount a unit without what is over the ceiling, which is told elsewhere."""
        asked = self.line.unit_in_dong
        return asked if self.limit is None else min(asked, self.limit)


def charge(line: ReceptionCost, norms: ReceptionNorms, reception: Reception) -> Charged | None:
    """Hold a line against its norm; None where it names none, or the circular has none of it."""
    norm = norms.norms.get(line.norm) if line.norm else None
    if line.norm is None or norm is None:
        return None
    try:
        found = ceiling(
            norms,
            line.norm,
            reception.guest_class,
            line.role,
            line.place,
            local=reception.local,
            own_staff=line.own_staff,
            other_language=line.other_language,
        )
    except RoleMissing:
        return Charged(line, line.norm, norm, role_missing=True)
    return Charged(line, line.norm, norm, found)


def in_dong(amount: Decimal) -> Text:
    """Return an amount as people write it in either language."""
    return in_both(lambda w: w.number(amount))
