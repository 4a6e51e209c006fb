"""What can be read of a request to receive guests in which something is wrong."""

from typing import Any

from models.inbound.parts import HostLeader, Sender, Unannounced
from models.inbound.request import InboundRequest
from models.programme.items import Interpreter, Item
from models.request.legible import Written, country_in, day_in, named_in, parts_in, text_in


def legible(given: Written) -> InboundRequest:
    """Return what `models.inbound.admission` looks at as far as it can be read, and for it only."""
    read: dict[str, Any] = {
        "unit": text_in(given, "unit"),
        "arrives": day_in(given, "arrives"),
        "departs": day_in(given, "departs"),
        "further_visits": (),
        "sender": Sender.model_construct(**country_in(given, "sender")),
        "guests": (),
        "unannounced": Unannounced.model_construct(reason="") if given.get("unannounced") else None,
        "programme": tuple(
            Item.model_construct(**named_in(written, "unit", "leader"))
            for written in parts_in(given, "programme")
        ),
        "received_by": tuple(
            HostLeader.model_construct(**named_in(written, "person"))
            for written in parts_in(given, "received_by")
        ),
        "interpreters": tuple(
            Interpreter.model_construct(**named_in(written, "person"))
            for written in parts_in(given, "interpreters")
        ),
    }
    return InboundRequest.model_construct(**read)
