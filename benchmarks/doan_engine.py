"""What is measured of Doan: decisions at an office's pace, whole lives one by one and at once."""

import time
from collections.abc import Iterator, Sequence
from statistics import median

from benchmarks import costs, letters
from benchmarks.clock import seconds_to_rest
from benchmarks.doan import Doan
from benchmarks.figures import (
    LINES,
    MILLISECONDS,
    PER_SECOND,
    RATIO,
    SECONDS,
    Figure,
    median_and_tail,
)
from benchmarks.lives import DECISIONS, Decision, Life, live, submitted
from benchmarks.processes import lines_with
from benchmarks.samples import Samples

DECISIONS_A_SECOND = 3
# More than Prefect's server and the worker follow at once.
HURRIED_A_SECOND = 15
LOCKED = "database is locked"
# What the people asked answer, in the order in which they are asked; so every case ends refused.
_PACED = ("sign", "forward", "agree", "agree", "reject")
# The appraiser's steps are the 2nd, 5th and so on; the last is the 20th.
_ROUNDS = 7
_HURRIED = ("sign", "forward")


def figures_of(doan: Doan, engine: str, samples: Samples) -> Iterator[Figure]:
    """Measure everything; the first life, in which people sign in, is not counted."""
    live(doan, 1)
    doan.history_catches_up()
    yield from one_by_one(doan, engine, samples.one_by_one)
    yield from costs.figures_of(doan, engine, samples.page_rounds)
    yield from paced(doan, engine, samples.paced_cases)
    yield ageing(doan, engine, samples.long_cases)
    yield from hurried(doan, engine, samples.hurried_cases)
    for count in samples.at_once:
        yield at_once(doan, engine, count)
    yield from letters.figures_of(doan, engine, samples)
    yield from locked(doan, engine)


def letters_of(doan: Doan, engine: str, samples: Samples) -> Iterator[Figure]:
    """Measure letters alone."""
    live(doan, 1)
    doan.history_catches_up()
    yield from letters.figures_of(doan, engine, samples)


def one_by_one(doan: Doan, engine: str, count: int) -> Iterator[Figure]:
    """Let cases live one after another, each decision taken as soon as its message has come."""
    used, began = doan.cpu_seconds, time.monotonic()
    for _ in range(count):
        ended = live(doan, 1)
    yield Figure("lifecycles_per_second_1", engine, count / (ended - began), PER_SECOND)
    doan.history_catches_up()
    used = doan.cpu_seconds - used
    yield Figure("cpu_seconds_per_lifecycle", engine, used / count, SECONDS)
    of_one = used / count / DECISIONS
    yield Figure("cpu_ms_per_decision", engine, of_one * 1000, MILLISECONDS)


def at_once(doan: Doan, engine: str, count: int) -> Figure:
    """Let cases live at once."""
    began = time.monotonic()
    ended = live(doan, count)
    return Figure(f"lifecycles_per_second_{count}", engine, count / (ended - began), PER_SECOND)


def paced(doan: Doan, engine: str, count: int) -> list[Figure]:
    """Take decisions at an office's pace, each on a case whose run rests.

    Because it rests, the first rest of the run after a decision is that decision's trace.
    """
    lives = submitted(doan, count)
    for choice in _PACED:
        doan.history_catches_up()
        _all_answer(lives, choice, DECISIONS_A_SECOND)
    doan.history_catches_up()
    lags = [lag for each in lives for lag in _lags(doan, each)]
    for each in lives:
        each.goes_on(1)
    return [
        *median_and_tail("decision_to_mail", engine, _seconds_to_mail(lives)),
        *median_and_tail("history_lag", engine, lags),
    ]


def hurried(doan: Doan, engine: str, count: int) -> list[Figure]:
    """Take decisions faster than Prefect can follow: nobody waits for the history, which is made up."""
    lives = submitted(doan, count)
    doan.history_catches_up()
    for choice in _HURRIED:
        _all_answer(lives, choice, HURRIED_A_SECOND)
    lag, ended = doan.history_lag_seconds, time.monotonic()
    doan.history_catches_up()
    level_after = time.monotonic() - ended
    p50, _ = median_and_tail("decision_to_mail_hurried", engine, _seconds_to_mail(lives))
    return [
        p50,
        Figure("history_lag_hurried", engine, lag, SECONDS),
        Figure("history_level_after_hurried", engine, level_after, SECONDS),
    ]


def ageing(doan: Doan, engine: str, count: int) -> Figure:
    """Return dossiers again and again; compare an appraiser's last return with their first."""
    aged = [_age(doan) for _ in range(count)]
    young, old = (median(seconds) for seconds in zip(*aged, strict=True))
    return Figure("step_20_over_step_2", engine, old / young, RATIO)


def locked(doan: Doan, engine: str) -> Iterator[Figure]:
    """Count the lines of the logs that tell of a locked database."""
    yield Figure("database_is_locked_doan", engine, lines_with(LOCKED, *doan.own_logs), LINES)
    prefect = lines_with(LOCKED, doan.prefect_log)
    yield Figure("database_is_locked_prefect", engine, prefect, LINES)


def _seconds_to_mail(lives: Sequence[Life]) -> list[float]:
    seconds = (each.seconds_to_mail(d) for each in lives for d in each.decisions)
    return [s for s in seconds if s is not None]


def _all_answer(lives: Sequence[Life], choice: str, a_second: int) -> None:
    """Let somebody answer on each case, so many a second."""
    began = time.monotonic()
    for place, life in enumerate(lives):
        ask, page = life.opens_next()
        # A pace is kept here; nothing is waited for.
        time.sleep(max(0.0, began + (place + 1) / a_second - time.monotonic()))
        life.answers(ask, page, choice)


def _age(doan: Doan) -> tuple[float, float]:
    """Return the seconds from the return at a case's 2nd step, and at its 20th, to the mail.

    Each round is three steps: the unit signs, the appraiser returns, the unit writes anew. The two
    that are measured begin when nothing else is under way.
    """
    life = Life(doan, doan.submit())
    returns: list[Decision] = []
    for version in range(1, _ROUNDS + 1):
        if version > 1:
            life.resubmits(version)
        life.goes_on(1)
        ask, page = life.opens_next()
        if version in (1, _ROUNDS):
            doan.history_catches_up()
        returns.append(life.answers(ask, page, "return"))
    assert page.action.endswith("/steps/20"), page.action
    return _seconds(life, returns[0]), _seconds(life, returns[-1])


def _seconds(life: Life, returned: Decision) -> float:
    seconds = life.seconds_to_mail(returned)
    assert seconds is not None, "a return asks the unit for a new version"
    return seconds


def _lags(doan: Doan, life: Life) -> list[float]:
    states = doan.states_of_run(life.case_no)
    return [seconds_to_rest(decision.sent, states) for decision in life.decisions]
