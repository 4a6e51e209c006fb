"""What can be read of a request to receive guests in which something is wrong."""

from typing import Any

from config.regulation.codes import Activity, SenderKind
from models.inbound.costs import ReceptionCost
from models.inbound.parts import (
    Conference,
    Guest,
    HostLeader,
    Profession,
    Sender,
    Unannounced,
)
from models.inbound.request import InboundRequest
from models.programme.items import Interpreter, Item
from models.request.legible import (
    Written,
    begun_in,
    chosen_in,
    day_in,
    named_in,
    nationality_in,
    of_every_request,
    origin_in,
    part_in,
    parts_in,
    passport_in,
    text_in,
    yes_in,
)
from models.request.parts import Payer
from models.request.values.days import day_written


def legible(given: Written) -> InboundRequest:
    """Return what `admission` and `papers` look at as far as it can be read, and for them only."""
    read: dict[str, Any] = {
        **of_every_request(given),
        "arrives": day_in(given, "arrives"),
        "departs": day_in(given, "departs"),
        "further_visits": (),
        "sender": _sender(part_in(given, "sender")),
        "guests": tuple(_guest(written) for written in parts_in(given, "guests")),
        "unannounced": Unannounced.model_construct(reason="") if given.get("unannounced") else None,
        "programme": tuple(
            Item.model_construct(
                **named_in(written, "unit", "leader"),
                **chosen_in(written, "activity", Activity, "activity"),
            )
            for written in parts_in(given, "programme")
        ),
        "received_by": tuple(
            HostLeader.model_construct(**_named(written))
            for written in parts_in(given, "received_by")
        ),
        "interpreters": tuple(
            Interpreter.model_construct(**_named(written))
            for written in parts_in(given, "interpreters")
        ),
        "costs": tuple(
            ReceptionCost.model_construct(**chosen_in(written, "payer", Payer, "payer"))
            for written in parts_in(given, "costs")
        ),
        "conference": _conference(given.get("conference")),
        **begun_in(given, "plan_entry", "ngo", "press"),
    }
    return InboundRequest.model_construct(**read)


def _sender(given: Written) -> Sender:
    kind = chosen_in(given, "kind", SenderKind, "sender_kind")
    return Sender.model_construct(**origin_in(given), **kind)


def _conference(given: object) -> Conference | None:
    return (
        Conference.model_construct(**yes_in(given, "hosted")) if isinstance(given, dict) else None
    )


def _guest(given: Written) -> Guest:
    profession = chosen_in(given, "profession", Profession, "profession")
    born = day_written(given.get("born"))
    read: dict[str, Any] = {
        "name": text_in(given, "name"),
        "born": born,
        "passport": passport_in(given),
        **profession,
    }
    return Guest.model_construct(**nationality_in(given), **read)


def _named(given: Written) -> dict[str, Any]:
    return {"name": text_in(given, "name"), **named_in(given, "person")}
