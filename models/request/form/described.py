"""What fields a request has, read off its model: so a form asks for just what a file may say. Pure.

A field that the model gains is in the form with it; a test demands that each can be described.
"""

from dataclasses import dataclass
from enum import Enum, StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from models.request import fields as f
from models.request.values.choices import ByName

V = TypeVar("V")


class Input(StrEnum):
    """How a value is asked for."""

    LINE = "line"
    PARAGRAPH = "paragraph"
    LINES = "lines"
    DAY = "day"
    CLOCK = "clock"
    AMOUNT = "amount"
    COUNT = "count"
    MEMBER = "member"
    COUNTRY = "country"
    ORIGIN = "origin"
    NATIONALITY = "nationality"
    CURRENCY = "currency"
    YES_NO = "yes_no"
    CHECKED = "checked"
    CODE = "code"
    CODES = "codes"
    LISTED = "listed"
    FILE = "file"
    PART = "part"
    ROWS = "rows"


# So much can be chosen in them that it stands in a list which every row refers to.
FROM_LIST = frozenset(
    (Input.COUNTRY, Input.ORIGIN, Input.NATIONALITY, Input.CURRENCY, Input.LISTED)
)


class Listed(StrEnum):
    """Where the values of a field stand that is chosen from a list: in the regulation, the directory."""

    RANKS = "ranks"
    GUEST_RANKS = "guest_ranks"
    AREAS = "areas"
    PAPERS = "papers"
    PLACES = "places"
    UNITS = "units"
    ANSWERING = "answering"
    PERSONS = "persons"
    PARTNERS = "partners"


@dataclass(frozen=True)
class Field:
    """A field: its name, how it is asked for, whether it must be filled in.

    `parts` are the fields of a part, or of each of at most `most` rows; `codes` what can be chosen, each
    with its words under `family` in the catalogue; `listed` where the values are listed.
    """

    name: str
    input: Input
    needed: bool = True
    parts: tuple["Field", ...] = ()
    most: int = 0
    codes: tuple[str, ...] = ()
    family: str = ""
    listed: Listed | None = None
    default: str = ""


_INPUTS: tuple[tuple[Any, Input], ...] = (
    (f.Line, Input.LINE),
    (f.GroupName, Input.LINE),
    (f.Paragraph, Input.PARAGRAPH),
    (f.DirectoryId, Input.LINE),
    (f.PassportNumber, Input.LINE),
    (f.Day, Input.DAY),
    (f.DayOfLeaving, Input.DAY),
    (f.Clock, Input.CLOCK),
    (f.Count, Input.COUNT),
    (f.MemberNumber, Input.MEMBER),
    (f.Country, Input.COUNTRY),
    (f.Origin, Input.ORIGIN),
    (f.Nationality, Input.NATIONALITY),
    (f.CurrencyCode, Input.CURRENCY),
    (f.Amount, Input.AMOUNT),
    (f.DongAmount, Input.AMOUNT),
    (f.Rate, Input.AMOUNT),
    (f.AreaOfWork, Input.LINE),
)
# Texts that name something of the regulation or the directory, by the part they stand in.
_LISTED = {
    ("", "unit"): Listed.UNITS,
    ("", "area"): Listed.AREAS,
    ("Member", "rank"): Listed.RANKS,
    ("HostLeader", "rank"): Listed.RANKS,
    ("Guest", "rank"): Listed.GUEST_RANKS,
    ("Paper", "kind"): Listed.PAPERS,
    ("Item", "place"): Listed.PLACES,
    ("Lodging", "place"): Listed.PLACES,
    ("ReceptionCost", "place"): Listed.PLACES,
    ("Item", "unit"): Listed.ANSWERING,
    ("Item", "leader"): Listed.PERSONS,
    ("Member", "person"): Listed.PERSONS,
    ("Acting", "person"): Listed.PERSONS,
    ("HostLeader", "person"): Listed.PERSONS,
    ("Interpreter", "person"): Listed.PERSONS,
    ("Register", "unit"): Listed.ANSWERING,
    ("Register", "partner"): Listed.PARTNERS,
}
# What is asked for while a programme is carried out, and in no request.
_NOT_ASKED = frozenset((("Item", "cancelled"),))


class Undescribed(TypeError):
    """A field of a request has a type that no form knows how to ask for."""


@cache
def described(model: type[BaseModel], within: str = "") -> tuple[Field, ...]:
    """Return the fields of a part of a request, in the order of its model; raises `Undescribed`."""
    hints = get_type_hints(model, include_extras=True)
    return tuple(
        _field(within, name, hints[name], info)
        for name, info in model.model_fields.items()
        if (within, name) not in _NOT_ASKED
    )


def _field(within: str, name: str, hint: Any, info: FieldInfo) -> Field:
    needed, default = info.is_required(), _default_of(info)
    if listed := _LISTED.get((within, name)):
        return Field(name, Input.LISTED, needed, listed=listed)
    if (within, name) == ("Paper", "file"):
        return Field(name, Input.FILE, needed)
    return _of_type(name, _without_none(hint), needed, default)


def _of_type(name: str, hint: Any, needed: bool, default: str) -> Field:
    plain = _plain(hint)
    if get_origin(plain) is tuple:
        return _several(name, get_args(plain)[0], needed, hint)
    known = next((kind for alias, kind in _INPUTS if alias is hint or alias == hint), None)
    if known:
        return Field(name, known, needed, default=default)
    if plain is bool:
        return Field(name, Input.YES_NO if needed else Input.CHECKED, needed)
    if named := _validator(hint, ByName):
        codes = tuple(str(code) for code in named.codes)
        return Field(name, Input.CODE, needed, codes=codes, family=named.family, default=default)
    if isinstance(plain, type) and issubclass(plain, BaseModel):
        return Field(name, Input.PART, needed, parts=described(plain, plain.__name__))
    raise Undescribed(f"{name}: {hint}")


def _several(name: str, each: Any, needed: bool, hint: Any) -> Field:
    one = _of_type(name, each, needed, "")
    if one.input is Input.PART:
        return Field(name, Input.ROWS, needed, parts=one.parts, most=_most_of(hint))
    if one.input is Input.CODE:
        return Field(name, Input.CODES, needed, codes=one.codes, family=one.family)
    return Field(name, Input.LINES, needed)


def _most_of(hint: Any) -> int:
    """Return how many rows a list may have: the bound its own validator holds it to."""
    bound = _validator(hint, f.Between)
    assert bound is not None, f"{hint} has no bound"  # noqa: S101 - a list without one is a fault.
    return bound.most


def _validator(hint: Any, kind: type[V]) -> V | None:
    """Return the validator of a kind that a type is annotated with."""
    functions = (getattr(each, "func", None) for each in getattr(hint, "__metadata__", ()))
    return next((each for each in functions if isinstance(each, kind)), None)


def _default_of(info: FieldInfo) -> str:
    """Return what stands in a field before anybody writes in it; a code is a text."""
    if isinstance(info.default, Enum):
        return str(info.default.value)
    return info.default if isinstance(info.default, str) else ""


def _without_none(hint: Any) -> Any:
    if get_origin(hint) in (Union, UnionType):
        given = [each for each in get_args(hint) if each is not NoneType]
        return given[0] if len(given) == 1 else hint
    return hint


def _plain(hint: Any) -> Any:
    return get_args(hint)[0] if get_origin(hint) is Annotated else hint
