"""What a regulation says of receiving guests, for whoever needs that it says anything."""

from config.regulation.inbound import Inbound
from config.regulation.province import Regulation
from models.errors import RegulationInvalid


def part_on_guests(regulation: Regulation) -> Inbound:
    """Return the part of a regulation on receiving guests; raises `RegulationInvalid`."""
    if regulation.inbound is None:
        raise RegulationInvalid(name=regulation.name, what="it has no part on receiving guests")
    return regulation.inbound
