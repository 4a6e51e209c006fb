"""The currencies of ISO 4217 in which people pay today, by code and by what people call them.

Which these are, and how many figures each has behind the comma, the locale data tell.
"""

import re
from collections.abc import Mapping
from enum import StrEnum

from babel import Locale
from babel.core import get_global
from babel.numbers import get_currency_precision

from models.request.values.choices import codes_meant, one_of

_CODE = re.compile(r"[A-Z]{3}")


class Currency(StrEnum):
    """The currencies in which the province reckons; an estimate may be in any other one too."""

    VND = "VND"
    USD = "USD"


# Those that most estimates are in are offered first.
_FIRST = ("VND", "USD", "EUR", "JPY", "KRW", "CNY", "THB", "LAK", "KHR", "SGD", "AUD", "GBP")
_ALSO_CALLED: Mapping[str, tuple[str, ...]] = {
    "VND": ("đồng", "dong", "đ", "₫", "vnđ", "đồng việt nam"),
    "USD": ("$", "us$", "đô la", "đô-la", "đôla", "đô la mỹ", "đô-la mỹ", "us dollar",
            "us dollars", "dollar", "dollars"),
    "EUR": ("€", "ơ-rô", "đồng euro", "euros"),
    "JPY": ("yên", "yen", "yên nhật", "đồng yên"),
    "KRW": ("₩", "won", "won hàn quốc"),
    "CNY": ("nhân dân tệ", "tệ", "rmb", "yuan", "cny"),
    "THB": ("฿", "bạt", "bạt thái", "baht", "bạt thái lan"),
    "LAK": ("₭", "kíp", "kíp lào", "kip"),
    "KHR": ("៛", "riên", "riel", "ria"),
    "SGD": ("s$", "sing", "đô la sing", "đô-la singapore"),
    "AUD": ("a$", "au$", "đô la úc", "đô-la úc"),
    "GBP": ("£", "bảng", "pound", "pounds", "pound sterling"),
    "CHF": ("franc thụy sĩ", "phrăng thụy sĩ"),
    "RUB": ("₽", "rúp", "ruble", "rouble"),
    "TWD": ("nt$", "đài tệ", "đô la đài loan"),
    "HKD": ("hk$", "đô la hồng kông"),
    "CAD": ("ca$", "c$", "đô la canada"),
    "NZD": ("nz$", "đô la new zealand"),
    "INR": ("₹", "rupi", "rupee"),
    "MYR": ("rm", "ringgit"),
    "PHP": ("₱", "peso philippines"),
    "IDR": ("rp", "rupiah", "rupi indonesia"),
}  # fmt: skip


def _in_use() -> frozenset[str]:
    """Return the codes of the currencies that are legal tender somewhere today."""
    told = get_global("territory_currencies").values()
    return frozenset(
        code for each in told for code, _, until, tender in each if tender and not until
    )


def _named() -> Mapping[str, tuple[str, str]]:
    vi, en = Locale("vi").currencies, Locale("en").currencies
    codes = dict.fromkeys((*_FIRST, *sorted(_in_use())))
    return {code: (_capital(str(vi.get(code, code))), str(en.get(code, code))) for code in codes}


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


# Each with its Vietnamese and its English name.
CURRENCIES = _named()
CALLED: Mapping[str, tuple[str, ...]] = {
    code: (*names, *_ALSO_CALLED.get(code, ())) for code, names in CURRENCIES.items()
}
# What several are called means the one that comes first.
_OF_UNIT = {
    word.casefold(): code
    for code, names in reversed(tuple(CALLED.items()))
    for word in (code, *names)
}


def currency_meant(written: str) -> str:
    """Return the code of the currency a person writes by code or by name."""
    return one_of(CALLED, written, "currency")


def currency_written(written: str) -> str | None:
    """Return the same; None for what is no currency, which has a problem of its own."""
    found = codes_meant(written, CALLED)
    return found[0] if len(found) == 1 else None


def currency_of_unit(unit: str) -> str | None:
    """Return the code of the currency that a unit beside an amount means: `đồng`, `$`, `EUR`."""
    return _OF_UNIT.get(unit.casefold())


def has_no_fraction(code: str) -> bool:
    """Tell whether an amount of a currency is whole, so that a separator stands between thousands."""
    return get_currency_precision(code) == 0


def is_code(written: str) -> bool:
    """Tell whether a text has the form of a code; whether there is such a currency may have changed."""
    return _CODE.fullmatch(written) is not None
