"""All that a paper of a case is told, for whoever takes its draft at a step."""

from collections.abc import Callable, Iterator
from typing import cast

from config.regulation.codes import Act, Kind, Stage
from config.words import Language, words
from flows.case.read import CaseRead
from flows.case.travelling import version_judged
from flows.case.views import view_of
from flows.drawn.course import course_facts
from flows.drawn.issuing import Issuing, deciding, issued_by_unit, issuer_of, issuing
from flows.stages.programme import items_in_force
from models.case import Step
from models.ids import BodyKey, PersonId, body_of
from models.inbound.request import InboundRequest
from models.outbound.request import OutboundRequest
from models.request.base import Request
from papers.laying_out.source import is_letter
from papers.told.context import OfTrip, OfVisit, Told
from papers.told.facts import CourseFacts, ReportFacts
from papers.told.paper import Layout, OfficialPaper, PaperType
from papers.told.trips import trip_facts
from papers.told.visits import Called, visit_facts
from papers.told.written import day_to_come, day_written, number_line, type_called

_VI = words(Language.VIETNAMESE)
_CONSULAR_DEPARTMENT = "Cục Lãnh sự, Bộ Ngoại giao"
_AS_ABOVE, _AS_ARTICLE = "Như trên", "Như Điều 3"
_DECISIONS = (PaperType.SENDING_DECISION, PaperType.SUPPLEMENTARY_DECISION)
_NOTHING_TYPED = ReportFacts()
_TO_NOBODY = (PaperType.RECEPTION_PLAN, PaperType.PROGRAMME)


def told_of(
    work: CaseRead,
    step: Step,
    paper: PaperType,
    person: PersonId,
    report: ReportFacts = _NOTHING_TYPED,
) -> Told:
    """Return what a paper says; a draft has neither number nor day, but the year it is made in.

    `report` is what somebody typed for a report that the case itself does not tell.
    """
    request = work.version(version_judged(work, step))
    by = issuing(work, step, paper, person)
    head = _paper(work, step, paper, by)
    course = course_facts(work, request, view_of(work, person), by)
    return _OF_KIND[work.case.kind](work, request, head, course, report)


def _of_trip(
    work: CaseRead,
    request: Request,
    head: OfficialPaper,
    course: CourseFacts,
    report: ReportFacts,
) -> Told:
    unit = issuer_of(work, work.case.unit).called
    # A version that is asked for anew numbers its members anew.
    home = work.kept_at_home if request is work.request else ()
    trip = trip_facts(cast("OutboundRequest", request), unit=unit, stay_home=home)
    return OfTrip(head, course, trip, report)


def _of_visit(
    work: CaseRead,
    request: Request,
    head: OfficialPaper,
    course: CourseFacts,
    report: ReportFacts,
) -> Told:
    visit = cast("InboundRequest", request)
    # What an amendment asks for is not in force yet, so its programme is the dossier's own.
    items = items_in_force(work) if request is work.request else visit.programme
    return OfVisit(head, course, visit_facts(visit, items, _called(work)), report)


_OF_KIND: dict[
    Kind, Callable[[CaseRead, Request, OfficialPaper, CourseFacts, ReportFacts], Told]
] = {Kind.OUTBOUND: _of_trip, Kind.INBOUND: _of_visit}


def programme_paper(work: CaseRead) -> OfficialPaper:
    """Return the parts of a programme that the unit gives out, of today: all but its number is known."""
    by = issued_by_unit(work)
    dated = day_written(work.today)
    number = number_line(by.issuer.layout, PaperType.PROGRAMME, by.issuer.symbol, letter=False)
    return OfficialPaper(
        type=PaperType.PROGRAMME,
        issuer=by.issuer,
        number=number,
        dated=dated,
        cited="",
        to=(),
        signing=by.signing,
        recipients=tuple(_recipients(work, PaperType.PROGRAMME, by)),
        case_no=work.case.no,
        year=work.today.year,
    )


def _paper(work: CaseRead, step: Step, paper: PaperType, by: Issuing) -> OfficialPaper:
    issuer, year = by.issuer, work.today.year
    letter = is_letter(work.case.kind, paper)
    number = number_line(issuer.layout, paper, issuer.symbol, letter=letter)
    dated = day_to_come(year)
    cited = number.replace("Số: ", "số ", 1).replace("Số ", "số ", 1)
    return OfficialPaper(
        type=paper,
        issuer=issuer,
        number=number,
        dated=dated,
        cited=f"{type_called(paper)} {cited} {dated} của {issuer.called}",
        to=tuple(_to(work, step, paper, by)),
        signing=by.signing,
        recipients=tuple(_recipients(work, paper, by)),
        case_no=work.case.no,
        year=year,
    )


def _to(work: CaseRead, step: Step, paper: PaperType, by: Issuing) -> Iterator[str]:
    """Yield whom a paper is sent to."""
    unit = issuer_of(work, work.case.unit).called
    if paper is PaperType.VISA_NOTE_REQUEST:
        yield _CONSULAR_DEPARTMENT
    elif paper is PaperType.REFUSAL:
        yield unit
    elif paper is PaperType.PARTY_OPINION:
        decider = deciding(work, Stage.STATE_DECISION)
        if (
            decider
            and (called := issuer_of(work, body_of(decider.seat)).called) != by.issuer.called
        ):
            yield called
        yield unit
    elif step.stage is Stage.ASKING:
        yield from _asked_outside(work)
    elif step.stage in (Stage.REPORT, Stage.ACCOUNTS):
        checked = work.planned(step.stage, Act.ACCEPT)
        bodies = [body_of(p.seat) for p in checked]
        yield from _called_once(work, [*_decider(work, step), *bodies])
    else:
        yield from _called_once(work, _decider(work, step))


def _decider(work: CaseRead, step: Step) -> list[BodyKey]:
    decider = deciding(work, Stage.STATE_DECISION)
    return [body_of(decider.seat)] if decider else []


def _asked_outside(work: CaseRead) -> Iterator[str]:
    """Yield the bodies of the centre whose answers are waited for."""
    for planned in work.planned(Stage.PARTY_DECISION) + work.planned(Stage.STATE_DECISION):
        known = work.regulation.bodies.get(planned.outside or "")
        if known:
            yield known.name.vi


def _called_once(work: CaseRead, bodies: list[BodyKey]) -> list[str]:
    return list(dict.fromkeys(issuer_of(work, body).called for body in bodies))


def _recipients(work: CaseRead, paper: PaperType, by: Issuing) -> Iterator[str]:
    """Yield who gets a copy: whom it is sent to, whoever had a say, and the register."""
    if paper in _DECISIONS:
        yield _AS_ARTICLE
    elif paper not in _TO_NOBODY:
        yield _AS_ABOVE
    if paper in (*_DECISIONS, *_TO_NOBODY, PaperType.REFUSAL):
        parties = (p.seat for p in work.planned(Stage.PARTY_DECISION, Act.DECIDE))
        heard = (p.seat for p in work.planned(Stage.OPINIONS))
        bodies = [body_of(seat) for seat in (*parties, *heard)]
        named = _called_once(work, [*bodies, work.case.unit])
        to_whom = {by.issuer.called, *_unless_decision(work, paper)}
        yield from (each for each in named if each not in to_whom)
    yield "Lưu: VT" if by.issuer.layout is Layout.STATE else f"Lưu {_kept_by(by)}"


def _unless_decision(work: CaseRead, paper: PaperType) -> tuple[str, ...]:
    """Return the unit where the paper is sent to it, so that it is not named twice."""
    return (issuer_of(work, work.case.unit).called,) if paper is PaperType.REFUSAL else ()


def _kept_by(by: Issuing) -> str:
    return "Văn phòng Tỉnh ủy" if by.issuer.symbol == "TU" else "Văn thư"


def _called(work: CaseRead) -> Called:
    """Return what the province calls what a visit needs, and who arranges it."""
    inbound = work.inbound_rules
    titles = {a.key: a.title.vi for a in inbound.assignments}
    case = work.case
    return Called(
        place=lambda key: inbound.places[key].name.vi if key in inbound.places else key,
        body=lambda key: issuer_of(work, BodyKey(key) if key else case.unit).called,
        guest_class=_VI.label("guest_class", case.guest_class) if case.guest_class else "",
        tasks=tuple(
            (titles.get(p.key, p.key), issuer_of(work, body_of(p.seat)).called, _due(work, p.key))
            for p in work.planned(Stage.RECEPTION, Act.DELIVER)
        ),
    )


def _due(work: CaseRead, key: str) -> str:
    """Return until when something has to be arranged, once that is known."""
    found = (s for s in work.case.steps if (s.stage, s.act) == (Stage.RECEPTION, Act.DELIVER))
    step = next((s for s in found if s.key == key and s.due_at), None)
    return _VI.day_of(step.due_at) if step and step.due_at else ""
