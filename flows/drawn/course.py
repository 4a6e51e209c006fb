"""What happened to a case so far, as papers say it: no more than whoever takes the draft is shown."""

from collections.abc import Iterator
from decimal import Decimal

from config.regulation.codes import Act, Stage
from config.words import Language, words
from flows.case.read import CaseRead
from flows.drawn.issuing import Issuing, issuer_of
from models import entries as e
from models.acts import Effect
from models.case import Step, StepState
from models.competence.seeing import View
from models.ids import Digest, body_of
from models.request.base import Request
from models.store import journal
from papers.told.facts import CommitmentRow, CourseFacts, OpinionRow, SettledRow
from papers.told.laws import laws_on
from papers.told.paper import Layout
from papers.told.written import GAP, day_written, money

_VI = words(Language.VIETNAMESE)


def course_facts(work: CaseRead, request: Request, view: View, by: Issuing) -> CourseFacts:
    """Return the course of a case for the paper of an issuer; `request` is the version it is about."""
    issuer, case = by.issuer, work.case
    collective = issuer.in_name_of if issuer.layout is Layout.PARTY else by.head
    opinion = _paper_of(work, view, Stage.PARTY_DECISION)
    unit = issuer_of(work, case.unit).called
    amendment = case.open_amendment
    return CourseFacts(
        unit=unit,
        decider=issuer.called,
        decider_in_capitals=f"{collective} {issuer.name}".strip(),
        laws=tuple(laws_on(work.today, abroad=not request.programmed)),
        bases=tuple(_bases(request, unit if issuer.called != unit else "", opinion)),
        opinions=tuple(_opinions(work, view)),
        conditions=tuple(_conditions(work, view)),
        stays_home=tuple(request.persons[n - 1][0] for n in sorted(work.kept_at_home)),
        reason=_reason(work, view),
        changed=tuple(
            _VI.label("fact", name).lower() for name in (amendment.changed if amendment else ())
        ),
        decision=_paper_of(work, view, Stage.STATE_DECISION) or opinion,
        opinion=opinion,
        departed=_confirmed(work, Stage.DEPARTURE),
        came_home=_confirmed(work, Stage.RETURN_HOME),
        commitments=tuple(_commitments(work)),
        settled=tuple(_settled(work, request)),
    )


def _bases(request: Request, unit: str, opinion: str) -> Iterator[str]:
    """Yield what a decision rests on beside the laws, in the order offices name it.

    `unit` asked for it; empty where it is the unit itself that writes.
    """
    if entry := request.plan_entry:
        yield f"Căn cứ Kế hoạch số {entry.plan}"
    if opinion:
        yield f"Căn cứ ý kiến của cấp ủy tại văn bản {opinion}"
    letter = request.letter
    if unit:
        yield f"Theo đề nghị của {unit} tại văn bản số {letter.number} {day_written(letter.date)}"


def _opinions(work: CaseRead, view: View) -> Iterator[OpinionRow]:
    for step in work.case.steps:
        if step.act is Act.CONSULT and step.choice and not step.is_void and view.sees_outcome(step):
            yield OpinionRow(
                body=issuer_of(work, body_of(step.seat)).called,
                said=_VI.label("choice", step.choice).lower(),
                paper=_called(step),
                remarks=_said(work, step.remarks) if view.sees_words(step) else "",
            )


def _conditions(work: CaseRead, view: View) -> Iterator[str]:
    for condition in work.case.conditions:
        step = work.step(condition.step)
        if step.state is StepState.DECIDED and view.sees_outcome(step):
            yield _said(work, condition.what)


def _reason(work: CaseRead, view: View) -> str:
    """Return why it was refused, or why it is changed."""
    amendment = work.case.open_amendment
    if amendment:
        return _said(work, amendment.reason)
    refused = (s for s in reversed(work.case.steps) if s.effect is Effect.ENDS_CASE)
    step = next((s for s in refused if view.sees_outcome(s) and view.sees_words(s)), None)
    return _said(work, step.remarks) if step else ""


def _paper_of(work: CaseRead, view: View, stage: Stage) -> str:
    """Return the decision of a stage by number and day; empty as long as it has none."""
    for step in reversed(work.case.steps):
        is_it = step.act in (Act.DECIDE, Act.ISSUE, Act.RECORD) and step.effect is Effect.GOES_ON
        if step.stage is stage and is_it and step.paper_number and view.sees_outcome(step):
            return _called(step)
    return ""


def _called(step: Step) -> str:
    if not step.paper_number:
        return ""
    dated = f" {day_written(step.paper_date)}" if step.paper_date else ""
    return f"số {step.paper_number}{dated}"


def _confirmed(work: CaseRead, stage: Stage) -> str:
    found = (s for s in reversed(work.case.steps) if s.stage is stage and s.act is Act.CONFIRM)
    step = next((s for s in found if s.state is StepState.DECIDED and s.day), None)
    return day_written(step.day) if step and step.day else ""


def _commitments(work: CaseRead) -> Iterator[CommitmentRow]:
    last = max((made.step for made in work.case.commitments), default=0)
    told = (made for made in work.case.commitments if made.step == last)
    for number, made in enumerate(told, start=1):
        yield CommitmentRow(
            number=str(number),
            what=_said(work, made.what),
            owner=issuer_of(work, body_of(made.owner)).called,
            due=day_written(made.due),
        )


def _settled(work: CaseRead, request: Request) -> Iterator[SettledRow]:
    """Yield each sum of the estimate, with what was spent of it once that was told."""
    spent = _spent(work)
    for each in request.estimate:
        told = spent.get((each.payer, each.currency))
        yield SettledRow(
            payer=_VI.label("payer", each.payer),
            estimated=money(each.amount, each.currency),
            spent=money(told, each.currency) if told is not None else GAP,
            difference=money(told - each.amount, each.currency) if told is not None else GAP,
        )


def _spent(work: CaseRead) -> dict[tuple[str, str], Decimal]:
    if not any(s.act is Act.SETTLE and s.choice for s in work.case.steps):
        return {}
    told: dict[tuple[str, str], Decimal] = {}
    for entry in journal.entries_of(work.conn, work.case.no):
        if isinstance(entry.payload, e.StepDecided) and entry.payload.settled:
            told = {(s.payer, s.currency): Decimal(s.amount) for s in entry.payload.settled}
    return told


def _said(work: CaseRead, digest: Digest | None) -> str:
    """Return words of the case; empty for what was erased."""
    return work.said.get(digest, "") if digest else ""
