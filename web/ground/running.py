"""What the pages need of a running Doan, joined once by `create_app` and asked for by handlers."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from flows.acts.desk import Desk
from notifications.sending.catcher import Catcher


@dataclass(frozen=True)
class Running:
    """The desk, and the local catcher where there is no mail server."""

    desk: Desk
    catcher: Catcher | None = None

    @property
    def is_https(self) -> bool:
        """Tell whether people reach Doan by https, so that cookies may be kept to it."""
        return self.desk.settings.base_url.startswith("https://")


async def _running(request: Request) -> Running:
    """Return the Doan of the application a request came to.

    It waits for nothing, so it is not worth a thread, which FastAPI would give to a plain function.
    """
    running: Running = request.app.state.running
    return running


RunningHere = Annotated[Running, Depends(_running)]
