"""Words for people: every label, sentence and date in the reader's language.

Codes and English sentences stand in the program; the catalogues in `config/locale/` hold what a
person reads. Vietnamese is the first language: an unknown language falls back to it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path

from babel.dates import format_date
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from config.province_time import PROVINCE_TIME, day_of

LOCALE_FOLDER = Path(__file__).parent / "locale"
# No line of a sentence gets longer by what somebody typed.
_LONGEST_SHOWN = 80


class Language(StrEnum):
    """A language people are written to in."""

    VIETNAMESE = "vi"
    ENGLISH = "en"


@dataclass(frozen=True)
class Words:
    """The catalogue of one language, with its ways of writing dates and numbers."""

    language: Language
    catalogue: dict[str, str]

    def text(self, msgid: str, **facts: object) -> str:
        """Return the sentence `msgid` in this language with `{facts}` put in their places."""
        sentence = self.catalogue.get(msgid, msgid)
        return sentence.format(**facts) if facts else sentence

    def label(self, family: str, code: str, *within: str) -> str:
        """Return what people call a code: `label("stage", "appraisal")` reads the id `stage.appraisal`.

        A name it has `within` something comes first: `choice.hosting.file` before `choice.file`. A
        code without a label comes back as it is, so that a page never breaks for want of a word; a
        test proves that none is missing.
        """
        narrower = (f"{family}.{place}.{code}" for place in within)
        found = (self.catalogue[name] for name in narrower if name in self.catalogue)
        return next(found, None) or self.catalogue.get(f"{family}.{code}", code)

    def weekday(self, day: date) -> str:
        """Write a day with its name: Thứ Ba, 14/07/2020 (vi), Tuesday, 14 July 2020 (en)."""
        name = str(format_date(day, "EEEE", locale=self.language.value))
        return f"{name[:1].upper()}{name[1:]}, {self.date(day)}"

    def date(self, day: date) -> str:
        """Write a day as people of the province do: 14/07/2020 (vi), 14 July 2020 (en)."""
        return _date(day, self.language)

    def moment(self, at: datetime) -> str:
        """Write a UTC moment in the province's time."""
        local = at.astimezone(PROVINCE_TIME)
        return f"{local:%H:%M} {self.date(local.date())}"

    def day_of(self, at: datetime) -> str:
        """Write the day a UTC moment falls on in the province."""
        return self.date(day_of(at))

    def number(self, amount: Decimal | int) -> str:
        """Write a number with the language's separators, to its last figure."""
        return _number(amount, self.language)


# A page tells the same days again and again.
@lru_cache(maxsize=4096)
def _date(day: date, language: Language) -> str:
    pattern = "dd/MM/yyyy" if language is Language.VIETNAMESE else "d MMMM yyyy"
    return str(format_date(day, pattern, locale=language.value))


# And the same numbers: equal ones are written alike, whatever noughts they came with.
@lru_cache(maxsize=4096)
def _number(amount: Decimal | int, language: Language) -> str:
    return str(format_decimal(amount, locale=language.value, decimal_quantization=False))


@cache
def words(language: str) -> Words:
    """Return the words of `language`; an unknown language gives Vietnamese."""
    known = Language(language) if language in set(Language) else Language.VIETNAMESE
    with (LOCALE_FOLDER / f"{known.value}.po").open("rb") as file:
        catalogue = read_po(file, locale=known.value)
    said = {str(m.id): str(m.string) for m in catalogue if m.id and m.string}
    return Words(known, said)


def seen(typed: object) -> str:
    """Return what was typed so that it can be shown: what is no letter of any writing as a mark."""
    shown = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in str(typed))
    return shown if len(shown) <= _LONGEST_SHOWN else f"{shown[:_LONGEST_SHOWN]}…"
