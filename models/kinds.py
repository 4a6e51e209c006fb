"""What a unit submits, whichever way the delegation travels."""

from config.regulation.codes import Kind
from config.regulation.province import Regulation
from models.errors import Problem, RequestInvalid
from models.inbound.request import InboundRequest
from models.outbound.request import OutboundRequest
from models.request.problems import shown

Request = OutboundRequest | InboundRequest

MODELS: dict[Kind, type[OutboundRequest] | type[InboundRequest]] = {
    Kind.OUTBOUND: OutboundRequest,
    Kind.INBOUND: InboundRequest,
}


def kind_written(values: object, regulation: Regulation) -> Kind:
    """Return the kind a request's text names; a text without one asks to go abroad.

    Raises `RequestInvalid` for a kind that does not exist, or that the regulation says nothing of.
    """
    written = values.get("kind") if isinstance(values, dict) else None
    if written is None:
        return Kind.OUTBOUND
    known = [kind for kind in Kind if kind is not Kind.INBOUND or regulation.inbound]
    for kind in known:
        if isinstance(written, str) and written.strip() == kind:
            return kind
    allowed = (("allowed", ", ".join(known)),)
    raise RequestInvalid((Problem("kind", shown(written), "choice", allowed),))
