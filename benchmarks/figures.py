"""What comes out of a run: one figure for a row of the table and an engine."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

MILLISECONDS = "ms"
PER_SECOND = "1/s"
SECONDS = "s"
RATIO = "ratio"
LINES = "lines"
KILOBYTES = "kB"

# The table's rows in their order, each with what it says in words.
ROWS = {
    "decision_to_mail_p50": "decision to the next mail, median",
    "decision_to_mail_p95": "  95th percentile",
    "history_lag_p50": "decision to its run's rest, median",
    "history_lag_p95": "  95th percentile",
    "lifecycles_per_second_1": "lifecycles, one case at a time",
    "lifecycles_per_second_10": "  ten cases at once",
    "lifecycles_per_second_50": "  fifty cases at once",
    "cpu_seconds_per_lifecycle": "processor time of a lifecycle",
    "cpu_ms_per_decision": "  of each of its decisions, with all it causes",
    "cpu_ms_per_page": "processor time of a page",
    "step_20_over_step_2": "20th step of a case against its 2nd",
    "decision_to_mail_hurried_p50": "the same at fifteen a second",
    "history_lag_hurried": "  history then behind by",
    "history_level_after_hurried": "  and level again after",
    "letters_per_second": "letters queued at once leave",
    "cpu_ms_per_letter": "  processor time of each",
    "asking_letter_behind_500_p95": "decision to mail behind 500 that ask, 95th percentile",
    "lease_10000_waiting": "letters taken in hand where 10,000 wait",
    "bytes_per_case": "a finished case, once it is pruned",
    "bytes_per_case_in_prefect": "  in Prefect's database",
    "database_is_locked_doan": "'database is locked' in Doan's logs",
    "database_is_locked_prefect": "  in the log of Prefect's server",
    "web_desk_p95": "fifty people at once, 95th percentile: my desk",
    "web_cases_p95": "  a page of the list of cases",
    "web_search_p95": "  what a search finds",
    "web_case_p95": "  a case",
    "web_step_p95": "  a step that waits for a decision",
    "web_form_p95": "  a section of a request's form",
    "web_check_p95": "  what would come of a request",
    "web_decision_p95": "  a decision",
    "web_save_section_p95": "  a section saved as it is typed",
    "web_form_of_60_members": "form of sixty members",
}
# The engines in the order in which they are shown.
ENGINES = (
    "doan-sqlite",
    "doan-postgresql",
    "stock-prefect-sqlite",
    "floor-sqlite",
    "floor-postgresql",
)


@dataclass(frozen=True)
class Figure:
    """One measured value, with its unit."""

    row: str
    engine: str
    value: float
    unit: str


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that at least `share` of all values do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def median_and_tail(row: str, engine: str, seconds: Sequence[float]) -> list[Figure]:
    """Return the rows `<row>_p50` and `<row>_p95` of a sample, in milliseconds."""
    return [
        Figure(f"{row}_{name}", engine, percentile(seconds, share) * 1000, MILLISECONDS)
        for name, share in (("p50", 0.5), ("p95", 0.95))
    ]
