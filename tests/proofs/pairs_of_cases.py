"""Two cases that share a hall, a leader, a meeting; and two commands on one programme."""

from config.regulation.codes import Act, Stage
from flows.acts.submitting import submit
from models.store import cases
from tests.factories.programme import ANOTHER_LEADER, HALL, LEADER, make_visit
from tests.factories.visit import make_item
from tests.proofs.acts import UNIT, answers, enters, request_of, revises
from tests.proofs.pair import Pairs
from tests.proofs.pairs_of_units import a_vote_short

CASES = Pairs()


@CASES.add
def the_programme_is_changed_while_a_unit_takes_an_assignment_on(office):
    office.receives(make_visit())
    office.goes_on_until(Stage.RECEPTION)
    return revises(office, begins="09:00"), answers(office, office.waiting(Act.ARRANGE))


@CASES.add
def one_item_is_changed_by_two(office):
    office.receives(make_visit())
    office.goes_on_until(Stage.RECEPTION)
    return revises(office, begins="09:00"), revises(office, hall="Hội trường B")


def before_the_last_decision(office, *items):
    """Bring a visit to the answer that approves it; return that answer."""
    office.receives(make_visit(*items))
    while not (last := [s for s in office.case.open_steps if is_last(s)]):
        office.goes_on()
    return answers(office, last[0])


def is_last(step):
    return (step.stage, step.act) == (Stage.STATE_DECISION, Act.ISSUE)


@CASES.add
def two_visits_in_one_hall_are_approved(office):
    one = before_the_last_decision(office, make_item(hall=HALL))
    return one, before_the_last_decision(office, make_item(hall=HALL))


@CASES.add
def two_visits_to_one_leader_are_approved(office):
    one = before_the_last_decision(office, make_item(leader=LEADER))
    return one, before_the_last_decision(office, make_item(leader=LEADER))


@CASES.add
def two_visits_that_ask_for_two_things_in_both_orders_are_approved(office):
    first = (make_item(hall=HALL), make_item(leader=LEADER))
    one = before_the_last_decision(office, *first)
    other = (make_item(leader=LEADER), make_item(hall=HALL))
    return one, before_the_last_decision(office, *other)


def approved_visit(office, **item):
    office.receives(make_visit(make_item(**item)))
    office.goes_on_until(Stage.RECEPTION)


@CASES.add
def two_visits_are_moved_into_one_hall(office):
    approved_visit(office)
    one = revises(office, hall=HALL)
    approved_visit(office)
    return one, revises(office, hall=HALL)


@CASES.add
def two_visits_change_what_they_have(office):
    approved_visit(office, hall=HALL)
    one = revises(office, hall="Hội trường B")
    approved_visit(office, hall="Hội trường B")
    return one, revises(office, hall=HALL)


@CASES.add
def two_visits_are_given_one_leader(office):
    approved_visit(office)
    one = revises(office, leader=ANOTHER_LEADER)
    approved_visit(office)
    return one, revises(office, leader=ANOTHER_LEADER)


@CASES.add
def a_visit_is_approved_while_another_is_moved_into_its_hall(office):
    approved_visit(office)
    one = revises(office, hall=HALL)
    return before_the_last_decision(office, make_item(hall=HALL)), one


# --- two cases, one person or body ----------------------------------------------------------------


@CASES.add
def a_meeting_on_two_cases_meets_a_vote_on_one(office):
    step, one, _ = a_vote_short(office)
    first = office.case_no
    second, _, _ = a_vote_short(office)
    votes = answers(office, second, person=one)
    return enters(office, {first: step, office.case_no: second}), votes


@CASES.add
def two_meetings_on_two_cases_meet(office):
    step, _, _ = a_vote_short(office)
    first = office.case_no
    second, _, _ = a_vote_short(office)
    one = {first: step, office.case_no: second}
    return enters(office, one), enters(office, dict(reversed(one.items())))


@CASES.add
def two_requests_come(office):
    desk = office.desk
    return lambda: submit(desk, request_of(), {}, UNIT), lambda: submit(
        desk, request_of(title="Thăm tỉnh Jeolla"), {}, UNIT
    )


@CASES.add
def the_list_is_read_while_a_request_comes(office):
    desk = office.desk

    def reads():
        with desk.store.reading() as conn:
            cases.all_cases(conn)

    return reads, lambda: submit(desk, request_of(), {}, UNIT)
