"""What the pages need of a running Doan, joined once by `create_app` and asked for by handlers."""

from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Request

from flows.acts.desk import Desk
from notifications.sending.catcher import Catcher
from web.ground.calls.pace import Pace
from web.ground.door.provider import Provider
from web.ground.noted.feeds import FeedReads
from web.ground.noted.openings import Openings
from web.ground.noted.readiness import Readiness
from web.ground.noted.verifying import Verifying


@dataclass(frozen=True)
class Running:
    """The desk, the local catcher where one was asked for, who opened what since a moment ago.

    And the OpenID provider whose accounts people sign in by, where one is set; what probes are told,
    the verification an auditor asked for; how fast other systems call, and how often calendars are read
    by their addresses.
    """

    desk: Desk
    catcher: Catcher | None = None
    openings: Openings = field(default_factory=Openings)
    provider: Provider | None = None
    readiness: Readiness = field(default_factory=Readiness)
    verifying: Verifying = field(default_factory=Verifying)
    pace: Pace = field(default_factory=Pace)
    feeds: FeedReads = field(default_factory=FeedReads)

    @property
    def is_https(self) -> bool:
        """Tell whether people reach Doan by https, so that cookies may be kept to it."""
        return self.desk.settings.is_https


async def _running(request: Request) -> Running:
    """Return the Doan of the application a request came to.

    It waits for nothing, so it is not worth a thread, which FastAPI would give to a plain function.
    """
    running: Running = request.app.state.running
    return running


RunningHere = Annotated[Running, Depends(_running)]
