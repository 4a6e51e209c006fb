"""What the dossiers of both kinds show alike: people, papers, findings with their citation, sums."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from config.regulation.parts import Source
from config.regulation.province import Regulation
from flows.case.read import CaseRead
from models.findings import Finding
from models.request.parts import Paper
from models.store import dossiers
from web.ground.names import Names

P = TypeVar("P")


@dataclass(frozen=True)
class Sum:
    """What one payer bears in one currency."""

    payer: str
    currency: str
    amount: Decimal


@dataclass(frozen=True)
class DossierPaper:
    """A paper of the dossier; `digest` and `file_name` where its file is kept."""

    kind: str
    paper: Paper
    digest: str
    file_name: str


@dataclass(frozen=True)
class FindingShown:
    """A finding with its citation; `doubtful` where nobody has confirmed the rule here."""

    finding: Finding
    document: str
    article: str
    seen_in: str
    doubtful: bool


def sums(costs: Iterable[tuple[str, str, Decimal]]) -> tuple[Sum, ...]:
    """Return what each payer bears, of (payer, currency, amount).

    By currency: amounts of two currencies are never added.
    """
    borne: dict[tuple[str, str], Decimal] = {}
    for payer, currency, amount in costs:
        borne[payer, currency] = borne.get((payer, currency), Decimal()) + amount
    return tuple(Sum(payer, currency, amount) for (payer, currency), amount in borne.items())


def head_first(people: Sequence[P], head: P) -> list[tuple[int, P]]:
    """Return people with their numbers in the list, the head before the others."""
    return sorted(enumerate(people, start=1), key=lambda numbered: numbered[1] is not head)


def papers(work: CaseRead, names: Names) -> tuple[DossierPaper, ...]:
    """Return the papers of the dossier in force, with the files that are kept of them."""
    kept = dossiers.file_names(work.conn, work.case.no)
    return tuple(
        DossierPaper(
            kind=names.paper_kind(paper.kind),
            paper=paper,
            digest=paper.file if paper.file in kept else "",
            file_name=kept.get(paper.file or "", ""),
        )
        for paper in work.request.papers
    )


def with_citation(found: Iterable[Finding], regulation: Regulation) -> tuple[FindingShown, ...]:
    """Return findings, each with the document its rule rests on."""
    return tuple(_shown(finding, regulation) for finding in found)


def _shown(finding: Finding, regulation: Regulation) -> FindingShown:
    source: Source = finding.source
    document = regulation.documents.get(source.document or "")
    return FindingShown(
        finding=finding,
        document=document.number if document else source.document or "",
        article=source.article or "",
        seen_in=source.seen_in or "",
        doubtful=source.unconfirmed,
    )
