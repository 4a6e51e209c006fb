"""Key leaders, and of which unit or locality they are. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from config.regulation.province import Regulation
from models.outbound.parts import Member
from models.request.values.likeness import plain_words


def leaders_by_place(
    members: Iterable[Member], unit: str, regulation: Regulation
) -> Mapping[str, list[Member]]:
    """Return the key leaders among members, by the unit or locality they are of.

    Who leads a locality is of the locality, whichever of its bodies that is in: a town's secretary and
    the chair of its people's committee are of one. Who names no workplace is of the `unit` that submits.
    """
    found: dict[str, list[Member]] = defaultdict(list)
    for member in members:
        rank = regulation.ranks.get(member.rank)
        if rank and rank.key_leader:
            led = _locality(member, unit, regulation) if rank.leads_locality else None
            found[led or (member.workplace or unit).casefold()].append(member)
    return found


def place_name(key: str, regulation: Regulation, member: Member, unit: str) -> str:
    """Return what people call a unit or locality that leaders were found of."""
    locality = regulation.localities.get(key)
    return locality.called[0] if locality else member.workplace or unit


def _locality(member: Member, unit: str, regulation: Regulation) -> str | None:
    written = f" {plain_words(member.workplace or '')} / {plain_words(member.position)} "
    for key, locality in regulation.localities.items():
        if any(f" {plain_words(name)} " in written for name in locality.called):
            return key
    own = (key for key, each in regulation.localities.items() if unit in each.units)
    return None if member.workplace else next(own, None)
