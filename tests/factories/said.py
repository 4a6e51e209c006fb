"""What the program can say: each id its sources name in full, and each family of ids put together."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from config.words import words

ROOT = Path(__file__).parents[2]
ROOMS = ("config", "models", "flows", "notifications", "papers", "web", "cli")
TEMPLATES = (*(ROOT / "web").rglob("*.html"), *(ROOT / "notifications/templates").rglob("*.md"))

_ID = re.compile(r"[a-z_]+(\.[a-zA-Z_]+)+")
_BEGINNING = re.compile(r"[a-z_]+(\.[a-z_]+)*[._]")
# How a template puts an id together: `'page.verb.' ~ verb`, `label('act', ...)`, `"matter"|of(case)`.
_IN_TEMPLATES = (
    r"['\"]([a-z_]+(?:\.[a-z_]+)*[._])['\"] *~",
    r"label\(['\"]([a-z_.]+)['\"]",
    r"map\(['\"]label['\"], ['\"]([a-z_.]+)['\"]",
    r"['\"]([a-z_]+)['\"]\|of\(",
)
# Names of files and of modules, which look like ids.
_NO_IDS = frozenset(("case.css", "checkpoint.txt", "cli.main"))
# What takes a family by name: where among its arguments, and of how many at least.
_TAKES_A_FAMILY = {"label": (0, 2), "by_name": (1, 2), "labels_of": (0, 2)}


@cache
def sources() -> tuple[ast.Module, ...]:
    """The program, read once."""
    paths = (path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py")))
    return tuple(ast.parse(path.read_text(encoding="utf-8")) for path in paths)


def nodes() -> Iterator[ast.AST]:
    for source in sources():
        yield from ast.walk(source)


def written_out() -> set[str]:
    """Every id that stands somewhere in full."""
    said = {str(n.value) for n in nodes() if isinstance(n, ast.Constant) and _is_id(n.value)}
    for template in TEMPLATES:
        said |= {
            found
            for found in re.findall(r"['\"]([\w.]+)['\"]", template.read_text())
            if _is_id(found)
        }
    return {each for each in said if not each.endswith(("_", "."))} - _NO_IDS


def beginnings() -> set[str]:
    """The beginning of every id that is put together: `page.verb.` or `page.plan.begin_`."""
    joined = (_beginning(node) for node in nodes() if isinstance(node, ast.JoinedStr))
    found = {beginning for beginning in joined if _BEGINNING.fullmatch(beginning)}
    for call in (node for node in nodes() if isinstance(node, ast.Call)):
        place, least = _TAKES_A_FAMILY.get(called(call), (0, 99))
        if len(call.args) >= least and isinstance(family := call.args[place], ast.Constant):
            found.add(str(family.value) + ".")
    for template in TEMPLATES:
        text = template.read_text()
        for pattern in _IN_TEMPLATES:
            found |= {
                each if each[-1] in "._" else f"{each}." for each in re.findall(pattern, text)
            }
    return {each for each in found if each.partition(".")[0] in tops() and "." in each}


def named(*makers: str, place: int = 0) -> set[str]:
    """The codes that some calls name, in full or one of two."""
    found = set()
    for call in (node for node in nodes() if isinstance(node, ast.Call)):
        if called(call) in makers and len(call.args) > place:
            code = call.args[place]
            either = (code.body, code.orelse) if isinstance(code, ast.IfExp) else (code,)
            found |= {str(each.value) for each in either if isinstance(each, ast.Constant)}
    return found


def returned(*paths: str) -> set[str]:
    """The codes that functions of some modules return, in full or one of two."""
    found = set()
    for path in paths:
        for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
            if isinstance(node, ast.Return) and node.value:
                either = [node.value]
                if isinstance(node.value, ast.IfExp):
                    either = [node.value.body, node.value.orelse]
                found |= {n.value for n in either if isinstance(n, ast.Constant)}
    return {each for each in found if isinstance(each, str)}


def called(call: ast.Call) -> str:
    return ast.unparse(call.func).rpartition(".")[2]


@cache
def tops() -> frozenset[str]:
    """What the ids of the catalogues begin with."""
    return frozenset(msgid.partition(".")[0] for msgid in words("vi").catalogue)


def _is_id(value: object) -> bool:
    return (
        isinstance(value, str) and bool(_ID.fullmatch(value)) and value.partition(".")[0] in tops()
    )


def _beginning(joined: ast.JoinedStr) -> str:
    first = joined.values[0]
    return str(first.value) if isinstance(first, ast.Constant) else ""
