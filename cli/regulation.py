"""`doan regulation`: every rule with its source, or what is to be confirmed yet as a work list."""

from collections.abc import Iterator, Sequence
from typing import Any

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from cli.screen import err
from cli.setting_up import read_settings
from cli.told.document import answer, for_programs
from config.regulation.check import weak_points
from config.regulation.province import Regulation
from config.regulation.work_list import Confirming, Places, by_section, cited, rules_of
from config.words import Words, words
from models.kinds import KINDS
from models.regulations import regulation_in_force


def show_regulation(language: str, *, unconfirmed_only: bool) -> int:
    """Print the rules of the regulation in force; return 1 when the file has weak points."""
    w = words(language)
    regulation = regulation_in_force(read_settings())
    listed = rules_of(regulation, unconfirmed_only=unconfirmed_only)
    points = weak_points(regulation, KINDS)
    facts = {
        "title": regulation.title,
        "valid_to": regulation.valid_to,
        "rules": [_rule(each) for each in listed],
        "weak_points": list(points),
    }
    answer(facts, *_told(regulation, listed, w))
    for point in () if for_programs() else points:
        err.print(point, style="red", markup=False)
    return 1 if points else 0


def _rule(each: Confirming) -> dict[str, Any]:
    return {
        "section": each.section,
        "places": each.places,
        "mark": each.mark,
        "unconfirmed": each.rule.unconfirmed,
        "source": each.rule.source,
    }


def _told(
    regulation: Regulation, listed: Sequence[Confirming], w: Words
) -> Iterator[RenderableType]:
    yield Text(regulation.title.of(w.language), style="bold")
    if regulation.valid_to:
        yield w.text("page.regulation.valid_to", day=w.date(regulation.valid_to))
    places = Places(regulation, w)
    for section, rules in by_section(listed):
        part = w.label("regulation_part", section)
        yield Text.assemble((part, "bold"), f" ({len(rules)})")
        table = Table(box=None, pad_edge=False)
        for column in ("cli.rule", "cli.source", "cli.mark"):
            table.add_column(w.text(column))
        for each in rules:
            more = f" (+{len(each.places) - 1})" if len(each.places) > 1 else ""
            about = f"{places.said(each.places[0])}\n{each.places[0]}{more}"
            mark = w.label("mark", each.mark)
            style = "yellow" if each.rule.unconfirmed else None
            table.add_row(about, cited(each.rule.source, regulation, w), mark, style=style)
        yield table
    every = [rule.unconfirmed for _, rule in regulation.rules()]
    yield w.text("cli.rules_counted", rules=len(every), unconfirmed=sum(every))
