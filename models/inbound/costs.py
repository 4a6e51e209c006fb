"""What a reception costs: the lines of its estimate, and gifts."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field, ValidationInfo, field_validator

from config.regulation.codes import NormCode
from config.regulation.parts import Record
from models.inbound.parts import GuestRoleNamed
from models.programme.items import place_known
from models.request.fields import Amount, Count, CurrencyCode, DongAmount, Line, MemberNumber
from models.request.parts import (
    EXACTLY,
    ExchangeRate,
    PayerNamed,
    in_dong,
    rate_fitting,
    whole_amount,
)
from models.request.values.choices import YesNo, by_name
from models.request.values.currencies import Currency


class ReceptionCost(Record):
    """A line of the estimate: `persons` × `units` (days, half days, hours, pages, pieces) × amount.

    `norm` names the ceiling it is held against, `role` the part of the guests where the ceiling
    differs by it. VND, or another currency with its rate to the dong.
    """

    item: Line
    norm: Annotated[NormCode, by_name(NormCode, "expense")] | None = None
    role: GuestRoleNamed | None = None
    persons: Count = 1
    units: Count = 1
    currency: CurrencyCode = str(Currency.VND)
    unit_amount: Amount
    place: Line | None = None
    own_staff: YesNo = False
    other_language: YesNo = False
    payer: PayerNamed
    rate: ExchangeRate | None = Field(default=None, validate_default=True)

    @property
    def amount(self) -> Decimal:
        """Return the whole line in its own currency."""
        return self.unit_amount * self.persons * self.units

    @property
    def unit_in_dong(self) -> Decimal:
        """Return what a unit of the line is in dong, in which the ceilings are."""
        return in_dong(self.unit_amount, self.currency, self.rate) or self.unit_amount

    @property
    def in_dong(self) -> Decimal:
        """Return the whole line in dong."""
        return EXACTLY.multiply(self.unit_in_dong, Decimal(self.persons * self.units))

    @field_validator("unit_amount")
    @classmethod
    def _whole_where_there_is_no_fraction(cls, amount: Decimal, info: ValidationInfo) -> Decimal:
        return whole_amount(amount, info.data.get("currency"))

    @field_validator("rate")
    @classmethod
    def _rate_of_its_currency(
        cls, rate: ExchangeRate | None, info: ValidationInfo
    ) -> ExchangeRate | None:
        """Demand the rate of dollars too: the ceilings are in dong."""
        return rate_fitting(rate, info.data.get("currency"), without=(Currency.VND,))

    @field_validator("place")
    @classmethod
    def _place_of_the_regulation(cls, place: str | None, info: ValidationInfo) -> str | None:
        return place_known(place, info) if place else place


class Gift(Record):
    """A gift: what, for which guest (number), its price in VND."""

    guest: MemberNumber
    what: Line
    amount: DongAmount
