"""An estimate of a reception: lines, the province's own amounts, and the findings on them."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from config.reception_norms import reception_norms
from config.regulation.codes import CostBearer, GuestClass, Mark, NormCode
from config.regulation.parts import Rule, Source
from models.inbound.findings.ceilings import ceiling
from models.inbound.findings.estimate import Reception
from models.inbound.findings.norms import over_norm

OLD, NEW = reception_norms()
# The day from which the circular of 2026 is in force.
CHANGES = date(2026, 5, 18)
DAY = timedelta(days=1)
C, OTHER = GuestClass.C, GuestClass.OTHER


class LocalAmount(Rule):
    """An amount of the province's own, as a regulation file gives it."""

    norm: NormCode
    guest_class: GuestClass
    role: str | None = None
    place: str | None = None
    amount: Decimal


@dataclass(frozen=True)
class Line:
    """A line of an estimate."""

    norm: NormCode | None
    unit_amount: Decimal
    item: str = "Khoản chi"
    role: str | None = None
    persons: int = 1
    units: int = 1
    place: str | None = None
    own_staff: bool = False
    other_language: bool = False
    payer: str = "state_budget"

    @property
    def unit_in_dong(self) -> Decimal:
        """All are in dong."""
        return self.unit_amount


def make_line(norm, amount=1, **changed):
    return Line(norm, Decimal(amount), **changed)


def make_local(norm, amount, guest_class=OTHER, **changed):
    source = Source(document="07/2019/NQ-HĐND", article="Điều 1", mark=Mark.SECONDARY)
    return LocalAmount(
        norm=norm, guest_class=guest_class, amount=Decimal(amount), source=source, **changed
    )


def make_reception(guest_class=C, bearer=CostBearer.HOST, **changed):
    """Make a reception of three days under the circular of 2026."""
    days = {"begins": CHANGES, "ends": CHANGES + 2 * DAY}
    return Reception(guest_class, bearer, **{**days, **changed})


def under_2018(guest_class=C, **changed):
    """Make a reception that was over before the circular of 2026."""
    return make_reception(guest_class, begins=date(2020, 7, 6), ends=date(2020, 7, 8), **changed)


def allowed(norm, guest_class, **circumstances):
    """Return the ceiling of the circular of 2026; there has to be one."""
    found = ceiling(NEW, norm, guest_class, **circumstances)
    assert found is not None
    return found


def found_on(*lines, reception=None):
    return list(over_norm(lines, reception or make_reception()))


def keys(*lines, reception=None):
    return [finding.key for finding in found_on(*lines, reception=reception)]


def said_of(key, *lines, reception=None):
    """Return the only finding with a key."""
    (finding,) = [f for f in found_on(*lines, reception=reception) if f.key == key]
    return finding


def number(finding, fact):
    """Return an amount of a finding as a number."""
    return int(dict(finding.facts)[fact].vi.replace(".", ""))
