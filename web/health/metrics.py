"""Metrics in the form of Prometheus, read from the database when they are asked for.

What they are called and what their labels may say stands here. A label says a code that this release
knows, or `other`: whatever else lies in a column, such as a name, gets into none.
"""

import shutil
import threading
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError

from config.regulation.codes import Stage
from flows.acts.desk import Desk
from models.kinds import KINDS
from models.store.health.figures import (
    IN_OUTBOX,
    NO_STAGE,
    REFUSALS,
    Figures,
    WebhookFigures,
    figures_now,
)

# Two who ask within so many seconds are told the same.
KEPT_SECONDS = 5.0
OTHER, NONE = "other", "none"
_STAGES = frozenset(Stage) | {NONE}


class Metrics(Collector):
    """The metrics of a Doan, in a registry of their own: nothing else of the process is in it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._asking = threading.Lock()
        self._said, self._said_at = b"", 0.0
        self._registry = CollectorRegistry(auto_describe=False)
        self._registry.register(self)

    def said(self) -> bytes:
        """Return all metrics as Prometheus reads them; the same for some seconds."""
        with self._asking:
            if not self._said or time.monotonic() - self._said_at >= KEPT_SECONDS:
                self._said, self._said_at = generate_latest(self._registry), time.monotonic()
            return self._said

    def collect(self) -> Iterable[Metric]:
        """Yield every metric; without a database those that need none."""
        figures = self._figures()
        yield _one("doan_database_up", "Whether the database answers.", float(figures is not None))
        yield self._info()
        yield from _disk(self._desk.settings.folder)
        if figures is not None:
            yield from _of_cases(figures)
            yield from _of_letters(figures)
            yield from _of_webhooks(figures.webhooks)
            yield from _of_the_house(figures)

    def describe(self) -> Iterable[Metric]:
        """Say nothing beforehand: a registry that asked would read the database at the start."""
        return ()

    def _figures(self) -> Figures | None:
        try:
            with self._desk.store.reading(one_moment=True) as conn:
                return figures_now(conn)
        except SQLAlchemyError:
            return None

    def _info(self) -> Metric:
        info = GaugeMetricFamily(
            "doan_info", "Which release this is.", labels=("version", "database")
        )
        database = "sqlite" if self._desk.store.is_sqlite else "postgresql"
        info.add_metric((release(), database), 1.0)
        return info


def release() -> str:
    """Return which release of Doan runs; empty where it was not installed."""
    try:
        return version("doan")
    except PackageNotFoundError:
        return ""


def _of_cases(figures: Figures) -> Iterator[Metric]:
    open_cases = GaugeMetricFamily(
        "doan_open_cases",
        "Cases under way; one with open steps in two stages counts in both.",
        labels=("kind", "stage"),
    )
    counted: dict[tuple[str, str], int] = {}
    for (kind, stage), count in figures.open_cases.items():
        said = _known(kind, KINDS), _known(NONE if stage == NO_STAGE else stage, _STAGES)
        counted[said] = counted.get(said, 0) + count
    for labels, count in counted.items():
        open_cases.add_metric(labels, count)
    yield open_cases
    yield _one("doan_cases_at_fault", "Cases whose next stage cannot be opened.", figures.at_fault)
    yield _one("doan_overdue_steps", "Open steps that are overdue.", figures.overdue_steps)
    yield _one(
        "doan_history_lag_cases", "Cases whose run has not been told all.", figures.lag_cases
    )
    yield _one("doan_history_lag_seconds", "For how long the oldest entry is untold.", figures.lag)


def _of_letters(figures: Figures) -> Iterator[Metric]:
    of_state = ("state",)
    yield _each("doan_letters", "Letters that are not sent.", of_state, IN_OUTBOX, figures.letters)
    yield _each(
        "doan_oldest_letter_age_seconds",
        "Since when the oldest of them is in the outbox.",
        of_state,
        IN_OUTBOX,
        figures.oldest_letter,
    )
    for way, since in (("mail", figures.mail_trouble), ("mailbox", figures.mailbox_trouble)):
        said = f"For how long the {'server takes no letters' if way == 'mail' else 'mailbox is unread'}."
        yield _one(f"doan_{way}_trouble_seconds", said, since or 0.0)


def _of_webhooks(found: Mapping[int, WebhookFigures]) -> Iterator[Metric]:
    """Yield what is told of each webhook, by its number: where it leads to is in no label."""
    told = (
        ("doan_webhook_calls_queued", "Calls that wait for a webhook.", "queued"),
        ("doan_webhook_oldest_call_age_seconds", "For how long the oldest waits.", "oldest"),
        ("doan_webhook_fails", "Whether it takes nothing, or has ended by itself.", "fails"),
        ("doan_webhook_failing_seconds", "For how long it takes nothing.", "failing"),
    )
    for name, said, figure in told:
        metric = GaugeMetricFamily(name, said, labels=("webhook",))
        for number, figures in found.items():
            metric.add_metric((str(number),), float(getattr(figures, figure)))
        yield metric


def _of_the_house(figures: Figures) -> Iterator[Metric]:
    yield _each(
        "doan_refusals_in_a_day",
        "What was refused at the door within 24 hours.",
        ("what",),
        REFUSALS,
        figures.refusals,
    )
    yield _one("doan_database_bytes", "Size of Doan's database.", figures.database_bytes)
    if figures.checkpoint_age is not None:
        said = "Age of the newest signed checkpoint."
        yield _one("doan_checkpoint_age_seconds", said, figures.checkpoint_age)
    if figures.sweep_age is not None:
        said = "Since somebody swept to the end."
        yield _one("doan_sweep_age_seconds", said, figures.sweep_age)


def _disk(folder: Path) -> Iterator[Metric]:
    try:
        disk = shutil.disk_usage(folder)
    except OSError:
        return
    yield _one("doan_disk_free_bytes", "Free on the disk of the folder.", disk.free)
    yield _one("doan_disk_bytes", "Size of the disk of the folder.", disk.total)
    database = folder / "prefect" / "prefect.sqlite"
    if database.is_file():
        size = database.stat().st_size
        yield _one("doan_prefect_database_bytes", "Size of Prefect's own database.", size)


def _one(name: str, said: str, value: float) -> Metric:
    return GaugeMetricFamily(name, said, value=value)


def _each(
    name: str,
    said: str,
    label: tuple[str],
    allowed: Iterable[str],
    found: Mapping[str, float],
) -> Metric:
    """Return a metric with a value for each code that is allowed; what is not found is nought."""
    metric = GaugeMetricFamily(name, said, labels=label)
    for code in allowed:
        metric.add_metric((str(code),), found.get(code, 0))
    return metric


def _known(code: str, allowed: Collection[str]) -> str:
    return str(code) if code in allowed else OTHER
