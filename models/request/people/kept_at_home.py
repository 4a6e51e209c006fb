"""Who of a delegation is kept at home by a decision that lets the others go. Pure."""

from collections.abc import Iterable, Sequence

from models.names import same_name

Persons = Sequence[tuple[str, str | None]]


def numbered_now(refused: Iterable[int], then: Persons, now: Persons) -> frozenset[int]:
    """Return the numbers that members of an earlier version have now; who is not in it has none.

    `then` and `now` are the travellers of both versions, each a name and a directory id. Where several
    bear a name, who has kept their number is meant.
    """
    found = (
        _number_now(number, then[number - 1], now) for number in refused if number <= len(then)
    )
    return frozenset(number for number in found if number)


def _number_now(number: int, person: tuple[str, str | None], now: Persons) -> int | None:
    alike = [n for n, other in enumerate(now, start=1) if _is_same(person, other)]
    return number if number in alike else next(iter(alike), None)


def _is_same(one: tuple[str, str | None], other: tuple[str, str | None]) -> bool:
    if one[1] and other[1]:
        return one[1] == other[1]
    return same_name(one[0], other[0])
