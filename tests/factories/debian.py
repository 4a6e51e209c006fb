"""What Debian brings for the system tests; what is missing is named, and fails."""

import os
import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path

from tests.factories.prefect import free_port


@contextmanager
def postgresql(folder, *databases):
    """Run Debian's PostgreSQL in a folder of its own; yield the address of each database."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    assert found, "PostgreSQL is missing. On Debian: apt-get install postgresql"
    data, port = folder / "data", free_port()
    # The server refuses to run as root; its own user comes with it.
    user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    folder.mkdir()
    if user:
        shutil.chown(folder, "postgres")
    _run(*user, found[-1], "-D", data, "-U", "doan", "-A", "trust", "-E", "UTF8")
    listen = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder}"
    control = [*user, found[-1].with_name("pg_ctl"), "-D", data, "-w"]
    _run(*control, "-l", folder / "log", "-o", listen, "start")
    try:
        for name in databases:
            ours = ["-h", "127.0.0.1", "-p", str(port), "-U", "doan"]
            _run(found[-1].with_name("createdb"), *ours, name)
        yield [f"doan@127.0.0.1:{port}/{name}" for name in databases]
    finally:
        _run(*control, "-m", "immediate", "stop")


def _run(*command):
    # From a folder that the server's user may enter.
    done = subprocess.run(
        [str(part) for part in command], cwd="/", capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
