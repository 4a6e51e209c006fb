"""The kinds of cases there are: the one place where the core meets them."""

from typing import Any

from config.regulation.codes import Kind
from config.regulation.province import Regulation
from models.annual_plan.kind import ANNUAL_PLAN, CONTRIBUTION
from models.errors import Problem, RequestInvalid
from models.inbound.kind import INBOUND
from models.kind_of_case import KindOfCase
from models.outbound.kind import OUTBOUND
from models.request.problems import offered, shown
from models.request.values.choices import choice_meant, names_of

_ALL: tuple[KindOfCase[Any], ...] = (OUTBOUND, INBOUND, CONTRIBUTION, ANNUAL_PLAN)
KINDS: dict[Kind, KindOfCase[Any]] = {kind.model.kind: kind for kind in _ALL}


def kind_written(values: object, regulation: Regulation) -> Kind:
    """Return the kind a request's text names; a text without one asks for the first kind there is.

    Raises `RequestInvalid` for a kind that does not exist, or that the regulation says nothing of.
    """
    written = values.get("kind") if isinstance(values, dict) else None
    known = [kind for kind, of_case in KINDS.items() if of_case.is_in(regulation)]
    if written is None:
        return known[0]
    meant = choice_meant(tuple(KINDS), "kind", written)
    for kind in known:
        if kind == meant:
            return kind
    allowed = offered(known, names_of(tuple(KINDS), "kind"))
    raise RequestInvalid((Problem("kind", shown(written), "choice", offered=allowed),))
