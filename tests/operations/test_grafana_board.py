"""The board for Grafana asks for what Doan tells, and for nothing else; all of that is on it."""

import json
import re
from pathlib import Path

import pytest

from flows.sweeps.sweep import sweep_if_due
from models.store.health.figures import IN_OUTBOX
from tests.factories.monitoring import asked, metrics_of
from tests.factories.office import Office

BOARD = json.loads(
    (Path(__file__).parents[2] / "deploy" / "grafana" / "doan.json").read_text(encoding="utf-8")
)
PANELS = [panel for panel in BOARD["panels"] if panel["type"] != "row"]
ASKED = [
    (panel["title"], each["expr"], each["legendFormat"])
    for panel in PANELS
    for each in panel["targets"]
]


def names_in(expression):
    return set(re.findall(r"doan_\w+", expression))


@pytest.fixture
def told(desk):
    """Every metric there is, of a Doan that has cases, was swept and has a Prefect beside it."""
    Office(desk).submits()
    sweep_if_due(desk)
    (desk.settings.folder / "prefect").mkdir()
    (desk.settings.folder / "prefect" / "prefect.sqlite").touch()
    return metrics_of(desk)


def test_every_metric_it_asks_for_is_told(told):
    assert {name for _, expr, _ in ASKED for name in names_in(expr)} - set(told) == set()


def test_every_metric_that_is_told_is_on_it(told):
    assert set(told) - {name for _, expr, _ in ASKED for name in names_in(expr)} == set()


def test_every_label_a_legend_names_is_one_of_its_metric(desk, told):
    said = asked(desk).text
    for title, expr, legend in ASKED:
        for label in re.findall(r"{{(\w+)}}", legend):
            name = next(iter(names_in(expr)))
            assert (title, re.search(rf"^{name}{{[^}}]*\b{label}=", said, re.M) is not None) == (
                title,
                True,
            )


def test_every_state_it_asks_for_is_one_of_letters():
    wanted = {
        state
        for _, expr, _ in ASKED
        for states in re.findall(r'state=~"([^"]+)"', expr)
        for state in states.split("|")
    }

    assert wanted <= {str(state) for state in IN_OUTBOX}


def test_every_panel_says_what_it_shows_and_lies_beside_the_others():
    places = [
        {(x, y) for x in range(g["x"], g["x"] + g["w"]) for y in range(g["y"], g["y"] + g["h"])}
        for g in (panel["gridPos"] for panel in BOARD["panels"])
    ]

    assert all(panel["description"] for panel in PANELS)
    assert len(set().union(*places)) == sum(map(len, places))
    assert len({panel["id"] for panel in BOARD["panels"]}) == len(BOARD["panels"])
