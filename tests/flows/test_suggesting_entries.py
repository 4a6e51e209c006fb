"""A unit is told which entry of the plan its draft may be of, and says itself that it is."""

import pytest

from config.regulation.codes import Kind
from flows.drafting import writing
from flows.drafting.suggesting import entries_suggested, name_entry
from models.case import CaseStatus
from models.errors import DecisionIncomplete
from models.request.parts import PlanEntry
from tests.factories.annual_plan import make_entry, make_plan
from tests.factories.office import OFFICER, Office
from tests.factories.request import make_request

TRIP = make_request()


@pytest.fixture
def plan(desk):
    """A plan in force, one entry of which is like the trip."""
    office = Office(desk)
    like = make_entry("R1", unit=TRIP.unit, countries=tuple(TRIP.countries), quarter="q3")
    office.submits(make_plan(entries=(like, make_entry("V1", kind="inbound"))))
    while office.case.status is CaseStatus.IN_APPROVAL:
        office.goes_on()
    return office


def test_the_entry_of_the_plan_in_force_is_suggested(plan):
    found = entries_suggested(plan.desk, TRIP)

    assert [each.named for each in found] == [f"{plan.case_no}/R1"]


def test_what_names_its_entry_is_asked_no_more(plan):
    named = PlanEntry(plan="KH", entry="Mục", named=f"{plan.case_no}/R1")

    assert entries_suggested(plan.desk, make_request(plan_entry=named)) == ()


def test_without_a_plan_in_force_nothing_is_suggested(desk):
    assert entries_suggested(desk, TRIP) == ()


def test_a_unit_confirms_the_entry_of_its_draft(plan):
    draft, _ = writing.begin(plan.desk, OFFICER, Kind.OUTBOUND, {"title": "Thăm Gokseong"})

    name_entry(plan.desk, OFFICER, draft, f"{plan.case_no}/R1")

    values = writing.read_draft(plan.desk, OFFICER, draft).values
    assert values["plan_entry"]["named"] == f"{plan.case_no}/R1"
    assert values["title"] == "Thăm Gokseong"


@pytest.mark.parametrize("named", ["", "KH-2020-0001", "KH-2020-0001/V1", "KH-2020-0009/R1", "…/…"])
def test_what_is_no_entry_for_it_is_refused(plan, named):
    draft, _ = writing.begin(plan.desk, OFFICER, Kind.OUTBOUND)

    with pytest.raises(DecisionIncomplete):
        name_entry(plan.desk, OFFICER, draft, named)
