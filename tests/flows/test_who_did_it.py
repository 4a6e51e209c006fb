"""Every act on a case says how it was shown who did it; the house says which regulation is in force."""

from dataclasses import replace

import pytest

from config.regulation.codes import Act, Stage
from flows.acts.amending import drop_amendment, propose_cancellation
from flows.acts.asking_the_unit import ask_unit
from flows.acts.filing import Filing
from flows.acts.office import note_for_leader, reassign_step, take_over
from flows.acts.submitting import submit
from flows.acts.taking_back import take_back
from flows.acts.withdrawing import withdraw
from flows.case.answers import Identified
from models.ids import PersonId
from models.store.house.journal import HOUSE
from models.store.journal import entries_of
from tests.factories.audit import verify
from tests.factories.office import OFFICER, VOTE_FOR, lets_act
from tests.factories.province import text_of_the_tests
from tests.factories.request import make_leader, make_member, make_request

HOW = "console:van-thu"
UNIT = Identified(OFFICER, HOW)
BY = Filing(OFFICER, "nguyen.van.thi.du", HOW)


def withdrawn(office):
    withdraw(office.desk, office.case_no, UNIT, "Không đi nữa.")


def taken_over(office):
    colleague = Identified(PersonId("nguyen.van.thi.du"), HOW)
    take_over(office.desk, office.case_no, "Chuyển công tác.", colleague)


def reassigned(office):
    step = office.goes_on_until_asked(Act.PREPARE)
    clerk, to = Identified(PersonId("bui.van.thi.du"), HOW), PersonId("do.thi.minh.hoa")
    reassign_step(office.desk, office.case_no, step.number, to, "Nghỉ phép.", clerk)


def called_off(office):
    office.goes_on_until(Stage.PREPARATION)
    propose_cancellation(office.desk, office.case_no, "Đối tác hoãn.", BY)


def dropped(office):
    called_off(office)
    drop_amendment(office.desk, office.case_no, BY)


def asked(office):
    step = office.goes_on_until_asked(Act.APPRAISE)
    ask_unit(office.desk, office.case_no, step.number, Identified(step.holders[0], HOW), "Ai đi?")


def taken_back(office):
    step = office.goes_on_until_asked(Act.APPRAISE)
    office.takes_smoothly(step)
    take_back(office.desk, office.case_no, step.number, Identified(step.holders[0], HOW))


def vote_taken_back(office):
    step = office.goes_on_until(Stage.PARTY_DECISION)
    office.takes(step, VOTE_FOR)
    take_back(office.desk, office.case_no, step.number, Identified(step.holders[0], HOW))


def noted(office):
    step = office.goes_on_until(Stage.STATE_DECISION)
    secretary = Identified(PersonId("lam.thi.vi.du"), HOW)
    note_for_leader(office.desk, office.case_no, step.number, "Gấp.", secretary)


ACTS = {
    "secretary_noted": noted,
    "case_withdrawn": withdrawn,
    "case_taken_over": taken_over,
    "step_reassigned": reassigned,
    "amendment_proposed": called_off,
    "amendment_refused": dropped,
    "question_asked": asked,
    "decision_taken_back": taken_back,
    "vote_taken_back": vote_taken_back,
}


@pytest.mark.parametrize(("kind", "act"), ACTS.items(), ids=ACTS)
def test_the_entry_of_an_act_says_how_it_was_shown_who_did_it(office, kind, act):
    office.submits(make_request(members=(make_leader(), make_member())))

    act(office)

    told = [said.identity for said in office.journal() if said.kind == kind]
    assert told == [HOW]
    with office.desk.store.reading() as conn:
        assert verify(conn).difference is None


def test_who_typed_a_request_does_not_hide_the_account_it_came_from(office):
    submitted = submit(office.desk, make_request(), {}, BY)

    with office.desk.store.reading() as conn:
        first = entries_of(conn, submitted.case.no)[0].payload.model_dump()
    assert (first["typed_by"], first["identity"]) == ("nguyen.van.thi.du", HOW)


def in_force(desk):
    with desk.store.reading() as conn:
        assert verify(conn).difference is None
        told = [en for en in entries_of(conn, HOUSE) if en.kind == "regulation_in_force"]
    return [each.payload.model_dump()["digest"] for each in told]


def test_the_regulation_of_the_first_case_is_told_once(office):
    office.submits()
    office.submits()

    assert in_force(office.desk) == [office.case.regulation_digest]


def test_another_regulation_is_told_with_the_first_case_under_it(office, tmp_path):
    office.submits()
    first = office.case.regulation_digest
    text = text_of_the_tests() + "\n# Another.\n"
    (tmp_path / "other.yaml").write_text(text, encoding="utf-8")
    other = office.desk.settings.model_copy(update={"regulation": str(tmp_path / "other.yaml")})
    later = replace(office, desk=replace(office.desk, settings=other))

    later.submits()

    assert in_force(office.desk) == [first, later.case.regulation_digest]


def test_an_authority_says_how_it_was_shown_who_gave_it(desk):
    chair = Identified(PersonId("pham.van.mau"), HOW)
    lets_act(desk, chair.person, "bui.van.thi.du", "people_committee/chair", set_by=chair)

    with desk.store.reading() as conn:
        given = entries_of(conn, HOUSE)[-1]
    assert (given.kind, given.actor, given.payload.model_dump()["identity"]) == (
        "authority_given",
        chair.person,
        HOW,
    )
