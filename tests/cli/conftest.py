"""The `doan` command as people type it, on a folder of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cli.setting_up import prepare
from config.settings import Settings
from tests.factories.prepared import MONDAY_MORNING
from tests.factories.province_lived_in import lived_in

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A folder lived in, for tests that only read of it."""
    return lived_in(tmp_path_factory.mktemp("home"))


@pytest.fixture
def here(home, tmp_path, monkeypatch):
    """A copy of it, in which commands work."""
    copy = home.copied(tmp_path / "copy")
    monkeypatch.setenv("DOAN_FOLDER", str(copy.settings.folder))
    monkeypatch.setenv("DOAN_CATCH_MAIL", "1")
    return copy


@pytest.fixture
def doan(tmp_path):
    """A prepared folder, and the command that works on it."""
    prepare(Settings(folder=tmp_path), demo_from=MONDAY_MORNING).close()

    def run(*arguments):
        return subprocess.run(
            [sys.executable, "-m", "cli.main", *map(str, arguments)],
            cwd=ROOT,
            env={**os.environ, "DOAN_FOLDER": str(tmp_path), "COLUMNS": "200"},
            capture_output=True,
            text=True,
            check=False,
        )

    return run
