"""Every command answers programs: one JSON document of what it found or did, errors as JSON, too.

Its names stay, its codes are no words, its moments are UTC.
"""

import json
import re
import sqlite3
from contextlib import closing

import pytest
import yaml

from cli.typed.unclear import ExitCode
from tests.factories.console import typed
from tests.factories.lines import COMMANDS, ELSEWHERE, words_that_are_good
from tests.factories.office import OFFICER

# Why a command answers no program.
FOR_PEOPLE_ALONE = {
    "up": "stays; a program asks /readyz and `doan status --json`",
    "deliver": "stays; what it does is in its log, as JSON with DOAN_LOG_FORMAT=json",
    "worker": "stays; what it does is in its log, as JSON with DOAN_LOG_FORMAT=json",
    "demo": "is watched",
    "demo-hard": "is watched",
}
# What these find has no code, so it is said in words.
IN_WORDS = {"doctor", "mail check", "preview"}
ONLY_READS = {
    *("audit checkpoint", "audit verify", "authority list", "doctor", "list", "mail check"),
    *("preview", "privacy report", "regulation", "security", "show", "simulate", "status"),
    *("templates check", "webhook list"),
}
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*")
IN_UTC = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
NAME = re.compile(r"[a-z][a-z0-9_]*")
# Their names are those of people, variables, files or rows of the directory.
NAMED_BY_OTHERS = {"facts"}


def document(text):
    """Return the one JSON document that a text is; it is a line, and nothing is before or after it."""
    assert text.endswith("\n")
    assert text.count("\n") == 1, text
    told = json.loads(text)
    assert isinstance(told, dict)
    return told


def moments(told):
    """Yield all texts of a document that are moments."""
    if isinstance(told, dict | list):
        for each in told.values() if isinstance(told, dict) else told:
            yield from moments(each)
    elif isinstance(told, str) and MOMENT.fullmatch(told):
        yield told


def names(told):
    """Yield the names of all fields of a document."""
    if isinstance(told, list):
        for each in told:
            yield from names(each)
    if isinstance(told, dict):
        for name, each in told.items():
            yield name
            if name not in NAMED_BY_OTHERS:
                yield from names(each)


def test_every_command_answers_programs_but_those_that_are_for_people_alone():
    without = {
        command
        for command, each in COMMANDS.items()
        if not any("--json" in param.opts for param in each.params)
    }

    assert without == set(FOR_PEOPLE_ALONE)


@pytest.mark.parametrize("command", sorted(set(COMMANDS) - ELSEWHERE))
def test_a_command_answers_with_one_document_whose_moments_are_utc(here, command):
    said = typed(*words_that_are_good(here, command, "--json"))

    told = document(said.out)
    assert (said.err, said.code) == ("", int(command == "status"))
    assert told
    assert [each for each in moments(told) if not IN_UTC.fullmatch(each)] == []
    assert [each for each in names(told) if not NAME.fullmatch(each)] == []


@pytest.mark.parametrize("command", sorted(ONLY_READS - IN_WORDS))
def test_what_is_told_to_programs_is_the_same_whatever_is_spoken(here, command):
    words = words_that_are_good(here, command, "--json")

    vi, en = (typed(*words, DOAN_LANGUAGE=language).out for language in ("vi", "en"))

    # A clock that goes on, and what is said of a document beside it.
    ticks = re.compile(r'"at": "[^"]*"')
    assert ticks.sub("", vi) == ticks.sub("", en)


@pytest.mark.parametrize("command", sorted(set(COMMANDS) - set(FOR_PEOPLE_ALONE)))
def test_what_is_not_understood_is_one_document_on_the_screen_of_errors(command):
    said = typed(*command.split(), "--json", "--khong-co", DOAN_LANGUAGE="en")

    told = document(said.err)
    assert (said.code, said.out) == (ExitCode.NOT_UNDERSTOOD, "")
    assert (told["code"], told["reason"]) == ("command_unclear", "option")
    assert "--khong-co" in told["detail"]


def test_what_is_refused_is_told_by_its_code_and_in_the_readers_words(here):
    case = here.cases["approved"]

    unknown = typed("show", "DR-2020-0999", "--json", DOAN_LANGUAGE="en")
    over = typed("withdraw", case, "--reason", "Thử.", "--as", OFFICER, "--json")

    assert (unknown.code, unknown.out, over.code, over.out) == (1, "", 1, "")
    assert document(unknown.err)["code"] == "case_unknown"
    assert "DR-2020-0999" in document(unknown.err)["detail"]
    assert document(over.err)["code"] == "too_late"


def test_problems_of_a_request_are_told_field_by_field(here):
    content = yaml.safe_load(here.request.read_text(encoding="utf-8"))
    content["members"][0]["rank"] = "emperor"
    here.request.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")

    said = typed("submit", here.request, "--as", OFFICER, "--json", DOAN_LANGUAGE="en")

    told = document(said.err)
    assert (said.code, told["code"]) == (1, "request_invalid")
    assert [(each["field"], each["value"]) for each in told["errors"]] == [
        ("members[1].rank", "emperor")
    ]


def test_a_list_says_behind_what_it_goes_on(here):
    first = document(typed("list", "--all", "--limit", 5, "--json").out)
    rest = document(typed("list", "--all", "--after", first["after"], "--json").out)

    listed = [each["no"] for each in (*first["items"], *rest["items"])]
    assert (len(first["items"]), rest["after"]) == (5, None)
    assert sorted(listed) == sorted(here.cases.values())


def test_a_difference_is_told_and_ends_with_1(here):
    with closing(sqlite3.connect(here.settings.folder / "doan.sqlite")) as conn, conn:
        conn.execute("UPDATE cases SET status = 'archived' WHERE no = ?", (here.cases["returned"],))

    said = typed("audit", "verify", "--json")

    told = document(said.out)
    assert (said.code, said.err, told["whole"]) == (1, "", False)
    assert told["difference"]["case"] == here.cases["returned"]
    assert told["difference"]["found"] == "archived"


def test_a_question_stands_on_the_screen_of_errors(here):
    case = here.cases["over"]

    left, done = (
        typed("privacy", "erase", case, "--json", answer=f"{answer}\n") for answer in "kc"
    )

    assert (left.code, left.out, '"code": "left_alone"' in left.err) == (1, "", True)
    assert document(done.out) == {"case": case, "person": None, "erased": "everything"}


def test_a_backup_and_what_is_restored_of_it_are_told_to_programs(here, tmp_path, monkeypatch):
    key = tmp_path / "backup.key"
    made = document(typed("backup-key", key, "--json").out)
    copied = document(typed("backup", "--key", made["public"], "--to", tmp_path, "--json").out)
    again = typed("restore", copied["path"], "--key", key, "--into", tmp_path / "again", "--json")
    monkeypatch.setenv("DOAN_FOLDER", str(tmp_path / "again"))
    ended = typed("quarantine", "end", "Máy cũ đã hỏng.", "--as", "mai.van.mau", "--json")

    told = document(again.out)
    assert (again.code, told["well"], told["difference"]) == (0, True, None)
    assert (told["entries"], copied["let_go"]) == (copied["entries"], 0)
    assert set(document(ended.out)) == {"letters_waiting"}


def test_another_key_is_told_to_programs(here, monkeypatch):
    monkeypatch.delenv("DOAN_SECRET")
    (here.settings.folder / "secret.key").write_text("tests only: nothing is hidden behind this")
    (here.settings.folder / "secret.key").chmod(0o600)

    before = document(typed("audit", "checkpoint", "--json").out)["key"]
    changed = document(typed("key", "change", "--json").out)["key"]
    after = document(typed("audit", "checkpoint", "--json").out)["key"]

    assert (changed == after, changed == before) == (True, False)


@pytest.mark.parametrize("command", sorted(set(COMMANDS) - set(FOR_PEOPLE_ALONE)))
def test_help_says_that_programs_are_answered(command):
    assert "--json" in typed(*command.split(), "--help").out
