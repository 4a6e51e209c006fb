"""A day as people write it: `31/08/2020`, `ngày 31 tháng 8 năm 2020`, or `2020-08-31`. Pure.

The day comes first, as everybody in Vietnam writes it; only the order of the ISO puts the year first.
"""

import re
import unicodedata
from datetime import date, datetime

from pydantic_core import PydanticCustomError

from models.request.values.likeness import plain_words
from models.request.values.refusal import refused

EARLIEST_YEAR, LATEST_YEAR = 1900, 2100

_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_DAY_FIRST = re.compile(
    r"(?:ng[aà]y )?([0-9]{1,2}) ?([/.-]) ?([0-9]{1,2}) ?\2 ?([0-9]{4}|[0-9]{2})"
)
_IN_WORDS = re.compile(r"(?:ngay )?([0-9]{1,2}) thang ([0-9]{1,2}) nam ([0-9]{4}|[0-9]{2})")


def day_meant(value: object) -> date:
    """Return the day that is meant; raises what `refused` returns for what is no day."""
    if isinstance(value, str):
        value = _day_typed(value)
    if not isinstance(value, date) or isinstance(value, datetime):
        raise refused("day")
    if not EARLIEST_YEAR <= value.year <= LATEST_YEAR:
        raise refused("day")
    return value


def day_of_any_year(written: str) -> date | None:
    """Return the day a person wrote, of whatever year; None when it is none.

    For whoever has bounds of their own, and says which these are.
    """
    try:
        return _day_typed(written)
    except PydanticCustomError:
        return None


def day_written(written: object) -> date | None:
    """Return the day a person wrote; None when it is none, which has a problem of its own."""
    try:
        return day_meant(written)
    except PydanticCustomError:
        return None


def _day_typed(written: str) -> date:
    text = " ".join(unicodedata.normalize("NFC", written).casefold().split())
    if found := _ISO_DAY.fullmatch(text):
        year, month, day = found.groups()
    elif found := _DAY_FIRST.fullmatch(text):
        day, _, month, year = found.groups()
    elif found := _IN_WORDS.fullmatch(plain_words(text)):
        day, month, year = found.groups()
    else:
        raise refused("day")
    if len(year) == 2:
        raise refused("day_short_year")
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise refused("day") from None
