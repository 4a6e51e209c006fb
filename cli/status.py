"""`doan status`: what is running, what is open, what waits, what falls due."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from rich.table import Table
from rich.text import Text

from cli.people.webhook import stands, webhook_told
from cli.running.one import RunningPart, folder_of, runs
from cli.running.prefect_server import prefect_api, prefect_bytes
from cli.screen import err
from cli.setting_up import local_url, open_store, read_settings
from cli.told.document import answer, for_programs
from config.settings import LOOPBACK, Settings
from config.words import Words, words
from flows.acts.desk import Desk
from flows.apart import MOST_LISTED, aside_told
from flows.sweeps.readiness import unready_for
from models.store import cases, histories
from models.store.amiss import aside
from models.store.amiss.aside import Aside
from models.store.calls.standings import WebhookStanding, standings
from models.store.copies.quarantine import in_quarantine
from models.store.database.clock import now
from models.store.database.engine import Store
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


@dataclass(frozen=True)
class _Looked:
    """What is found of Doan at one moment (UTC): what is open, what waits, what is amiss."""

    at: datetime
    database: str
    open_cases: int
    at_fault: Sequence[str]
    unready: Sequence[str]
    set_aside: Sequence[Aside]
    letters: LetterCounts
    webhooks: Sequence[WebhookStanding]
    mail_trouble: MailTrouble | None
    mailbox_trouble: MailTrouble | None
    history_lag: histories.Lag
    overdue: OverdueNow
    next_due: datetime | None
    bytes: int
    cases: int

    @property
    def is_amiss(self) -> bool:
        """Tell whether something is to be mended, whatever runs."""
        fail = any(each.health.fails for each in self.webhooks)
        return bool(self.at_fault or self.mail_trouble or self.unready or self.set_aside or fail)


def show_status(language: str) -> int:
    """Print which parts run, how many cases are open, which messages wait, what falls due next.

    Return 0 where all is well, 1 where a part does not run, no letter leaves, a case is at fault, Doan
    is not ready, something is set aside, or this Doan is a copy that stays silent.
    """
    w = words(language)
    settings = read_settings()
    store = open_store(settings)
    delivers = runs(folder_of(store, settings), RunningPart.DELIVERER)
    looked, silent = _looked(store, settings, delivers=delivers), in_quarantine(store)
    store.close()
    parts = {**dict(_parts(settings)), "deliverer": "running" if delivers else "not_running"}
    is_well = not (silent or looked.is_amiss or "not_running" in parts.values())
    kept = _kept(settings, looked)
    told = {field.name: getattr(looked, field.name) for field in fields(looked)}
    facts = {
        "well": is_well,
        "parts": parts,
        "address": settings.base_url,
        "quarantine": {"why": silent.why, "since": silent.since} if silent else None,
        **told,
        "webhooks": [webhook_told(each) for each in looked.webhooks],
        "bytes_per_case": kept or None,
    }
    if silent and not for_programs():
        err.print(silent.said(w), style="red", markup=False, soft_wrap=True)
    answer(facts, _table(w, settings, looked, parts, kept))
    return 0 if is_well else 1


def _looked(store: Store, settings: Settings, *, delivers: bool) -> _Looked:
    with store.reading() as conn:
        # What is switched off is late for nothing.
        up_for = _LONG_ENOUGH if delivers else timedelta()
        return _Looked(
            at=now(conn),
            database=store.engine.url.render_as_string(hide_password=True),
            open_cases=len(cases.all_cases(conn, open_only=True)),
            at_fault=tuple(cases.cases_at_fault(conn)),
            unready=tuple(unready_for(Desk(store, settings), conn, up_for)),
            set_aside=tuple(aside.everything(conn, most=MOST_LISTED)),
            letters=letter_counts(conn),
            webhooks=standings(conn),
            mail_trouble=mail_trouble_now(conn),
            mailbox_trouble=mail_trouble_now(conn, MailWay.IN),
            history_lag=histories.lag(conn),
            overdue=overdue_now(conn),
            next_due=next_due(conn),
            bytes=database_bytes(conn),
            cases=how_many_cases(conn),
        )


def _table(
    w: Words,
    settings: Settings,
    looked: _Looked,
    parts: Mapping[str, str],
    kept: Mapping[str, int],
) -> Table:
    running = {part: w.text(f"cli.{state}") for part, state in parts.items()}
    running["web"] += f" · {settings.base_url}"
    rows: dict[str, str] = {
        "database": looked.database,
        "clock": w.moment(looked.at),
        "open_cases": str(looked.open_cases),
        "at_fault": ", ".join(looked.at_fault) or "–",
        "unready": "\n".join(w.text(f"unready.{each}") for each in looked.unready) or "–",
        "set_aside": "\n".join(aside_told(each, w) for each in looked.set_aside) or "–",
        "messages": _counted(w, looked.letters),
        "oldest_message": _moment(w, looked.letters.since),
        "mail_trouble": _trouble(w, settings, looked.mail_trouble),
        "mailbox": _mailbox(w, settings, looked.mailbox_trouble),
        "webhooks": _webhooks(w, looked.webhooks),
        "history_lag": _lag(w, looked.history_lag),
        "overdue": _overdue(w, looked.overdue),
        "next_due": _moment(w, looked.next_due),
    }
    if kept:
        rows["bytes_per_case"] = _kept_said(w, kept)
    table = Table(show_header=False, box=None)
    for label, value in (rows | running).items():
        table.add_row(w.text(f"cli.{label}"), Text(value))
    return table


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


def _webhooks(w: Words, told: Sequence[WebhookStanding]) -> str:
    return "\n".join(f"{each.webhook.number} · {stands(w, each)}" for each in told) or "–"


def _overdue(w: Words, overdue: OverdueNow) -> str:
    if not overdue.steps:
        return "–"
    since = _moment(w, overdue.since)
    return w.text("cli.overdue_since", count=overdue.steps, since=since)


def _lag(w: Words, lag: histories.Lag) -> str:
    return f"{lag.cases} · {_moment(w, lag.since)}" if lag.cases else "–"


def _kept(settings: Settings, looked: _Looked) -> dict[str, int]:
    """Return how many bytes are kept a case, all in all; nothing where there is no case yet."""
    if not looked.cases:
        return {}
    of_prefect = prefect_bytes(settings)
    kept = {"doan": looked.bytes // looked.cases}
    return kept if of_prefect is None else {**kept, "prefect": of_prefect // looked.cases}


def _kept_said(w: Words, kept: Mapping[str, int]) -> str:
    told = {name: f"{count / 1000:.0f}" for name, count in kept.items()}
    return w.text(
        "cli.bytes_per_case_both" if "prefect" in kept else "cli.bytes_per_case_said", **told
    )


def _moment(w: Words, moment: datetime | None) -> str:
    return w.moment(moment) if moment else "–"
