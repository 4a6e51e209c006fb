"""The same walk twice writes nothing the second time."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.regulation.codes import Act
from flows.acts.filing import Filing
from flows.acts.submitting import resubmit
from flows.outbound import outbound
from tests.factories.office import OFFICER, VOTE_FOR, Office, make_answer
from tests.factories.request import DEPARTS, make_leader, make_member, make_request, make_speech
from tests.factories.rows import everything

# What happens next at each turn of a random case; which open step it happens to is drawn too.
TURNS = st.lists(
    st.tuples(
        st.sampled_from(["smooth", "return", "object", "reject", "abstain", "time", "file_again"]),
        st.integers(0, 5),
    ),
    max_size=20,
)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(turns=TURNS)
def test_walking_any_case_a_second_time_writes_nothing(office, turns):
    office.submits()
    for turn in turns:
        take_turn(office, *turn)
    before = everything(office.desk.store)

    office.desk.walk(office.case_no, outbound)

    assert everything(office.desk.store) == before


def test_a_walk_with_nothing_to_do_waits_for_no_writer(office):
    office.submits()

    with office.desk.store.writing() as conn:
        office.at_work(conn)
        walked = office.desk.walk(office.case_no, outbound)

    assert walked.case.seq == office.case.seq


@pytest.mark.parametrize("comes", [Office.submits, Office.receives], ids=["outbound", "inbound"])
def test_whatever_is_planned_has_been_asked_at_the_end(office, comes):
    comes(office)

    case = office.goes_on_to_the_end()

    owed = {planned.place for planned in case.plan if not planned.optional}
    assert owed - {step.place for step in case.steps} == set()


def take_turn(office, what, which):
    steps = office.case.open_steps
    if office.case.is_over:
        return
    if what == "time" or not steps:
        office.time_passes()
        return
    step = steps[which % len(steps)]
    if step.act is Act.REVISE and office.today > DEPARTS:
        # Nothing is back-dated: the unit would have to ask for another trip.
        return
    if step.act is Act.REVISE:
        request = make_request(
            members=(make_leader(), make_member()), speeches=(make_speech(),) * (which % 3)
        )
        resubmit(office.desk, office.case_no, request, {}, Filing(OFFICER, OFFICER))
    elif (step.act, what) in SPECIAL:
        office.takes(step, SPECIAL[step.act, what])
    elif not step.collective:
        office.takes_smoothly(step)
    else:
        voted = {vote.person for vote in step.votes}
        person = next(person for person in step.holders if person not in voted)
        office.takes(step, ABSTAINED if what == "abstain" else VOTE_FOR, person)


ABSTAINED = make_answer("abstain", answer="Đã xem xét ý kiến.")
SPECIAL = {
    (Act.SIGN, "return"): make_answer("return", remarks="Xem lại."),
    (Act.APPRAISE, "return"): make_answer("return", remarks="Xem lại."),
    (Act.CONSULT, "object"): make_answer("object", remarks="Chưa phù hợp."),
    (Act.ACCEPT, "file_again"): make_answer("file_again", remarks="Thiếu."),
}
