"""What a single value of a request may be: a text, a day, a country, an amount of money.

Every refusal is raised by `refused` with the id of its sentence, so that no English wording of a
library can reach a person; `models.request.problems` puts it into words. What people type is taken
in the ways people type it (`models.request.values`). Texts and amounts of a dossier that was kept
are read back letter by letter: it was typed once, and its digest is in the journal.
"""

import re
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, ValidationInfo

from config.regulation.inbound import Inbound
from config.regulation.province import Regulation
from config.words import Language, words
from models.request.values.amounts import LARGEST_AMOUNT, LARGEST_RATE, amount_typed, rate_typed
from models.request.values.choices import one_of
from models.request.values.countries import country_meant
from models.request.values.currencies import Currency, currency_meant, is_code
from models.request.values.days import day_meant
from models.request.values.origins import nationality_meant, origin_meant
from models.request.values.refusal import refused
from models.request.values.texts import clean, clean_paragraph, line_typed, paragraph_typed

# Who is said to be nobody of the directory, by their code and by the id of the words for it.
NOT_IN_DIRECTORY = "not_in_directory"
_NOBODY_OF_IT = "page.request.not_in_directory"

_CLOCK = re.compile(r"[0-9]{1,2}:[0-9]{2}(:00)?")
_COUNTING_NUMBER = re.compile(r"[0-9]{1,4}")


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


@dataclass(frozen=True)
class Between:
    """Holds a list to a least and a most number of items."""

    least: int
    most: int

    def __call__(self, value: object) -> object:
        if isinstance(value, list | tuple) and len(value) < self.least:
            raise refused("missing")
        if isinstance(value, list | tuple) and len(value) > self.most:
            raise refused("too_many", most=self.most)
        return value


def several(least: int, most: int) -> BeforeValidator:
    """Bound a list before its items are looked at, so that a list without end costs nothing."""
    return BeforeValidator(Between(least, most))


def _member_number(value: object) -> int:
    number = member_number(value)
    if number is None:
        raise refused("member_number")
    return number


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


_FIRST_YEAR, _LAST_YEAR = 2000, 2100


def year_written(value: object) -> int | None:
    """Return the year that is written; None for what is none, or is far off."""
    if isinstance(value, str) and value.strip().isdecimal():
        value = int(value)
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return int(value) if is_number and _FIRST_YEAR <= int(value) <= _LAST_YEAR else None  # type: ignore[call-overload]


def _year(value: object) -> int:
    year = year_written(value)
    if year is None:
        raise refused("year", first=_FIRST_YEAR, last=_LAST_YEAR)
    return year


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


def _typed_line(value: object, info: ValidationInfo) -> object:
    return line_typed(value) if isinstance(value, str) and regulation_of(info) else value


def _directory_id_typed(value: object, info: ValidationInfo) -> object:
    """Return an id as it was typed; words for nobody of the directory give that code."""
    typed = _typed_line(value, info)
    said = typed.casefold() if isinstance(typed, str) and regulation_of(info) else ""
    nobody = {words(language).text(_NOBODY_OF_IT).casefold() for language in Language}
    return NOT_IN_DIRECTORY if said in nobody else typed


def _number_as_text(value: object) -> object:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _typed_paragraph(value: object, info: ValidationInfo) -> object:
    return paragraph_typed(value) if isinstance(value, str) and regulation_of(info) else value


def _typed_amount(value: object, info: ValidationInfo) -> object:
    """Return the amount of the currency that the part says before it."""
    if not isinstance(value, str) or regulation_of(info) is None:
        return value
    return amount_typed(value, info.data.get("currency"))


def _typed_dong(value: object, info: ValidationInfo) -> object:
    if not isinstance(value, str) or regulation_of(info) is None:
        return value
    return amount_typed(value, Currency.VND)


def _typed_rate(value: object, info: ValidationInfo) -> object:
    if not isinstance(value, str) or regulation_of(info) is None:
        return value
    return rate_typed(value)


def _currency(written: str, info: ValidationInfo) -> str:
    """Return the code that is meant; of a kept dossier that there was one is not asked again."""
    if regulation_of(info) is None and is_code(written):
        return written
    return currency_meant(written)


# Of the validators before the type, the last one is the first to see a value.
_LINE = StringConstraints(strip_whitespace=True, min_length=1, max_length=300)
Line = Annotated[str, _LINE, AfterValidator(clean), BeforeValidator(_typed_line)]
# What a group of a delegation is called; its number alone will do.
GroupName = Annotated[Line, BeforeValidator(_number_as_text)]
# The name of a file is that of the file, to the last space.
FileName = Annotated[str, _LINE, AfterValidator(clean)]
Paragraph = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=5000),
    AfterValidator(clean_paragraph),
    BeforeValidator(_typed_paragraph),
]
DirectoryId = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, max_length=64, pattern=r"^[a-z0-9]+([_.\-][a-z0-9]+)*$"
    ),
    BeforeValidator(_directory_id_typed),
]
PassportNumber = Annotated[
    str,
    StringConstraints(strip_whitespace=True, to_upper=True, pattern=r"^[A-Z0-9]{5,15}$"),
    BeforeValidator(_typed_line),
]
Day = Annotated[date, BeforeValidator(day_meant)]
Clock = Annotated[time, BeforeValidator(_clock)]
Count = Annotated[int, BeforeValidator(_count)]
Year = Annotated[int, BeforeValidator(_year)]
MemberNumber = Annotated[int, BeforeValidator(_member_number)]
_NAMED = StringConstraints(strip_whitespace=True, max_length=300)
Country = Annotated[str, _NAMED, AfterValidator(country_meant)]
# A country, or an organisation of states, which belongs to none.
Origin = Annotated[str, _NAMED, AfterValidator(origin_meant)]
# Whose citizen somebody is, or what a travel document says of who is nobody's.
Nationality = Annotated[str, _NAMED, AfterValidator(nationality_meant)]
_AMOUNT = Field(gt=0, le=LARGEST_AMOUNT, max_digits=15, decimal_places=2)
# An amount in the currency of its part, whose `currency` comes before it.
Amount = Annotated[Decimal, _AMOUNT, AfterValidator(_plain_amount), BeforeValidator(_typed_amount)]
DongAmount = Annotated[
    Decimal, _AMOUNT, AfterValidator(_plain_amount), BeforeValidator(_typed_dong)
]
CurrencyCode = Annotated[str, _NAMED, AfterValidator(_currency)]
# How many dong a unit of another currency is worth.
Rate = Annotated[
    Decimal,
    Field(gt=0, le=LARGEST_RATE, max_digits=13, decimal_places=6),
    AfterValidator(_plain_amount),
    BeforeValidator(_typed_rate),
]
# The day somebody leaves, in a part whose `arrives` comes before it.
DayOfLeaving = Annotated[Day, AfterValidator(_leaves_after_arriving)]
AreaOfWork = Annotated[Line, AfterValidator(_area_of_work)]
