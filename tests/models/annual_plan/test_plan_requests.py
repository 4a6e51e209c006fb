"""A plan and what is registered for it, as they are written: every wrong place is told at once."""

from copy import deepcopy

import pytest
import yaml
from pydantic import ValidationError

from config.regulation.province import load_regulation
from models.annual_plan.parts import Quarter
from models.annual_plan.request import AnnualPlanRequest, PlanContribution
from models.errors import RequestInvalid
from models.request.reading import legible_request, read_request
from tests.factories.annual_plan import make_contribution, make_entry, make_plan, make_task

REGULATION = load_regulation("hau_giang")


def text_of(request, **changed):
    """Write a request as a unit would."""
    said = request.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    return yaml.safe_dump({"kind": str(request.kind), **said, **changed}, allow_unicode=True)


def problems_of(text):
    with pytest.raises(RequestInvalid) as refused:
        read_request(text, REGULATION, format="yaml")
    return {problem.field: problem.msgid for problem in refused.value.problems}


def test_a_plan_is_read_back_as_it_was_written():
    plan = make_plan()

    assert read_request(text_of(plan), REGULATION, format="yaml") == plan


def test_what_a_unit_registers_is_read_back_as_it_was_written():
    registered = make_contribution()

    assert read_request(text_of(registered), REGULATION, format="yaml") == registered


def test_a_unit_may_register_that_it_intends_nothing():
    nothing = make_contribution(entries=())

    assert isinstance(read_request(text_of(nothing), REGULATION, format="yaml"), PlanContribution)


def test_a_plan_lasts_from_the_first_day_of_its_year_to_the_last():
    plan = make_plan()

    assert (plan.begins.isoformat(), plan.ends.isoformat()) == ("2020-01-01", "2020-12-31")


def test_a_plan_has_no_travellers_and_no_countries_of_its_own():
    plan = make_plan()

    assert (plan.persons, plan.countries, plan.head_name) == ((), frozenset(), "")


@pytest.mark.parametrize("written", ["III", "3", 3, "Quý III", "3rd quarter", "q3"])
def test_a_quarter_is_taken_as_plans_write_it(written):
    assert make_entry(quarter=written).quarter is Quarter.THIRD


@pytest.mark.parametrize("written", ["V", "0", 5, True, "tháng 8"])
def test_what_is_no_quarter_is_refused(written):
    with pytest.raises(ValidationError):
        make_entry(quarter=written)


@pytest.mark.parametrize("written", ["r3", " R3 "])
def test_a_key_is_taken_in_small_letters_and_with_spaces(written):
    assert make_entry(written).key == "R3"


def test_only_the_focal_office_draws_up_the_plan():
    assert problems_of(text_of(make_plan(), unit="long_my")) == {"unit": "plan_of_the_office"}


def test_a_key_that_stands_twice_is_told_where_it_stands_again():
    plan = text_of(make_plan(entries=(), tasks=()), entries=[], tasks=[])
    said = yaml.safe_load(plan)
    entry = make_entry("R1").model_dump(mode="json", exclude_none=True)
    said["entries"] = [entry, deepcopy(entry)]

    assert problems_of(yaml.safe_dump(said))["entries[2].key"] == "entry_key_twice"


def test_a_task_due_in_another_year_is_of_another_plan():
    said = yaml.safe_load(text_of(make_plan()))
    said["tasks"][0]["due"] = "2021-01-01"

    assert problems_of(yaml.safe_dump(said)) == {"tasks[1].due": "task_outside_year"}


def test_everything_wrong_with_a_plan_is_told_at_once():
    said = yaml.safe_load(text_of(make_plan()))
    said["year"] = 1820
    said["entries"][0] |= {
        "countries": ["Atlantis"],
        "quarter": "V",
        "area": "không có",
        "key": "x",
    }
    said["tasks"][0] |= {"due": "31/02/2020", "what": ""}

    assert problems_of(yaml.safe_dump(said)) == {
        "year": "year",
        "entries[1].key": "entry_key",
        "entries[1].countries[1]": "country_unknown",
        "entries[1].quarter": "choice",
        "entries[1].area": "area",
        "tasks[1].due": "day",
        "tasks[1].what": "missing",
    }


@pytest.mark.parametrize(
    "given", [{}, {"entries": "x", "tasks": [1, None]}, {"year": [], "entries": [{}]}]
)
@pytest.mark.parametrize("kind", ["annual_plan", "plan_contribution"])
def test_what_is_no_plan_at_all_is_still_looked_at(kind, given):
    legible_request({"kind": kind, **given}, REGULATION)


def test_a_plan_finds_its_entries_and_tasks_by_their_keys():
    plan = make_plan(entries=(make_entry("R7"),), tasks=(make_task("N2"),))

    assert isinstance(plan, AnnualPlanRequest)
    assert plan.entry("R7") is plan.entries[0]
    assert plan.task("N2") is plan.tasks[0]
    assert (plan.entry("R8"), plan.task("R7")) == (None, None)
