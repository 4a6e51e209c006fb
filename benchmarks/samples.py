"""How much is measured: enough for figures that hold, or just enough to see that it works."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Samples:
    """How many of what each part of the run takes.

    `stock_decisions` below a whole lifecycle are reckoned up to one.
    """

    one_by_one: int
    page_rounds: int
    at_once: tuple[int, ...]
    paced_cases: int
    hurried_cases: int
    long_cases: int
    stock_decisions: int
    floor_cases: int
    letters: int
    flood_cases: int
    asking_rounds: int
    grown_cases: int


FULL = Samples(
    one_by_one=8,
    page_rounds=50,
    at_once=(10, 50),
    paced_cases=16,
    hurried_cases=60,
    long_cases=8,
    stock_decisions=17,
    floor_cases=50,
    letters=10_000,
    flood_cases=10,
    asking_rounds=6,
    grown_cases=10,
)
QUICK = Samples(
    one_by_one=1,
    page_rounds=10,
    at_once=(10,),
    paced_cases=3,
    hurried_cases=6,
    long_cases=1,
    stock_decisions=2,
    floor_cases=3,
    letters=500,
    flood_cases=2,
    asking_rounds=1,
    grown_cases=3,
)
