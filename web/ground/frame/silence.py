"""What stands above every page of a restored or copied Doan: that it is one, and does nothing."""

import asyncio
from contextvars import ContextVar

from sqlalchemy.exc import SQLAlchemyError
from starlette.types import ASGIApp, Receive, Scope, Send

from models.errors import InQuarantine
from models.store.copies.quarantine import in_quarantine
from models.store.database.engine import Store

silence: ContextVar[InQuarantine | None] = ContextVar("silence", default=None)


class Silence:
    """Wraps the application, and looks before each page as long as there may be a quarantine."""

    def __init__(self, app: ASGIApp, *, store: Store) -> None:
        self._app = app
        self._store = store

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request; its page knows whether this is a copy."""
        if scope["type"] == "http" and not self._store.is_released:
            silence.set(await asyncio.to_thread(_seen, self._store))
        await self._app(scope, receive, send)


def _seen(store: Store) -> InQuarantine | None:
    """Look; while the database is away its pages say so themselves, and probes have to be answered."""
    try:
        return in_quarantine(store)
    except SQLAlchemyError:
        return None
