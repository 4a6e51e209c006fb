"""What takes two people, as the auditor rebuilds it: mailboxes, and but at the console seats and bodies."""

from typing import Any

from models.store.verify.reading import Unreadable
from models.store.verify.rules.doors import Rebuilt

_TABLE = "mailbox_changes"
_BODIES = "bodies_passed"
_OF_BODIES = ("body", "successor", "since", "seats", "changes")
# The machine's own administrator enters the directory alone, and it begins with what was found.
_ALONE = frozenset(("console", ""))


def mailbox_proposed(rebuilt: Rebuilt, said: dict[str, Any]) -> None:
    """Lay out the row of a proposal of another mailbox."""
    of_no_seat = dict.fromkeys(("seat", "since", "until"))
    told = {name: said[name] for name in ("person", "sealed", "proposed_by")}
    _proposed(rebuilt, said, {**told, **of_no_seat, "what": "mailbox"})


def seat_proposed(rebuilt: Rebuilt, said: dict[str, Any]) -> None:
    """Lay out the row of a proposal that somebody takes or leaves a seat."""
    told = {name: said[name] for name in ("person", "seat", "since", "until", "proposed_by")}
    what = "seat_left" if said["leaves"] else "seat_taken"
    _proposed(rebuilt, said, {**told, "what": what, "mailbox": None, "salt": None})


def _proposed(rebuilt: Rebuilt, said: dict[str, Any], told: dict[str, Any]) -> None:
    nobody_yet = {"confirmed_by": None, "counts_from": None, "standing": "proposed"}
    rebuilt[_TABLE][(said["number"],)] = told | nobody_yet


def confirmed(rebuilt: Rebuilt, said: dict[str, Any]) -> None:
    """A change takes two people, and the second shows who they are on a page of their own."""
    change = rebuilt[_TABLE][(said["number"],)]
    second, apart = said["confirmed_by"], (change["proposed_by"], change["person"])
    at_console = said["identity"].partition(":")[0] == "console"
    if second != said["actor"] or second in apart or at_console or change["standing"] != "proposed":
        raise Unreadable(second, "a second person's confirmation")
    told = {name: said[name] for name in ("confirmed_by", "counts_from")}
    change.update(told, standing="confirmed")


def turned_down(rebuilt: Rebuilt, said: dict[str, Any]) -> None:
    """A change comes to nothing."""
    rebuilt[_TABLE][(said["number"],)]["standing"] = "turned_down"


def demand_counts(
    rebuilt: Rebuilt, number: int, what: str, about: dict[str, Any]
) -> dict[str, Any]:
    """Demand that a change of this kind about this was confirmed; it counts from now on. Return it."""
    change = rebuilt[_TABLE][(number,)]
    is_it = all(change[name] == value for name, value in about.items())
    if change["what"] != what or change["standing"] != "confirmed" or not is_it:
        raise Unreadable(number, f"the number of a confirmed change ({what}) that is about this")
    change["standing"] = "counts"
    return change


def seat_taken(rebuilt: Rebuilt, said: dict[str, Any]) -> None:
    """Somebody holds a seat from a day on; not before the day from which the change counts."""
    about = {name: said[name] for name in ("person", "seat", "until")}
    change = _by_two(rebuilt, said, "seat_taken", about)
    if change and said["since"] < change["counts_from"]:
        raise Unreadable(said["since"], f"a day not before {change['counts_from']}")
    rebuilt["seats_held"][_seat(said)] = {"until": said["until"]}


def seat_left(rebuilt: Rebuilt, said: dict[str, Any]) -> None:
    """Somebody leaves a seat; not before the day from which the change counts."""
    about = {name: said[name] for name in ("person", "seat", "since")}
    change = _by_two(rebuilt, said, "seat_left", about)
    if change and said["until"] < change["counts_from"]:
        raise Unreadable(said["until"], f"a day not before {change['counts_from']}")
    rebuilt["seats_held"][_seat(said)]["until"] = said["until"]


def _by_two(
    rebuilt: Rebuilt, said: dict[str, Any], what: str, about: dict[str, Any]
) -> dict[str, Any] | None:
    """Return the change by which a seat is another; None where it was entered at the console."""
    if number := said.get("change"):
        return demand_counts(rebuilt, number, what, about)
    shown_by = said["identity"].partition(":")[0]
    if shown_by not in _ALONE:
        raise Unreadable(shown_by, "the number of a change, or the console")
    return None


def _seat(said: dict[str, Any]) -> tuple[Any, ...]:
    return said["seat"], said["person"], said["since"]


def body_passes_on(rebuilt: Rebuilt, said: dict[str, Any]) -> None:
    """Lay out its row: in each seat sit the people of its successor's from that day on, and no others.

    On a page they are proposed to, by the same person and just before; at the console they sit there.
    """
    _demand(said["number"] == len(rebuilt[_BODIES]) + 1, said["number"], "the next number")
    at_console = said["identity"].partition(":")[0] == "console"
    _demand(at_console is not bool(said["changes"]), said["changes"], "changes, but at the console")
    pairs = _pairs(said["seats"])
    proposed = [rebuilt[_TABLE][(number,)] for number in said["changes"]]
    for change in proposed:
        is_its = change["seat"] in pairs and change["proposed_by"] == said["actor"]
        _demand(
            is_its and change["standing"] == "proposed", said["changes"], "proposals of its seats"
        )
    for seat, to in pairs.items():
        sits = _sitting(rebuilt, seat, said["since"])
        heirs = set(_sitting(rebuilt, to, said["since"])) if to else set()
        of_seat = [change for change in proposed if change["seat"] == seat]
        taken = {each["person"] for each in of_seat if each["what"] == "seat_taken"}
        left = {each["person"] for each in of_seat if each["what"] == "seat_left"}
        # Who comes on that very day was seated there by somebody else, and cannot leave before.
        stays = {person for person, since in sits.items() if since < said["since"]} - left
        whole = stays <= heirs <= (set(sits) | taken)
        _demand(whole, said["seats"], f"{sorted(heirs)} in {seat}")
    rebuilt[_BODIES][(said["number"],)] = {name: said[name] for name in _OF_BODIES}


def _pairs(seats: Any) -> dict[str, str | None]:
    try:
        return dict(seats)
    except ValueError:
        raise Unreadable(seats, "pairs of seats") from None


def _sitting(rebuilt: Rebuilt, seat: str, day: str) -> dict[str, str]:
    """Return who holds a seat on a day, as far as is told by now, each with their first day."""
    return {
        person: since
        for (held, person, since), row in rebuilt["seats_held"].items()
        if held == seat and since <= day and (row["until"] is None or day <= row["until"])
    }


def _demand(holds: bool, found: Any, expected: str) -> None:
    if not holds:
        raise Unreadable(found, expected)
