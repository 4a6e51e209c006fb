"""`doan status`: what is running, what is open, what waits, what falls due."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from rich.table import Table

from cli.running.prefect_server import prefect_api
from cli.screen import out
from cli.setting_up import local_url, open_store, read_settings
from config.settings import LOOPBACK, Settings
from config.words import Words, words
from models.store import cases, histories, outbox
from models.store.database.clock import now
from models.store.moments import next_due

# A part that takes longer to say that it is well is not well.
PROBE_SECONDS = 1.5


def show_status(language: str) -> None:
    """Print which parts run, how many cases are open, which messages wait, what falls due next."""
    w = words(language)
    settings = read_settings()
    store = open_store(settings)
    with store.reading() as conn:
        rows: tuple[tuple[str, str], ...] = (
            ("cli.database", store.engine.url.render_as_string(hide_password=True)),
            ("cli.clock", w.moment(now(conn))),
            ("cli.open_cases", str(len(cases.all_cases(conn, open_only=True)))),
            ("cli.at_fault", ", ".join(cases.cases_at_fault(conn)) or "–"),
            ("cli.oldest_message", _moment(w, outbox.oldest_waiting(conn))),
            ("cli.history_lag", _lag(w, histories.lag(conn))),
            ("cli.next_due", _moment(w, next_due(conn))),
        )
    running = {part: w.text(f"cli.{state}") for part, state in _parts(settings)}
    running["web"] += f" · {settings.base_url}"
    rows += tuple((f"cli.{part}", state) for part, state in running.items())
    table = Table(show_header=False, box=None)
    for label, value in rows:
        table.add_row(w.text(label), value)
    out.print(table)


def _parts(settings: Settings) -> Iterator[tuple[str, str]]:
    """Ask the web pages, the worker and Prefect's server, all at once, whether they are running."""
    asked = {
        "web": f"{local_url(settings)}/readyz",
        "worker": f"http://{LOOPBACK}:{settings.worker_health_port}/health",
        "prefect": f"{prefect_api(settings)}/health",
    }
    with ThreadPoolExecutor(len(asked)) as asking:
        for part, answers in zip(asked, asking.map(_answers, asked.values()), strict=True):
            yield part, "running" if answers else "not_running"


def _answers(url: str) -> bool:
    import httpx

    try:
        answer = httpx.get(url, timeout=PROBE_SECONDS, trust_env=False)
    except (httpx.HTTPError, httpx.InvalidURL):
        return False
    return answer.status_code == httpx.codes.OK


def _lag(w: Words, lag: histories.Lag) -> str:
    return f"{lag.cases} · {_moment(w, lag.since)}" if lag.cases else "–"


def _moment(w: Words, moment: datetime | None) -> str:
    return w.moment(moment) if moment else "–"
