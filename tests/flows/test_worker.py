"""The warm worker as Prefect knows it."""

import subprocess
import sys


def test_prefects_command_line_knows_the_worker_type():
    ask = "from prefect.workers.base import BaseWorker as W; print(*W.get_all_available_worker_types())"
    command = [sys.executable, "-c", ask]

    known = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()

    assert "doan" in known
