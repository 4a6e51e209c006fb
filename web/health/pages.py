"""`/metrics`: told to this machine, or to whoever shows the token that is set."""

import hmac
import ipaddress
from http import HTTPStatus

from fastapi import Request
from fastapi.responses import Response
from prometheus_client import CONTENT_TYPE_LATEST

from config.settings import Settings
from web.ground.permission import Permission, Router
from web.ground.running import RunningHere
from web.health.metrics import Metrics

router = Router()

# What a proxy adds says that somebody else asks than whom the connection is from.
_BY_A_PROXY = ("forwarded", "x-forwarded-for", "x-real-ip")


@router.shows("/metrics", Permission.OPEN)
def show_metrics(request: Request, running: RunningHere) -> Response:
    """Tell how Doan is; to others there is no such page (404), or none for them (403)."""
    settings = running.desk.settings
    if settings.metrics_token.get_secret_value():
        if not _shows_token(request, settings):
            return Response(status_code=HTTPStatus.FORBIDDEN)
    elif settings.is_public or not _is_from_here(request):
        return Response(status_code=HTTPStatus.NOT_FOUND)
    metrics: Metrics = request.app.state.metrics
    return Response(metrics.said(), media_type=CONTENT_TYPE_LATEST)


def _shows_token(request: Request, settings: Settings) -> bool:
    scheme, _, shown = request.headers.get("authorization", "").partition(" ")
    expected = settings.metrics_token.get_secret_value().encode()
    return scheme.lower() == "bearer" and hmac.compare_digest(shown.strip().encode(), expected)


def _is_from_here(request: Request) -> bool:
    """Tell whether a request is from this machine itself, and not by a proxy on it."""
    if request.client is None or any(name in request.headers for name in _BY_A_PROXY):
        return False
    try:
        return ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False
