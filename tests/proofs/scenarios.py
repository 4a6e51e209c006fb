"""What happens to a delegation, as commands people give: each is one call, given again word for word."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from config.regulation import Act, Gate, Stage
from flows.amending import drop_amendment, propose, propose_cancellation
from flows.answers import ConditionGiven, Identified, PaperGiven, RemarkGiven
from flows.authority import end_authority, give_authority
from flows.deciding import digest_shown
from flows.filing import Filing
from flows.meetings import Minutes, Outcome, enter_minutes
from flows.office import reassign_step, record_on_paper, take_over
from flows.questions import ask_unit
from flows.submission import change, resubmit
from flows.sweeps import sweep
from flows.taking_back import take_back
from flows.withdrawing import withdraw
from models.authority import Capacity
from models.store.engine import move_clock, now
from models.store.moments import next_due
from tests.factories.office import A_FILE, OFFICER, VOTE_FOR, Office, make_answer
from tests.factories.request import (
    DEPARTS,
    RETURNS,
    make_leader,
    make_member,
    make_passport,
    make_request,
    make_stop,
)
from tests.factories.visit import make_visit_request

UNIT = Filing(OFFICER, OFFICER)
WEEK = timedelta(days=7)
WHY = "Phía bạn đề nghị."
CHAIR, DEPUTY = "pham.van.mau", "bui.van.thi.du"


@dataclass(frozen=True)
class Command:
    """What somebody does, bound to what it is about, so that it can be done again."""

    name: str
    act: Callable[[], object]

    @property
    def is_sweep(self) -> bool:
        """Tell whether time does it: of moments that come together any may be the first."""
        return self.name == TIME_PASSES


TIME_PASSES = "time passes"
Scenario = Callable[[Office], Iterator[Command]]


def request(**changed):
    """The request of the scenarios, which brings a passport of which only a sealed copy is kept."""
    members = (make_leader(passport=make_passport()), make_member())
    return make_request(**{"members": members, **changed})


def a_week_later(**changed):
    stop = make_stop(arrives=DEPARTS + WEEK, leaves=RETURNS + WEEK)
    days = {"departs": DEPARTS + WEEK, "returns": RETURNS + WEEK, "itinerary": (stop,)}
    return request(**{**days, **changed})


# --- the words ----------------------------------------------------------------------------------


def submits(office: Office, of=None) -> Command:
    """A unit submits; whoever had no answer looks whether the case is there before trying again."""

    def act():
        with office.desk.store.reading() as conn:
            there = conn.exec_driver_sql("SELECT no FROM cases").scalars().all()
        if there:
            office.case_no = there[0]
        else:
            office.submits(of or request())

    return Command("submit", act)


def takes(office: Office, step, answer, person="") -> Command:
    # The step is looked up once: who clicks again clicks on the same page.
    seen = answer.seen or office_digest(office, step)
    bound = make_answer(**{**vars(answer), "seen": seen})
    name = f"{step.act} {answer.choice}"
    return Command(name, partial(office.takes, step, bound, person))


def office_digest(office: Office, step) -> str:
    return digest_shown(office.case, step)


def smoothly(office: Office, step) -> Command:
    """The next person a step waits for answers it in the usual way."""
    if step.collective:
        voted = {vote.person for vote in step.votes}
        return takes(office, step, VOTE_FOR, next(p for p in step.holders if p not in voted))
    return takes(office, step, office.smooth_answer(step))


def time_passes(office: Office) -> Command:
    """The clock moves to what is due next, and the sweep fires it."""
    with office.desk.store.writing() as conn:
        move_clock(conn, (next_due(conn) or now(conn)) + timedelta(seconds=1))
    return Command(TIME_PASSES, partial(sweep, office.desk))


def until(office: Office, stage: Stage | None) -> Iterator[Command]:
    """Everybody answers smoothly until a stage has an open step, or to the end."""
    while not office.case.is_over:
        waiting = [step for step in office.case.open_steps if step.act is not Act.OVERSEE]
        if any(step.stage is stage for step in waiting):
            return
        yield smoothly(office, waiting[0]) if waiting else time_passes(office)


def amended(office: Office) -> Iterator[Command]:
    """Everybody on an amendment's way agrees."""
    while office.case.open_amendment:
        open_steps = office.case.open_steps
        yield smoothly(office, next(s for s in open_steps if s.stage is Stage.AMENDMENT))


def who(person: str) -> Identified:
    return Identified(person, "mailbox_code")


# --- the scenarios ------------------------------------------------------------------------------


def smooth(office: Office) -> Iterator[Command]:
    yield submits(office)
    yield from until(office, None)


def returned(office: Office) -> Iterator[Command]:
    """Changed while it waits, asked about, returned with remarks, resubmitted, silent agencies."""
    desk, no = office.desk, "DR-2020-0001"
    yield submits(office)
    changed = request(purpose="Bàn về giống lúa mới.")
    yield Command("change", partial(change, desk, no, changed, {}, UNIT))
    yield from until(office, Stage.APPRAISAL)
    step = office.waiting(Act.APPRAISE)
    yield Command("ask", partial(ask_unit, desk, no, step.number, who("dang.thi.mau"), "Ai đi?"))
    yield smoothly(office, office.waiting(Act.ANSWER))
    remarks = (RemarkGiven("members[1]", "Chức vụ chưa đúng."),)
    yield takes(office, step, make_answer("return", remarks="Chưa rõ.", remarks_on=remarks))
    anew = request(purpose="Bàn về giống lúa và phân bón.")
    yield Command("resubmit", partial(resubmit, desk, no, anew, {}, UNIT))
    yield from until(office, Stage.OPINIONS)
    while any(step.stage is Stage.OPINIONS for step in office.case.open_steps):
        yield time_passes(office)
    yield from until(office, Stage.PREPARATION)


def refused(office: Office) -> Iterator[Command]:
    """Taken back once, taken over, objected to, then refused by votes and by a paper."""
    desk, no = office.desk, "DR-2020-0001"
    yield submits(office)
    yield smoothly(office, office.waiting(Act.SIGN))
    yield Command("take back", partial(take_back, desk, no, 1, who("nguyen.van.thi.du")))
    yield Command("take over", partial(take_over, desk, no, WHY, who("nguyen.van.thi.du")))
    yield from until(office, Stage.OPINIONS)
    police = office.waiting(Act.CONSULT, seat="police")
    yield takes(office, police, make_answer("object", remarks="Chưa đủ điều kiện."))
    yield from until(office, Stage.PARTY_DECISION)
    step = office.waiting(Act.DECIDE)
    against = make_answer("vote_against", remarks="Không cần thiết.", answer="Đồng ý với Công an.")
    yield takes(office, step, against, step.holders[0])
    taken_back = partial(take_back, desk, no, step.number, who(step.holders[0]))
    yield Command("take back a vote", taken_back)
    for person in step.holders:
        if office.case.steps[step.number - 1].is_open:
            yield takes(office, step, against, person)
    yield from until(office, None)


def amendments(office: Office) -> Iterator[Command]:
    """Approved with a condition; one amendment dropped, one in force, then called off."""
    desk, no = office.desk, "DR-2020-0001"
    yield submits(office, request())
    yield from until(office, Stage.STATE_DECISION)
    conditions = (ConditionGiven("Báo cáo trước ngày đi.", Gate.START),)
    some = make_answer(
        "approve_with_conditions", conditions=conditions, answer="Đã xem xét ý kiến."
    )
    yield takes(office, office.waiting(Act.DECIDE), some)
    yield from until(office, Stage.PREPARATION)
    later = a_week_later()
    yield Command("propose", partial(propose, desk, no, later, {}, WHY, UNIT))
    yield Command("drop", partial(drop_amendment, desk, no, UNIT))
    yield Command("propose", partial(propose, desk, no, later, {}, WHY, UNIT))
    yield from amended(office)
    yield smoothly(office, office.waiting(Act.MEET))
    yield Command("call off", partial(propose_cancellation, desk, no, WHY, UNIT))
    yield from amended(office)


def collective(office: Office) -> Iterator[Command]:
    """One member votes, the others in a meeting; a deciding step is given to somebody else."""
    desk, no = office.desk, "DR-2020-0001"
    yield submits(office)
    yield from until(office, Stage.APPRAISAL)
    clerk = who("bui.van.thi.du")
    given = partial(reassign_step, desk, no, 2, "do.thi.minh.hoa", WHY, clerk)
    yield Command("reassign", given)
    yield from until(office, Stage.OPINIONS)
    paper = PaperGiven("15/CAT", office.today, A_FILE)
    police = office.waiting(Act.CONSULT, seat="police")
    on_paper = (desk, no, police.number, police.holders[0], make_answer("agree"), paper, clerk)
    yield Command("on paper", partial(record_on_paper, *on_paper))
    yield from until(office, Stage.PARTY_DECISION)
    step = office.waiting(Act.DECIDE)
    yield takes(office, step, VOTE_FOR, step.holders[0])
    votes = dict.fromkeys(step.holders, "vote_for")
    minutes = Minutes(
        "standing_committee",
        PaperGiven("7/BB", office.today, A_FILE),
        step.holders,
        (Outcome(no, step.number, votes),),
    )
    enter = partial(enter_minutes, desk, minutes, who("ngo.thi.thi.du"))
    yield Command("minutes", enter)
    yield from until(office, Stage.PREPARATION)


def substitute(office: Office) -> Iterator[Command]:
    """A substitute decides for the chair; some members may not go; the authority ends."""
    desk = office.desk
    yield submits(office)
    yield from until(office, Stage.STATE_DECISION)
    today = office.today
    yield Command(
        "give authority",
        partial(
            give_authority,
            desk,
            giver=CHAIR,
            holder=DEPUTY,
            seats=("people_committee/chair",),
            since=today,
            until=today + 8 * WEEK,
            capacity=Capacity.DEPUTY,
            set_by=who(CHAIR),
        ),
    )
    some = make_answer(
        "approve_some", refused_members=(2,), remarks="Không cần.", answer="Đã xem xét."
    )
    yield takes(office, office.waiting(Act.DECIDE), some, DEPUTY)
    yield Command("end authority", partial(end_authority, desk, 1, who(CHAIR)))
    yield from until(office, Stage.PREPARATION)


def withdrawn(office: Office) -> Iterator[Command]:
    yield submits(office)
    yield from until(office, Stage.OPINIONS)
    yield Command("withdraw", partial(withdraw, office.desk, "DR-2020-0001", who(OFFICER), WHY))


def visit(office: Office) -> Iterator[Command]:
    yield submits(office, make_visit_request())
    yield from until(office, None)


def declined(office: Office) -> Iterator[Command]:
    """An assignment of the reception is declined, asked again and taken on."""
    yield submits(office, make_visit_request())
    yield from until(office, Stage.RECEPTION)
    arrange = next(s for s in office.case.open_steps if s.act is Act.ARRANGE)
    yield takes(office, arrange, make_answer("decline", remarks="Không còn xe."))
    yield smoothly(office, office.waiting(Act.REASSIGN))
    yield from until(office, Stage.ARRIVAL)


SCENARIOS: dict[str, Scenario] = {
    scenario.__name__: scenario
    for scenario in (
        smooth, returned, refused, amendments, collective, substitute, withdrawn, visit, declined,
    )
}  # fmt: skip
