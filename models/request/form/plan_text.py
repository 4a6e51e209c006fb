"""What can be read for sure in the text of an entry of the annual plan, and what is left. Pure.

The whole text stays in the field of the entry. A value is taken where the readers of typed values take
it and nothing else could be meant; whatever else tells of days, people or money is listed.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pydantic_core import PydanticCustomError

from models.names import name_key
from models.request.base import Request
from models.request.form.described import Field, described
from models.request.form.written import Values
from models.request.values.amounts import amount_typed
from models.request.values.countries import countries_named_in, country_written
from models.request.values.currencies import Currency
from models.request.values.days import day_written

# A text as long as the field of the entry takes.
MOST_LETTERS = 5000
_LONGEST_TITLE = 300
_NUMBER = re.compile(r"(?:[IVXLC]+|[0-9]{1,3})(?:[.)][0-9]{0,3})*[.)]?")
_NUMBERED = re.compile(r"(?:[IVXLC]+|[0-9]{1,3})[.)](?:[0-9]{1,3}[.)])*(?:[0-9]{1,3})?\s+")
_LABELLED = re.compile(r"([^:]{2,40}):\s*(.+)")
_PLAN = re.compile(r"\b[0-9]{1,5}(?:/[0-9]{4})?/KH-[A-ZĐ]+(?:-[A-ZĐ]+)*")
_LAST = r"[0-9]{1,2} ?[/.-] ?[0-9]{1,2} ?[/.-] ?[0-9]{4}"
_SPAN = re.compile(
    rf"\b([0-9]{{1,2}})(?: ?[/.] ?([0-9]{{1,2}}))? ?(?:-|–|đến(?: hết)?(?: ngày)?) ?({_LAST})\b"
)
_DAY = re.compile(rf"\b(?:{_LAST}|[0-9]{{1,2}} tháng [0-9]{{1,2}} năm [0-9]{{4}})\b", re.IGNORECASE)
_MONTH = re.compile(
    r"\b(?:tháng [0-9]{1,2}(?: ?/ ?| năm )[0-9]{4}|quý (?:[IV]{1,3}|[1-4])(?:(?: ?/ ?| năm )[0-9]{4})?)",
    re.IGNORECASE,
)
_PEOPLE = re.compile(r"\b[0-9]{1,3} (?:người|thành viên|cán bộ|đại biểu|khách)\b", re.IGNORECASE)
_MONEY = re.compile(
    r"\$ ?[0-9][0-9.,]*"
    r"|[0-9][0-9., ]*(?:nghìn |ngàn |triệu |tỷ |tỉ )?(?:đồng|VNĐ|VND|USD|đô la Mỹ|đô la|đ)\b",
    re.IGNORECASE,
)
_LABELS = {
    "title": ("Nội dung", "Tên đoàn", "Nội dung hoạt động", "Nội dung đoàn", "Tên hoạt động"),
    "purpose": ("Mục đích", "Mục đích, yêu cầu"),
    "place": ("Địa điểm", "Nước đến", "Nơi đến", "Nước", "Quốc gia"),
    "": ("Thời gian", "Thời gian thực hiện", "Số lượng", "Số người", "Thành phần", "Kinh phí",
         "Dự kiến kinh phí", "Nguồn kinh phí", "Đơn vị chủ trì", "Cơ quan chủ trì", "Ghi chú"),
}  # fmt: skip
_CALLED = {name_key(label): what for what, labels in _LABELS.items() for label in labels}


@dataclass(frozen=True)
class TakenFromPlan:
    """A value that was read: its field, as it stands there, and the words it was read from."""

    field: str
    value: str
    words: str


@dataclass(frozen=True)
class LeftToPeople:
    """Words that tell something, but not for sure what a field asks: `why` is a code, with the field."""

    why: str
    field: str
    words: str


@dataclass(frozen=True)
class PlanRead:
    """What was read in a text of the plan."""

    values: Values
    taken: tuple[TakenFromPlan, ...]
    left: tuple[LeftToPeople, ...]


def read_plan(text: str, model: type[Request]) -> PlanRead:
    """Return what a text says for a request of a kind; each cell of a row has a line of its own there.

    The text as it is kept says the same once more.
    """
    names = {field.name: field for field in described(model)}
    found: list[TakenFromPlan | LeftToPeople] = [
        *_words(_pieces(text)),
        *_countries(text, names),
        *_days(text, model),
        *_people(text, names),
        *_money(text, names),
    ]
    taken = tuple(each for each in found if isinstance(each, TakenFromPlan))
    values: Values = {"plan_entry": {"entry": text.strip().replace("\t", "\n")}}
    for each in taken:
        _put(values, each.field, each.value)
    return PlanRead(values, taken, tuple(x for x in found if isinstance(x, LeftToPeople)))


def _pieces(text: str) -> list[str]:
    """Return the cells and lines of a text, without those that only number it."""
    pieces = (piece.strip() for piece in re.split(r"[\t\n]", text))
    return [piece for piece in pieces if piece and not _NUMBER.fullmatch(piece)]


def _words(pieces: Sequence[str]) -> Iterator[TakenFromPlan | LeftToPeople]:
    told = [_labelled(piece) for piece in pieces]
    titles = [words for what, words in told if what == "title"]
    for words in (titles or [words for what, words in told if what is None])[:1]:
        title = _NUMBERED.sub("", words, count=1)
        if len(title) <= _LONGEST_TITLE:
            yield TakenFromPlan("title", title, words)
        else:
            yield LeftToPeople("title", "title", words)
    purposes = [words for what, words in told if what == "purpose"]
    if len(purposes) == 1:
        yield TakenFromPlan("purpose", purposes[0], purposes[0])
    plans = dict.fromkeys(number for piece in pieces for number in _PLAN.findall(piece))
    if len(plans) == 1:
        yield TakenFromPlan("plan_entry.plan", next(iter(plans)), next(iter(plans)))


def _labelled(piece: str) -> tuple[str | None, str]:
    """Return what a piece says it tells, and its words; None where it does not say so."""
    found = _LABELLED.fullmatch(piece)
    what = _CALLED.get(name_key(found[1])) if found else None
    return (what, found[2].strip()) if found and what is not None else (None, piece)


def _countries(text: str, names: Mapping[str, Field]) -> Iterator[TakenFromPlan | LeftToPeople]:
    found = dict((*countries_named_in(text), *_countries_alone(text)))
    found = dict(sorted(found.items(), key=lambda each: text.find(each[1])))
    found.pop("VN", None)
    if "itinerary" in names:
        for number, (code, words) in enumerate(found.items(), start=1):
            yield TakenFromPlan(f"itinerary[{number}].country", code, words)
    elif len(found) == 1:
        ((code, words),) = found.items()
        yield TakenFromPlan("sender.country", code, words)
    elif found:
        yield LeftToPeople("countries", "sender.country", ", ".join(found.values()))


def _countries_alone(text: str) -> Iterator[tuple[str, str]]:
    """Yield the countries of cells and lines in which nothing else stands, however short their names."""
    for piece in _pieces(text):
        parts = [part.strip() for part in re.split(r",|;|/| và ", _labelled(piece)[1])]
        codes = [country_written(part) for part in parts]
        if all(codes):
            yield from ((code, part) for code, part in zip(codes, parts, strict=True) if code)


def _days(text: str, model: type[Request]) -> Iterator[TakenFromPlan | LeftToPeople]:
    """Yield the first and the last day where the text tells just these two; months are no days."""
    line, days = " ".join(text.split()), []
    for span in _SPAN.finditer(line):
        days += [(_with_end(span[1], span[2], span[3]), span[0]), (span[3], span[0])]
    days += [(day[0], day[0]) for day in _DAY.finditer(_SPAN.sub(" ", line))]
    read = [(day, words) for written, words in days if (day := day_written(written))]
    if len(days) == len(read) == 2 and read[0][0] <= read[1][0]:
        for field, (day, words) in zip((model.first_day, model.last_day), read, strict=True):
            yield TakenFromPlan(field, day.isoformat(), words)
    else:
        told = dict.fromkeys(words for _, words in days)
        yield from (LeftToPeople("days", model.first_day, words) for words in told)
    for month in _MONTH.findall(_DAY.sub(" ", line)):
        yield LeftToPeople("month", model.first_day, month)


def _with_end(day: str, month: str | None, end: str) -> str:
    """Return the first day of a span whose month or year only its end tells."""
    _, of_end, year = re.split(r" ?[/.-] ?", end)
    return f"{day}/{month or of_end}/{year}"


def _people(text: str, names: Mapping[str, Field]) -> Iterator[LeftToPeople]:
    listed = "members" if "members" in names else "guests"
    for words in dict.fromkeys(_PEOPLE.findall(text)):
        yield LeftToPeople("people", listed, words)


def _money(text: str, names: Mapping[str, Field]) -> Iterator[TakenFromPlan | LeftToPeople]:
    """Yield the one amount of a text; of several it is not known which is the whole."""
    told = [found[0].strip() for found in _MONEY.finditer(text)]
    asked = {part.name for part in names["costs"].parts}
    read = [(words, *sure) for words in told if (sure := _amount(words))]
    if len(told) == len(read) == 1 and {"currency", "amount"} <= asked:
        words, currency, amount = read[0]
        yield TakenFromPlan("costs[1].currency", currency, words)
        yield TakenFromPlan("costs[1].amount", amount, words)
    else:
        yield from (LeftToPeople("money", "costs", words) for words in dict.fromkeys(told))


def _amount(words: str) -> tuple[str, str] | None:
    for currency in Currency:
        try:
            return str(currency), format(amount_typed(words, currency).normalize(), "f")
        except PydanticCustomError:
            continue
    return None


def _put(values: Values, path: str, value: str) -> None:
    """Put a value where a path such as `costs[1].amount` leads, making what it leads through."""
    *within, name = path.split(".")
    part = values
    for step in within:
        listed, _, number = step.partition("[")
        if number:
            rows = part.setdefault(listed, [])
            place = int(number.rstrip("]"))
            rows += [{} for _ in range(place - len(rows))]
            part = rows[place - 1]
        else:
            part = part.setdefault(listed, {})
    part[name] = value
