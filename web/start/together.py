"""Several like steps answered in one go: each shown at one glance, ticked by hand, taken by itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from fastapi.responses import Response

from flows.acts.checking import at_once
from flows.acts.deciding import Ticked, take_together
from flows.case.answers import Identified
from flows.case.around import Around
from flows.case.entitled import verdict_on
from flows.case.lists.alike import Alike, alike_for
from flows.case.lists.waiting import waiting_at
from flows.case.read import CaseRead
from models.acts import Choice
from models.case import Step
from models.competence.deciding import SITS_BY_OFFICE, Verdict
from models.competence.seeing import digest_shown
from models.errors import DecisionIncomplete, SomeNotTaken
from models.ids import CaseNo, PersonId
from web.dossier.glance import Glance
from web.dossier.glances import glances_of
from web.dossier.outcomes import ActedFor, acts_for
from web.ground.fields import number_in
from web.ground.form import Sent, SentHere
from web.ground.names import NamesKnown
from web.ground.permission import Permission, Router
from web.ground.sheet import MENDABLE, Sheet, sheet_at
from web.ground.visitor import Visitor, VisitorHere
from web.ground.what_is_asked import what_is_asked
from web.ground.who_may_see import note_glanced
from web.start.shown import StepWaiting, step_waiting

router = Router()
TOGETHER = "/together"


@dataclass(frozen=True)
class StepToTick:
    """A step of a group: as the desk lists it, its case at one glance, and what its tick sends.

    `acts_for` says in whose place it would be answered; `sits_by_office`: they judged it in a body too.
    """

    waiting: StepWaiting
    glance: Glance
    ticked: str
    acts_for: ActedFor | None
    sits_by_office: bool


@dataclass(frozen=True)
class GroupShown:
    """Like steps, and the answers that can be given to all that are ticked."""

    question: str
    step: Step
    seat: str
    choices: tuple[Choice, ...]
    steps: tuple[StepToTick, ...]


@router.shows(TOGETHER, Permission.SIGNED_IN)
def show_alike(visitor: VisitorHere) -> Response:
    """Show a person what waits for them several times in the same way; nothing is ticked beforehand."""
    return _page(_sheet(visitor))


@router.takes(TOGETHER, Permission.SIGNED_IN)
def take_ticked(visitor: VisitorHere, sent: SentHere) -> Response:
    """Give one answer to all that are ticked; those that are refused are told with their reasons."""
    sheet = _sheet(visitor, sent)
    freshly = visitor.running.desk.regulation().sign_in.code_for_each_decision
    return sheet.taken(partial(_take, sheet), _page, onwards="/#decided", freshly=freshly)


def _sheet(visitor: Visitor, sent: Sent | None = None) -> Sheet:
    return sheet_at(TOGETHER, visitor, sent, back="/", mendable=(*MENDABLE, SomeNotTaken))


def _take(sheet: Sheet, who: Identified) -> None:
    ticked = [_ticked(value) for value in sheet.sent.all("ticked")]
    take_together(sheet.visitor.running.desk, who, ticked, sheet.sent["choice"])


def _ticked(value: str) -> Ticked:
    case_no, _, rest = value.partition(" ")
    step, _, seen = rest.partition(" ")
    number = number_in(step)
    if not (case_no and number and seen):
        raise DecisionIncomplete("ticked")
    return Ticked(CaseNo(case_no), number, seen)


def _page(sheet: Sheet) -> Response:
    visitor, refusal = sheet.visitor, sheet.refusal
    desk, language = visitor.running.desk, visitor.words.language
    with desk.store.reading() as conn:
        around = Around(conn)
        alike = alike_for(conn, desk.settings, around, sheet.person, at_once)
        works = [work for group in alike for work, _ in group.steps]
        glances = glances_of(works, sheet.person, language)
        groups = tuple(
            _group(group, glances, sheet.person, language, around.now) for group in alike
        )
    shown = (each.waiting for group in groups for each in group.steps)
    note_glanced(visitor, ((each.case_no, each.step.number) for each in shown))
    return sheet.shown(
        "start/together.html",
        groups=groups,
        taken=refusal.taken if isinstance(refusal, SomeNotTaken) else (),
        refused=refusal.refused if isinstance(refusal, SomeNotTaken) else (),
    )


def _group(
    group: Alike,
    glances: Mapping[CaseNo, Glance],
    person: PersonId,
    language: str,
    now: datetime,
) -> GroupShown:
    """Return a group; whose dossier is not shown to whoever is asked is answered on its own page."""
    work, first = group.steps[0]
    names = NamesKnown(work.regulation, work.unit_names, work.around.persons, language)
    return GroupShown(
        question=what_is_asked(work.case.kind, first),
        step=first,
        seat=names.asked_of(first),
        choices=group.choices,
        steps=tuple(
            _to_tick(work, step, glances[work.case.no], names, verdict_on(work, step, person), now)
            for work, step in group.steps
            if work.case.no in glances
        ),
    )


def _to_tick(
    work: CaseRead, step: Step, glance: Glance, names: NamesKnown, verdict: Verdict, now: datetime
) -> StepToTick:
    """Return a step to tick; what the tick sends binds it to the version that is shown."""
    return StepToTick(
        waiting=step_waiting(waiting_at(work, step), names.language, now),
        glance=glance,
        ticked=f"{work.case.no} {step.number} {digest_shown(work.case, step)}",
        acts_for=acts_for(verdict.authority, names),
        sits_by_office=SITS_BY_OFFICE in verdict.notes,
    )
