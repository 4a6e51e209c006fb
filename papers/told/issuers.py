"""Who issues a paper: how its head names a body of the regulation, or a unit of the directory. Pure."""

import re

from config.regulation.parts import Letterhead
from papers.told.paper import Issuer, Layout

_COMMITTEE = "UBND "
_LOCALITIES = ("thành phố", "thị xã", "thị trấn", "huyện", "quận", "phường", "xã", "tỉnh")
# By what a unit's name begins with: what its head is called, and in whose name they sign.
_HEADS = {
    "UBND": ("CHỦ TỊCH", "ỦY BAN NHÂN DÂN"),
    "Sở": ("GIÁM ĐỐC", ""),
    "Ban": ("TRƯỞNG BAN", ""),
    "Văn phòng": ("CHÁNH VĂN PHÒNG", ""),
    "Thanh tra": ("CHÁNH THANH TRA", ""),
    "Hội": ("CHỦ TỊCH", "BAN THƯỜNG VỤ"),
    "Liên hiệp": ("CHỦ TỊCH", "BAN THƯỜNG VỤ"),
    "Liên đoàn": ("CHỦ TỊCH", "BAN THƯỜNG VỤ"),
}
HEAD_OF_A_BODY = "THỦ TRƯỞNG"
_ABOVE_PROVINCE = "ỦY BAN NHÂN DÂN TỈNH"


def issuer_of_body(name: str, letterhead: Letterhead | None, province: str) -> Issuer:
    """Return how a body of the regulation heads a paper; without a letterhead, by its name alone."""
    if letterhead is None:
        return issuer_of_unit(name, province, of_party=False)
    return Issuer(
        name=letterhead.name,
        called=letterhead.called or name,
        symbol=letterhead.symbol,
        place=letterhead.place or province,
        above=letterhead.above,
        in_name_of=letterhead.in_name_of,
        layout=Layout.PARTY if letterhead.of_party else Layout.STATE,
    )


def issuer_of_unit(name: str, province: str, *, of_party: bool) -> Issuer:
    """Return how a unit heads a paper, worked out from its name; the office puts right what is not so.

    A committee of the people is spelt out and stands under nobody; a department stands under that of the
    province. Symbols are the initials of the name, as offices make them.
    """
    committee = name.startswith(_COMMITTEE)
    spelt = name.replace("UBND", "Ủy ban nhân dân", 1) if committee else name
    _, collective = _head_of(name)
    return Issuer(
        name=spelt.upper(),
        called=spelt,
        symbol="UBND" if committee else initials(name),
        place=(_locality(name) if committee else "") or province,
        above=_above(name, province, committee=committee, of_party=of_party),
        in_name_of=collective,
        layout=Layout.PARTY if of_party else Layout.STATE,
    )


def head_called(name: str) -> str:
    """Return what the head of a unit signs as, in capitals, by what the unit's name begins with."""
    return _head_of(name)[0]


def initials(name: str) -> str:
    """Return the initials of a name: `SCT` of Sở Công Thương, without `và` and the province."""
    bare = re.sub(r"\b(và|tỉnh|các|Tỉnh ủy|UBND tỉnh)\b", " ", name)
    return "".join(word[0].upper() for word in re.findall(r"[^\W\d_]+", bare))


def _head_of(name: str) -> tuple[str, str]:
    found = (named for begins, named in _HEADS.items() if name.startswith(begins))
    return next(found, (HEAD_OF_A_BODY, ""))


def _above(name: str, province: str, *, committee: bool, of_party: bool) -> str:
    if of_party:
        return f"TỈNH ỦY {province.upper()}"
    is_department = name.startswith(("Sở", "Thanh tra", "Ban Quản lý"))
    return f"{_ABOVE_PROVINCE} {province.upper()}" if is_department and not committee else ""


def _locality(name: str) -> str:
    """Return the locality a committee is of: `Long Mỹ` of UBND thị xã Long Mỹ."""
    rest = name.removeprefix(_COMMITTEE)
    level = next((each for each in _LOCALITIES if rest.startswith(f"{each} ")), "")
    return rest.removeprefix(level).strip() if level not in ("", "tỉnh") else ""
