"""What a single value of a request may be: a text, a day, a country, an amount of money.

Every refusal is raised by `refused` with the id of its sentence, so that no English wording of a
library can reach a person; `models.request.problems` puts it into words.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Annotated, Any, LiteralString

from babel import Locale
from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, ValidationInfo
from pydantic_core import PydanticCustomError

from config.regulation.inbound import Inbound
from config.regulation.province import Regulation

RULE = "rule."
LARGEST_AMOUNT = Decimal(1_000_000_000_000)
EARLIEST_YEAR, LATEST_YEAR = 1900, 2100

# The locale data also name regions, currency areas and test codes that are no countries of the ISO.
_NOT_IN_ISO = frozenset(
    ("AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ")
)
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CLOCK = re.compile(r"[0-9]{1,2}:[0-9]{2}(:00)?")
_COUNTING_NUMBER = re.compile(r"[0-9]{1,4}")
_UNSEEN = frozenset(("Cc", "Cs", "Zl", "Zp"))
# These turn the direction of writing, so that a text reads otherwise than it was written.
_TURNING = frozenset(("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"))


def country_names() -> Mapping[str, tuple[str, str]]:
    """Return the countries of ISO 3166 by two-letter code, with Vietnamese and English name."""
    vi, en = Locale("vi").territories, Locale("en").territories
    codes = sorted(str(code) for code in en)
    countries = [c for c in codes if len(c) == 2 and c.isalpha() and c not in _NOT_IN_ISO]
    return {code: (str(vi.get(code, code)), str(en[code])) for code in countries}


COUNTRIES = country_names()


def refused(rule: LiteralString, **facts: Any) -> PydanticCustomError:
    """Return the error for a broken rule; its sentence is `problem.<rule>`, made of `facts`."""
    return PydanticCustomError(RULE + rule, rule, facts)


def one_of(allowed: Mapping[str, tuple[str, ...]], value: str, rule: LiteralString) -> str:
    """Return `value` when it is a key of `allowed`; the refusal lists the keys and their names."""
    if value not in allowed:
        raise refused(rule, allowed=allowed)
    return value


def regulation_of(info: ValidationInfo) -> Regulation | None:
    """Return the regulation a request is read under; None where a stored one is read back."""
    return info.context if isinstance(info.context, Regulation) else None


def inbound_of(info: ValidationInfo) -> Inbound | None:
    """Return the part on receiving guests of the regulation a request is read under."""
    regulation = regulation_of(info)
    return regulation.inbound if regulation else None


def member_number(written: object) -> int | None:
    """Return the number a person wrote for a member; None when it is no whole number from 1 on."""
    if isinstance(written, str) and _COUNTING_NUMBER.fullmatch(written.strip()):
        written = int(written)
    if isinstance(written, int) and not isinstance(written, bool) and written > 0:
        return written
    return None


def day_written(written: object) -> date | None:
    """Return the day a person wrote; None when it is none, which has a problem of its own."""
    try:
        return _day(written)
    except PydanticCustomError:
        return None


def several(least: int, most: int) -> BeforeValidator:
    """Bound a list before its items are looked at, so that a list without end costs nothing."""

    def count(value: object) -> object:
        if isinstance(value, list | tuple) and len(value) < least:
            raise refused("missing")
        if isinstance(value, list | tuple) and len(value) > most:
            raise refused("too_many", most=most)
        return value

    return BeforeValidator(count)


def _member_number(value: object) -> int:
    number = member_number(value)
    if number is None:
        raise refused("member_number")
    return number


def _day(value: object) -> date:
    """Return the day that is meant; only ISO order leaves no doubt which number is the month."""
    if isinstance(value, str) and _ISO_DAY.fullmatch(value.strip()):
        try:
            value = date.fromisoformat(value.strip())
        except ValueError:
            raise refused("day") from None
    if not isinstance(value, date) or isinstance(value, datetime):
        raise refused("day")
    if not EARLIEST_YEAR <= value.year <= LATEST_YEAR:
        raise refused("day")
    return value


def _clock(value: object) -> time:
    """Return the time of day that is meant, in the province: `07:30`."""
    if isinstance(value, str) and _CLOCK.fullmatch(value.strip()):
        try:
            value = time.fromisoformat(value.strip().zfill(5))
        except ValueError:
            raise refused("clock") from None
    if not isinstance(value, time):
        raise refused("clock")
    return value.replace(second=0, microsecond=0)


def _count(value: object) -> object:
    """Return a counting number as people write it; what is none is refused in our words."""
    if isinstance(value, str) and value.strip().isdecimal():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 100_000:
        raise refused("count")
    return value


def _clean(value: str) -> str:
    """Return a text in composed letters: é typed in two ways is one text, with one digest."""
    text = unicodedata.normalize("NFC", value)
    if any(unicodedata.category(c) in _UNSEEN for c in text):
        raise refused("control_character")
    if any(unicodedata.bidirectional(c) in _TURNING for c in text):
        raise refused("control_character")
    return text


def _clean_paragraph(value: str) -> str:
    lines = value.replace("\r\n", "\n").replace("\t", " ").split("\n")
    return "\n".join(_clean(line) for line in lines)


def _country(value: str) -> str:
    return one_of(COUNTRIES, value.upper(), "country")


def _leaves_after_arriving(leaves: date, info: ValidationInfo) -> date:
    arrives = info.data.get("arrives")
    if arrives and leaves < arrives:
        raise refused("leaves_before_arriving", arrives=arrives)
    return leaves


def _area_of_work(area: str, info: ValidationInfo) -> str:
    regulation = regulation_of(info)
    if regulation is None:
        return area
    areas = {key: (t.vi, t.en) for key, t in regulation.areas_of_work.items()}
    return one_of(areas, area, "area")


def _plain_amount(value: Decimal) -> Decimal:
    """Return the amount without needless zeros or exponents, so that equal amounts look equal."""
    return Decimal(format(value.normalize(), "f"))


Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=300),
    AfterValidator(_clean),
]
Paragraph = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=5000),
    AfterValidator(_clean_paragraph),
]
DirectoryId = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, max_length=64, pattern=r"^[a-z0-9]+([_.\-][a-z0-9]+)*$"
    ),
]
PassportNumber = Annotated[
    str, StringConstraints(strip_whitespace=True, to_upper=True, pattern=r"^[A-Z0-9]{5,15}$")
]
Day = Annotated[date, BeforeValidator(_day)]
Clock = Annotated[time, BeforeValidator(_clock)]
Count = Annotated[int, BeforeValidator(_count)]
MemberNumber = Annotated[int, BeforeValidator(_member_number)]
Country = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=300), AfterValidator(_country)
]
Amount = Annotated[
    Decimal,
    Field(gt=0, le=LARGEST_AMOUNT, max_digits=15, decimal_places=2),
    AfterValidator(_plain_amount),
]
# The day somebody leaves, in a part whose `arrives` comes before it.
DayOfLeaving = Annotated[Day, AfterValidator(_leaves_after_arriving)]
AreaOfWork = Annotated[Line, AfterValidator(_area_of_work)]
