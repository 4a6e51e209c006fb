"""What Debian brings for the system tests; what is missing is named, and fails."""

import os
import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path

from tests.factories.prefect import free_port


@contextmanager
def postgresql(folder, *databases, **set_so):
    """Run Debian's PostgreSQL in a folder of its own; yield the address of each database."""
    folder.mkdir()
    if _as_its_user():
        shutil.chown(folder, "postgres")
    data = folder / "data"
    _run(*_as_its_user(), _program("initdb"), "-D", data, "-U", "doan", "-A", "trust", "-E", "UTF8")
    _set(data, set_so)
    with _serving(data, folder) as port:
        for name in databases:
            ours = ["-h", "127.0.0.1", "-p", str(port), "-U", "doan"]
            _run(_program("createdb"), *ours, name)
        yield [f"doan@127.0.0.1:{port}/{name}" for name in databases]


def base_backup(address, folder):
    """Copy the data of a running server, by its own means, without the log that it archives."""
    port = address.partition(":")[2].partition("/")[0]
    where = ["-h", "127.0.0.1", "-p", port, "-U", "doan"]
    whole = ["-D", folder, "-X", "none", "-c", "fast"]
    _run(*_as_its_user(), _program("pg_basebackup"), *where, *whole)


@contextmanager
def postgresql_back(folder, database, **set_so):
    """Run a server on a base backup, that goes on from it to where it is told; yield the address."""
    signal = folder / "recovery.signal"
    signal.touch()
    if _as_its_user():
        shutil.chown(signal, "postgres")
    _set(folder, set_so)
    with _serving(folder, folder.parent) as port:
        yield f"doan@127.0.0.1:{port}/{database}"


@contextmanager
def _serving(data, folder):
    port = free_port()
    listen = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder}"
    control = [*_as_its_user(), _program("pg_ctl"), "-D", data, "-w"]
    _run(*control, "-l", folder / "log", "-o", listen, "start")
    try:
        yield port
    finally:
        _run(*control, "-m", "immediate", "stop")


def _set(data, set_so):
    quoted = (f"{name} = '{value}'\n" for name, value in set_so.items())
    with (data / "postgresql.conf").open("a") as file:
        file.writelines(quoted)


def _as_its_user():
    # The server refuses to run as root; its own user comes with it.
    return ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []


def _program(name):
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    assert found, "PostgreSQL is missing. On Debian: apt-get install postgresql"
    return found[-1]


def _run(*command):
    # From a folder that the server's user may enter.
    done = subprocess.run(
        [str(part) for part in command], cwd="/", capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
