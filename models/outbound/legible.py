"""What can be read of a request to go abroad in which something is wrong."""

from typing import Any

from config.regulation.codes import Trip
from models.outbound.parts import Acting, Host, Invitation, Member
from models.outbound.request import OutboundRequest
from models.request.legible import (
    Written,
    begun_in,
    chosen_in,
    dated_in,
    day_in,
    named_in,
    of_every_request,
    origin_in,
    part_in,
    parts_in,
    passport_in,
    text_in,
    yes_in,
)
from models.request.parts import Cost, Payer
from models.request.values.days import day_written


def legible(given: Written) -> OutboundRequest:
    """Return what `admission` and `papers` look at as far as it can be read, and for them only."""
    read: dict[str, Any] = {
        **of_every_request(given),
        "departs": day_in(given, "departs"),
        "returns": day_in(given, "returns"),
        "host": _host(part_in(given, "host")),
        "itinerary": (),
        "members": tuple(_member(written) for written in parts_in(given, "members")),
        "speeches": tuple(filter(None, parts_in(given, "speeches"))),
        "costs": tuple(_cost(written) for written in parts_in(given, "costs")),
        **chosen_in(given, "trip", Trip, "trip"),
        **begun_in(given, "plan_entry"),
    }
    return OutboundRequest.model_construct(**read)


def _host(given: Written) -> Host:
    invitation = Invitation.model_construct(**dated_in(given, "invitation"))
    return Host.model_construct(
        **origin_in(given), invitation=invitation if given.get("invitation") else None
    )


def _cost(given: Written) -> Cost:
    return Cost.model_construct(**chosen_in(given, "payer", Payer, "payer"))


def _member(given: Written) -> Member:
    acting = given.get("acting")
    stands_in = Acting.model_construct(**_named(acting)) if isinstance(acting, dict) else None
    read: dict[str, Any] = {
        "born": day_written(given.get("born")),
        "acting": stands_in,
        **yes_in(given, "party_member"),
    }
    return Member.model_construct(**_named(given), passport=passport_in(given), **read)


def _named(given: Written) -> dict[str, Any]:
    return {"name": text_in(given, "name"), **named_in(given, "person")}
