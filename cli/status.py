"""`doan status`: what is open, what waits, what falls due."""

from datetime import datetime

from rich.table import Table

from cli.screen import out
from cli.setting_up import open_store, read_settings
from config.words import Words, words
from models.store import cases, histories, outbox
from models.store.engine import now
from models.store.moments import next_due


def show_status(language: str) -> None:
    """Print how many cases are open, which messages wait, and what falls due next."""
    w = words(language)
    settings = read_settings()
    store = open_store(settings)
    with store.reading() as conn:
        rows = (
            ("cli.database", store.engine.url.render_as_string(hide_password=True)),
            ("cli.clock", w.moment(now(conn))),
            ("cli.open_cases", str(len(cases.all_cases(conn, open_only=True)))),
            ("cli.at_fault", ", ".join(cases.cases_at_fault(conn)) or "–"),
            ("cli.oldest_message", _moment(w, outbox.oldest_waiting(conn))),
            ("cli.history_lag", _lag(w, histories.lag(conn))),
            ("cli.next_due", _moment(w, next_due(conn))),
            ("cli.web", settings.base_url),
        )
    table = Table(show_header=False, box=None)
    for label, value in rows:
        table.add_row(w.text(label), value)
    out.print(table)


def _lag(w: Words, lag: histories.Lag) -> str:
    return f"{lag.cases} · {_moment(w, lag.since)}" if lag.cases else "–"


def _moment(w: Words, moment: datetime | None) -> str:
    return w.moment(moment) if moment else "–"
