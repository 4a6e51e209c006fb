"""A request names its entry of the annual plan: held against the plan in force, and granted once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from config.regulation.codes import Act, Stage
from config.words import words
from flows.acts.withdrawing import withdraw
from flows.case.answers import Identified
from flows.case.planned import plans_of
from flows.findings import findings_of, known_of
from models.case import CaseStatus
from models.errors import DecisionIncomplete
from models.ids import PersonId, SeatKey
from models.request.parts import PlanEntry
from models.store.directory import end_seat
from tests.factories.annual_plan import make_contribution, make_entry, make_plan
from tests.factories.audit import verify
from tests.factories.office import OFFICER, OFFICERS, Office, make_answer
from tests.factories.request import make_member, make_request

CONSOLE = Identified(PersonId("console:root"), "console:root")
WORDS_OF_PAGES = words("vi")
WORDS = make_answer("approve", answer="Hai đoàn cùng thực hiện một mục, đã cân đối kinh phí.")


def naming(entry, **changed):
    plan_entry = PlanEntry(plan="1112/KH-UBND", entry="Hợp tác quốc tế", named=entry)
    return make_request(**{"plan_entry": plan_entry, **changed})


@pytest.fixture
def plan(desk):
    """An office whose plan is in force: R1 is for a few persons of Long Mỹ, V1 for guests."""
    office = Office(desk)
    office.submits(
        make_plan(entries=(make_entry("R1", persons=9), make_entry("V1", kind="inbound")))
    )
    while office.case.status is CaseStatus.IN_APPROVAL:
        office.goes_on()
    return office


def submits(plan, request):
    office = Office(plan.desk)
    office.submits(request)
    return office


def found(office):
    with office.desk.reading(office.case_no) as work:
        findings = findings_of(work, known_of([work])[office.case_no])
        said = {each.key: each.said(WORDS_OF_PAGES) for each in findings}
    return {key: said[key] for key in said if key.startswith(("entry_", "plan_"))}


def until_the_chair_decides(office):
    step = office.goes_on_until(Stage.STATE_DECISION)
    assert step.act is Act.DECIDE
    return step


def test_a_request_that_names_its_entry_has_nothing_against_it(plan):
    office = submits(plan, naming(f"{plan.case_no}/R1"))

    assert found(office) == {}


def test_an_entry_that_is_none_of_the_plan_in_force_is_found(plan):
    office = submits(plan, naming(f"{plan.case_no}/R7"))

    assert list(found(office)) == ["entry_unknown"]


def test_an_entry_for_guests_is_none_for_a_delegation_abroad(plan):
    assert list(found(submits(plan, naming(f"{plan.case_no}/V1")))) == ["entry_unknown"]


def test_a_plan_that_is_not_approved_yet_foresees_nothing(desk):
    office = Office(desk)
    office.submits(make_plan())

    assert list(found(submits(office, naming(f"{office.case_no}/R1")))) == ["entry_unknown"]


def test_more_persons_than_the_entry_foresees_are_found(plan):
    members = (*make_request().members, *(make_member(name=f"Lê Văn {n}") for n in "ABCDEFGHI"))

    office = submits(plan, naming(f"{plan.case_no}/R1", members=members))

    assert list(found(office)) == ["entry_persons_over"]


def test_an_entry_that_two_requests_name_is_found_on_both(plan):
    one = submits(plan, naming(f"{plan.case_no}/R1"))
    other = submits(plan, naming(f"{plan.case_no}/R1"))

    assert one.case_no in found(other)["entry_used_twice"]
    assert other.case_no in found(one)["entry_used_twice"]


def test_what_was_withdrawn_uses_no_entry(plan):
    one = submits(plan, naming(f"{plan.case_no}/R1"))
    other = submits(plan, naming(f"{plan.case_no}/R1"))

    withdraw(plan.desk, one.case_no, Identified(OFFICER, "mailbox_code"), "Không đi nữa.")

    assert found(other) == {}


def test_the_second_of_two_requests_is_granted_only_by_who_says_why(plan):
    one = submits(plan, naming(f"{plan.case_no}/R1"))
    other = submits(plan, naming(f"{plan.case_no}/R1"))
    first, second = until_the_chair_decides(one), until_the_chair_decides(other)

    one.takes(first, make_answer("approve"))
    with pytest.raises(DecisionIncomplete) as refused:
        other.takes(second, make_answer("approve"))

    assert refused.value.field == "entry_taken"
    assert refused.value.facts["value"] == one.case_no
    other.takes(second, WORDS)
    with plan.desk.store.reading() as conn:
        assert verify(conn).difference is None


def test_a_refusal_needs_no_word_about_the_entry(plan):
    one = submits(plan, naming(f"{plan.case_no}/R1"))
    other = submits(plan, naming(f"{plan.case_no}/R1"))
    first, second = until_the_chair_decides(one), until_the_chair_decides(other)
    one.takes(first, make_answer("approve"))

    other.takes(second, make_answer("reject", remarks="Mục này đã dùng."))

    assert other.case.steps[second.number - 1].choice == "reject"


def test_of_two_decisions_at_once_one_is_told_of_the_other(plan):
    offices = [submits(plan, naming(f"{plan.case_no}/R1")) for _ in range(2)]
    steps = [until_the_chair_decides(office) for office in offices]

    def decides(both):
        office, step = both
        try:
            office.takes(step, make_answer("approve"))
        except DecisionIncomplete as refused:
            return refused.field
        return "granted"

    with ThreadPoolExecutor(2) as threads:
        told = list(threads.map(decides, zip(offices, steps, strict=True)))

    assert sorted(told) == ["entry_taken", "granted"]


def test_the_plan_in_force_is_found_by_its_year(plan):
    with plan.desk.store.reading() as conn:
        assert list(plans_of(conn, 2020)) == [plan.case_no]
        assert plans_of(conn, 2021) == {}


def test_a_unit_that_registered_nothing_is_found_on_the_plan(desk):
    registered = Office(desk)
    registered.submits(make_contribution(entries=()))
    office = Office(desk)
    office.submits(make_plan(merged=(registered.case_no,)))

    said = found(office)["plan_unanswered"]

    assert "Phụng Hiệp" in said
    assert "Long Mỹ" not in said


def test_a_unit_that_has_ended_is_found_on_the_plan_that_gives_it_an_entry(desk):
    office = Office(desk)
    office.submits(make_plan())
    with desk.store.writing() as conn:
        house = desk.house(conn, CONSOLE)
        end_seat(house, SeatKey("phung_hiep/officer"), OFFICERS["phung_hiep"], date(2020, 6, 30))

    assert "V1" in found(office)["plan_unit_ended"]
