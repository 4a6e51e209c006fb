"""The embedded Prefect is told how long it keeps runs and events, in words that it understands."""

import json
import os
import subprocess
import sys

import pytest

from cli.running.prefect_server import prefect_bytes, prefect_environment
from config.settings import Settings

ASK = """
import json
from prefect.settings import get_current_settings
server = get_current_settings().server
vacuum = server.services.db_vacuum
kept = {
    "kinds": sorted(vacuum.enabled_vacuum_types),
    "runs": vacuum.retention_period.days,
    "events": server.events.retention_period.days,
}
print(json.dumps(kept))
"""


def understood(settings):
    """What Prefect makes of the variables its server is started with."""
    environment = {**os.environ, **prefect_environment(settings)}
    said = subprocess.run(
        [sys.executable, "-c", ASK], env=environment, capture_output=True, text=True, check=True
    )
    return json.loads(said.stdout)


@pytest.mark.parametrize(("runs", "events"), [(90, 2), (8, 30)])
def test_runs_and_events_are_kept_as_long_as_is_set(tmp_path, runs, events):
    settings = Settings(folder=tmp_path, keep_runs_days=runs, keep_events_days=events)

    kept = understood(settings)

    assert (kept["runs"], kept["events"]) == (runs, events)
    assert {"events", "flow_runs"} <= set(kept["kinds"])


def test_runs_are_kept_as_long_as_they_are_looked_after():
    with pytest.raises(ValueError, match="greater than or equal to 8"):
        Settings(keep_runs_days=7)


def test_its_size_is_told_where_it_is_here(tmp_path):
    settings = Settings(folder=tmp_path)
    before = prefect_bytes(settings)
    (tmp_path / "prefect").mkdir()
    (tmp_path / "prefect" / "prefect.sqlite").write_bytes(b"x" * 1000)

    assert (before, prefect_bytes(settings)) == (None, 1000)
