"""What can be read of a request to go abroad in which something is wrong."""

from typing import Any

from models.outbound.parts import Host, Member
from models.outbound.request import OutboundRequest
from models.request.legible import Written, country_in, day_in, named_in, parts_in, text_in


def legible(given: Written) -> OutboundRequest:
    """Return what `models.outbound.admission` looks at as far as it can be read, and for it only."""
    read: dict[str, Any] = {
        "unit": text_in(given, "unit"),
        "departs": day_in(given, "departs"),
        "returns": day_in(given, "returns"),
        "host": Host.model_construct(**country_in(given, "host")),
        "itinerary": (),
        "members": tuple(_member(written) for written in parts_in(given, "members")),
    }
    return OutboundRequest.model_construct(**read)


def _member(given: Written) -> Member:
    return Member.model_construct(name=text_in(given, "name"), **named_in(given, "person"))
