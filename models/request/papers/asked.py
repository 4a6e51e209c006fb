"""The papers that the regulation asks for on a request, and which of them it does not list. Pure."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from config.regulation.codes import RequiredWhen
from config.regulation.parts import PaperKind
from config.regulation.province import Regulation
from models.findings import Finding, make_finding
from models.request.base import Request

R = TypeVar("R", bound=Request)
# Whether a condition holds of a request; one that is not named never does.
AskedWhen = Mapping[RequiredWhen, Callable[[R], bool]]


@dataclass(frozen=True)
class PaperAsked:
    """A kind of paper that is asked for, as the regulation has it, and whether it is there."""

    kind: str
    rule: PaperKind
    is_listed: bool


def papers_asked(
    request: R, regulation: Regulation, asked_when: AskedWhen[R]
) -> Iterator[PaperAsked]:
    """Return the papers asked for; one is there as soon as the request lists its kind."""
    there = {paper.kind for paper in request.papers}
    for kind, rule in regulation.papers.items():
        holds = asked_when.get(rule.required_when) if rule.required_when else None
        if holds and holds(request) and rule.is_for(request.kind):
            yield PaperAsked(kind, rule, kind in there)


def missing_papers(
    request: R, regulation: Regulation, asked_when: AskedWhen[R]
) -> Iterator[Finding]:
    """Find the papers a dossier lacks."""
    for asked in papers_asked(request, regulation, asked_when):
        if not asked.is_listed:
            rule = asked.rule
            source = rule.source.on(request.begins, regulation.documents)
            yield make_finding(
                "missing_paper", rule.level, source, paper=rule.title, kind=asked.kind
            )
