"""A choice among codes, written by its code or by what people call it in either language.

A part of a name is never taken for the whole: who writes `Chủ tịch UBND huyện` is told which rank it
may be. What several codes could mean is refused.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Annotated, LiteralString

from pydantic import BeforeValidator

from config.words import Language, words
from models.request.values.likeness import Named, plain_words
from models.request.values.refusal import refused

# An enumeration, or the codes of one that is open.
Codes = type[StrEnum] | tuple[str, ...]

_NOTHING_ELSE: Mapping[str, tuple[str, ...]] = MappingProxyType({})
# What files and workbooks of earlier days have for a code of a family.
_CALLED_BEFORE: Mapping[str, Named] = MappingProxyType(
    {
        "expense": {
            "car": ("Xe",),
            "farewell_gift": ("Quà tiễn",),
            "farewell_meal": ("Ăn tiễn",),
            "flowers": ("Hoa",),
            "gift": ("Quà tặng",),
            "interpreting_consecutive": ("Phiên dịch đuổi",),
            "interpreting_simultaneous": ("Phiên dịch đồng thời",),
            "lodging": ("Nơi ở",),
            "meals": ("Ăn hằng ngày",),
            "staff_meals": ("Ăn của người phục vụ",),
        },
        "management": {"unit": ("Do đơn vị quản lý",)},
        "sender_kind": {"sister_locality": ("Địa phương kết nghĩa",)},
        "visit": {"one_time": ("Một lần",), "recurring": ("Nhiều lần",)},
    }
)
_YES, _NO = frozenset(("có", "co", "đúng")), frozenset(("không", "khong", "sai"))


def codes_meant(written: str, named: Named) -> tuple[str, ...]:
    """Return the codes that `written` may mean: one in most cases, none for what is no name.

    Its marks decide where they are written: `Mỹ` is the United States, `My` may be Malaysia's code.
    """
    if written in named:
        return (written,)
    wanted = _as_written(written)
    found = tuple(c for c, names in named.items() if wanted in map(_as_written, names))
    if len(found) == 1:
        return found
    plain = _without_spaces(written)
    alike = (c for c, names in named.items() if plain in map(_without_spaces, (c, *names)))
    return tuple(alike) if plain else found


def one_of(allowed: Named, written: str, rule: LiteralString) -> str:
    """Return the code of `allowed` that is meant; the refusal tells all of them with their names."""
    found = codes_meant(written, allowed)
    if len(found) != 1:
        raise refused(rule, allowed=allowed)
    return found[0]


def choice_meant(codes: Codes, family: str, written: object) -> str | None:
    """Return the code that is meant by a choice; None when it is none, which has its own problem."""
    if not isinstance(written, str):
        return None
    found = (written,) if written in set(codes) else codes_meant(written, names_of(codes, family))
    return found[0] if len(found) == 1 else None


@dataclass(frozen=True, eq=False)
class ByName:
    """Takes a choice by its code or by its label of a `family`, or by what it is `also` called."""

    codes: Codes
    family: str
    also: Named

    def __call__(self, value: object) -> object:
        if value is None or (isinstance(value, str) and value in set(self.codes)):
            return value
        named = names_of(self.codes, self.family)
        if not isinstance(value, str):
            raise refused("choice", allowed=named)
        before = _CALLED_BEFORE.get(self.family, _NOTHING_ELSE)
        more = {c: (*named[c], *self.also.get(c, ()), *before.get(c, ())) for c in named}
        return one_of(more, value, "choice")


def by_name(codes: Codes, family: str, also: Named = _NOTHING_ELSE) -> BeforeValidator:
    """Take a choice by its code or by its label of a `family`, or by what it is `also` called."""
    return BeforeValidator(ByName(codes, family, also))


@cache
def names_of(codes: Codes, family: str) -> Named:
    """Return what each code of a family is called in Vietnamese and in English."""
    spoken = [words(language) for language in Language]
    return {str(code): tuple(w.label(family, str(code)) for w in spoken) for code in codes}


def _yes_or_no(value: object) -> object:
    """Return what is meant by `có` or `không`; other ways are left to those who know them."""
    written = _as_written(value) if isinstance(value, str) else ""
    return True if written in _YES else False if written in _NO else value


YesNo = Annotated[bool, BeforeValidator(_yes_or_no)]


def _as_written(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _without_spaces(text: str) -> str:
    return plain_words(text).replace(" ", "")
