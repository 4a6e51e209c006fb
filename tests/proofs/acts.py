"""What people do to a case, as commands that wait to be started.

Whatever a person saw on their page was seen before anybody acts.
"""

from dataclasses import replace
from datetime import timedelta

from config.regulation.codes import Stage
from flows.acts.amending import drop_amendment, propose, propose_cancellation
from flows.acts.asking_the_unit import ask_unit
from flows.acts.authority import give_authority
from flows.acts.deciding import take_step
from flows.acts.filing import Filing
from flows.acts.meetings import Minutes, Outcome, enter_minutes
from flows.acts.office import note_for_leader, reassign_step, record_on_paper, take_over
from flows.acts.programme.revising import ItemChange, revise_item
from flows.acts.submitting import change, resubmit
from flows.acts.taking_back import take_back
from flows.acts.withdrawing import withdraw
from flows.case.answers import Answer, Identified, PaperGiven
from flows.sweeps.sweep import sweep
from models.authority import Capacity
from models.case import Step
from models.competence.seeing import digest_shown
from models.ids import BodyKey, CaseNo, PersonId, SeatKey
from models.store.database.clock import move_clock
from tests.factories.office import A_FILE, OFFICER, VOTE_FOR, Office, make_answer
from tests.factories.request import (
    DEPARTS,
    RETURNS,
    make_leader,
    make_member,
    make_request,
    make_stop,
)
from tests.proofs.interleaving import Command

UNIT = Filing(OFFICER, OFFICER)
CLERK = Identified(PersonId("bui.van.thi.du"), "mailbox_code")
PARTY_CLERK = Identified(PersonId("ngo.thi.thi.du"), "mailbox_code")
UNIT_HEAD = PersonId("nguyen.van.thi.du")
APPRAISER = "dang.thi.mau"
APPRAISING_COLLEAGUE = "do.thi.minh.hoa"
CHAIR = PersonId("pham.van.mau")
SECRETARY = PersonId("lam.thi.vi.du")
RETURNED = make_answer("return", remarks="Nêu rõ hơn mục đích.")
WEEK = timedelta(days=7)


def answers(office: Office, step: Step, answer: Answer | None = None, person: str = "") -> Command:
    """Somebody answers a step as their page showed it."""
    desk, case_no, case = office.desk, office.case_no, office.case
    given = answer or (VOTE_FOR if step.collective else office.smooth_answer(step))
    seen = digest_shown(case, case.steps[step.number - 1])
    who = Identified(PersonId(person or step.holders[0]), "mailbox_code")
    return lambda: take_step(desk, case_no, step.number, who, replace(given, seen=seen))


def withdraws(office: Office) -> Command:
    desk, case_no = office.desk, office.case_no
    return lambda: withdraw(desk, case_no, Identified(OFFICER, "code"), "Phía bạn hoãn.")


def takes_back(office: Office, step: Step, person: str) -> Command:
    desk, case_no = office.desk, office.case_no
    return lambda: take_back(desk, case_no, step.number, Identified(PersonId(person), "code"))


def request_of(**changed):
    return make_request(**{"members": (make_leader(), make_member()), **changed})


def changes(office: Office, request=None) -> Command:
    desk, case_no = office.desk, office.case_no
    changed = request or request_of(purpose="Ký kết hợp tác nông nghiệp công nghệ cao.")
    return lambda: change(desk, case_no, changed, {}, UNIT)


def resubmits(office: Office) -> Command:
    desk, case_no = office.desk, office.case_no
    changed = request_of(purpose="Ký kết hợp tác nông nghiệp công nghệ cao.")
    return lambda: resubmit(desk, case_no, changed, {}, UNIT)


def a_week_later(**changed):
    stop = make_stop(arrives=DEPARTS + WEEK, leaves=RETURNS + WEEK)
    days = {"departs": DEPARTS + WEEK, "returns": RETURNS + WEEK, "itinerary": (stop,)}
    return request_of(**{**days, **changed})


def proposes(office: Office, request=None) -> Command:
    desk, case_no = office.desk, office.case_no
    asked = request or a_week_later()
    return lambda: propose(desk, case_no, asked, {}, "Phía bạn đề nghị lùi một tuần.", UNIT)


def calls_off(office: Office) -> Command:
    desk, case_no = office.desk, office.case_no
    return lambda: propose_cancellation(desk, case_no, "Phía bạn hủy.", UNIT)


def drops(office: Office) -> Command:
    desk, case_no = office.desk, office.case_no
    return lambda: drop_amendment(desk, case_no, UNIT)


def asks(office: Office, step: Step, person: str = "") -> Command:
    desk, case_no = office.desk, office.case_no
    who = Identified(PersonId(person or step.holders[0]), "code")
    return lambda: ask_unit(desk, case_no, step.number, who, "Ai chịu chi phí đi lại?")


def notes(office: Office, step: Step) -> Command:
    """The chair's secretary notes a word at a step that waits for the chair."""
    desk, case_no = office.desk, office.case_no
    who = Identified(SECRETARY, "mailbox_code")
    return lambda: note_for_leader(desk, case_no, step.number, "Đã báo cáo miệng.", who)


def reassigns(office: Office, step: Step, to: str) -> Command:
    desk, case_no = office.desk, office.case_no
    return lambda: reassign_step(desk, case_no, step.number, PersonId(to), "Đang nghỉ phép.", CLERK)


def records(office: Office, step: Step, answer: Answer) -> Command:
    """The office records an answer that came on paper."""
    desk, case_no, person = office.desk, office.case_no, step.holders[0]
    paper = PaperGiven("77/CAT-PA", office.today, A_FILE)
    return lambda: record_on_paper(desk, case_no, step.number, person, answer, paper, CLERK)


def takes_over(office: Office) -> Command:
    desk, case_no = office.desk, office.case_no
    return lambda: take_over(desk, case_no, "Chuyển công tác.", Identified(UNIT_HEAD, "code"))


def revises(office: Office, number: int = 1, **fields) -> Command:
    desk, case_no = office.desk, office.case_no
    who = Identified(OFFICER, "mailbox_code")
    return lambda: revise_item(desk, case_no, number, ItemChange(fields), who)


def sweeps(office: Office) -> Command:
    return lambda: sweep(office.desk)


def gives(office: Office, giver: str, holder: str, seat: str) -> Command:
    desk, today = office.desk, office.today
    return lambda: give_authority(
        desk,
        giver=PersonId(giver),
        holder=PersonId(holder),
        seats=(SeatKey(seat),),
        since=today,
        until=today + 4 * WEEK,
        capacity=Capacity.DEPUTY,
        set_by=Identified(PersonId(giver), "code"),
    )


def enters(office: Office, decisions: dict[CaseNo, Step], votes: str = "vote_for") -> Command:
    """The clerk of the party enters the minutes of a meeting."""
    outcomes = tuple(
        Outcome(case_no, step.number, dict.fromkeys(step.holders, votes), answer="Đã xem xét.")
        for case_no, step in decisions.items()
    )
    present = next(iter(decisions.values())).holders
    paper = PaperGiven("12-BB/TU", office.today, A_FILE)
    minutes = Minutes(BodyKey("standing_committee"), paper, present, outcomes)
    return lambda: enter_minutes(office.desk, minutes, PARTY_CLERK)


def comes_due(office: Office, step: Step) -> None:
    """The clock moves past a step's deadline; nobody has looked around yet."""
    assert step.due_at
    with office.desk.store.writing() as conn:
        move_clock(conn, step.due_at + timedelta(seconds=1))


def approved(office: Office) -> None:
    office.submits(request_of())
    office.goes_on_until(Stage.PREPARATION)
