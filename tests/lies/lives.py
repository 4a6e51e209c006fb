"""The lives of the cases that are lied about, each with something of its own."""

from config.regulation.codes import Act, Gate, Stage
from flows.acts.disputing import dispute
from flows.acts.programme.answering import answer_to_invitation
from flows.case.answers import (
    CommitmentGiven,
    ConditionGiven,
    Identified,
    PaperGiven,
    RemarkGiven,
)
from models.ids import SeatKey
from tests.factories.calendars import make_reply
from tests.factories.office import A_FILE, Office, make_answer
from tests.factories.programme import LEADER, make_visit
from tests.factories.programme import revises as revises_item
from tests.lies.telling import DAY, DEPUTY
from tests.proofs.acts import (
    CHAIR,
    asks,
    calls_off,
    enters,
    gives,
    notes,
    proposes,
    reassigns,
    records,
    request_of,
    resubmits,
    takes_back,
    takes_over,
    withdraws,
)


def returned(office: Office) -> None:
    office.submits(request_of())
    remark = RemarkGiven("title", "Nêu tên địa phương.")
    returned = make_answer("return", remarks="Nêu rõ hơn.", remarks_on=(remark,))
    office.takes(office.goes_on_until(Stage.APPRAISAL), returned)
    resubmits(office)()


def asked(office: Office) -> None:
    """A question is asked and answered, an opinion comes on paper, another one objects."""
    office.submits(request_of())
    asks(office, office.goes_on_until(Stage.APPRAISAL))()
    office.takes_smoothly(office.waiting(Act.ANSWER))
    office.goes_on_until(Stage.OPINIONS)
    records(office, office.waiting(Act.CONSULT, seat="police"), make_answer("agree"))()
    objects = make_answer("object", remarks="Không có kinh phí.")
    office.takes(office.waiting(Act.CONSULT, seat="dof"), objects)
    voting = office.goes_on_until(Stage.PARTY_DECISION)
    for person in voting.holders[:2]:
        office.takes(voting, make_answer("vote_for", answer="Đã xem xét ý kiến."), person)


def withdrawn(office: Office) -> None:
    office.submits(request_of())
    withdraws(office)()


def taken_back(office: Office) -> None:
    office.submits(request_of())
    step = office.goes_on_until(Stage.APPRAISAL)
    reassigns(office, step, "do.thi.minh.hoa")()
    takes_over(office)()
    office.takes_smoothly(step)
    takes_back(office, step, step.holders[0])()


def rejected(office: Office) -> None:
    """A body says no in a meeting."""
    office.submits(request_of())
    voting = office.goes_on_until(Stage.PARTY_DECISION)
    enters(office, {office.case_no: voting}, "vote_against")()
    while not office.case.is_over:
        office.goes_on()


def given(office: Office) -> None:
    """The chair's secretary notes a word; somebody decides for the chair."""
    office.submits(request_of())
    step = office.goes_on_until(Stage.STATE_DECISION)
    notes(office, step)()
    gives(office, CHAIR, DEPUTY, "people_committee/chair")()
    office.takes(step, make_answer("approve"), DEPUTY)
    office.goes_on_until(Stage.PREPARATION)


def amended(office: Office) -> None:
    """An agency objects, the delegation goes under a condition; then its dates are moved."""
    office.submits(request_of())
    office.goes_on_until(Stage.OPINIONS)
    objects = make_answer("object", remarks="Không có kinh phí.")
    office.takes(office.waiting(Act.CONSULT, seat="dof"), objects)
    step = office.goes_on_until(Stage.STATE_DECISION)
    conditions = (ConditionGiven("Mua bảo hiểm cho cả đoàn.", Gate.START),)
    agrees = make_answer("approve_with_conditions", answer="Đã xem xét.", conditions=conditions)
    office.takes(step, agrees)
    office.goes_on_until(Stage.CONDITIONS)
    proposes(office)()
    while office.case.open_amendment:
        office.takes_smoothly(next(s for s in office.case.open_steps if s.stage == "amendment"))


def disputed(office: Office) -> None:
    """While an amendment is on its way, the decision it would change proves to be nobody's."""
    office.submits(request_of())
    step = office.goes_on_until(Stage.STATE_DECISION)
    records(office, step, make_answer("approve"))()
    office.goes_on_until(Stage.PREPARATION)
    proposes(office)()
    dispute(office.desk, office.case_no, step.number, Identified(step.holders[0], "code"))
    office.takes_smoothly(office.waiting(Act.DECIDE))


def called_off(office: Office) -> None:
    office.submits(request_of())
    office.goes_on_until(Stage.PREPARATION)
    calls_off(office)()
    while not office.case.is_over:
        office.takes_smoothly(next(s for s in office.case.open_steps if s.stage == "amendment"))


def received(office: Office) -> None:
    """Guests come, an item is declined and changed, the report tells what was agreed on."""
    office.receives(make_visit())
    office.goes_on_until(Stage.RECEPTION)
    name = office.case.event_name(1)
    assert name is not None
    reply = make_reply(
        name.uid,
        attendee=f"mailto:{LEADER}@hau-giang.example",
        sequence=0,
        comment="Bận việc khác.",
    )
    answer_to_invitation(office.desk, reply)
    revises_item(office, hall="Hội trường B", begins="09:00")
    filing = office.goes_on_until_asked(Act.FILE)
    paper = PaperGiven("9/BC", office.today, A_FILE)
    made = CommitmentGiven("Gửi giống cây.", SeatKey("dof/head"), office.today + 30 * DAY)
    office.takes(filing, make_answer("file", paper=paper, commitments=(made,)))
    office.goes_on()


def archived(office: Office) -> None:
    office.submits(request_of())
    opinions = office.goes_on_until(Stage.OPINIONS)
    # One agency answers, another one does not.
    office.takes_smoothly(opinions)
    office.time_passes(to=opinions.due_at)
    office.goes_on_to_the_end()


# Who acts for the chair records nothing for it: the disputed one comes before that.
LIVES = (
    returned, asked, withdrawn, taken_back, rejected, disputed, given, amended, called_off, received,
    archived,
)  # fmt: skip
