"""A real Prefect server and a real worker, as `doan up` starts them, for a test module."""

import os
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from socket import create_server
from typing import Any

import httpx
from prefect.context import SyncClientContext
from prefect.settings import (
    PREFECT_API_AUTH_STRING,
    PREFECT_API_URL,
    PREFECT_CLIENT_CSRF_SUPPORT_ENABLED,
    temporary_settings,
)

from cli.running.prefect_server import prefect_api, prefect_environment, server_command
from config.settings import Settings

PATIENCE_SECONDS = 600


def free_port() -> int:
    with create_server(("127.0.0.1", 0)) as held:
        return int(held.getsockname()[1])


def settings_beside_prefect(folder):
    """The settings of a Doan in a folder beside which Prefect runs, on ports that are free."""
    names = ("prefect_port", "worker_port", "worker_health_port", "poke_port")
    ports: dict[str, Any] = {name: free_port() for name in names}
    return Settings(folder=folder, **ports)


def wait_until(true, what="it"):
    """Wait for something another process does; fail, naming it, when it does not come."""
    pause = threading.Event()
    until = time.monotonic() + PATIENCE_SECONDS
    while not (found := true()):
        assert time.monotonic() < until, f"{what} did not come"
        pause.wait(0.05)
    return found


@dataclass
class Prefect:
    """The settings of a Doan beside which a Prefect server may run."""

    settings: Settings

    @contextmanager
    def serving(self, **environment):
        """Run the server until the block ends."""
        with self._process(server_command(self.settings), **environment):
            wait_until(self.answers, "Prefect's server")
            yield

    @contextmanager
    def working(self, store, *, stock=False):
        """Run a worker on a database until the block ends: the warm one, or Prefect's own."""
        command = [sys.executable, "-m", "cli.main", "worker"]
        if stock:
            pool = ("--pool", "doan", "--type", "process")
            command = [sys.executable, "-m", "prefect", "worker", "start", *pool]
        with self._process(command, DOAN_DATABASE_URL=store.url):
            yield

    @contextmanager
    def client(self):
        """Speak to the server from this process, as the worker does."""
        changed = {
            PREFECT_API_URL: prefect_api(self.settings),
            PREFECT_API_AUTH_STRING: self.settings.prefect_password,
            PREFECT_CLIENT_CSRF_SUPPORT_ENABLED: False,
        }
        with temporary_settings(changed), SyncClientContext() as context:
            yield context.client

    def answers(self) -> bool:
        try:
            return bool(self._get("/health").status_code == httpx.codes.OK)
        except httpx.HTTPError:
            return False

    def run(self, run_id):
        return self._get(f"/flow_runs/{run_id}").json()

    def states(self, run_id):
        found = self._get("/flow_run_states/", params={"flow_run_id": run_id}).json()
        return sorted(found, key=lambda state: state["timestamp"])

    def delete(self, run_id):
        self._send("DELETE", f"/flow_runs/{run_id}")

    def set_state(self, run_id, state_type):
        """Force a run's state as a person at Prefect's own page, or a dead worker, leaves it."""
        body = {"state": {"type": state_type}, "force": True}
        self._send("POST", f"/flow_runs/{run_id}/set_state", json=body)

    def artifact(self, key):
        """Return what the newest artifact with a key says."""
        return self._send("GET", f"/artifacts/{key.lower()}/latest").json()["data"]

    def housekeeping_runs(self):
        """Return the runs of the sweeps, newest first."""
        flows = {"name": {"any_": ["housekeeping"]}}
        return self._send("POST", "/flow_runs/filter", json={"flows": flows}).json()

    def worker_is_well(self) -> bool:
        """Ask the health check of the warm worker."""
        url = f"http://127.0.0.1:{self.settings.worker_health_port}/health"
        try:
            return bool(httpx.get(url, trust_env=False).status_code == httpx.codes.OK)
        except httpx.HTTPError:
            return False

    @property
    def database(self) -> Path:
        return self.settings.folder / "prefect" / "prefect.sqlite"

    def _get(self, path, **more):
        with self._client() as client:
            return client.get(path, **more)

    def _send(self, method, path, **more):
        """Send a request until the server is not busy: its SQLite answers 503 now and then."""
        with self._client() as client:
            answer = wait_until(
                lambda: (a := client.request(method, path, **more)).status_code != 503 and a,
                "an answer of Prefect's server",
            )
            return answer.raise_for_status()

    def _client(self):
        user, _, password = self.settings.prefect_password.partition(":")
        return httpx.Client(
            base_url=prefect_api(self.settings), auth=(user, password), trust_env=False, timeout=10
        )

    @contextmanager
    def _process(self, command, **environment):
        environment = {
            **os.environ,
            **prefect_environment(self.settings),
            "DOAN_PREFECT_PORT": str(self.settings.prefect_port),
            "DOAN_WORKER_PORT": str(self.settings.worker_port),
            "DOAN_WORKER_HEALTH_PORT": str(self.settings.worker_health_port),
            "DOAN_POKE_PORT": str(self.settings.poke_port),
            "DOAN_RECONCILE_SECONDS": "0.5",
            **environment,
        }
        log = (self.settings.folder / f"{command[2]}.log").open("ab")
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            yield process
        finally:
            process.terminate()
            try:
                # A worker whose server is away hangs in a call; `doan up` kills it as well.
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            log.close()
