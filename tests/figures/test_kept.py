"""What a case counts for is kept as it goes its way, and the auditor tells it anew."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select, text

from config.regulation.codes import Act, Stage
from models.figures.counted import number_of_erased, person_number
from models.ids import CaseNo, body_of
from models.request.parts import Payer
from models.store.figures.kept import coarsen
from models.store.migrations import migrate
from models.store.tables import case_costs, case_figures, case_turns, case_waits
from tests.factories.audit import verify
from tests.factories.earlier import becomes_older
from tests.factories.house import the_signer
from tests.factories.office import make_answer
from tests.factories.request import make_cost, make_leader, make_member, make_request, make_stop
from tests.factories.visit import make_visit_request

KEPT = (case_figures, case_turns, case_costs, case_waits)


def rows(office, table):
    with office.desk.store.reading() as conn:
        found = select(table).where(table.c.case_no == office.case_no).order_by(*table.primary_key)
        return conn.execute(found).all()


def difference(office, *statements):
    with office.desk.store.writing() as conn:
        for statement in statements:
            conn.execute(text(statement))
        return verify(conn).difference


def test_a_case_that_is_asked_for_counts_for_nothing_yet(office):
    office.submits()

    assert [rows(office, table) for table in KEPT] == [[], [], [], []]
    assert difference(office) is None


def test_an_approved_delegation_counts_once_and_each_of_its_people_for_a_turn(office):
    office.submits()
    office.goes_on_until(Stage.PREPARATION)

    (journey,) = rows(office, case_figures)
    assert (journey.turns, journey.nature, journey.in_plan) == (2, "official", True)
    assert journey.begins == office.case.begins
    assert body_of(journey.decider) in ("people_committee", "standing_committee", "party_permanent")
    assert {turn.country for turn in rows(office, case_turns)} == {"KR"}
    assert difference(office) is None


def test_who_is_kept_at_home_is_no_turn(office):
    members = (make_leader(), make_member(), make_member(name="Lê Văn Thí Dụ"))
    office.submits(make_request(members=members))
    step = office.goes_on_until_asked(Act.DECIDE)
    while step.collective:
        office.takes_smoothly(step)
        step = office.goes_on_until_asked(Act.DECIDE)
    office.takes(
        step, make_answer("approve_some", refused_members=(2,), answer="Đã xem.", remarks="Bận.")
    )
    office.goes_on_until(Stage.PREPARATION)

    assert [turn.number for turn in rows(office, case_turns)] == [1, 3]
    assert rows(office, case_figures)[0].turns == 2
    assert difference(office) is None


def test_what_was_spent_and_when_it_was_reported_is_kept_at_the_end(office):
    costs = (make_cost(), make_cost(payer=Payer.HOST, currency="USD", amount=Decimal("1800.50")))
    office.submits(make_request(costs=costs))
    office.goes_on_to_the_end()

    (journey,) = rows(office, case_figures)
    assert journey.report_filed <= journey.report_due
    kept = {(c.payer, c.currency): (c.hundredths, c.spent) for c in rows(office, case_costs)}
    assert kept["host", "USD"] == (180_050, 180_050)
    assert difference(office) is None


def test_how_long_each_step_stood_with_whom_is_kept_and_the_unit_apart(office):
    office.submits()
    office.goes_on_to_the_end()

    waits = rows(office, case_waits)
    assert {w.stage for w in waits} >= {"unit_signature", "appraisal", "state_decision", "report"}
    assert {w.of_unit for w in waits if w.stage == "unit_signature"} == {True}
    assert {w.of_unit for w in waits if w.stage == "appraisal"} == {False}
    assert all(w.opened_on <= w.ended_on for w in waits)


def test_guests_count_each_time_they_come(office):
    office.receives(make_visit_request())
    office.goes_on_until(Stage.RECEPTION)

    (journey,) = rows(office, case_figures)
    assert (journey.kind, journey.nature) == ("inbound", "visit")
    assert len(rows(office, case_turns)) == journey.turns
    assert difference(office) is None


def test_one_of_the_directory_is_the_same_person_on_each_journey(office):
    numbers = set()
    for departs in (make_request().departs, date(2020, 11, 2)):
        shift = departs - make_request().departs
        stop = make_stop()
        moved = make_stop(arrives=stop.arrives + shift, leaves=stop.leaves + shift)
        returns = make_request().returns + shift
        office.submits(make_request(departs=departs, returns=returns, itinerary=(moved,)))
        office.goes_on_until(Stage.PREPARATION)
        numbers.add(tuple(turn.person for turn in rows(office, case_turns)))

    assert len(numbers) == 1


def test_a_case_that_is_erased_counts_on_and_its_people_are_nobody(office):
    office.submits()
    office.goes_on_to_the_end()
    with office.desk.store.writing() as conn:
        coarsen(conn, office.case_no)

    (journey,) = rows(office, case_figures)
    assert journey.plan_entry is None
    told = [turn.person for turn in rows(office, case_turns)]
    assert told == [number_of_erased(office.case_no, n) for n in (1, 2)]


@pytest.mark.parametrize(
    ("statement", "place"),
    [
        ("UPDATE case_figures SET area = 'consular'", "case_figures 1, column area"),
        ("UPDATE case_figures SET turns = 9", "case_figures 1, column turns"),
        ("UPDATE case_figures SET in_plan = FALSE", "case_figures 1, column in_plan"),
        ("UPDATE case_figures SET decider = 'police/head'", "case_figures 1, column decider"),
        ("UPDATE case_figures SET report_filed = NULL", "case_figures 1, column report_filed"),
        ("DELETE FROM case_figures", "case_figures 1"),
        ("UPDATE case_turns SET person = 1 WHERE number = 1", "case_turns 1 1 0, column person"),
        (
            "UPDATE case_turns SET country = 'FR' WHERE number = 1",
            "case_turns 1 1 0, column country",
        ),
        ("DELETE FROM case_turns WHERE number = 2", "case_turns 1 2 0"),
        ("UPDATE case_costs SET spent = 1", "case_costs state_budget VND, column spent"),
        ("UPDATE case_waits SET late = TRUE WHERE step = 1", "case_waits 1, column late"),
        ("DELETE FROM case_waits WHERE step = 1", "case_waits 1"),
    ],
)
def test_whatever_is_counted_otherwise_is_found(office, statement, place):
    office.submits(make_request(costs=(make_cost(currency="VND"),)))
    office.goes_on_to_the_end()

    found = difference(office, statement)

    assert (found.case_no, found.place) == (office.case_no, place)


def test_a_number_is_made_of_who_somebody_is_and_fits_a_database():
    assert person_number("person:a") != person_number("person:b")
    assert -(2**63) <= person_number("name:x//") < 2**63


def test_cases_of_before_count_as_those_since(office):
    members = (make_leader(), make_member(), make_member(name="Lê Văn Thí Dụ"))
    office.submits(make_request(members=members, costs=(make_cost(),)))
    office.goes_on_to_the_end()
    over = [rows(office, table) for table in KEPT]
    office.receives(make_visit_request())
    office.goes_on_until(Stage.RECEPTION)
    first, second = CaseNo("DR-2020-0001"), office.case_no
    visit = [rows(office, table) for table in KEPT]
    store = office.desk.store
    with store.writing() as conn:
        becomes_older(conn, "0038")

    migrate(store, the_signer())

    office.case_no = first
    assert [rows(office, table) for table in KEPT] == over
    office.case_no = second
    assert [rows(office, table) for table in KEPT] == visit
    assert difference(office) is None
