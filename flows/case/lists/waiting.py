"""What waits for somebody over all cases: what they may take now, what is due first before the rest.

Of each case no more is read than bears on that. A dossier is opened where somebody concerned may travel
by it, or where an amendment is judged, and for what is shown of the page that is asked for.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection

from config.regulation.codes import Act, Stage
from config.settings import Settings
from flows.case.around import Around
from flows.case.entitled import verdict_on
from flows.case.lists.works import read_works
from flows.case.read import CaseRead
from models.case import Step
from models.errors import RowUnreadable
from models.ids import CaseNo, Digest, PersonId, SeatKey, is_of_delegation
from models.store.amiss.unreadable import readable
from models.store.lists.asked import CaseAsked, asked_of, titles_of
from models.store.lists.paged import Paged, page_of

log = logging.getLogger("doan.amiss")

_LATEST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class WaitingStep:
    """A step that waits for somebody, its case, and what the case is called."""

    work: CaseRead
    step: Step
    title: str
    urgent: bool
    days_left: int | None


class CaseGlanced(CaseRead):
    """A case of which is read what its people did alone: nobody concerned travels by it, nor may."""

    def persons_of(self, version: int) -> tuple[tuple[str, str | None], ...]:
        """Return those of the travellers who concern anybody who asks: nobody."""
        return ()

    def holders(self, seat: SeatKey, *, collective: bool = False) -> tuple[PersonId, ...]:
        """Return who holds a seat; who leads the delegation is not read, but whom its step asks."""
        if not is_of_delegation(seat):
            return super().holders(seat, collective=collective)
        asked = (person for s in self.case.steps if s.seat == seat for person in s.holders)
        return tuple(dict.fromkeys(asked))

    @property
    def said(self) -> Mapping[Digest, str]:
        """Return what is read of what was written: nothing."""
        return {}

    def namesakes(self, version: int) -> dict[PersonId, str]:
        """Return those of their namesakes who concern anybody who asks: nobody."""
        return {}


def waiting_for(
    conn: Connection, settings: Settings, around: Around, person: PersonId, number: int = 1
) -> Paged[WaitingStep]:
    """Return a page of what a person may take now, what is due first before the rest."""
    works, waits, doubtful = _may_take_now(conn, settings, around, person)
    page = page_of(waits, number)
    spoken_of = {no for no, step in page.items if _speaks_of_content(step)} - {*doubtful}
    works |= read_works(conn, settings, around, sorted(spoken_of))
    titles = titles_of(conn, {no for no, _ in page.items})
    return page.of(lambda each: _waiting(works[each[0]], each[1], titles))


def steps_waiting_for(
    conn: Connection, settings: Settings, around: Around, person: PersonId
) -> tuple[tuple[CaseNo, Step], ...]:
    """Return all that a person may take now, what is due first before the rest."""
    return tuple(_may_take_now(conn, settings, around, person)[1])


def _may_take_now(
    conn: Connection, settings: Settings, around: Around, person: PersonId
) -> tuple[dict[CaseNo, CaseRead], list[tuple[CaseNo, Step]], list[CaseNo]]:
    """Return the cases somebody is asked in, what they may take of them, and which were read whole."""
    givers = {a.giver for a in around.authorities if a.holder == person}
    found = asked_of(conn, person, sorted({person, *givers}))
    glanced = {each.case.no: CaseGlanced(conn, each.case, settings, around) for each in found}
    doubtful = [asked.case.no for asked in found if _is_in_doubt(asked)]
    works: dict[CaseNo, CaseRead] = {**glanced}
    works |= read_works(conn, settings, around, doubtful)
    waits = [
        (asked.case.no, step)
        for asked in found
        for step in asked.waiting
        if _may_take(works[asked.case.no], step, person)
    ]
    waits.sort(key=lambda each: (each[1].due_at or _LATEST, each[0], each[1].number))
    return works, waits, doubtful


def _is_in_doubt(asked: CaseAsked) -> bool:
    return asked.may_travel or any(step.stage is Stage.AMENDMENT for step in asked.waiting)


def _speaks_of_content(step: Step) -> bool:
    """Tell whether what a step asks names something that was written: an item, a commitment."""
    return step.act is Act.RESOLVE or step.stage in (Stage.COMMITMENTS, Stage.AGREEMENTS)


def _may_take(work: CaseRead, step: Step, person: PersonId) -> bool:
    """Tell whether somebody may take a step now; one of a damaged case keeps nobody from the others."""
    try:
        with readable(work.case.no):
            # Of a case read whole the step has all its votes.
            whole = step if isinstance(work, CaseGlanced) else work.step(step.number)
            return verdict_on(work, whole, person).allowed
    except RowUnreadable:
        log.exception("whether a step of %s can be taken could not be told", work.case.no)
        return False


def waiting_at(work: CaseRead, step: Step) -> WaitingStep:
    """Return a step that waits, of a case that is read whole."""
    request = work.request
    return _waiting(work, step, {work.case.no: (request.title, request.urgent is not None)})


def _waiting(work: CaseRead, step: Step, titles: Mapping[CaseNo, tuple[str, bool]]) -> WaitingStep:
    title, urgent = titles.get(work.case.no, ("", False))
    left = work.calendar.working_days_left(work.today, step.due_at)
    return WaitingStep(work, step, title, urgent, left)
