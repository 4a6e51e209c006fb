"""What the pages show of each kind of case."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from config.regulation.codes import Kind
from flows.case.read import CaseRead
from models.request.base import Request
from web.dossier.conditions_and_questions import refused_members, remarks_in_force
from web.dossier.delegation import delegation
from web.dossier.history import CaseHistory
from web.dossier.outcomes import RemarkShown
from web.dossier.papers_and_findings import DossierPaper, papers
from web.dossier.visit import visit_shown
from web.ground.names import Names


class DossierShown(Protocol):
    """A dossier as a template shows it; `request` is what it rests on."""

    @property
    def request(self) -> Request: ...


@dataclass(frozen=True)
class PagesOfKind:
    """How the pages show a kind: the dossier, and its template."""

    dossier: Callable[[CaseRead, Names, CaseHistory], DossierShown]
    template: str


@dataclass(frozen=True)
class PlainDossier:
    """A dossier of which only that is shown which every request has."""

    request: Request
    unit: str
    area: str
    papers: tuple[DossierPaper, ...]
    remarks: Mapping[str, tuple[RemarkShown, ...]]


def dossier_shown(work: CaseRead, names: Names, history: CaseHistory) -> DossierShown:
    """Return the dossier in force, with what was remarked on it and the members who may not go."""
    return pages_of(work.case.kind).dossier(work, names, history)


def pages_of(kind: Kind) -> PagesOfKind:
    """Return how the pages show a kind; one that says nothing of it is shown plainly."""
    return PAGES.get(kind, PLAIN)


def _plain(work: CaseRead, names: Names, history: CaseHistory) -> PlainDossier:
    return PlainDossier(
        request=work.request,
        unit=names.body(work.case.unit),
        area=names.area(work.request.area),
        papers=papers(work, names),
        remarks=remarks_in_force(work, history),
    )


def _outbound(work: CaseRead, names: Names, history: CaseHistory) -> DossierShown:
    remarks = remarks_in_force(work, history)
    return replace(delegation(work, names), remarks=remarks, refused=refused_members(work, names))


def _inbound(work: CaseRead, names: Names, history: CaseHistory) -> DossierShown:
    return replace(visit_shown(work, names, history), remarks=remarks_in_force(work, history))


PLAIN = PagesOfKind(_plain, "dossier/dossier_plain.html")
PAGES: dict[Kind, PagesOfKind] = {
    Kind.OUTBOUND: PagesOfKind(_outbound, "dossier/dossier_outbound.html"),
    Kind.INBOUND: PagesOfKind(_inbound, "dossier/dossier_inbound.html"),
}
