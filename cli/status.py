"""`doan status`: what is running, what is open, what waits, what falls due."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from rich.markup import escape
from rich.table import Table

from cli.people.webhook import stands
from cli.running.one import RunningPart, folder_of, runs
from cli.running.prefect_server import prefect_api, prefect_bytes
from cli.screen import err, out
from cli.setting_up import local_url, open_store, read_settings
from config.settings import LOOPBACK, Settings
from config.words import Words, words
from flows.acts.desk import Desk
from flows.apart import MOST_LISTED, aside_told
from flows.sweeps.readiness import unready_for
from models.store import cases, histories
from models.store.amiss import aside
from models.store.calls.webhook_calls import WebhookStanding, standings
from models.store.copies.quarantine import in_quarantine
from models.store.database.clock import now
from models.store.health.sizes import database_bytes, how_many_cases
from models.store.lists.asked import OverdueNow, overdue_now
from models.store.mail.failed import LetterCounts, letter_counts
from models.store.mail.trouble import MailTrouble, MailWay, mail_trouble_now
from models.store.moments import next_due
from notifications.sending.diagnosis import said_of_trouble
from notifications.sending.refusals import MailRefusal, MailStage

# A part that takes longer to say that it is well is not well.
PROBE_SECONDS = 1.5
_LONG_ENOUGH = timedelta(days=1)


def show_status(language: str) -> int:
    """Print which parts run, how many cases are open, which messages wait, what falls due next.

    Return 0 where all is well, 1 where a part does not run, no letter leaves, a webhook takes nothing,
    a case is at fault, Doan is not ready, something is set aside, or this Doan is a copy that is silent.
    """
    w = words(language)
    settings = read_settings()
    store = open_store(settings)
    delivers = runs(folder_of(store, settings), RunningPart.DELIVERER)
    with store.reading() as conn:
        # What is switched off is late for nothing.
        up_for = _LONG_ENOUGH if delivers else timedelta()
        unready = unready_for(Desk(store, settings), conn, up_for)
        broken = aside.everything(conn, most=MOST_LISTED)
        at_fault = cases.cases_at_fault(conn)
        letters, trouble = letter_counts(conn), mail_trouble_now(conn)
        told = standings(conn)
        rows: tuple[tuple[str, str], ...] = (
            ("cli.database", store.engine.url.render_as_string(hide_password=True)),
            ("cli.clock", w.moment(now(conn))),
            ("cli.open_cases", str(len(cases.all_cases(conn, open_only=True)))),
            ("cli.at_fault", ", ".join(at_fault) or "–"),
            ("cli.unready", "\n".join(w.text(f"unready.{each}") for each in unready) or "–"),
            ("cli.set_aside", "\n".join(aside_told(each, w) for each in broken) or "–"),
            ("cli.messages", _counted(w, letters)),
            ("cli.oldest_message", _moment(w, letters.since)),
            ("cli.mail_trouble", _trouble(w, settings, trouble)),
            ("cli.mailbox", _mailbox(w, settings, mail_trouble_now(conn, MailWay.IN))),
            ("cli.webhooks", _webhooks(w, told)),
            ("cli.history_lag", _lag(w, histories.lag(conn))),
            ("cli.overdue", _overdue(w, overdue_now(conn))),
            ("cli.next_due", _moment(w, next_due(conn))),
            *_bytes_a_case(w, settings, database_bytes(conn), how_many_cases(conn)),
        )
    silent = in_quarantine(store)
    if silent:
        err.print(silent.said(w), style="red", markup=False, soft_wrap=True)
    store.close()
    parts = {**dict(_parts(settings)), "deliverer": "running" if delivers else "not_running"}
    running = {part: w.text(f"cli.{state}") for part, state in parts.items()}
    running["web"] += f" · {settings.base_url}"
    rows += tuple((f"cli.{part}", state) for part, state in running.items())
    table = Table(show_header=False, box=None)
    for label, value in rows:
        table.add_row(w.text(label), escape(value))
    out.print(table)
    fails = any(each.fails for each in told)
    amiss = silent or at_fault or trouble or unready or broken or fails
    return 1 if amiss or "not_running" in parts.values() else 0


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
    # Pages that are not ready say for what; they run all the same.
    return answer.status_code in (httpx.codes.OK, httpx.codes.SERVICE_UNAVAILABLE)


def _counted(w: Words, letters: LetterCounts) -> str:
    return w.text("cli.messages_counted", waiting=letters.waiting, failed=letters.failed)


def _trouble(w: Words, settings: Settings, trouble: MailTrouble | None) -> str:
    if trouble is None:
        return w.text("cli.mail_well")
    refusal = MailRefusal(MailStage(trouble.stage), trouble.code, trouble.said)
    why = said_of_trouble(refusal, settings, w)
    since, last = w.moment(trouble.since), w.moment(trouble.last_at)
    return w.text("cli.mail_trouble_since", since=since, last=last, why=why)


def _mailbox(w: Words, settings: Settings, trouble: MailTrouble | None) -> str:
    if not settings.mailbox_url:
        return w.text("cli.mailbox_not_set")
    if trouble is None:
        return w.text("cli.mailbox_read")
    since, last = w.moment(trouble.since), w.moment(trouble.last_at)
    return w.text("cli.mailbox_trouble", since=since, last=last, why=trouble.said)


def _webhooks(w: Words, told: tuple[WebhookStanding, ...]) -> str:
    return "\n".join(f"{each.webhook.number} · {stands(w, each)}" for each in told) or "–"


def _overdue(w: Words, overdue: OverdueNow) -> str:
    if not overdue.steps:
        return "–"
    since = _moment(w, overdue.since)
    return w.text("cli.overdue_since", count=overdue.steps, since=since)


def _lag(w: Words, lag: histories.Lag) -> str:
    return f"{lag.cases} · {_moment(w, lag.since)}" if lag.cases else "–"


def _bytes_a_case(
    w: Words, settings: Settings, size: int, count: int
) -> tuple[tuple[str, str], ...]:
    """Return how much is kept a case, all in all; nothing where there is no case yet."""
    if not count:
        return ()
    of_prefect = prefect_bytes(settings)
    doan = f"{size / count / 1000:.0f}"
    if of_prefect is None:
        return (("cli.bytes_per_case", w.text("cli.bytes_per_case_said", doan=doan)),)
    prefect = f"{of_prefect / count / 1000:.0f}"
    said = w.text("cli.bytes_per_case_both", doan=doan, prefect=prefect)
    return (("cli.bytes_per_case", said),)


def _moment(w: Words, moment: datetime | None) -> str:
    return w.moment(moment) if moment else "–"
