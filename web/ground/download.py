"""A file that is handed out: its name, for all browsers, and cells of tables that are no formulas."""

import re
import unicodedata
from urllib.parse import quote

_BARRED = str.maketrans("đĐ", "dD")
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_WITHOUT_A_NAME = "tep"
# A cell that begins so is taken for a formula by programs that open tables, and may then send out or
# run what somebody wrote into a name. The wide forms are read as the plain ones by some.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def handed_out_as(name: str, *, way: str = "attachment") -> str:
    """Return the header `Content-Disposition` of a file of this name (RFC 6266)."""
    return f"{way}; filename=\"{_plain(name)}\"; filename*=UTF-8''{quote(name, safe='')}"


def no_formula(cell: str) -> str:
    """Return the text of a cell of a table that no program takes for a formula."""
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA) else cell


def _plain(name: str) -> str:
    """Return a name in ASCII alone; one without any such letter keeps its ending."""
    bare = unicodedata.normalize("NFD", name).translate(_BARRED)
    ascii_only = bare.encode("ascii", "ignore").decode()
    stem, point, ending = _UNSAFE.sub("-", ascii_only).rpartition(".")
    stem = stem.strip("-.") or (_WITHOUT_A_NAME if point else "")
    return f"{stem}{point}{ending.strip('-')}" or _WITHOUT_A_NAME
