"""What time brings: due moments fire, failed walks are tried again, the journal is signed.

Plain functions with two callers: the scheduled Prefect flow, and the Doan process's own loop when
the last sweep is older than its period (a leased row says so). Safe to run twice, by anyone.
"""

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from itertools import takewhile

from config.province_time import Hours
from config.regulation.codes import Act, Direction
from flows.acts.authority import tell_holders
from flows.acts.desk import Desk
from flows.acts.door.sessions import end_of_leavers, forget_old
from flows.acts.house.confirming import let_changes_count
from flows.apart import Named, case_named, note_unread_directory, one_by_one
from flows.case.at_work import CaseAtWork
from flows.sweeps.amiss_told import tell_of_what_is_amiss
from flows.sweeps.checkpoints import number_and_sign
from flows.sweeps.digests import send_digests
from flows.sweeps.growth import prune_if_due
from flows.sweeps.moved_days import follow_moved_days
from flows.sweeps.parts import Parts
from flows.sweeps.registers import tell_of_what_is_due
from flows.sweeps.retention import announce_if_due, retain_if_due
from flows.sweeps.stuck import tell_of_what_is_stuck
from flows.sweeps.succession import hand_over
from flows.sweeps.webhooks import queue_calls
from models import entries as e
from models.case import Step
from models.errors import RowUnreadable
from models.ids import CaseNo
from models.store import cases, journal, moments
from models.store.amiss.aside import Chore
from models.store.copies.quarantine import is_quarantined
from models.store.database import leases
from models.store.database.clock import now
from models.store.moments import DueMoment, MomentKind

PERIOD = timedelta(seconds=20)
LEASE = "sweep"
# So many moments are read at a time.
_AT_ONCE = 200


def sweep_if_due(desk: Desk) -> bool:
    """Sweep unless somebody has within the period; tell whether it was done."""
    with desk.store.writing() as conn:
        if not leases.take(conn, LEASE, PERIOD):
            return False
    sweep(desk)
    return True


def sweep(desk: Desk) -> None:
    """Fire every moment that has come and walk every case whose last walk failed.

    What breaks is set aside with its number, and stops neither what is beside it nor what comes after
    it (`apart`). A part that fails as a whole is noted, the others are done, and then it is raised. A
    copy is left alone.
    """
    if is_quarantined(desk.store):
        return
    parts = Parts(desk)
    # Before anything rests on it: whoever cannot be read decides nothing, and that is told.
    parts.do("directory", lambda at: note_unread_directory(at.store))
    parts.do("authorities", tell_holders)
    parts.do("mailboxes", let_changes_count)
    # Before anybody is reminded: whoever has left a seat is reminded no more.
    parts.do("succession", hand_over)
    # Nor of what is due on another day by now.
    parts.do("moved_days", follow_moved_days)
    parts.do("moments", _fire_due)
    parts.do("stuck", tell_of_what_is_stuck)
    parts.do("digests", send_digests)
    parts.do("leavers", end_of_leavers)
    parts.do("checkpoints", number_and_sign)
    # Of what has just got its place.
    parts.do("webhooks", queue_calls)
    parts.do("security_log", forget_old)
    parts.do("retention", retain_if_due)
    parts.do("drafts", announce_if_due)
    parts.do("registers", tell_of_what_is_due)
    parts.do("growth", prune_if_due)
    parts.do("walks", _walk_those_at_fault)
    # Last, so that what broke just now is among it.
    parts.do("amiss", tell_of_what_is_amiss)
    parts.end()


def _fire_due(desk: Desk) -> None:
    """Fire what has come, so many at a time; what rests or broke is not looked at again this time."""
    left: set[DueMoment] = set()
    unread: dict[CaseNo, RowUnreadable] = {}
    while due := [m for m in _due(desk, unread, beside=len(left)) if m not in left]:
        left.update(one_by_one(desk.store, Chore.MOMENT, due, partial(fire, desk), _moment_named))
    one_by_one(desk.store, Chore.MOMENT, unread, partial(_say_unread, unread), case_named)


def _say_unread(unread: Mapping[CaseNo, RowUnreadable], case_no: CaseNo) -> None:
    raise unread[case_no]


def _moment_named(moment: DueMoment) -> Named:
    return Named(f"{moment.case_no} {moment.step} {moment.kind}", moment.case_no)


def _walk_those_at_fault(desk: Desk) -> None:
    with desk.store.reading() as conn:
        at_fault = cases.cases_at_fault(conn)

    def walk(case_no: CaseNo) -> None:
        if not desk.walk(case_no).case.fault:
            desk.tell(case_no)

    one_by_one(desk.store, Chore.WALK, at_fault, walk, case_named)


def fire(desk: Desk, moment: DueMoment) -> None:
    """Let a moment take its effect and walk on; nothing when it has fired or was moved."""
    with desk.at_work(moment.case_no) as work:
        if not moments.mark_fired(work.conn, moment, work.now):
            return
        step = work.case.step(moment.step)
        if step and step.is_open and (said := _effect(work, moment, step)):
            work.record(said)
            _look_again(work, moment.step, said)


def _look_again(work: CaseAtWork, number: int, said: e.Payload) -> None:
    """Keep reminding whoever is overdue, as often as the regulation says."""
    step = work.case.step(number)
    was_last = isinstance(said, e.StepReminded) and said.last
    if step and step.is_open and step.overdue and not was_last:
        again = work.regulation.remind_before.model_copy(update={"direction": Direction.AFTER})
        at = work.calendar.moment_due(again, work.now)
        work.arm(DueMoment(work.case.no, number, MomentKind.REMIND, at))


def _effect(work: CaseAtWork, moment: DueMoment, step: Step) -> e.Payload | None:
    """Return what a moment means for an open step. Silence is recorded; it is never consent.

    None for a reminder that comes when the time is over, as after days without Doan: the deadline,
    which is due as well, says more.
    """
    if moment.kind is MomentKind.REMIND:
        if step.overdue:
            return _reminded_again(work, step)
        is_over = step.due_at is not None and step.due_at <= work.now
        return None if is_over else e.StepReminded(step=step.number)
    if step.act is Act.CONSULT:
        return e.StepSilent(step=step.number)
    return e.StepOverdue(step=step.number)


def _reminded_again(work: CaseAtWork, step: Step) -> e.StepReminded:
    """Return the next reminder of an overdue step: who is told of it too, and whether it is the last."""
    times = 1 + _times_reminded(work, step)
    rules = work.regulation.overdue
    is_last = rules is not None and times >= rules.reminders
    return e.StepReminded(
        step=step.number,
        overdue=times,
        escalated=rules is not None and (is_last or times == rules.escalated_with),
        last=is_last,
    )


def _times_reminded(work: CaseAtWork, step: Step) -> int:
    """Return how often the holders of a step were reminded since it became overdue the last time."""
    kinds = e.StepReminded.kind, e.StepOverdue.kind
    told = (entry.payload for entry in journal.all_of(work.conn, work.case.no, *kinds))
    of_step = [each for each in told if getattr(each, "step", 0) == step.number]
    newest_first = reversed(of_step)
    return sum(1 for _ in takewhile(lambda each: isinstance(each, e.StepReminded), newest_first))


def _due(desk: Desk, unread: dict[CaseNo, RowUnreadable], *, beside: int) -> tuple[DueMoment, ...]:
    """Return what is due now: at night nothing, on a day off what is urgent, and days cases wait for.

    What waits for the office is not read, and costs nothing until it opens. `beside`: how many were
    looked at and left; `unread` are the cases with one that nobody can read.
    """
    with desk.store.reading() as conn:
        at = now(conn)
        hours = desk.calendar().hours_at(at)
        if hours is Hours.NIGHT:
            return ()
        off = hours is Hours.DAY_OFF
        return moments.due(conn, at, urgent_only=off, limit=_AT_ONCE + beside, left_out=unread)
