"""Whoever types for somebody says for whom, and the journal says who typed it. Nobody decides so."""

import ast
import json
import os
from pathlib import Path

import pytest

from cli.setting_up import open_store
from flows.acts.desk import Desk
from flows.acts.door.sessions import Device, sign_in
from models.ids import PersonId, console_account
from models.journal.entry import ENGINE
from models.store.tables import journal
from tests.factories.audit import verify
from tests.factories.console import typed
from tests.factories.lines import COMMANDS, words_that_are_good
from tests.factories.office import OFFICER
from tests.factories.province_lived_in import CHAIR, HEAD

ROOT = Path(__file__).parents[2]
ADMINISTRATOR = "mai.van.mau"

# Verbs of a unit and of whoever lets act: nobody is meant unless they are named.
IN_A_NAME = {
    "submit": OFFICER,
    "resubmit": OFFICER,
    "change": OFFICER,
    "amend": OFFICER,
    "drop-amendment": OFFICER,
    "cancel": OFFICER,
    "withdraw": OFFICER,
    "take-over": HEAD,
    "authority end": CHAIR,
    "person mailbox": ADMINISTRATOR,
}
# Verbs of whoever runs Doan: in their name, or in that of the machine's account.
OF_THE_HOUSE = {
    "directory load",
    "directory leave",
    "directory hand-over",
    "person sign-out",
    "token make",
    "token revoke",
    "webhook add",
    "webhook remove",
    "privacy erase",
    "privacy hold",
    "privacy release",
    "mail retry",
}
# Why a verb is in nobody's name.
IN_NO_NAME = {
    "authority give": "says GIVER for whom; `--set-by` may name who prepares it",
    "simulate": "writes nothing; `--as` says for whom it would be",
    "quarantine end": "is in the name of whoever has the machine, or of `--as`; tests/operations",
    "audit bundle": "is the machine's: `--for` says for whom, the journal from which account",
    "clock move": "is of a demo alone",
    "key change": "is the machine's: nobody's name lies in a secret",
    "key lost": "is the machine's: nobody's name lies in a secret",
    "key compromised": "is the machine's: nobody's name lies in a secret",
    "backup": "copies, and changes nothing",
    "webhook test": "calls with what tells of nothing, and changes nothing",
    "backup-key": "makes a file, and changes nothing",
    "templates papers": "makes a folder, and changes nothing",
    "restore": "makes another Doan, which does nothing until its quarantine is ended",
    "upgrade": "is the machine's, with Doan stopped",
    "up": "starts what works in everybody's name",
    "deliver": "starts what works in everybody's name",
    "worker": "starts what works in everybody's name",
    "demo": "plays, in a folder of its own",
    "demo-hard": "plays, in a folder of its own",
}
ONLY_READS = {
    *("audit checkpoint", "audit compare", "audit verify", "authority list", "doctor", "list"),
    *("mail check", "preview", "privacy report", "regulation", "security", "show", "status"),
    *("templates check", "webhook list"),
}
# What somebody answers a step with, or helps somebody to answer it with.
ANSWERS = {
    "flows.acts.asking_the_unit",
    "flows.acts.ballots",
    "flows.acts.checking",
    "flows.acts.deciding",
    "flows.acts.meetings",
    "flows.acts.replying",
    "flows.acts.taking_back",
}
ANSWERED = (
    "step_decided",
    "vote_cast",
    "decision_taken_back",
    "vote_taken_back",
    "commitment_made",
)


def told(here):
    """Return all entries of the journal, of cases and of the house, the auditor finding them whole."""
    store = open_store(here.settings)
    with store.reading() as conn:
        assert verify(conn).difference is None
        rows = conn.execute(journal.select().order_by(journal.c.recorded_at, journal.c.seq)).all()
    store.close()
    return {(row.case_no, row.seq): row for row in rows}


def new_entries(here, *words):
    """Type a command, and return the entries that somebody made by it: what follows is the engine's."""
    before = told(here)
    said = typed(*words)
    assert said.code == 0, said
    return [
        row for key, row in told(here).items() if key not in before and row.actor not in (ENGINE,)
    ]


def test_every_verb_says_for_whom_or_why_for_nobody():
    known = {*IN_A_NAME, *OF_THE_HOUSE, *IN_NO_NAME, *ONLY_READS}
    named = {
        c for c, each in COMMANDS.items() if any("--as" in param.opts for param in each.params)
    }

    assert known == set(COMMANDS)
    assert {*IN_A_NAME, *OF_THE_HOUSE} <= named
    assert named - {*IN_A_NAME, *OF_THE_HOUSE} == {"simulate", "quarantine end"}


def test_nobody_is_meant_where_a_unit_acts_and_nobody_is_named():
    by = {c: p for c in IN_A_NAME for p in COMMANDS[c].params if "--as" in p.opts}

    assert [command for command, param in by.items() if not param.required] == []


@pytest.mark.parametrize("command", sorted(IN_A_NAME))
def test_the_journal_has_who_is_named_and_the_account_that_typed_it(here, command):
    words, person = words_that_are_good(here, command), IN_A_NAME[command]

    made = new_entries(here, *(f"--as={person}" if w.startswith("--as=") else w for w in words))

    assert made
    assert {row.actor for row in made} == {person}
    assert [row.kind for row in made if console_account() not in row.body] == []


# Nobody is signed in there, no system comes in by a token, and no letter has failed.
NOTHING_TO_DO = {"person sign-out", "token revoke", "mail retry"}


@pytest.mark.parametrize("command", sorted(OF_THE_HOUSE - NOTHING_TO_DO))
def test_who_runs_doan_may_be_named_for_what_the_house_does(here, command):
    made = new_entries(here, *words_that_are_good(here, command, "--as", ADMINISTRATOR))

    assert made
    assert {row.actor for row in made} == {ADMINISTRATOR}
    assert [row.kind for row in made if console_account() not in row.body] == []


def test_the_same_is_so_of_what_lets_somebody_in(here):
    store = open_store(here.settings)
    sign_in(Desk(store, here.settings), PersonId(OFFICER), Device())
    store.close()
    make = ("token", "make", OFFICER, "--name", "x", "--scope", "read")
    typed(*make)

    for command in ("person sign-out", "token revoke"):
        made = new_entries(here, *words_that_are_good(here, command, "--as", ADMINISTRATOR))

        assert {row.actor for row in made} == {ADMINISTRATOR}
        assert [row.kind for row in made if console_account() not in row.body] == []


def test_whoever_changes_the_key_is_told_by_their_account(here, monkeypatch):
    monkeypatch.setenv("DOAN_SECRET_BEFORE", os.environ["DOAN_SECRET"])
    monkeypatch.setenv("DOAN_SECRET", "tests only: another one behind which nothing is hidden")

    assert typed("key", "change").code == 0

    store = open_store(here.settings)
    with store.reading() as conn:
        kinds = journal.c.kind.in_(("key_handed_over", "key_in_force"))
        rows = conn.execute(journal.select().where(kinds).order_by(journal.c.seq)).all()
    store.close()
    assert [row.actor for row in rows[-2:]] == [console_account()] * 2


@pytest.mark.parametrize("command", sorted(OF_THE_HOUSE))
def test_who_does_not_run_doan_is_not_named_for_what_the_house_does(here, command):
    words = words_that_are_good(here, command, "--as", OFFICER)
    before = told(here)

    said = typed(*words, DOAN_LANGUAGE="en")

    assert (said.code, said.out) == (1, "")
    assert told(here) == before


@pytest.mark.parametrize("command", sorted(set(IN_A_NAME) - {"authority end"}))
def test_who_may_not_do_it_on_a_page_is_not_named_for_it_either(here, command):
    words = words_that_are_good(here, command)
    stranger = [f"--as={CHAIR}" if word.startswith("--as=") else word for word in words]
    before = told(here)

    said = typed(*stranger, DOAN_LANGUAGE="en")

    left = {key: row for key, row in told(here).items() if key not in before}
    assert (said.code, said.out) == (1, "")
    # That somebody was refused is all that is told of it.
    assert {row.kind for row in left.values()} <= {"decision_refused"}


def test_no_command_knows_how_a_step_is_answered():
    known = set()
    # The demos play people who answer; they do so in folders of their own.
    for file in (each for each in (ROOT / "cli").rglob("*.py") if "demo" not in each.parts):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                known |= {f"{node.module}.{each.name}" for each in node.names} | {node.module}
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                known |= {f"{node.value.id}.{node.attr}"}

    there = {f"flows.acts.{file.stem}" for file in (ROOT / "flows" / "acts").glob("*.py")}
    assert there >= ANSWERS
    assert known & ANSWERS == set()
    assert {each for each in known if each.startswith("office.")} == {"office.take_over"}


def test_whatever_is_typed_no_step_is_answered(here):
    before = told(here)
    for command in (*IN_A_NAME, *OF_THE_HOUSE):
        typed(*words_that_are_good(here, command))

    made = [row for key, row in told(here).items() if key not in before]
    answers = [
        (row.kind, json.loads(row.body).get("choice")) for row in made if row.kind in ANSWERED
    ]
    assert len(made) > len(IN_A_NAME)
    # A returned request that is handed in anew is its unit's own word, and decides nothing.
    assert answers == [("step_decided", "resubmitted")]
