"""How numbers, days and counts are written in papers. Pure."""

from datetime import date
from decimal import Decimal

from config.words import Language, words
from papers.told.paper import Layout, PaperType

_VI = words(Language.VIETNAMESE)
# What is filled in by hand, or by the register, once it is known.
GAP = "……"
# Spaces that no program takes for one.
_WIDE_GAP = "\N{NO-BREAK SPACE}" * 8

# The abbreviations of the decree's annex III; a letter has none.
_SHORT = {
    PaperType.SUBMISSION: "TTr",
    PaperType.SENDING_DECISION: "QĐ",
    PaperType.SUPPLEMENTARY_DECISION: "QĐ",
    PaperType.RECEPTION_PLAN: "KH",
    PaperType.PROGRAMME: "CTr",
    PaperType.REPORT: "BC",
    PaperType.SETTLEMENT: "BC",
}


_CALLED = {
    "TTr": "Tờ trình",
    "QĐ": "Quyết định",
    "KH": "Kế hoạch",
    "CTr": "Chương trình",
    "BC": "Báo cáo",
}
_LETTER = "Công văn"


def type_called(paper: PaperType) -> str:
    """Return the name of a paper's type as papers cite it; a letter (công văn) has none of its own."""
    return _CALLED.get(_SHORT.get(paper, ""), _LETTER)


def day_written(day: date) -> str:
    """Write a day as papers do: a nought before days under ten and before January and February alone."""
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"ngày {day:%d} tháng {month} năm {day.year}"


def day_to_come(year: int) -> str:
    """Write a day that whoever signs fills in."""
    return f"ngày {GAP} tháng {GAP} năm {year}"


def counted(number: int) -> str:
    """Write how many there are: a nought before what is under ten, and no other (05 người, 12 người)."""
    return f"{number:02}"


def number_line(
    layout: Layout, paper: PaperType, symbol: str, *, letter: bool, number: int | None = None
) -> str:
    """Return the line of number and symbol: `Số: 05/QĐ-UBND`, `Số 12-CV/TU`; a gap without a number.

    A letter (công văn) of the State names its body and whoever drafted it, which is left to them.
    """
    figure = counted(number) if number is not None else _WIDE_GAP
    if layout is Layout.PARTY:
        return f"Số {figure}-{'CV' if letter else _SHORT.get(paper, 'CV')}/{symbol}"
    if letter:
        return f"Số: {figure}/{symbol}-{GAP}"
    return f"Số: {figure}/{_SHORT.get(paper, 'CV')}-{symbol}"


def money(amount: Decimal, currency: str) -> str:
    """Write an amount; dong are called so."""
    return f"{_VI.number(amount)} {'đồng' if currency == 'VND' else currency}"


def span(first: date, last: date) -> str:
    """Write from which day to which."""
    if first == last:
        return day_written(first)
    return f"từ {day_written(first)} đến {day_written(last)}"


def short_span(first: date, last: date) -> str:
    """Write the same in a table."""
    return f"{first:%d/%m}" if first == last else f"{first:%d/%m} - {last:%d/%m/%Y}"
