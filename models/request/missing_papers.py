"""The papers a dossier lacks: those the regulation asks for and the request does not list. Pure."""

from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

from config.regulation.codes import RequiredWhen
from config.regulation.province import Regulation
from models.findings import Finding, Level, make_finding
from models.request.base import Request

T = TypeVar("T")


def missing_papers(
    request: Request,
    regulation: Regulation,
    required: Mapping[RequiredWhen, Callable[[T], bool]],
    asked: T,
) -> Iterator[Finding]:
    """Find the papers a dossier lacks; one is there as soon as the request lists its kind.

    `required` tells of what is `asked` whether a condition holds; one that is not in it never does.
    """
    there = {paper.kind for paper in request.papers}
    for kind, paper in regulation.papers.items():
        holds = required.get(paper.required_when) if paper.required_when else None
        if holds and holds(asked) and paper.is_for(request.kind) and kind not in there:
            yield make_finding(
                "missing_paper", Level.BLOCK, paper.source, paper=paper.title, kind=kind
            )
