"""What a run leaves behind: its figures in `build/bench.json`, and nothing that still runs."""

import json
import signal
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from types import FrameType
from typing import NoReturn

from benchmarks.figures import Figure

BUILD = Path(__file__).parent.parent / "build"
KEPT = BUILD / "bench.json"


def keep(figures: Sequence[Figure]) -> None:
    """Write figures down; those of other rows and engines stay as an earlier run had them."""
    measured = {(figure.row, figure.engine): asdict(figure) for figure in figures}
    before = json.loads(KEPT.read_text()) if KEPT.exists() else []
    kept = {(each["row"], each["engine"]): each for each in before}
    BUILD.mkdir(exist_ok=True)
    KEPT.write_text(json.dumps([*{**kept, **measured}.values()], indent=2) + "\n")


def end_in_order_on_signals() -> None:
    """Let every process started so far be ended when this one is asked to end."""
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, _end_in_order)


def _end_in_order(number: int, _frame: FrameType | None) -> NoReturn:
    """A second signal must not disturb what the first began."""
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, signal.SIG_IGN)
    print("Ending what was started …", file=sys.stderr)
    sys.exit(128 + number)
