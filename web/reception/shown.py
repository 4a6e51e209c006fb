"""How the arrangements of a visit stand, at a glance: who, by when, confirmed or late or declined."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from config.regulation.codes import Act, Stage
from flows.case.read import CaseRead
from flows.case.views import has_part_in
from flows.stages.programme import items_in_force, what_it_takes
from flows.stages.reception import lacking, newest_about
from models.acts import Chosen
from models.case import CaseStatus, Step
from models.entries import PlannedStep
from models.ids import CaseNo, PersonId
from models.programme.booking import Clash, ResourceKind
from models.programme.items import Item
from models.store import bookings
from models.timeline.lines import item_titles
from web.dossier.history import CaseHistory
from web.dossier.outcomes import OutcomeShown
from web.ground.names import Names


class Progress(StrEnum):
    """How an assignment stands, those first that somebody has to see to."""

    DECLINED = "declined"
    LATE = "late"
    WORK_LATE = "work_late"
    FELL_THROUGH = "fell_through"
    ASKED = "asked"
    NOT_ASKED = "not_asked"
    TAKEN_ON = "taken_on"
    DONE = "done"
    WITHOUT = "without"
    ENDED = "ended"


CONFIRMED = frozenset((Progress.TAKEN_ON, Progress.WORK_LATE, Progress.DONE))
_URGENCY = tuple(Progress)


@dataclass(frozen=True)
class AssignmentShown:
    """An assignment: who has it now, how it stands, and every refusal of it in words.

    `mine` is the step about it that the reader can answer.
    """

    title: str
    mandatory: bool
    seat: str
    persons: tuple[str, ...]
    progress: Progress
    due_at: datetime | None
    due_is_unconfirmed: bool
    declines: tuple[OutcomeShown, ...]
    said: OutcomeShown | None
    mine: int | None


@dataclass(frozen=True)
class HeldElsewhere:
    """What another visit has at the time of an item."""

    kind: ResourceKind
    name: str
    case_no: CaseNo


@dataclass(frozen=True)
class ClashShown:
    """An item of the programme that clashes with other visits."""

    item: Item
    place: str
    taken: tuple[HeldElsewhere, ...]
    mine: int | None


@dataclass(frozen=True)
class Board:
    """All arrangements of a visit; `waits_for` is what the visit cannot begin without."""

    case_no: CaseNo
    is_approved: bool
    assignments: tuple[AssignmentShown, ...]
    clashes: tuple[ClashShown, ...]
    waits_for: tuple[str, ...]
    done_without: OutcomeShown | None
    mine: int | None

    @property
    def counts(self) -> tuple[tuple[Progress, int], ...]:
        """Return how many assignments stand so, for each that there is."""
        counted = Counter(each.progress for each in self.assignments)
        return tuple((p, counted[p]) for p in Progress if counted[p])

    @property
    def confirmed(self) -> int:
        return sum(each.progress in CONFIRMED for each in self.assignments)

    @property
    def has_unconfirmed_dues(self) -> bool:
        return any(each.due_at and each.due_is_unconfirmed for each in self.assignments)


def reception_board(history: CaseHistory, person: PersonId) -> Board:
    """Return how the arrangements stand now, for a reader; only what is theirs leads to a step."""
    work = history.work
    shown = [
        _assignment(history, person, planned)
        for planned in work.planned(Stage.RECEPTION, Act.ARRANGE)
    ]
    oversight = newest_about(work, Act.OVERSEE, "")
    decided = oversight and oversight.choice not in (None, Chosen.ALL_CONFIRMED)
    return Board(
        case_no=work.case.no,
        is_approved=work.case.status is not CaseStatus.IN_APPROVAL,
        assignments=tuple(sorted(shown, key=lambda each: _URGENCY.index(each.progress))),
        clashes=clashes_shown(history, person),
        waits_for=() if decided or work.case.is_over else _waits_for(work, history.names),
        done_without=history.outcome(oversight) if oversight and decided else None,
        mine=_mine(work, [oversight], person),
    )


def clashes_shown(
    history: CaseHistory, person: PersonId, *, item: int | None = None
) -> tuple[ClashShown, ...]:
    """Return the items that somebody is asked to resolve (or one of them), with who has what."""
    work = history.work
    asked = [s for s in work.case.open_steps if s.act is Act.RESOLVE]
    if not asked:
        return ()
    found = bookings.clashes(work.conn, work.case.no, what_it_takes(work))
    return tuple(
        _clash(history, person, step, found) for step in asked if item in (None, step.key_number)
    )


def _clash(
    history: CaseHistory, person: PersonId, step: Step, found: Sequence[Clash]
) -> ClashShown:
    work, names = history.work, history.names
    item = items_in_force(work)[step.key_number - 1]
    interpreters = work.request.named_interpreters
    named = {
        ResourceKind.LEADER: names.leader(item.leader),
        ResourceKind.HALL: item.hall or "",
        ResourceKind.VEHICLE: item.vehicle or "",
        ResourceKind.INTERPRETER: interpreters[item.interpreter - 1].name
        if item.interpreter
        else "",
    }
    here = (clash for clash in found if clash.wanted.item == step.key_number)
    kinds = dict.fromkeys((clash.wanted.kind, clash.case_no) for clash in here)
    taken = tuple(HeldElsewhere(kind, named[kind], case_no) for kind, case_no in kinds)
    return ClashShown(item, names.place(item.place), taken, _mine(work, [step], person))


def _assignment(history: CaseHistory, person: PersonId, planned: PlannedStep) -> AssignmentShown:
    work, names = history.work, history.names
    asked, said, work_on = (
        newest_about(work, act, planned.key) for act in (Act.ARRANGE, Act.REASSIGN, Act.DELIVER)
    )
    progress = _progress(work, planned.key, asked, said, work_on)
    now = _in_hand(asked, said, work_on)
    waiting = now if now and now.is_open else None
    title = item_titles(work.regulation).get((Stage.RECEPTION, planned.key))
    told = said if progress is Progress.WITHOUT else work_on
    return AssignmentShown(
        title=title.of(names.language) if title else planned.key,
        mandatory=not planned.optional,
        seat=names.seat(now.to_seat or now.seat if now else planned.seat),
        persons=tuple(names.person(p) for p in (waiting.holders if waiting else ())),
        progress=progress,
        due_at=waiting.due_at if waiting else None,
        due_is_unconfirmed=planned.unconfirmed,
        declines=_declines(history, planned.key),
        said=history.outcome(told) if told and told.remarks else None,
        mine=_mine(work, [asked, said, work_on], person),
    )


def _in_hand(*steps: Step | None) -> Step | None:
    """Return the newest of the steps about an assignment: whoever it asks has it now."""
    return max((s for s in steps if s), key=lambda step: step.number, default=None)


def _progress(
    work: CaseRead, key: str, asked: Step | None, said: Step | None, work_on: Step | None
) -> Progress:
    if asked is None:
        was_asked = any(s.act is Act.ARRANGE and s.key == key for s in work.case.steps)
        return Progress.ENDED if was_asked else Progress.NOT_ASKED
    if said and said.number > asked.number and not said.is_open:
        return Progress.WITHOUT if said.choice == Chosen.DO_WITHOUT else Progress.NOT_ASKED
    if asked.is_open:
        return Progress.LATE if _is_late(work, asked) else Progress.ASKED
    if asked.choice == Chosen.TAKE_ON:
        return _progress_of_work(work, work_on)
    return Progress.DONE if asked.choice == Chosen.DONE else Progress.DECLINED


def _progress_of_work(work: CaseRead, work_on: Step | None) -> Progress:
    if work_on is None or work_on.is_open:
        late = work_on is not None and _is_late(work, work_on)
        return Progress.WORK_LATE if late else Progress.TAKEN_ON
    return Progress.FELL_THROUGH if work_on.choice == Chosen.FELL_THROUGH else Progress.DONE


def _is_late(work: CaseRead, step: Step) -> bool:
    return step.overdue or (step.due_at is not None and step.due_at < work.now)


def _declines(history: CaseHistory, key: str) -> tuple[OutcomeShown, ...]:
    return tuple(
        history.outcome(s)
        for s in history.work.case.steps
        if (s.stage, s.act, s.key, s.choice) == (Stage.RECEPTION, Act.ARRANGE, key, Chosen.DECLINE)
    )


def _waits_for(work: CaseRead, names: Names) -> tuple[str, ...]:
    """Return what is mandatory and unconfirmed, and what clashes, in words."""
    titles = item_titles(work.regulation)
    said = []
    for key in lacking(work):
        title = titles.get((Stage.RECEPTION, key))
        said.append(title.of(names.language) if title else work.programme[int(key) - 1].what)
    return tuple(said)


def _mine(work: CaseRead, steps: Sequence[Step | None], person: PersonId) -> int | None:
    """Return the number of the open one among steps that is a person's to answer."""
    theirs = (s for s in steps if s and s.is_open and has_part_in(work, s, person))
    return next((step.number for step in theirs), None)
