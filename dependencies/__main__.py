"""`make dependencies`: may Doan stand on what is locked? `make audit`: and did everybody answer?

The exit code is 1 where something was found. What could not be asked is said, and counts only with
`--all-have-to-answer`: a machine that reaches no such service can still check the rest.
"""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from dependencies import checks, others
from dependencies.installed import read_installed
from dependencies.lock import read_lock

ROOT = Path(__file__).parent.parent
USERS, DEVELOPERS = ROOT / "requirements.lock", ROOT / "requirements-dev.lock"
FOUND, NOT_ASKED = 1, 2


def main() -> int:
    """Run every check, say what each found, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m dependencies")
    parser.add_argument("--all-have-to-answer", action="store_true")
    strict = parser.parse_args().all_have_to_answer
    told = [_told(what, check) for what, check in _checks()]
    if False in told:
        return FOUND
    return NOT_ASKED if strict and None in told else 0


def _checks() -> list[tuple[str, Callable[[], list[str]]]]:
    users, developers = read_lock(USERS), read_lock(DEVELOPERS)
    installed, policy = read_installed(), checks.read_policy()
    asked = checks.read_asked(ROOT / "pyproject.toml")
    uv = read_lock(ROOT / "requirements-uv.lock")
    return [
        ("pinned and hashed", lambda: checks.unpinned([*users, *developers, *uv])),
        ("developers test what users run", lambda: checks.differing(users, developers)),
        (
            "what is locked is what is asked for",
            lambda: (
                checks.unlike_asked(users, asked.by_users, installed)
                + checks.unlike_asked(developers, asked.by_developers, installed)
            ),
        ),
        ("what is installed is locked", lambda: checks.unlike_installed(developers, installed)),
        ("nothing that is refused", lambda: checks.refused(developers, policy)),
        ("licences", lambda: checks.unlicensed(users, installed, policy)),
        ("nothing that was withdrawn", lambda: others.withdrawn(DEVELOPERS)),
        ("no known weakness", lambda: others.weak(DEVELOPERS)),
    ]


def _told(what: str, check: Callable[[], list[str]]) -> bool | None:
    """Say what a check found; return whether it is content, or None where nobody answered."""
    try:
        findings = check()
    except others.NotAsked as silence:
        print(f"NOT ASKED  {what}: {silence}. This was not checked.")
        return None
    for finding in findings:
        print(f"FOUND      {what}: {finding}")
    if not findings:
        print(f"good       {what}")
    return not findings


if __name__ == "__main__":
    sys.exit(main())
