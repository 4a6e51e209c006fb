"""What is typed of every command there is: all it needs, and that it is good in a folder lived in."""

from collections.abc import Mapping
from typing import Any

from tests.factories.console import leaves, typed
from tests.factories.office import OFFICER
from tests.factories.province_lived_in import CHAIR, DEPUTY, SEAT, LivedIn

COMMANDS = {" ".join(words): command for words, command in leaves()}

# These start processes that stay, or need a key or a place of their own: other tests run them.
ELSEWHERE = {
    "backup",
    "restore",
    "quarantine end",
    "up",
    "deliver",
    "worker",
    "demo",
    "demo-hard",
    "key change",
    "key lost",
    "key compromised",
}


def good(home: LivedIn, command: str) -> dict[str, Any]:
    """What is typed for each thing a command takes, when nothing is wrong."""
    stands = {
        "resubmit": "returned", "change": "submitted", "amend": "approved", "cancel": "approved",
        "drop-amendment": "amended", "privacy erase": "over", "privacy release": "over too",
    }.get(command, "submitted")  # fmt: skip
    return {
        "case": home.cases[stands],
        "after": home.cases[stands],
        "person": {"authority end": CHAIR, "directory leave": CHAIR}.get(command, OFFICER),
        "filed_for": OFFICER,
        "typed_by": OFFICER,
        "giver": CHAIR,
        "holder": DEPUTY,
        "set_by": CHAIR,
        "administrator": "mai.van.mau",
        "reason": "Đối tác hoãn.",
        "backdated": "Nay mới biết.",
        "seat": SEAT,
        "unit": "long_my",
        "successor": "phung_hiep",
        "day": "2020-07-31",
        "since": "2020-09-01",
        "until": "30/09/2020",
        "number": 1,
        "event": "to_decide",
        "most": 5,
        "file": {
            "directory load": lambda: home.directory,
            "backup-key": lambda: home.folder / "new.key",
        }.get(command, lambda: home.changed)(),
        "checkpoint": None,
        "older": home.request,
        "newer": home.request,
        "bundle": home.folder / "x.zip",
        "folder": home.folder / "papers",
        "key": None,
        "kind": "wrong_code",
        "capacity": "kt",
        "to": "a@tinh.example" if command == "mail check" else "2020-07-14T09:00",
        "mailbox": "nguyen.thi.mau@can-tho.example",
        "name": "Một cửa điện tử",
        "url": "https://1.2.3.4/bao",
        "told": "case_approved",
        "scope": "read",
        "days": 30,
        "language": "vi",
    }


def line(command: str, wrong: str, value: object, given: Mapping[str, Any]) -> list[str]:
    """Return what is typed: what has to be, and the value that is tried; options first, as `--x=…`."""
    options: list[str] = []
    arguments: list[str] = []
    for param in COMMANDS[command].params:
        if getattr(param, "is_flag", False) or (not param.required and param.name != wrong):
            continue
        meant = value if param.name == wrong else given[param.name]
        if param.param_type_name == "argument":
            arguments.append(str(meant))
        else:
            options.append(f"{max(param.opts, key=len)}={meant}")
    if command == "privacy erase" and wrong == "language":
        arguments.append(str(given["case"]))
    return [*command.split(), *options, "--", *arguments]


def words_that_are_good(here: LivedIn, command: str, *more: str) -> list[str]:
    """Return what is typed of a command where nothing is wrong, and what else is asked of it first."""
    given = good(here, command)
    if command == "audit compare":
        given |= dict.fromkeys(("older", "newer"), here.checkpoint())
    words = line(command, "", "", given)
    if command == "privacy erase":
        words = [*words, given["case"]]
        words.insert(2, "--yes")
    if command == "privacy release":
        typed("privacy", "hold", given["case"], "--reason", "Thanh tra.")
    at = len(command.split())
    return [*words[:at], *more, *words[at:]]
