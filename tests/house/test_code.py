"""What the rooms promise and no linter reads: where SQL stands, who reads the clock, what is drawn."""

import ast
import inspect
import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from models import errors
from models.kinds import KINDS

ROOT = Path(__file__).parents[2]
ROOMS = ("config", "models", "notifications", "papers", "flows", "web", "cli")
MODULES = sorted(
    str(path.relative_to(ROOT)) for room in ROOMS for path in (ROOT / room).rglob("*.py")
)
STORE = "models/store/"
LINTED = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
    "importlinter"
]


def nodes_of(path):
    return ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8")))


def wrong(found):
    return {path: said for path, said in found if said}


# --- SQL -----------------------------------------------------------------------------------------


def taken_from_sqlalchemy(path):
    """Return what a module takes to write SQL with; a connection is handed on, its failures are met."""
    for node in nodes_of(path):
        if isinstance(node, ast.Import):
            yield from (a.name for a in node.names if a.name.startswith("sqlalchemy"))
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sqlalchemy"):
            if node.module != "sqlalchemy.exc":
                yield from (a.name for a in node.names if a.name != "Connection")
        elif isinstance(node, ast.Attribute) and node.attr in ("execute", "exec_driver_sql"):
            yield node.attr


def test_sql_stands_in_the_store_alone():
    beside = (path for path in MODULES if not path.startswith(STORE))

    assert wrong((path, list(taken_from_sqlalchemy(path))) for path in beside) == {}


# --- the clock -----------------------------------------------------------------------------------


CLOCKS = re.compile(
    r"(?:.*\.)?(datetime|date|time)\.(now|utcnow|today|time|time_ns|monotonic|perf_counter)"
)


def clocks_read(path):
    return [
        ast.unparse(node)
        for node in nodes_of(path)
        if isinstance(node, ast.Attribute) and CLOCKS.fullmatch(ast.unparse(node))
    ]


def test_the_domain_reads_no_clock():
    pure = (path for path in MODULES if path.startswith("models/") and not path.startswith(STORE))

    assert wrong((path, clocks_read(path)) for path in pure) == {}


# --- shelves -------------------------------------------------------------------------------------


# One a change of the database, in their order: nobody looks for one among them.
REVISIONS = "models/store/migrations/versions/"


def test_no_folder_holds_more_than_sixteen_modules():
    shelved = (path for path in MODULES if not path.startswith(REVISIONS))
    held = Counter(str(Path(path).parent) for path in shelved if not path.endswith("/__init__.py"))

    assert {folder: count for folder, count in held.items() if count > 16} == {}


# --- the contracts in pyproject.toml ---------------------------------------------------------------


def parts_of(room):
    return {f"{room}.{path.stem}" for path in (ROOT / room).iterdir() if path.stem[0] != "_"}


def contract(name):
    return next(c for c in LINTED["contracts"] if c["id"] == name)


FOLDERS_OF_KINDS = {".".join(k.model.__module__.split(".")[:2]) for k in KINDS.values()}


@pytest.mark.parametrize(
    ("name", "left_out"),
    [("pure", {"models.store"}), ("kinds", {"models.kinds", *FOLDERS_OF_KINDS})],
)
def test_a_contract_about_the_domain_names_all_of_it(name, left_out):
    assert set(contract(name)["source_modules"]) == parts_of("models") - left_out


def test_the_folder_of_no_kind_is_open_to_the_core():
    assert set(contract("kinds")["forbidden_modules"]) == FOLDERS_OF_KINDS


def test_the_contract_about_prefect_names_all_but_the_runs():
    rooms = {room for room in ROOMS if room != "flows"}

    named = set(contract("prefect")["source_modules"])

    assert named == rooms | parts_of("flows") - {"flows.runs"}


# --- the tree of errors --------------------------------------------------------------------------


def drawn():
    """Yield each class of the tree at the top of `models.errors` with the one it hangs under."""
    above = ["DoanError"]
    for line in (errors.__doc__ or "").splitlines():
        if branch := re.match(r"    ([ │]*)[├└]── (\w+(?: / \w+)*)", line):
            depth = len(branch[1]) // 4
            names = branch[2].split(" / ")
            yield from ((name, above[depth]) for name in names)
            above[depth + 1 :] = [names[-1]]


def test_the_tree_of_errors_is_that_of_the_classes():
    classes = [c for c in vars(errors).values() if inspect.isclass(c) and issubclass(c, Exception)]
    hung = {(c.__name__, c.__bases__[0].__name__) for c in classes if c is not errors.DoanError}

    assert sorted(drawn()) == sorted(hung)


# --- kinds ---------------------------------------------------------------------------------------

# Rows of the first days say only which kind a case is of.
OF_THE_FIRST_DAYS = "notifications/facts/cases.py"
OWN_ROOMS = ("models/inbound/", "models/outbound/")


def asks_for_a_kind(path):
    """Return what a module compares with a kind by its name, or asks of a request's class."""
    for node in nodes_of(path):
        if isinstance(node, ast.Compare):
            yield from (
                said
                for said in map(ast.unparse, ast.walk(node))
                if re.fullmatch(r"Kind\.[A-Z]+", said)
            )
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "isinstance":
            said = ast.unparse(node.args[1])
            yield from (name for name in ("InboundRequest", "OutboundRequest") if name in said)


def test_nobody_but_a_kind_itself_asks_which_kind_a_case_is_of():
    elsewhere = [path for path in MODULES if not path.startswith(OWN_ROOMS)]

    found = wrong((path, sorted(set(asks_for_a_kind(path)))) for path in elsewhere)

    assert found == {OF_THE_FIRST_DAYS: ["Kind.INBOUND", "Kind.OUTBOUND"]}


# --- what cases must not share ---------------------------------------------------------------------


def takes_cached_property(path):
    """Return what takes one lock for all owners while it reads: `models.read_once` takes none."""
    for node in nodes_of(path):
        if isinstance(node, ast.ImportFrom) and node.module == "functools":
            yield from (a.name for a in node.names if a.name == "cached_property")


def test_no_case_waits_for_what_another_one_reads():
    # Of the settings there is one a process.
    of_cases = (path for path in MODULES if path != "config/settings.py")

    assert wrong((path, list(takes_cached_property(path))) for path in of_cases) == {}


# --- names ---------------------------------------------------------------------------------------


def test_no_two_things_bear_one_name():
    named: dict[str, list[str]] = {}
    for path in MODULES:
        for node in ast.parse((ROOT / path).read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                named.setdefault(node.name, []).append(path)

    assert {name: paths for name, paths in named.items() if len(paths) > 1} == {}


def test_every_room_says_in_one_sentence_what_it_is():
    rooms = [path for path in MODULES if path.endswith("/__init__.py") and "migrations" not in path]

    said = {
        path: ast.get_docstring(ast.parse((ROOT / path).read_text(encoding="utf-8")))
        for path in rooms
    }

    assert [path for path, words in said.items() if not words] == []


def test_the_architecture_names_every_room():
    told = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rooms = {str(Path(path).parent) for path in MODULES if path.endswith("/__init__.py")}

    assert [room for room in sorted(rooms) if f"`{room}/`" not in told] == []
