"""What the dossiers of both kinds show alike: papers, findings with their citation, sums, names.

Codes are put into the reader's names here; sentences and dates are left to the templates.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from config.regulation.parts import Source
from config.regulation.province import Regulation
from flows.case.read import CaseRead
from models.findings import Finding
from models.request.fields import COUNTRIES
from models.request.parts import Paper
from models.store import dossiers


@dataclass(frozen=True)
class Sum:
    """What one payer bears in one currency."""

    payer: str
    currency: str
    amount: Decimal


@dataclass(frozen=True)
class PaperShown:
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


def country(code: str, language: str) -> str:
    """Return the name of a country; its code where the locale data have no name."""
    vi, en = COUNTRIES.get(code, (code, code))
    return en if language == "en" else vi


def area_of_work(area: str, regulation: Regulation, language: str) -> str:
    """Return what an area of work is called."""
    text = regulation.areas_of_work.get(area)
    return text.of(language) if text else area


def rank_title(rank: str, regulation: Regulation, language: str) -> str:
    """Return what a rank of the province's own people is called."""
    known = regulation.ranks.get(rank)
    return known.title.of(language) if known else rank


def sums(costs: Iterable[tuple[str, str, Decimal]]) -> tuple[Sum, ...]:
    """Return what each payer bears, of (payer, currency, amount).

    By currency: amounts of two currencies are never added.
    """
    borne: dict[tuple[str, str], Decimal] = {}
    for payer, currency, amount in costs:
        borne[payer, currency] = borne.get((payer, currency), Decimal()) + amount
    return tuple(Sum(payer, currency, amount) for (payer, currency), amount in borne.items())


def papers(work: CaseRead, language: str) -> tuple[PaperShown, ...]:
    """Return the papers of the dossier in force, with the files that are kept of them."""
    names = dossiers.file_names(work.conn, work.case.no)
    kinds = work.regulation.papers
    return tuple(
        PaperShown(
            kind=kinds[paper.kind].title.of(language) if paper.kind in kinds else paper.kind,
            paper=paper,
            digest=paper.file if paper.file in names else "",
            file_name=names.get(paper.file or "", ""),
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
