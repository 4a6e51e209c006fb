"""Who issues a paper of a case, and who signs it."""

from dataclasses import dataclass, replace

from config.regulation.codes import Act, Stage
from flows.case.entitled import verdict_on
from flows.case.read import CaseRead
from models.authority import Capacity
from models.case import Step, StepState
from models.entries import PlannedStep
from models.ids import BodyKey, PersonId, SeatKey, body_of, is_of_delegation
from papers.told.issuers import HEAD_OF_A_BODY, head_called, issuer_of_body, issuer_of_unit
from papers.told.paper import Issuer, Layout, PaperType, Signing
from papers.told.signing import signing

_DELEGATION = "ĐOÀN CÔNG TÁC"
_OF_UNIT = (Stage.UNIT_SIGNATURE, Stage.REPORT, Stage.ACCOUNTS)
# In these the head decides in their own name, even where their body is one that acts in common.
_IN_OWN_NAME = (PaperType.SENDING_DECISION, PaperType.SUPPLEMENTARY_DECISION)


@dataclass(frozen=True)
class Issuing:
    """The body that issues a paper, the seat that signs it, and who signs so far as that is known."""

    issuer: Issuer
    head: str
    signing: Signing


def issuing(work: CaseRead, step: Step, paper: PaperType, person: PersonId) -> Issuing:
    """Return who issues a paper at a step, and how they sign it."""
    seat = signing_seat(work, step, paper)
    issuer = issuer_of(work, body_of(seat))
    if paper in _IN_OWN_NAME and issuer.layout is Layout.STATE:
        issuer = replace(issuer, in_name_of="")
    if is_of_delegation(step.seat):
        # Whoever leads the delegation answers for what it reports.
        led = Signing((f"TM. {_DELEGATION}", "TRƯỞNG ĐOÀN"), work.request.head_name)
        return Issuing(issuer, _head(work, seat), led)
    head = _head(work, seat)
    name, capacity = _who(work, step, seat, person)
    return Issuing(issuer, head, signing(issuer, head, name, capacity=capacity))


def issued_by_unit(work: CaseRead) -> Issuing:
    """Return how the unit of a case issues a paper of its own, signed by its head."""
    seat = work.seat("unit/head")
    issuer, head, holders = issuer_of(work, work.case.unit), _head(work, seat), work.holders(seat)
    name = work.around.persons[holders[0]].name if len(holders) == 1 else ""
    return Issuing(issuer, head, signing(issuer, head, name))


def signing_seat(work: CaseRead, step: Step, paper: PaperType) -> SeatKey:
    """Return the seat that signs: of a draft that another body will decide on, that body's."""
    if step.stage in _OF_UNIT:
        return work.seat("unit/head")
    if paper is PaperType.VISA_NOTE_REQUEST or (
        step.stage is Stage.APPRAISAL and paper is PaperType.SUBMISSION
    ):
        return SeatKey(work.regulation.head_of(step.seat))
    if step.act is Act.DECIDE:
        return step.seat
    if decided := deciding(work, step.stage):
        return decided.seat
    body = work.regulation.body_of(step.seat)
    writes_for = body.letterhead.writes_for if body and body.letterhead else None
    return SeatKey(work.regulation.head_of(f"{writes_for}/…" if writes_for else step.seat))


def deciding(work: CaseRead, stage: Stage) -> PlannedStep | None:
    """Return what decides in a stage, or on the whole case where that one decides nothing."""
    amendment = work.case.open_amendment
    if stage is Stage.AMENDMENT and amendment:
        return next((p for p in amendment.steps if p.act is Act.DECIDE), None)
    if stage is Stage.ASKING:
        return None
    for each in (stage, Stage.STATE_DECISION, Stage.PARTY_DECISION):
        if planned := work.planned(each, Act.DECIDE):
            return planned[-1]
    return None


def issuer_of(work: CaseRead, body: BodyKey) -> Issuer:
    """Return how a body or unit heads its papers."""
    regulation = work.regulation
    province = regulation.province.vi if regulation.province else ""
    if known := regulation.bodies.get(body):
        return issuer_of_body(known.name.vi, known.letterhead, province)
    branch = regulation.branches.get(regulation.branch_of(body) or "")
    named = work.unit_names.get(body)
    return issuer_of_unit(
        named.vi if named else body, province, of_party=bool(branch and branch.comrades)
    )


def _head(work: CaseRead, seat: SeatKey) -> str:
    """Return what whoever signs is called, in capitals."""
    body = work.regulation.body_of(seat)
    if body is None:
        named = work.unit_names.get(body_of(seat))
        return head_called(named.vi) if named else HEAD_OF_A_BODY
    if body.letterhead and body.letterhead.signs_as:
        return body.letterhead.signs_as
    known = body.seats.get(seat.partition("/")[2])
    return known.title.vi.partition("(")[0].strip().upper() if known else HEAD_OF_A_BODY


def _who(
    work: CaseRead, step: Step, seat: SeatKey, person: PersonId
) -> tuple[str, Capacity | None]:
    """Return who signs, and for whom: who decided, who may do so now, else who holds the seat alone."""
    persons = work.around.persons
    decided = _decided(work, step, seat)
    if decided and decided.decided_by in persons:
        return persons[decided.decided_by].name, decided.capacity
    if (
        step.is_open
        and step.seat == seat
        and (authority := verdict_on(work, step, person).authority)
    ):
        return persons[person].name, authority.capacity
    holders = work.holders(seat)
    return (persons[holders[0]].name if len(holders) == 1 else ""), None


def _decided(work: CaseRead, step: Step, seat: SeatKey) -> Step | None:
    """Return the decision of a seat in the stage of a step, where one person took it."""
    found = (s for s in reversed(work.case.steps) if (s.stage, s.seat) == (step.stage, seat))
    return next((s for s in found if s.state is StepState.DECIDED and not s.collective), None)
