"""The province that the tests of the engine play in: the sample one, with what it no longer has.

There the party's bodies vote on every delegation, finance settles the accounts alone, journeys are not
suspended, and the rules hold for ever. So everything that a regulation can ask for is asked somewhere.
"""

import shutil
import tempfile
from functools import cache
from pathlib import Path

from config.regulation.text import regulation_text

SAMPLE = Path(__file__).parents[2] / "config" / "regulations" / "hau_giang"
_VOTING = """    voting: &voting
      quorum: 2/3
      majority: 1/2
      majority_of: all
      chair_casts: true
      # By name only within the body, with its minutes and the auditor; to others it is one decision.
      votes_shown: afterwards
      unconfirmed: true
      source: {mark: unconfirmed}
"""
_ASKED_ALONE = """      - &party_agrees_first
        stage: party_decision
        act: decide
        seat: party_permanent/chair
"""
_ACCOUNTS = "\n  accounts:\n    seat: unit/officer\n"


@cache
def province_of_the_tests() -> str:
    """Return what `DOAN_REGULATION` names: the folder of the regulation, written once a run."""
    folder = Path(tempfile.mkdtemp(prefix="doan-province-")) / "province"
    shutil.copytree(SAMPLE, folder)
    _change(folder / "common.yaml", ("valid_to: 2025-06-30\n", ""))
    _change(folder / "common.yaml", ("    voting:\n", "    voting: &voting\n"))
    answers_for_all = "    papers_by: [party_office/clerk]\n  people_council:\n"
    votes = "    papers_by: [party_office/clerk]\n    voting: *voting\n  people_council:\n"
    _change(folder / "common.yaml", (answers_for_all, votes))
    _change(folder / "outbound.yaml", (_ASKED_ALONE, _by_the_committee(_ASKED_ALONE)))
    for name in ("outbound.yaml", "visits.yaml"):
        text = (folder / name).read_text(encoding="utf-8")
        text = text.replace("party_permanent/chair", "party_permanent/member")
        (folder / name).write_text(text, encoding="utf-8")
    for name in ("outbound.yaml", "visits_reception.yaml"):
        _settled_by_finance(folder / name)
    changes = (folder / "changes.yaml").read_text(encoding="utf-8")
    before, after = changes.split("suspensions:\n")[0], changes.split("\namendments:\n")[1]
    whole = f"{before}suspensions: []\n\namendments:\n{after}"
    (folder / "changes.yaml").write_text(whole, encoding="utf-8")
    return str(folder)


def text_of_the_tests() -> str:
    """Return the text of that regulation."""
    return regulation_text(province_of_the_tests())


def _by_the_committee(step: str) -> str:
    return step.replace("party_permanent/chair", "standing_committee/member")


def _settled_by_finance(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    head, tail = text.split(_ACCOUNTS)
    checked = "    accepted_by: dof/head\n"
    assert checked in tail, file
    before, after = tail.split(checked)
    _, rest = after.split("      source: {mark: design}\n", 1)
    text = f"{head}\n  accounts:\n    seat: dof/head\n{before}{rest}"
    file.write_text(text, encoding="utf-8")


def _change(file: Path, *changes: tuple[str, str]) -> None:
    """Change a file; what is to be changed is there just once, or the change is out of date."""
    text = file.read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1, (file.name, old)
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")
