"""What can be read of a request in which something is wrong, for the checks of the day it is filed.

What cannot be read stands as something that breaks no rule, or has a problem of its own anyway.
"""

from datetime import date
from typing import Any

from config.regulation.codes import Kind
from models.inbound.parts import HostLeader, Interpreter, Item, Sender, Unannounced
from models.inbound.request import InboundRequest
from models.kinds import Request
from models.outbound.parts import Host, Member
from models.outbound.request import OutboundRequest
from models.request.fields import day_written
from models.request.problems import shown

MOST_PARTS = 100


def legible(values: object) -> Request:
    """Return what `models.request.admission` looks at as far as it can be read, and for it only."""
    given = values if isinstance(values, dict) else {}
    if str(given.get("kind")).strip() == Kind.INBOUND:
        return _legible_visit(given)
    read: dict[str, Any] = {
        "unit": _text(given.get("unit")),
        "departs": _day(given.get("departs")),
        "returns": _day(given.get("returns")),
        "host": Host.model_construct(**_country(given, "host")),
        "itinerary": (),
        "members": tuple(_legible_member(written) for written in _listed(given, "members")),
    }
    return OutboundRequest.model_construct(**read)


def _legible_visit(given: dict[str, object]) -> InboundRequest:
    read: dict[str, Any] = {
        "unit": _text(given.get("unit")),
        "arrives": _day(given.get("arrives")),
        "departs": _day(given.get("departs")),
        "further_visits": (),
        "sender": Sender.model_construct(**_country(given, "sender")),
        "guests": (),
        "unannounced": Unannounced.model_construct(reason="") if given.get("unannounced") else None,
        "programme": tuple(
            Item.model_construct(**_named(written, "unit", "leader"))
            for written in _listed(given, "programme")
        ),
        "received_by": tuple(
            HostLeader.model_construct(**_named(written, "person"))
            for written in _listed(given, "received_by")
        ),
        "interpreters": tuple(
            Interpreter.model_construct(**_named(written, "person"))
            for written in _listed(given, "interpreters")
        ),
    }
    return InboundRequest.model_construct(**read)


def _legible_member(given: dict[str, object]) -> Member:
    read: dict[str, Any] = {
        "name": _text(given.get("name")),
        "person": _text(given.get("person")) or None,
    }
    return Member.model_construct(**read)


def _country(given: dict[str, object], name: str) -> dict[str, Any]:
    part = given.get(name)
    return {"country": _text(part.get("country")) if isinstance(part, dict) else ""}


def _listed(given: dict[str, object], name: str) -> list[dict[str, object]]:
    """Return the parts of a list, as many as a request may have; what is none stands as empty."""
    parts = given.get(name)
    return [
        part if isinstance(part, dict) else {}
        for part in (parts[:MOST_PARTS] if isinstance(parts, list) else ())
    ]


def _named(part: dict[str, object], *names: str) -> dict[str, Any]:
    return {name: _text(part.get(name)) or None for name in names}


def _text(written: object) -> str:
    return shown(written).strip() if isinstance(written, str) else ""


def _day(written: object) -> date:
    return day_written(written) or date.max
