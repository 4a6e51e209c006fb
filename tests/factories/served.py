"""Pages served as `doan up` serves them, and Debian's Chromium that opens them."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from playwright.sync_api import Browser, sync_playwright

from flows.acts.desk import Desk
from tests.factories.office import Office
from tests.factories.prefect import wait_until
from tests.factories.site import Site

CHROMIUM = Path("/usr/bin/chromium")


@contextmanager
def serving(desk: Desk, office: Office) -> Iterator[Site]:
    """Serve the pages of a desk until the block ends."""
    opened = Site(desk, office)
    config = uvicorn.Config(
        opened.app, port=desk.settings.port, log_level="warning", lifespan="off"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    wait_until(lambda: server.started, "the web server")
    yield opened
    server.should_exit = True
    thread.join()
    opened.mail_goes_down()


@contextmanager
def a_chromium() -> Iterator[Browser]:
    """Drive Debian's Chromium until the block ends."""
    assert CHROMIUM.exists(), "Chromium is missing. On Debian: apt-get install chromium"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=str(CHROMIUM),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield opened
        opened.close()
