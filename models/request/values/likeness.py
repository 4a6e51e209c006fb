"""How much what a person wrote is like a name: word by word, whatever its marks and capitals. Pure."""

import unicodedata
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from functools import lru_cache

Named = Mapping[str, tuple[str, ...]]

# Below it two words are two words, not one of them misspelt.
_ALIKE = 0.8
# Two words that differ in their marks alone: `phó` and `phố` are more often two than one misspelt.
_OTHER_MARKS = 0.8
# Of words as short as this one letter more is another word.
_SHORT = 3
# Less of a name is like another one by chance, from 0, nothing of it, to 1; so is what is much less
# like than the likeliest.
_REAL = 0.8
_NEAR_THE_BEST = 0.88
# That all that was written is found counts for more than that little else is there.
_FOUND_COUNTS = 0.7
_MOST_WORDS = 16
# Of what is as like as another in its letters, the Vietnamese name is meant.
_OTHER_LANGUAGE = 0.9
_MARKS_AND_UNSEEN = frozenset(("Mn", "Cf"))
_ABBREVIATED = {"uy ban nhan dan": "ubnd", "hoi dong nhan dan": "hdnd"}
# What is said in short, and what papers of a ministry call those whom guests call otherwise.
_SAID_FOR = {
    "ủy ban nhân dân": "ubnd",
    "uỷ ban nhân dân": "ubnd",
    "hội đồng nhân dân": "hđnd",
    "thống đốc": "người đứng đầu chính quyền cấp tỉnh",
    "tỉnh trưởng": "người đứng đầu chính quyền cấp tỉnh",
}


@lru_cache(maxsize=8192)
def plain_words(text: str) -> str:
    """Return the small letters without marks, with single spaces: `Cam-pu-chia` is `cam pu chia`."""
    spelt = unicodedata.normalize("NFKD", text.casefold().replace("đ", "d"))
    letters = (c for c in spelt if unicodedata.category(c) not in _MARKS_AND_UNSEEN)
    plain = " ".join("".join(c if c.isalnum() else " " for c in letters).split())
    for whole, short in _ABBREVIATED.items():
        plain = plain.replace(whole, short)
    return plain


def nearest_first(written: str, named: Named) -> list[str]:
    """Return the codes of `named`, the one whose code or names `written` is most like first.

    Words tell most; of names with the same words it is their letters, those of the first name, which is
    the Vietnamese one, before the others'. Marks tell the least: without them a name is the same.
    """
    found, letters = _likeness(written, named), _letters(written)
    for code, names in named.items():
        first, *others = names or (code,)
        alike = [_of_letters(letters, first)]
        alike += [_OTHER_LANGUAGE * _of_letters(letters, name) for name in (code, *others)]
        found[code] += max(alike)
    return sorted(named, key=lambda code: -found[code])


def really_like(written: str, named: Named) -> list[str]:
    """Return the codes that `written` is really like, likeliest first: nothing that is so by chance."""
    found = _likeness(written, named)
    letters = _letters(written)
    for code in named if len(letters) > _SHORT else ():
        found[code] = max(found[code], *(_misspelt(letters, name) for name in named[code]))
    least = max(_REAL, _NEAR_THE_BEST * max(found.values(), default=0.0))
    return sorted((c for c in named if found[c] >= least), key=lambda code: -found[code])


def _likeness(written: str, named: Named) -> dict[str, float]:
    """Return by code how like `written` is: how much of it is found, and how much else is there."""
    names = {code: [_words_of(name) for name in (code, *named[code])] for code in named}
    known = {word for each in names.values() for name in each for word in name}
    alike = [_words_alike(word, known) for word in _words_of(written)[:_MOST_WORDS]]
    return {code: max(_of_name(alike, name) for name in each) for code, each in names.items()}


def _misspelt(letters: str, name: str) -> float:
    """Return how like the letters are to those of a whole name, wherever its words begin."""
    matcher = SequenceMatcher(None, _letters(name), letters, autojunk=False)
    quick = min(matcher.real_quick_ratio(), matcher.quick_ratio())
    return matcher.ratio() if quick >= _NEAR_THE_BEST else 0.0


def _of_letters(letters: str, name: str) -> float:
    """Return how like letters are to those of a name, marks left out, from 0 to 1."""
    return SequenceMatcher(None, _letters(name), letters, autojunk=False).ratio()


def _letters(text: str) -> str:
    return plain_words(text).replace(" ", "")


@lru_cache(maxsize=8192)
def _words_of(text: str) -> tuple[str, ...]:
    """Return the small words of a text, their marks on them."""
    spelt = unicodedata.normalize("NFC", text.casefold())
    spaced = "".join(c if c.isalnum() else " " for c in spelt)
    said = f" {' '.join(spaced.split())} "
    for whole, other in _SAID_FOR.items():
        said = said.replace(f" {whole} ", f" {other} ")
    return tuple(said.split())


def _words_alike(word: str, known: Iterable[str]) -> dict[str, float]:
    """Return the known words that `word` is, or is perhaps misspelt for, and how surely."""
    plain = plain_words(word)
    if len(plain) <= _SHORT:
        same = (other for other in known if plain_words(other) == plain)
        return {other: 1.0 if word in (plain, other) else _OTHER_MARKS for other in same}
    matcher = SequenceMatcher(None, "", plain, autojunk=False)
    found = {}
    for other in known:
        matcher.set_seq1(plain_words(other))
        if matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE:
            ratio = matcher.ratio()
            found[other] = _OTHER_MARKS if ratio == 1 and word not in (plain, other) else ratio
    return {other: ratio for other, ratio in found.items() if ratio >= _ALIKE}


def _of_name(alike: list[dict[str, float]], name: tuple[str, ...]) -> float:
    if not alike or not name:
        return 0.0
    there = sum(max((found.get(word, 0.0) for word in name), default=0.0) for found in alike)
    of_both = 2 * there / (len(alike) + len(name))
    return _FOUND_COUNTS * there / len(alike) + (1 - _FOUND_COUNTS) * of_both
