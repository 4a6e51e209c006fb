"""The class guests are received in (hạng khách), by the rank of their head."""

from config.regulation.codes import GuestClass
from config.regulation.province import Regulation
from models.inbound.request import InboundRequest


def class_by_rank(request: InboundRequest, regulation: Regulation) -> GuestClass | None:
    """Return the class of the head's rank; None where a recorded decision of the host fixes it.

    Source: 35/2026/TT-BTC, annex and article 4 (a foreign governor, for one, is not named).
    """
    if regulation.inbound is None:
        return None
    return regulation.inbound.guest_ranks[request.head.rank].guest_class
