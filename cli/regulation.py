"""`doan regulation`: every rule with its source and how sure we are of it."""

from rich.table import Table

from cli.screen import err, out
from cli.setting_up import read_settings
from config.regulation.check import weak_points
from config.regulation.parts import Source
from config.regulation.province import Regulation
from config.words import Words, words
from models.kinds import KINDS
from models.regulations import regulation_in_force


def show_regulation(language: str, *, unconfirmed_only: bool) -> int:
    """Print the rules of the regulation in force; return 1 when the file has weak points."""
    w = words(language)
    regulation = regulation_in_force(read_settings())
    table = Table(box=None, pad_edge=False)
    for column in ("cli.rule", "cli.source", "cli.mark"):
        table.add_column(w.text(column))
    rules = [(place, rule) for place, rule in regulation.rules()]
    for place, rule in rules:
        if rule.unconfirmed or not unconfirmed_only:
            style = "yellow" if rule.unconfirmed else None
            mark = w.label("mark", rule.source.mark)
            table.add_row(place, _citation(rule.source, regulation, w), mark, style=style)
    out.print(f"[bold]{regulation.title.of(w.language)}[/]")
    out.print(table)
    unconfirmed = sum(rule.unconfirmed for _, rule in rules)
    out.print(w.text("cli.rules_counted", rules=len(rules), unconfirmed=unconfirmed))
    points = weak_points(regulation, KINDS)
    for point in points:
        err.print(point, style="red", markup=False)
    return 1 if points else 0


def _citation(source: Source, regulation: Regulation, w: Words) -> str:
    document = regulation.documents.get(source.document or "")
    parts = (document.number if document else None, source.article)
    cited = ", ".join(part for part in parts if part)
    seen = w.text("cli.seen_in", place=source.seen_in) if source.seen_in else ""
    return " ".join(part for part in (cited, seen) if part) or "–"
