"""Whoever asks Doan how it is: from this machine, from elsewhere, with a token or without."""

from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from flows.acts.desk import Desk
from web.app import create_app

HERE, ELSEWHERE = "127.0.0.1", "192.0.2.7"


def asked(desk: Desk, *, by: str = HERE, **headers: str):
    """Return the answer to somebody at an address who asks a Doan for its metrics."""
    settings = desk.settings
    client = TestClient(create_app(desk), base_url=settings.base_url, client=(by, 50000))
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.get("/metrics", headers=named)


def read(text: str) -> dict[str, dict[tuple[str, ...], float]]:
    """Return metrics by name and labels, read by Prometheus' own parser."""
    return {
        family.name: {tuple(each.labels.values()): each.value for each in family.samples}
        for family in text_string_to_metric_families(text)
    }


def metrics_of(desk: Desk) -> dict[str, dict[tuple[str, ...], float]]:
    """Return what this machine is told of a Doan."""
    return read(asked(desk).text)
