"""The terminal itself: what commands end with, completion by the Tab key, and how far long work is."""

import os
import pty
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from cli.typed.unclear import ExitCode
from tests.factories.console import typed

ROOT = Path(__file__).parents[2]
COMPLETES = """
eval "$(doan --show-completion)"
COMP_WORDS=({words} "{begun}") COMP_CWORD={at}
_doan_completion doan
printf '%s\\n' "${{COMPREPLY[@]}}"
"""


@pytest.fixture(scope="module")
def bash(home, tmp_path_factory):
    """A shell that has the command, as an installation puts it there."""
    there = tmp_path_factory.mktemp("bin")
    (there / "doan").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m cli.main "$@"\n')
    (there / "doan").chmod(0o755)
    home_of_user = tmp_path_factory.mktemp("user")

    def run(script):
        return subprocess.run(
            ["bash", "--norc", "-c", f"{script}\ntrue"],
            cwd=there,
            env={
                **os.environ,
                "HOME": str(home_of_user),
                "PATH": f"{there}:{os.environ['PATH']}",
                "PYTHONPATH": str(ROOT),
                "DOAN_FOLDER": str(home.settings.folder),
            },
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def completed(bash, *words, begun=""):
    said = bash(COMPLETES.format(words=" ".join(("doan", *words)), begun=begun, at=len(words) + 1))
    assert said.stderr == ""
    return said.stdout.split()


# --- what a command ends with ------------------------------------------------------------------------


def test_the_documents_and_the_help_say_what_a_command_can_end_with():
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    table = page.partition("## Commands")[2].partition("\n## ")[0]
    told = typed("--help", DOAN_LANGUAGE="en").out.partition("Exit codes:")[2]

    codes = {str(code.value) for code in ExitCode}
    assert set(re.findall(r"^\| (\d+) \|", table, re.MULTILINE)) == codes
    assert set(re.findall(r"^  (\d+) ", told, re.MULTILINE)) == codes


def test_no_command_ends_with_a_number_of_its_own():
    # Whatever ends a command says so by `ExitCode`, or by whether all is well.
    own = [
        (file.name, number)
        for file in (ROOT / "cli").rglob("*.py")
        if file.name != "verify.py"
        for number in re.findall(r"(?:sys\.exit|Exit)\((\d+)\)", file.read_text(encoding="utf-8"))
    ]

    assert own == []


# Whoever runs the tests in the background has their commands hear no interruption.
_HEARS = """
import runpy, signal
signal.signal(signal.SIGINT, signal.default_int_handler)
runpy.run_module("cli.main", run_name="__main__", alter_sys=True)
"""


def test_whoever_interrupts_a_command_ends_it_with_130(home):
    asked = subprocess.Popen(
        [sys.executable, "-c", _HEARS, "privacy", "erase", home.cases["over"]],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "DOAN_FOLDER": str(home.settings.folder)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with asked:
        assert asked.stdout
        question = asked.stdout.read(1)
        asked.send_signal(signal.SIGINT)
        said = asked.communicate()

    assert (question != "", asked.returncode) == (True, ExitCode.INTERRUPTED)
    assert "Traceback" not in said[1]


# --- completion --------------------------------------------------------------------------------------


def test_commands_are_completed(bash):
    assert completed(bash, begun="wi") == ["withdraw"]
    assert completed(bash, "audit", begun="") == ["verify", "checkpoint", "bundle", "compare"]


def test_options_are_completed(bash):
    assert set(completed(bash, "list", begun="--l")) == {"--late", "--limit", "--language"}


def test_numbers_of_cases_are_completed(bash, home):
    newest_first = sorted(home.cases.values(), reverse=True)

    assert completed(bash, "show", begun="DR-") == newest_first
    assert completed(bash, "take-over", begun="DR-2020-0003") == ["DR-2020-0003"]
    assert completed(bash, "list", "--after", begun="DR-2020-0001") == ["DR-2020-0001"]


def test_what_nobody_can_complete_is_left_alone(bash):
    assert completed(bash, "show", begun="XX-") == []
    assert completed(bash, "show", "DR-2020-0001", "more", begun="") == []


def test_where_there_is_no_doan_nothing_is_offered_and_nothing_said(bash):
    said = bash(
        "export DOAN_FOLDER=/nonexistent" + COMPLETES.format(words="doan show", begun="", at=2)
    )

    assert (said.stdout.split(), said.stderr) == ([], "")


def test_completion_installs_itself_for_the_shell_in_use(bash):
    said = bash("doan --install-completion; cat ~/.bashrc ~/.bash_completions/doan.sh")

    assert "_doan_completion" in said.stdout
    assert said.stderr == ""


# --- how far long work is ----------------------------------------------------------------------------


def verified_on(errors, home):
    return subprocess.run(
        [sys.executable, "-m", "cli.main", "audit", "verify", "-l", "en"],
        cwd=ROOT,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "DOAN_FOLDER": str(home.settings.folder),
            "TERM": "xterm",
        },
        stdout=subprocess.PIPE,
        stderr=errors,
        text=True,
        check=False,
    )


def test_how_far_long_work_is_stands_on_a_terminal_beside_what_is_found(home):
    here, there = pty.openpty()
    try:
        ended = verified_on(there, home)
        shown = os.read(here, 1 << 16).decode()
    finally:
        os.close(here)
        os.close(there)

    assert "Verifying the journal, case by case" in shown
    assert ended.returncode == 0
    assert "Verifying" not in ended.stdout


def test_nothing_of_it_stands_in_a_file_or_a_pipe(home):
    assert verified_on(subprocess.PIPE, home).stderr == ""
