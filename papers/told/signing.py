"""In which capacity a paper is signed. Source: 30/2020/NĐ-CP, article 13 and annex I. Pure."""

from models.authority import Capacity
from papers.told.issuers import HEAD_OF_A_BODY
from papers.told.paper import Issuer, Layout, Signing

_SHORT = {Capacity.DEPUTY: "KT", Capacity.BY_ORDER: "TL", Capacity.SUB_AUTHORITY: "TUQ"}


def signing(
    issuer: Issuer,
    head: str,
    name: str,
    *,
    capacity: Capacity | None = None,
    as_what: str = "",
) -> Signing:
    """Return how whoever signs does so: in the body's name, in their own, or for its head.

    `head` is what the head is called, in capitals; `as_what` what somebody is who signs for them, a gap
    to be filled in where that is not known. Only who signs for a body in common says TM.
    """
    lines = []
    if issuer.in_name_of and capacity in (None, Capacity.DEPUTY):
        lines.append(f"{_mark('TM', issuer.layout)} {issuer.in_name_of}")
    if capacity is None:
        lines.append(head or HEAD_OF_A_BODY)
    else:
        lines.append(f"{_mark(_SHORT[capacity], issuer.layout)} {head or HEAD_OF_A_BODY}")
        lines.append(as_what or (f"PHÓ {head}" if capacity is Capacity.DEPUTY and head else "……"))
    return Signing(tuple(lines), name)


def _mark(short: str, layout: Layout) -> str:
    """Return an abbreviation as the State writes it (KT.) or the Party (K/T)."""
    if layout is Layout.STATE:
        return f"{short}."
    return f"{short[:-1]}/{short[-1]}"
