"""An amount of money as people write it: `62.500.000 đồng`, `62 500 000`, `$1,800.50`. Pure.

A dot or a comma sets thousands apart or begins the fraction. Where both could be meant and the
currency does not decide it, nothing is read: `1.800` dollars are not taken for 1,8.
"""

import re
import unicodedata
from decimal import Decimal
from typing import NoReturn

from pydantic_core import PydanticCustomError

from models.request.values.currencies import Currency, currency_of_unit, has_no_fraction
from models.request.values.refusal import refused

LARGEST_AMOUNT = Decimal(1_000_000_000_000)
LARGEST_RATE = Decimal(1_000_000)

_WRITTEN = re.compile(r"([^0-9]*)([0-9](?:[0-9., ]*[0-9])?)([^0-9]*)")
_THOUSANDS_OR_FRACTION = re.compile(r"([1-9][0-9]{0,2})[.,]([0-9]{3})")
# A rate to the dong may have more figures behind the comma than an amount.
_RATE = re.compile(r"([0-9]+)(?:[.,]([0-9]{1,6}))?")
_PLAIN = re.compile(r"([0-9]+)(?:[.,]([0-9]{1,2}))?")
_GROUPED = re.compile(
    r"([1-9][0-9]{0,2}(?:([., ])[0-9]{3})(?:\2[0-9]{3})*)(?:(?!\2)[.,]([0-9]{1,2}))?"
)


class Figure(str):
    """A number as it stands in a file without quotes: to programs its dot begins a fraction.

    Who wrote it by hand may have set the thousands apart, so that `500.000` đồng is asked, too.
    """

    __slots__ = ()


def amount_typed(written: str, currency: str | None) -> Decimal:
    """Return the amount that is meant in a currency; raises what `refused` returns.

    `currency` is None where the currency itself could not be read: then the request is refused for
    that, and of the amount only what is wrong in every currency is told.
    """
    if isinstance(written, Figure) and (doubtful := _THOUSANDS_OR_FRACTION.fullmatch(written)):
        _refuse_doubtful(doubtful)
    return _figure_meant(_figure_alone(written, currency), currency)


def rate_typed(written: str) -> Decimal:
    """Return the dong that a unit of another currency is worth; raises what `refused` returns.

    A rate has a fraction, so that `25.450` may be both: which one is meant has to be said.
    """
    figure = _figure_alone(written, Currency.VND)
    if doubtful := _THOUSANDS_OR_FRACTION.fullmatch(figure):
        _refuse_doubtful(doubtful)
    if plain := _RATE.fullmatch(figure):
        whole, part = plain.groups()
        return Decimal(f"{whole}.{part or 0}")
    return _figure_meant(figure, None)


def _figure_alone(written: str, currency: str | None) -> str:
    """Return the figure without its unit, which has to be the currency's."""
    text = " ".join(unicodedata.normalize("NFC", written).casefold().split())
    found = _WRITTEN.fullmatch(text)
    if not found:
        raise refused("amount", most=LARGEST_AMOUNT)
    before, figure, after = (part.strip() for part in found.groups())
    for unit in filter(None, (before, after)):
        _check_unit(unit, currency)
    return figure


def _check_unit(unit: str, currency: str | None) -> None:
    """Refuse a unit that is no currency's, or another one's than the field beside it says."""
    named = currency_of_unit(unit)
    if named is None and any(c.isalpha() for c in unit):
        raise refused("amount_unit", unit=unit)
    if named is None:
        raise refused("amount", most=LARGEST_AMOUNT)
    if currency and named != currency:
        raise refused("amount_other_currency", unit=named, currency=str(currency))


def _figure_meant(figure: str, currency: str | None) -> Decimal:
    is_whole = currency is not None and has_no_fraction(currency)
    if doubtful := _THOUSANDS_OR_FRACTION.fullmatch(figure):
        if currency and not is_whole:
            _refuse_doubtful(doubtful)
        return Decimal("".join(doubtful.groups()))
    if plain := _PLAIN.fullmatch(figure):
        whole, part = plain.groups()
        # `500.00` đồng is more likely 500.000 mistyped than five hundred.
        lost = bool(part) and len(whole) <= 3
    elif grouped := _GROUPED.fullmatch(figure):
        whole, _, part = grouped.groups()
        whole, lost = re.sub("[., ]", "", whole), False
    else:
        raise refused("amount", most=LARGEST_AMOUNT)
    if is_whole and (lost or int(part or 0)):
        raise not_whole(str(currency))
    return Decimal(f"{whole}.{part or 0}")


def not_whole(currency: str) -> PydanticCustomError:
    """Return the error for a fraction of a currency that has none."""
    if currency == Currency.VND:
        return refused("dong_not_whole")
    return refused("currency_not_whole", currency=currency)


def _refuse_doubtful(doubtful: re.Match[str]) -> NoReturn:
    units, rest = doubtful.groups()
    part = rest.rstrip("0") or "0"
    raise refused("amount_doubtful", whole=units + rest, units=units, part=part)
