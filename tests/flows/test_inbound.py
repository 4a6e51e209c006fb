"""An inbound delegation from request to archive, as the regulation tells it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from config.province_time import start_of
from config.regulation.codes import Act, GuestClass, SenderKind, Stage, Visit
from flows.case.answers import CommitmentGiven
from models.case import CaseStatus, StepState
from models.errors import DecisionIncomplete
from models.ids import SeatKey
from models.inbound.parts import Period, Unannounced
from tests.factories.audit import verify
from tests.factories.office import make_answer
from tests.factories.rows import everything
from tests.factories.visit import (
    ARRIVES,
    DEPARTS,
    MAKE_OF_OCCASION,
    make_conference,
    make_head_guest,
    make_item,
    make_sender,
    make_visit_request,
)


def test_a_visit_goes_from_request_to_archive(office):
    office.receives()

    case = office.goes_on_to_the_end()

    assert (case.status, case.no) == (CaseStatus.ARCHIVED, "DV-2020-0001")


def test_its_stages_come_in_the_order_of_the_regulation(office):
    office.receives()

    case = office.goes_on_to_the_end()

    assert list(dict.fromkeys(step.stage for step in case.steps)) == [
        Stage.UNIT_SIGNATURE,
        Stage.APPRAISAL,
        Stage.OPINIONS,
        Stage.PARTY_DECISION,
        Stage.STATE_DECISION,
        Stage.RECEPTION,
        Stage.ARRIVAL,
        Stage.SEND_OFF,
        Stage.REPORT,
        Stage.ACCOUNTS,
    ]


@pytest.mark.parametrize("occasion", MAKE_OF_OCCASION)
def test_every_occasion_comes_to_its_end_and_verifies(office, occasion):
    office.receives(MAKE_OF_OCCASION[occasion]())
    office.goes_on_to_the_end()

    with office.desk.store.reading() as conn:
        assert verify(conn).difference is None


@pytest.mark.parametrize("occasion", MAKE_OF_OCCASION)
def test_walking_a_visit_a_second_time_writes_nothing(office, occasion):
    office.receives(MAKE_OF_OCCASION[occasion]())
    while not office.case.is_over:
        office.goes_on()
        before = everything(office.desk.store)
        office.desk.walk(office.case_no)
        assert everything(office.desk.store) == before


# --- classes ------------------------------------------------------------------------------------


def test_the_rank_of_their_head_gives_guests_their_class(office):
    assert office.receives().guest_class is GuestClass.C


def of_a_governor():
    """The circular names no class for a foreign governor."""
    governor = make_head_guest(rank="provincial_governor", position="Thống đốc")
    return make_visit_request(guests=(governor,))


def test_a_head_whose_rank_has_no_class_waits_for_the_hosts_decision(office):
    office.receives(of_a_governor())
    office.goes_on_until(Stage.CLASSIFICATION)

    assert office.case.guest_class is None


def test_the_class_is_decided_with_its_reason(office):
    office.receives(of_a_governor())
    step = office.goes_on_until(Stage.CLASSIFICATION)

    with pytest.raises(DecisionIncomplete):
        office.takes(step, make_answer("class_b"))


def test_the_arrangements_follow_the_class_that_was_decided(office):
    office.receives(of_a_governor())
    before = {planned.key for planned in office.case.plan}
    office.takes_smoothly(office.goes_on_until(Stage.CLASSIFICATION))

    after = {planned.key for planned in office.case.plan}
    assert (office.case.guest_class, after - before) == (GuestClass.B, {"medical"})


# --- conferences --------------------------------------------------------------------------------


def of_its_own():
    """Make the request for a conference of the province's own, which it hosts for nobody else."""
    request = make_conference()
    conference = request.conference.model_copy(update={"hosted": False})
    return request.model_copy(update={"conference": conference})


def test_a_conference_that_is_not_hosted_for_others_needs_no_consent_to_host(office):
    office.receives(of_its_own())
    office.goes_on_until(Stage.OPINIONS)

    acts = [step.act for step in office.case.steps if step.stage is Stage.HOSTING]
    assert acts == [Act.FILE]


def test_a_conference_is_agreed_to_in_principle_before_its_scheme_is_heard(office):
    office.receives(make_conference())
    office.goes_on_until(Stage.OPINIONS)

    acts = [step.act for step in office.case.steps if step.stage is Stage.HOSTING]
    assert acts == [Act.DECIDE, Act.ISSUE, Act.FILE]


def test_agencies_have_fifteen_days_for_a_conference(office):
    office.receives(make_conference())
    opinion = office.goes_on_until(Stage.OPINIONS)

    assert (opinion.due_at - opinion.opened_at).days in (14, 15)


def test_who_is_not_to_host_ends_there(office):
    office.receives(make_conference())
    step = office.goes_on_until(Stage.HOSTING)
    office.takes(step, make_answer("reject", remarks="Chưa có kinh phí."))
    office.takes_smoothly(office.waiting(Act.ISSUE))

    assert office.case.status is CaseStatus.REJECTED


# --- reception ----------------------------------------------------------------------------------


def arranging(office, request=None):
    office.receives(request)
    office.goes_on_until(Stage.RECEPTION)
    return [s for s in office.case.open_steps if s.act is Act.ARRANGE]


def assignment(office, key, act=Act.ARRANGE):
    return next(s for s in reversed(office.case.steps) if (s.act, s.key) == (act, key))


def test_every_assignment_is_asked_for_at_once(office):
    assert {step.key for step in arranging(office)} == {
        "welcome",
        "lodging",
        "interpreting",
        "security",
        "meetings",
        "lodging_declaration",
    }


def test_the_coordinator_sees_to_it_as_long_as_something_is_unconfirmed(office):
    arranging(office)

    assert office.waiting(Act.OVERSEE).seat == "pc_office/foreign_affairs"


def test_once_all_is_confirmed_the_oversight_ends_by_itself(office):
    for step in arranging(office):
        office.takes(step, make_answer("take_on"))

    assert assignment(office, "", Act.OVERSEE).choice == "all_confirmed"


def test_what_is_taken_on_is_to_be_reported_done(office):
    arranging(office)
    office.takes(assignment(office, "security"), make_answer("take_on"))

    assert assignment(office, "security", Act.DELIVER).is_open


def test_what_is_done_already_is_not_asked_for_again(office):
    arranging(office)
    office.takes(assignment(office, "security"), make_answer("done"))

    assert [s for s in office.case.steps if s.act is Act.DELIVER] == []


def declined(office):
    arranging(office)
    no = make_answer("decline", remarks="Không đủ người.")
    office.takes(assignment(office, "security"), no)
    return office.waiting(Act.REASSIGN)


def test_a_declined_assignment_returns_to_the_coordinator(office):
    assert declined(office).key == "security"


def test_an_assignment_is_declined_with_a_reason(office):
    arranging(office)

    with pytest.raises(DecisionIncomplete):
        office.takes(assignment(office, "security"), make_answer("decline"))


def test_the_coordinator_gives_it_to_another(office):
    office.takes(declined(office), make_answer("give_to", seat="military_command/commander"))

    assert assignment(office, "security").seat == "military_command/commander"


def test_the_coordinator_gives_it_to_nobody_who_is_not_there(office):
    step = declined(office)

    with pytest.raises(DecisionIncomplete) as incomplete:
        office.takes(step, make_answer("give_to", seat="moon_office/head"))

    assert incomplete.value.field == "seat_vacant"


def test_the_coordinator_gives_it_to_nobody_who_only_runs_the_system(office):
    step = declined(office)

    with pytest.raises(DecisionIncomplete) as incomplete:
        office.takes(step, make_answer("give_to", seat="administration/administrator"))

    assert incomplete.value.field == "seat"


def test_the_coordinator_asks_the_same_unit_again(office):
    step = declined(office)
    office.takes(step, make_answer("ask_again", remarks="Xin cử hai người."))

    asked = assignment(office, "security")
    assert (asked.seat, asked.is_open) == ("police/head", True)


def test_a_mandatory_assignment_the_coordinator_does_without_holds_nobody_up(office):
    step = declined(office)
    office.takes(step, make_answer("do_without", remarks="Khách ít, không cần."))
    for open_step in office.case.open_steps:
        if open_step.act is Act.ARRANGE:
            office.takes(open_step, make_answer("take_on"))

    assert assignment(office, "", Act.OVERSEE).choice == "all_confirmed"


def test_the_coordinator_goes_on_without_what_is_lacking_and_says_why(office):
    arranging(office)
    office.takes(office.waiting(Act.OVERSEE), make_answer("do_without", remarks="Đã gọi điện."))
    office.time_passes(to=noon(ARRIVES))

    assert Stage.ARRIVAL in {step.stage for step in office.case.open_steps}


def test_an_unconfirmed_assignment_is_late_at_its_deadline(office):
    arranging(office)
    asked = assignment(office, "security")

    office.time_passes(to=asked.due_at)

    assert office.case.step(asked.number).overdue


def test_what_nobody_took_on_ends_with_the_visit(office):
    arranging(office)
    office.takes(office.waiting(Act.OVERSEE), make_answer("do_without", remarks="Đã gọi điện."))
    for stage in (Stage.ARRIVAL, Stage.SEND_OFF):
        while not (there := [s for s in office.case.open_steps if s.stage is stage]):
            office.time_passes()
        office.takes_smoothly(there[0])

    assert assignment(office, "security").state is StepState.VOID


# --- the visit ----------------------------------------------------------------------------------


def test_guests_come_no_earlier_than_they_go(office):
    office.receives()
    arrival = office.goes_on_until(Stage.ARRIVAL)
    office.takes_smoothly(arrival)
    send_off = office.goes_on_until(Stage.SEND_OFF)

    with pytest.raises(DecisionIncomplete):
        office.takes(send_off, make_answer("confirm", day=ARRIVES - timedelta(days=1)))


def test_each_further_visit_is_noticed_before_and_confirmed(office):
    later = Period(arrives=DEPARTS + timedelta(days=30), departs=DEPARTS + timedelta(days=31))
    office.receives(make_visit_request(visit=Visit.RECURRING, further_visits=(later,)))

    case = office.goes_on_to_the_end()

    told = [(s.stage, s.key) for s in case.steps if s.act in (Act.NOTIFY, Act.CONFIRM)]
    assert told == [
        (Stage.ARRIVAL, ""),
        (Stage.SEND_OFF, ""),
        (Stage.NOTICE, "2"),
        (Stage.ARRIVAL, "2"),
        (Stage.SEND_OFF, "2"),
    ]


def test_a_visit_that_is_dropped_is_confirmed_by_nobody(office):
    later = Period(arrives=DEPARTS + timedelta(days=30), departs=DEPARTS + timedelta(days=31))
    office.receives(make_visit_request(visit=Visit.RECURRING, further_visits=(later,)))
    notice = office.goes_on_until(Stage.NOTICE)
    office.takes(notice, make_answer("visit_dropped", remarks="Phía bạn hoãn."))

    case = office.goes_on_to_the_end()

    assert "2" not in {s.key for s in case.steps if s.act is Act.CONFIRM}


def unannounced(office):
    today = office.today
    return make_visit_request(
        arrives=today,
        departs=today,
        unannounced=Unannounced(reason="Khách đi ngang qua, ghé thăm."),
        programme=(make_item(day=today),),
        lodging=(),
    )


def test_police_and_office_are_told_of_guests_who_came_without_notice(office):
    office.receives(unannounced(office))

    told = {s.seat for s in office.case.open_steps if s.act is Act.ACKNOWLEDGE}
    assert told == {"police/head", "pc_office/foreign_affairs"}


def test_their_approval_goes_on_beside_the_notice(office):
    office.receives(unannounced(office))

    assert office.waiting(Act.SIGN)


def test_guests_who_came_without_notice_come_to_the_archive(office):
    office.receives(unannounced(office))

    assert office.goes_on_to_the_end().status is CaseStatus.ARCHIVED


# --- report and follow-up -----------------------------------------------------------------------

EXCHANGE = CommitmentGiven(
    "Trao đổi học sinh hè 2021.", SeatKey("phung_hiep/officer"), date(2021, 3, 1)
)
AGREEMENT = CommitmentGiven(
    "Bản ghi nhớ hợp tác nông nghiệp.",
    SeatKey("phung_hiep/officer"),
    date(2020, 12, 1),
    agreement=True,
)


def reported(office, *commitments):
    office.receives()
    step = office.goes_on_until(Stage.REPORT)
    answer = office.smooth_answer(step)
    office.takes(step, replace(answer, commitments=commitments))
    office.takes_smoothly(office.waiting(Act.ACCEPT))


def test_a_commitment_is_asked_of_its_owner_until_its_day(office):
    reported(office, EXCHANGE)

    step = office.waiting(Act.FULFIL)
    assert (step.seat, step.due_at.date()) == ("phung_hiep/officer", EXCHANGE.due)


def test_the_case_is_archived_once_every_commitment_is_closed(office):
    reported(office, EXCHANGE)

    assert office.goes_on_to_the_end().status is CaseStatus.ARCHIVED


def test_an_agreement_is_heard_of_signed_and_reported(office):
    reported(office, AGREEMENT)

    case = office.goes_on_to_the_end()

    acts = [step.act for step in case.steps if step.stage is Stage.AGREEMENTS]
    assert (acts[0], acts[-2:]) == (Act.CONSULT, [Act.CONCLUDE, Act.FILE])


def test_an_agreement_that_is_not_signed_is_reported_by_nobody(office):
    reported(office, AGREEMENT)
    while not [s for s in office.case.open_steps if s.act is Act.CONCLUDE]:
        office.goes_on()
    office.takes(
        office.waiting(Act.CONCLUDE), make_answer("not_signed", remarks="Hai bên chưa thống nhất.")
    )

    case = office.goes_on_to_the_end()
    assert not [s for s in case.steps if (s.stage, s.act) == (Stage.AGREEMENTS, Act.FILE)]


def test_a_report_asked_for_once_more_takes_its_commitments_with_it(office):
    office.receives()
    step = office.goes_on_until(Stage.REPORT)
    office.takes(step, replace(office.smooth_answer(step), commitments=(EXCHANGE,)))
    office.takes(office.waiting(Act.ACCEPT), make_answer("file_again", remarks="Thiếu phụ lục."))

    case = office.goes_on_to_the_end()
    assert not [s for s in case.steps if s.act is Act.FULFIL]


@pytest.mark.parametrize(
    ("commitment", "field"),
    [
        (replace(EXCHANGE, what=" "), "commitment_what"),
        (replace(EXCHANGE, owner=SeatKey("moon_office/head")), "commitment_owner"),
        (replace(EXCHANGE, due=ARRIVES), "commitment_due"),
    ],
)
def test_a_commitment_has_words_an_owner_and_a_day_to_come(office, commitment, field):
    office.receives()
    step = office.goes_on_until(Stage.REPORT)

    with pytest.raises(DecisionIncomplete) as incomplete:
        office.takes(step, replace(office.smooth_answer(step), commitments=(commitment,)))

    assert incomplete.value.field == field


# --- agencies -----------------------------------------------------------------------------------


def test_an_agency_that_never_answers_is_recorded_as_silent(office):
    office.receives()
    asked = office.goes_on_until(Stage.OPINIONS)

    office.time_passes(to=asked.due_at)

    assert office.case.step(asked.number).state is StepState.SILENT


def test_guests_of_a_party_are_agreed_to_by_the_party_first(office):
    office.receives(make_visit_request(sender=make_sender(kind=SenderKind.PARTY)))
    office.goes_on_until(Stage.STATE_DECISION)

    assert Stage.PARTY_DECISION in {step.stage for step in office.case.steps}


def noon(day):
    return start_of(day) + timedelta(hours=12)


def test_the_coordinator_may_wait_until_the_day_before_the_guests_come(office):
    arranging(office)

    due_at = office.waiting(Act.OVERSEE).due_at
    assert due_at.date() == ARRIVES - timedelta(days=3), "guests come on a Monday"
