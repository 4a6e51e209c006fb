"""What a request to receive guests tells of itself."""

from datetime import date

from models.inbound.parts import GuestRole, Period, Profession
from models.request.parts import Payer
from tests.factories.request import make_passport
from tests.factories.visit import (
    ARRIVES,
    DEPARTS,
    make_guest,
    make_head_guest,
    make_press_visit,
    make_reception_cost,
    make_sender,
    make_visit_request,
)

IN_AUTUMN = Period(arrives=date(2020, 10, 5), departs=date(2020, 10, 7))


def test_a_visit_lasts_from_arrival_to_departure():
    request = make_visit_request()

    assert (request.begins, request.ends) == (ARRIVES, DEPARTS)


def test_a_permission_ends_with_its_last_visit():
    request = make_visit_request(further_visits=(IN_AUTUMN,))

    assert (request.begins, request.ends) == (ARRIVES, IN_AUTUMN.departs)
    assert request.periods == (Period(arrives=ARRIVES, departs=DEPARTS), IN_AUTUMN)


def test_the_head_is_found_wherever_they_stand_in_the_list():
    request = make_visit_request(guests=(make_guest(), make_head_guest(name="Yoon Ha-eun")))

    assert (request.head.name, request.head.role) == ("Yoon Ha-eun", GuestRole.HEAD)


def test_guests_come_from_the_country_of_their_organisation_and_from_their_own():
    request = make_visit_request(
        sender=make_sender(country="KR"), guests=(make_head_guest(), make_guest(nationality="JP"))
    )

    assert request.countries == {"KR", "JP"}


def test_a_reporter_among_other_guests_is_seen():
    reporter = make_guest(profession=Profession.REPORTER)

    request = make_visit_request(guests=(make_head_guest(), reporter))

    assert request.reporters == (reporter,)


def test_one_cost_of_the_budget_makes_it_a_visit_on_the_budget():
    costs = (make_reception_cost(payer=Payer.HOST), make_reception_cost())

    assert make_visit_request(costs=costs).on_state_budget
    assert not make_visit_request(costs=costs[:1]).on_state_budget


def test_facts_never_hold_a_passport():
    guests = (make_head_guest(passport=make_passport(number="M7654321")),)

    request = make_visit_request(guests=guests)

    assert "M7654321" not in str(request.facts())
    assert request.passports() == {1: guests[0].passport}
    assert request.without_passports().passports() == {}


def test_the_days_of_a_visit_are_one_fact():
    facts = make_visit_request().facts()

    assert facts["dates"] == {"arrives": str(ARRIVES), "departs": str(DEPARTS)}


def test_the_number_of_the_letter_is_no_fact_a_step_rests_on():
    assert "letter" not in make_press_visit().facts()
