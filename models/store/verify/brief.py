"""What brief entries leave out, put back: those of some kinds leave out all that goes without saying.

Entries of earlier days say all of it. Which of the two an entry is, it says itself: a brief one says
nothing that goes without saying, in none of its parts. One that says some of it and lacks the rest is
neither, and is then held to the form of the long ones, which it has not (`rules.shapes`).

What goes without saying is written here anew, apart from what writes entries, and never changes.
"""

from typing import Any

from sqlalchemy import Row

from models.store.verify.reading import parsed

_Said = dict[str, Any]

_PAPER: _Said = {"file": None, "version": None, "incoming": None}
_WITHIN: _Said = {"direction": "after", "counted_from": "step_opened"}
_PLANNED: _Said = {
    "key": "", "outside": None, "collective": False, "rests_on": [], "within": None,
    "unconfirmed": False, "optional": False,
}  # fmt: skip
_BY_SOMEBODY: _Said = {
    "remarks": None, "on_behalf_of": None, "authority": None, "capacity": None, "evidence": None,
    "recorded_by": None, "seen": "", "identity": "", "signed_in": None, "notes": [],
}  # fmt: skip
_OF_KIND: dict[str, _Said] = {
    "route_drawn": {},
    "step_opened": {"key": "", "collective": False, "digest_version": 1, "shows": []},
    "vote_cast": {**_BY_SOMEBODY, "answer": None},
    "opinion_late": _BY_SOMEBODY,
    "step_decided": {
        **_BY_SOMEBODY, "answer": None, "paper": None, "day": None, "to_seat": None,
        "refused_members": [], "told_apart": [], "settled": [], "letter": None,
    },
}  # fmt: skip
# What goes without saying in the parts of an entry, by the field they stand in.
_OF_PART = {"paper": _PAPER, "evidence": _PAPER, "steps": _PLANNED, "within": _WITHIN}


def said_in(row: Row[Any]) -> Any:
    """Return what an entry says, with what goes without saying; raises `Unreadable`."""
    said = parsed(row.body)
    known = _OF_KIND.get(row.kind)
    if known is None or not isinstance(said, dict) or _says_any(said, known):
        return said
    return _whole(said, known)


def _says_any(said: _Said, known: _Said) -> bool:
    """Tell whether something is said that goes without saying, here or in a part."""
    if any(name in said and said[name] == value for name, value in known.items()):
        return True
    return any(_says_any(part, _OF_PART[name]) for name, part in _parts(said))


def _parts(said: _Said) -> list[tuple[str, _Said]]:
    listed = [
        (name, value if isinstance(value, list) else [value])
        for name, value in said.items()
        if name in _OF_PART
    ]
    return [(name, part) for name, parts in listed for part in parts if isinstance(part, dict)]


def _whole(said: _Said, known: _Said) -> _Said:
    whole = {**known, **said}
    for name in _OF_PART.keys() & said.keys():
        value = said[name]
        whole[name] = (
            [_whole_part(each, name) for each in value]
            if isinstance(value, list)
            else _whole_part(value, name)
        )
    return whole


def _whole_part(part: Any, name: str) -> Any:
    return _whole(part, _OF_PART[name]) if isinstance(part, dict) else part
