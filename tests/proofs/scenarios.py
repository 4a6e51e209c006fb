"""What happens to a delegation, abroad or of guests, as the commands people give one after another."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from config.regulation.codes import Act, Activity, Gate, Stage
from flows.acts.amending import drop_amendment, propose, propose_cancellation
from flows.acts.asking_the_unit import ask_unit
from flows.acts.authority import end_authority, give_authority
from flows.acts.filing import Filing
from flows.acts.meetings import Minutes, Outcome, enter_minutes
from flows.acts.office import reassign_step, record_on_paper, take_over
from flows.acts.submitting import change, resubmit
from flows.acts.taking_back import take_back
from flows.acts.withdrawing import withdraw
from flows.case.answers import Answer, ConditionGiven, PaperGiven, RemarkGiven
from models.authority import Capacity
from models.ids import BodyKey, CaseNo, PersonId, SeatKey
from models.request.base import Request
from tests.factories.office import A_FILE, OFFICERS, VOTE_FOR, Office, make_answer
from tests.factories.request import (
    DEPARTS,
    RETURNS,
    make_leader,
    make_member,
    make_passport,
    make_request,
    make_stop,
)
from tests.factories.visit import (
    ARRIVES,
    make_guest,
    make_head_guest,
    make_item,
    make_lodging,
    make_visit_request,
)
from tests.proofs.commands import (
    Command,
    amended,
    smoothly,
    submits,
    takes,
    time_passes,
    until,
    who,
)

DAY, WEEK = timedelta(days=1), timedelta(days=7)
WHY = "Phía bạn đề nghị."
CHAIR, DEPUTY = PersonId("pham.van.mau"), PersonId("bui.van.thi.du")


@dataclass(frozen=True)
class Matter:
    """What a scenario is about: its request, with some of it changed or a week later, and its words."""

    case_no: CaseNo
    request: Callable[..., Request]
    later: Callable[[], Request]
    unit: str
    # What the appraiser remarks on, which body of the party decides, where an approved case goes on.
    field: str
    body: BodyKey
    approved: Stage
    # How the chair agrees: with one of several members only, where members are decided on.
    agreed: Answer

    @property
    def by(self) -> Filing:
        """Return who files for the unit."""
        officer = OFFICERS[self.unit]
        return Filing(officer, officer)


def trip(**changed):
    """The request to go abroad; it brings a passport, of which only a sealed copy is kept."""
    members = (make_leader(passport=make_passport()), make_member())
    return make_request(**{"members": members, **changed})


def trip_a_week_later():
    stop = make_stop(arrives=DEPARTS + WEEK, leaves=RETURNS + WEEK)
    return trip(departs=DEPARTS + WEEK, returns=RETURNS + WEEK, itinerary=(stop,))


def visit_a_week_later():
    arrives, departs = ARRIVES + WEEK, ARRIVES + WEEK + DAY
    seen = make_item(day=departs, activity=Activity.SITE_VISIT, what="Thăm vùng trồng mãng cầu")
    return visit(
        arrives=arrives,
        departs=departs,
        lodging=(make_lodging(arrives=arrives, leaves=departs),),
        programme=(make_item(day=arrives), seen),
    )


def visit(**changed):
    """The request to receive guests; it, too, brings a passport."""
    coming = (make_head_guest(passport=make_passport()), make_guest())
    return make_visit_request(**{"guests": coming, **changed})


ABROAD = Matter(
    case_no=CaseNo("DR-2020-0001"),
    request=trip,
    later=trip_a_week_later,
    unit="long_my",
    field="members[1]",
    body=BodyKey("standing_committee"),
    approved=Stage.PREPARATION,
    agreed=make_answer(
        "approve_some", refused_members=(2,), remarks="Không cần.", answer="Đã xem xét."
    ),
)
GUESTS = Matter(
    case_no=CaseNo("DV-2020-0001"),
    request=visit,
    later=visit_a_week_later,
    unit="phung_hiep",
    field="guests[1]",
    body=BodyKey("party_permanent"),
    approved=Stage.RECEPTION,
    agreed=make_answer("approve", answer="Đã xem xét."),
)


# --- the scenarios ------------------------------------------------------------------------------


def smooth(office: Office, of: Matter) -> Iterator[Command]:
    yield submits(office, of.request())
    yield from until(office, None)


def returned(office: Office, of: Matter) -> Iterator[Command]:
    """Changed while it waits, asked about, returned with remarks, resubmitted, silent agencies."""
    desk, no = office.desk, of.case_no
    yield submits(office, of.request())
    changed = of.request(purpose="Bàn về giống lúa mới.")
    yield Command("change", partial(change, desk, no, changed, {}, of.by))
    yield from until(office, Stage.APPRAISAL)
    step = office.waiting(Act.APPRAISE)
    yield Command("ask", partial(ask_unit, desk, no, step.number, who(step.holders[0]), "Ai đi?"))
    yield smoothly(office, office.waiting(Act.ANSWER))
    remarks = (RemarkGiven(of.field, "Chức vụ chưa đúng."),)
    yield takes(office, step, make_answer("return", remarks="Chưa rõ.", remarks_on=remarks))
    anew = of.request(purpose="Bàn về giống lúa và phân bón.")
    yield Command("resubmit", partial(resubmit, desk, no, anew, {}, of.by))
    yield from until(office, Stage.OPINIONS)
    while any(step.stage is Stage.OPINIONS for step in office.case.open_steps):
        yield time_passes(office)
    yield from until(office, of.approved)


def refused(office: Office, of: Matter) -> Iterator[Command]:
    """Taken back once, taken over, objected to, then refused by votes and by a paper."""
    desk, no = office.desk, of.case_no
    yield submits(office, of.request())
    head = who(office.waiting(Act.SIGN).holders[0])
    yield smoothly(office, office.waiting(Act.SIGN))
    yield Command("take back", partial(take_back, desk, no, 1, head))
    yield Command("take over", partial(take_over, desk, no, WHY, head))
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


def amendments(office: Office, of: Matter) -> Iterator[Command]:
    """Approved with a condition; one amendment dropped, one in force, then called off."""
    desk, no = office.desk, of.case_no
    yield submits(office, of.request())
    yield from until(office, Stage.STATE_DECISION)
    conditions = (ConditionGiven("Báo cáo trước ngày đi.", Gate.START),)
    some = make_answer(
        "approve_with_conditions", conditions=conditions, answer="Đã xem xét ý kiến."
    )
    yield takes(office, office.waiting(Act.DECIDE), some)
    yield from until(office, of.approved)
    later = of.later()
    yield Command("propose", partial(propose, desk, no, later, {}, WHY, of.by))
    yield Command("drop", partial(drop_amendment, desk, no, of.by))
    yield Command("propose", partial(propose, desk, no, later, {}, WHY, of.by))
    yield from amended(office)
    yield smoothly(office, office.waiting(Act.MEET))
    yield Command("call off", partial(propose_cancellation, desk, no, WHY, of.by))
    yield from amended(office)


def collective(office: Office, of: Matter) -> Iterator[Command]:
    """One member votes, the others in a meeting; a deciding step is given to somebody else."""
    desk, no = office.desk, of.case_no
    yield submits(office, of.request())
    yield from until(office, Stage.APPRAISAL)
    clerk = who("bui.van.thi.du")
    given = partial(reassign_step, desk, no, 2, PersonId("do.thi.minh.hoa"), WHY, clerk)
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
    paper = PaperGiven("7/BB", office.today, A_FILE)
    minutes = Minutes(of.body, paper, step.holders, (Outcome(no, step.number, votes),))
    yield Command("minutes", partial(enter_minutes, desk, minutes, who("ngo.thi.thi.du")))
    yield from until(office, of.approved)


def substitute(office: Office, of: Matter) -> Iterator[Command]:
    """A substitute decides for the chair; some members may not go; the authority ends."""
    desk = office.desk
    yield submits(office, of.request())
    yield from until(office, Stage.STATE_DECISION)
    given = partial(
        give_authority,
        desk,
        giver=CHAIR,
        holder=DEPUTY,
        seats=(SeatKey("people_committee/chair"),),
        since=office.today,
        until=office.today + 8 * WEEK,
        capacity=Capacity.DEPUTY,
        set_by=who(CHAIR),
    )
    yield Command("give authority", given)
    yield takes(office, office.waiting(Act.DECIDE), of.agreed, DEPUTY)
    yield Command("end authority", partial(end_authority, desk, 1, who(CHAIR)))
    yield from until(office, of.approved)


def withdrawn(office: Office, of: Matter) -> Iterator[Command]:
    yield submits(office, of.request())
    yield from until(office, Stage.OPINIONS)
    officer = who(OFFICERS[of.unit])
    yield Command("withdraw", partial(withdraw, office.desk, of.case_no, officer, WHY))


def declined(office: Office, of: Matter) -> Iterator[Command]:
    """An assignment of the reception is declined, asked again and taken on."""
    yield submits(office, of.request())
    yield from until(office, Stage.RECEPTION)
    arrange = next(s for s in office.case.open_steps if s.act is Act.ARRANGE)
    yield takes(office, arrange, make_answer("decline", remarks="Không còn xe."))
    yield smoothly(office, office.waiting(Act.REASSIGN))
    yield from until(office, Stage.ARRIVAL)


_OF_BOTH = (smooth, returned, refused, amendments, collective, substitute, withdrawn)
SCENARIOS: dict[str, Callable[[Office], Iterator[Command]]] = {
    **{each.__name__: partial(each, of=ABROAD) for each in _OF_BOTH},
    **{f"{each.__name__}, guests": partial(each, of=GUESTS) for each in (*_OF_BOTH, declined)},
}
