"""`doan regulation`: every rule with its source, or what is to be confirmed yet as a work list."""

from rich.table import Table

from cli.screen import err, out
from cli.setting_up import read_settings
from config.regulation.check import weak_points
from config.regulation.work_list import Places, by_section, cited, rules_of
from config.words import words
from models.kinds import KINDS
from models.regulations import regulation_in_force


def show_regulation(language: str, *, unconfirmed_only: bool) -> int:
    """Print the rules of the regulation in force; return 1 when the file has weak points."""
    w = words(language)
    regulation = regulation_in_force(read_settings())
    out.print(f"[bold]{regulation.title.of(w.language)}[/]")
    if regulation.valid_to:
        out.print(w.text("page.regulation.valid_to", day=w.date(regulation.valid_to)))
    places = Places(regulation, w)
    listed = rules_of(regulation, unconfirmed_only=unconfirmed_only)
    for section, rules in by_section(listed):
        out.print(f"[bold]{w.label('regulation_part', section)}[/] ({len(rules)})")
        table = Table(box=None, pad_edge=False)
        for column in ("cli.rule", "cli.source", "cli.mark"):
            table.add_column(w.text(column))
        for each in rules:
            more = f" (+{len(each.places) - 1})" if len(each.places) > 1 else ""
            about = f"{places.said(each.places[0])}\n{each.places[0]}{more}"
            mark = w.label("mark", each.mark)
            style = "yellow" if each.rule.unconfirmed else None
            table.add_row(about, cited(each.rule.source, regulation, w), mark, style=style)
        out.print(table)
    every = [rule.unconfirmed for _, rule in regulation.rules()]
    out.print(w.text("cli.rules_counted", rules=len(every), unconfirmed=sum(every)))
    points = weak_points(regulation, KINDS)
    for point in points:
        err.print(point, style="red", markup=False)
    return 1 if points else 0
