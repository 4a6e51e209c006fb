"""Nobody judges their own trip: whichever version they travel by, and however their name is written."""

import pytest

from config.regulation.codes import Act, Stage
from flows.acts.amending import propose
from flows.acts.filing import Filing
from flows.acts.office import reassign_step
from flows.acts.submitting import change
from flows.case.answers import Identified
from flows.case.travelling import to_tell_apart
from models.errors import DecisionIncomplete, DecisionRefused, RequestInvalid
from models.ids import PersonId
from tests.factories.audit import verify
from tests.factories.office import OFFICER, SMOOTH, lets_act, make_answer
from tests.factories.request import make_head, make_leader, make_member, make_request

CHAIR, CHAIRS_NAME = PersonId("pham.van.mau"), "Phạm Văn Mẫu"
APPRAISER = PersonId("dang.thi.mau")
CARETAKER = PersonId("luu.van.mau")
HEAD_OF_UNIT = PersonId("nguyen.van.thi.du")
CLERK = Identified(PersonId("bui.van.thi.du"), "mailbox_code")
NAMED_LIKE_THE_CHAIR = make_member(name="PHAM  VĂN MẪU", person="not_in_directory")


def submits(office, *members):
    office.submits(make_request(members=(make_head(), *members)))


def amends(office, *members):
    changed = make_request(members=(make_leader(), make_member(), *members))
    by = Filing(OFFICER, OFFICER)
    propose(office.desk, office.case_no, changed, {}, "Bổ sung thành viên.", by)


def refusal(office, step, person, answer=None):
    with pytest.raises(DecisionRefused) as refused:
        office.takes(step, answer or SMOOTH[step.act], person)
    return refused.value.reason


# --- both versions ---------------------------------------------------------------------------------


@pytest.fixture
def approved(office):
    office.submits()
    office.goes_on_until(Stage.PREPARATION)
    return office


def test_nobody_decides_on_the_amendment_that_takes_them_along(approved):
    amends(approved, make_member(name=CHAIRS_NAME, person=CHAIR))

    approved.takes_smoothly(approved.waiting(Act.SIGN))
    approved.takes_smoothly(approved.waiting(Act.APPRAISE))

    # Nobody else holds the seat: the step waits for somebody who may decide.
    assert approved.case.fault == "seat_vacant"
    assert not [s for s in approved.case.open_steps if s.act is Act.DECIDE]


def test_nobody_appraises_the_amendment_that_takes_them_along(approved):
    amends(approved, make_member(name="Đặng Thị Mẫu", person=APPRAISER))

    approved.takes_smoothly(approved.waiting(Act.SIGN))

    assert approved.case.fault == "seat_vacant"


def test_who_travels_by_the_version_in_force_does_not_decide_that_they_stay_at_home(office):
    along = make_member(name="Nguyễn Văn Thí Dụ", person=HEAD_OF_UNIT)
    office.submits(make_request(members=(make_leader(), along)))
    office.goes_on_until(Stage.PREPARATION)
    lets_act(office.desk, CHAIR, HEAD_OF_UNIT, "people_committee/chair")
    amends(office)
    step = office.goes_on_until(Stage.AMENDMENT)
    while step.act is not Act.DECIDE:
        office.takes_smoothly(step)
        step = office.goes_on_until(Stage.AMENDMENT)

    assert refusal(office, step, HEAD_OF_UNIT) == "own_trip"


# --- who signed for the unit -----------------------------------------------------------------------


def test_who_signed_for_the_unit_does_not_decide_under_an_authority(office):
    submits(office, make_member())
    lets_act(office.desk, CHAIR, HEAD_OF_UNIT, "people_committee/chair")
    decision = office.goes_on_until(Stage.STATE_DECISION)

    assert HEAD_OF_UNIT not in decision.holders
    assert refusal(office, decision, HEAD_OF_UNIT) == "signed_for_unit"


# --- who bears a traveller's name ------------------------------------------------------------------


@pytest.mark.parametrize("spelt", ["Phạm Văn Mẫu", "PHẠM VĂN MẪU", "Phạm  Vǎn Mẫu", "Рham Van Mau"])
def test_a_member_must_be_told_apart_from_whoever_bears_their_name(office, spelt):
    with pytest.raises(RequestInvalid) as invalid:
        submits(office, make_member(name=spelt))

    assert [problem.msgid for problem in invalid.value.problems] == ["names_somebody"]


def test_a_decider_who_may_be_a_traveller_does_not_decide(office):
    submits(office, NAMED_LIKE_THE_CHAIR)

    office.goes_on_until(Stage.OPINIONS)
    while office.case.fault is None:
        office.goes_on()

    assert office.case.fault == "seat_vacant"


def test_a_decider_whom_the_appraiser_told_apart_decides(office):
    submits(office, NAMED_LIKE_THE_CHAIR)
    appraisal = office.goes_on_until(Stage.APPRAISAL)

    office.takes(appraisal, make_answer("forward", told_apart=(CHAIR,)))
    decision = office.goes_on_until(Stage.STATE_DECISION)
    office.takes_smoothly(decision)

    assert office.case.step(appraisal.number).told_apart == (CHAIR,)
    assert office.case.step(decision.number).choice == "approve"
    with office.desk.store.reading() as conn:
        assert verify(conn).difference is None


def test_nobody_travels_under_the_name_of_one_and_the_id_of_another(office):
    with pytest.raises(RequestInvalid) as invalid:
        submits(office, make_member(name=CHAIRS_NAME, person="quach.thi.minh.hoa"))

    assert [problem.msgid for problem in invalid.value.problems] == ["names_another"]


def test_telling_apart_ends_with_the_version_it_was_done_for(office):
    submits(office, NAMED_LIKE_THE_CHAIR)
    appraisal = office.goes_on_until(Stage.APPRAISAL)
    office.takes(appraisal, make_answer("forward", told_apart=(CHAIR,)))
    police = office.goes_on_until(Stage.OPINIONS)
    office.takes_smoothly(police)
    office.goes_on_until(Stage.STATE_DECISION)

    changed = make_request(
        members=(make_head(), make_member(name=CHAIRS_NAME, person="not_in_directory"))
    )
    change(office.desk, office.case_no, changed, {}, Filing(OFFICER, OFFICER))
    appraisal = office.goes_on_until(Stage.APPRAISAL)

    with office.desk.reading(office.case_no) as work:
        assert to_tell_apart(work, appraisal) == ((CHAIR, CHAIRS_NAME),)


def test_nobody_else_is_told_apart(office):
    submits(office, make_member())
    appraisal = office.goes_on_until(Stage.APPRAISAL)

    with pytest.raises(DecisionIncomplete) as incomplete:
        office.takes(appraisal, make_answer("forward", told_apart=(CHAIR,)))

    assert incomplete.value.field == "told_apart"


def test_who_sends_a_dossier_back_tells_nobody_apart(office):
    submits(office, NAMED_LIKE_THE_CHAIR)
    appraisal = office.goes_on_until(Stage.APPRAISAL)

    with pytest.raises(DecisionIncomplete) as incomplete:
        office.takes(
            appraisal, make_answer("return", remarks="Thiếu giấy mời.", told_apart=(CHAIR,))
        )

    assert incomplete.value.field == "told_apart"


# --- what is the holder's own ----------------------------------------------------------------------


def test_the_chairs_decision_is_given_to_nobody_of_the_committee(office):
    submits(office, make_member())
    decision = office.goes_on_until(Stage.STATE_DECISION)

    with pytest.raises(DecisionRefused) as refused:
        reassign_step(office.desk, office.case_no, decision.number, APPRAISER, "Bận.", CLERK)

    assert refused.value.reason == "holders_alone"


def test_the_units_signature_is_not_given_to_who_wrote_the_request(office):
    submits(office, make_member())
    signature = office.waiting(Act.SIGN)

    with pytest.raises(DecisionRefused) as refused:
        reassign_step(office.desk, office.case_no, signature.number, OFFICER, "Bận.", CLERK)

    assert refused.value.reason == "holders_alone"


def test_an_appraisal_is_given_to_a_deputy_of_the_regulation_alone(office):
    submits(office, make_member())
    appraisal = office.goes_on_until(Stage.APPRAISAL)

    with pytest.raises(DecisionRefused) as refused:
        reassign_step(office.desk, office.case_no, appraisal.number, CARETAKER, "Bận.", CLERK)

    assert refused.value.reason == "no_deputy"
