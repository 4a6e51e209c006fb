"""The embedded Prefect server: where it listens, what it keeps, what it must not do."""

import sys
from pathlib import Path

from config.settings import LOOPBACK, Settings


def prefect_environment(settings: Settings) -> dict[str, str]:
    """Return what Prefect's server and our worker need to know, and nothing that phones home."""
    home = settings.folder.resolve() / "prefect"
    environment = {
        "PREFECT_HOME": str(home),
        "PREFECT_PROFILES_PATH": str(home / "profiles.toml"),
        "PREFECT_API_URL": prefect_api(settings),
        "PREFECT_API_AUTH_STRING": settings.prefect_password,
        "PREFECT_SERVER_API_AUTH_STRING": settings.prefect_password,
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_WORKER_WEBSERVER_HOST": LOOPBACK,
        "PREFECT_WORKER_WEBSERVER_PORT": str(settings.worker_health_port),
        "PREFECT_CLIENT_CSRF_SUPPORT_ENABLED": "false",
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": f"sqlite+aiosqlite:///{home / 'prefect.sqlite'}",
        # Runs that ended long ago, and events, are Prefect's own to clear away.
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(
            _seconds(settings.keep_runs_days)
        ),
        "PREFECT_SERVER_EVENTS_RETENTION_PERIOD": f"P{settings.keep_events_days}D",
        "DO_NOT_TRACK": "1",
        "DOAN_FOLDER": str(settings.folder.resolve()),
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }
    home.mkdir(exist_ok=True, mode=0o700)
    return environment


def _seconds(days: int) -> int:
    return days * 24 * 60 * 60


def prefect_api(settings: Settings) -> str:
    """Return the address of Prefect's API: the one that is set, or the embedded server's."""
    return settings.prefect_api_url or f"http://{LOOPBACK}:{settings.prefect_port}/api"


def server_command(settings: Settings) -> list[str]:
    """Return the command that runs the server, on loopback only."""
    serve = [sys.executable, "-m", "prefect", "server", "start", "--host", LOOPBACK]
    return [*serve, "--port", str(settings.prefect_port)]


def prefect_bytes(settings: Settings) -> int | None:
    """Return the size of the embedded server's database; None where it is not here to be measured."""
    file = settings.folder / "prefect" / "prefect.sqlite"
    return file.stat().st_size if file.is_file() else None
