"""What documents and docstrings name is there: files, modules, commands and settings."""

import ast
import os
import re
from functools import cache
from pathlib import Path

from typer.core import TyperGroup
from typer.main import get_command

from cli.main import app
from config.settings import unknown_variables

ROOT = Path(__file__).parents[2]
# What tools and a running Doan leave in the root is no part of it; neither is what begins with a dot.
MADE = frozenset(("__pycache__", "build", "dist", "doan-data", "doan.egg-info"))
PATH = re.compile(r"[\w.-]*/[\w./*-]*|[\w-]+\.py")
MODULE = re.compile(
    r"(?:config|models|notifications|papers|flows|web|cli|tests|benchmarks|dependencies)(?:\.\w+)+"
)
COMMAND = re.compile(r"doan(?: [a-z-]+)+.*")
SETTING = re.compile(r"\bDOAN_[A-Z_]*[A-Z]\b")


def files():
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in MADE and not name.startswith(".")]
        yield from (str((Path(folder) / name).relative_to(ROOT)) for name in names)


FILES = frozenset(files())
FOLDERS = {str(folder) for path in FILES for folder in Path(path).parents} - {"."}
DOCUMENTS = sorted(f for f in FILES if f == "README.md" or re.fullmatch(r"docs/.*\.md", f))
TEXTS = [*DOCUMENTS, *sorted(path for path in FILES if path.endswith(".py"))]


@cache
def lines_of(path):
    return (ROOT / path).read_text(encoding="utf-8").splitlines()


def marked(path, pattern):
    """Yield each line with what is marked as code in it and has the form asked for."""
    for line in lines_of(path):
        for said in re.findall(r"`([^`]+)`", line):
            if pattern.fullmatch(said):
                yield line, said


def wrong(found):
    """Return what was found by the text it stands in, texts in which nothing is wrong left out."""
    return {path: said for path, said in found if said}


# --- files ---------------------------------------------------------------------------------------


def is_there(said, line, path):
    """Tell whether a file, a folder or, with a star, some file of that name is there.

    A bare name is one beside the file the same line names before it, if it names one.
    """
    if "/" in said:
        places = (said, str(Path(path).parent / said))
        return any(_matches(place.rstrip("/")) for place in places)
    before = [Path(p).parent for p in re.findall(r"`([\w/]+/[\w]+\.py)`", line.partition(said)[0])]
    return any(Path(f).name == said and (not before or Path(f).parent in before) for f in FILES)


def _matches(place):
    if "*" in place:
        return any(Path(file).match(place) for file in FILES)
    return place in FOLDERS or place in FILES


def is_path(said):
    return said.endswith(".py") or said.partition("/")[0] in FOLDERS


def lost(path):
    named = [(line, said) for line, said in marked(path, PATH) if is_path(said)]
    return [said for line, said in named if not is_there(said, line, path)]


def test_every_file_a_text_names_is_there():
    assert wrong((path, lost(path)) for path in TEXTS) == {}


# --- modules -------------------------------------------------------------------------------------


@cache
def names_in(module):
    """Return the names a module defines or takes from others; None where there is no such module."""
    place = module.replace(".", "/")
    found = next((f for f in (f"{place}.py", f"{place}/__init__.py") if f in FILES), None)
    if found is None:
        return set() if place in FOLDERS else None
    tree = ast.parse((ROOT / found).read_text(encoding="utf-8"))
    names = {getattr(node, "name", None) for node in tree.body}
    names |= {a.asname or a.name for n in tree.body for a in getattr(n, "names", ())}
    stored = (n for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store))
    return names | {name.id for name in stored}


def is_known(dotted):
    """Tell whether a module is there or, in the module before its last name, that name."""
    module, _, name = dotted.rpartition(".")
    return names_in(dotted) is not None or name in (names_in(module) or ())


def unknown(path):
    return [said for _, said in marked(path, MODULE) if not is_known(said)]


def test_every_module_a_text_names_is_there():
    assert wrong((path, unknown(path)) for path in TEXTS) == {}


# --- commands ------------------------------------------------------------------------------------


def lacking(said):
    """Return the first word of a command line that the command does not know; None if it does."""
    command, (_, *words) = get_command(app), said.split()
    while words and isinstance(command, TyperGroup) and not words[0].startswith("--"):
        name = words.pop(0)
        if name not in command.commands:
            return name
        command = command.commands[name]
    known = {option for param in command.params for option in param.opts}
    return next((w for w in words if w.startswith("--") and w.partition("=")[0] not in known), None)


def commands_in(path):
    yield from (said for _, said in marked(path, COMMAND))
    if path in DOCUMENTS:
        blocks = "\n".join(lines_of(path)).split("```")[1::2]
        typed = (
            re.sub(r"^(\$ )?(\.venv/bin/)?", "", line) for b in blocks for line in b.split("\n")
        )
        yield from (re.split(r"  | #", line)[0] for line in typed if COMMAND.match(line))


def test_every_command_a_text_names_is_there():
    found = ((path, [said for said in commands_in(path) if lacking(said)]) for path in TEXTS)

    assert wrong(found) == {}


# --- settings ------------------------------------------------------------------------------------


def test_every_setting_a_document_names_is_there():
    named = ((path, SETTING.findall("\n".join(lines_of(path)))) for path in DOCUMENTS)

    assert wrong((path, unknown_variables(names)) for path, names in named) == {}


# --- tests ---------------------------------------------------------------------------------------


TEST = re.compile(r"(tests/[\w/]+\.py)::(\w+)")


def missing_tests(path):
    named = TEST.findall("\n".join(lines_of(path)))
    return [
        f"{file}::{test}" for file, test in named if test not in (names_in(_dotted(file)) or ())
    ]


def _dotted(file):
    return file.removesuffix(".py").replace("/", ".")


def test_every_test_a_document_names_is_there():
    assert wrong((path, missing_tests(path)) for path in DOCUMENTS) == {}


def test_a_test_that_is_not_there_would_be_found():
    here = "tests/house/test_documents.py"

    assert TEST.findall(f"`{here}::test_nothing`") == [(here, "test_nothing")]
    assert "test_nothing" not in names_in(_dotted(here))
