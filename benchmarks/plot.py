"""The figures as a picture: how long a decision takes to the next mail, and to its run's rest."""

from collections.abc import Sequence
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Picture

from benchmarks.figures import ENGINES, Figure
from benchmarks.table import shown

# What is drawn, in this order: row, words, colour. A tail has the pale colour of its median.
_BARS = (
    ("decision_to_mail_p50", "to the next step's mail, median", "#1f5a94"),
    ("decision_to_mail_p95", "to the next step's mail, 95th percentile", "#9dbfe0"),
    ("history_lag_p50", "to the rest of its Prefect run, median", "#b3541e"),
    ("history_lag_p95", "to the rest of its Prefect run, 95th percentile", "#e8bd9d"),
)
_THICKNESS = 0.2


def draw(figures: Sequence[Figure], path: Path) -> None:
    """Draw the figures of all engines as bars on a logarithmic scale, in milliseconds."""
    values = {(figure.engine, figure.row): figure.value for figure in figures}
    engines = [engine for engine in ENGINES if (engine, _BARS[0][0]) in values]
    picture = Picture(figsize=(9, 5.5), layout="constrained")
    axes: Axes = picture.subplots()
    for place, (row, words, colour) in enumerate(_BARS):
        offset = (place - (len(_BARS) - 1) / 2) * _THICKNESS
        found = [(at + offset, values.get((engine, row))) for at, engine in enumerate(engines)]
        _bars(axes, [(at, value) for at, value in found if value is not None], words, colour)
    axes.set_xscale("log")
    axes.xaxis.set_major_formatter("{x:,g}")
    axes.set_xlabel("milliseconds from the decision, logarithmic scale")
    axes.set_yticks(range(len(engines)), engines)
    axes.invert_yaxis()
    axes.spines[["top", "right"]].set_visible(False)
    axes.margins(x=0.15)
    picture.legend(loc="outside lower center", ncols=2, frameon=False)
    picture.savefig(path, dpi=120)


def _bars(axes: Axes, bars: Sequence[tuple[float, float]], words: str, colour: str) -> None:
    """Draw one row's bars, each with its value beside it."""
    places, lengths = zip(*bars, strict=True) if bars else ((), ())
    drawn = axes.barh(places, lengths, _THICKNESS * 0.9, color=colour, label=words)
    axes.bar_label(drawn, [shown(length) for length in lengths], padding=3, fontsize=8)
