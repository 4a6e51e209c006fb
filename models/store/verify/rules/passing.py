"""A body of the regulation is no more: whose people sit in its seats, as the auditor rebuilds it."""

from typing import Any

from models.store.verify.reading import Unreadable
from models.store.verify.rules.doors import Rebuilt

_TABLE = "bodies_passed"
_TOLD = ("body", "successor", "since", "seats", "changes")


def body_passes_on(rebuilt: Rebuilt, said: dict[str, Any]) -> None:
    """Lay out its row: in each seat sit the people of its successor's from that day on, and no others.

    On a page they are proposed to, by the same person and just before; at the console they sit there.
    """
    _demand(said["number"] == len(rebuilt[_TABLE]) + 1, said["number"], "the next number")
    at_console = said["identity"].partition(":")[0] == "console"
    _demand(at_console is not bool(said["changes"]), said["changes"], "changes, but at the console")
    pairs = _pairs(said["seats"])
    proposed = [rebuilt["mailbox_changes"][(number,)] for number in said["changes"]]
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
    rebuilt[_TABLE][(said["number"],)] = {name: said[name] for name in _TOLD}


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
