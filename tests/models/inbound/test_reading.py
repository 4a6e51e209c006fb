"""Reading a unit's request to receive guests: everything wrong is told at once, in its own words."""

import json
from datetime import date

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from config.regulation.codes import Activity, Kind, SenderKind
from config.regulation.parts import Suspension, Text
from config.words import words
from models.errors import RequestInvalid
from models.inbound.parts import GuestRole
from models.inbound.request import InboundRequest
from models.request.admission import problems_at_filing
from models.request.reading import read_request, read_request_file
from tests.factories.regulation import (
    make_guest_rank,
    make_inbound,
    make_regulation,
    make_source,
)
from tests.factories.request import make_passport, make_written
from tests.factories.visit import (
    ARRIVES,
    DEPARTS,
    MAKE_OF_OCCASION,
    make_gift,
    make_guest,
    make_head_guest,
    make_item,
    make_lodging,
    make_ngo_visit,
    make_visit_request,
    make_visit_text,
    make_written_visit,
)

REGULATION = make_regulation()
UNITS = {"phung_hiep": Text(vi="UBND huyện Phụng Hiệp", en="Phung Hiep")}
TOO_LATE = "2020-08-26"


def problems_in(text, regulation=REGULATION):
    with pytest.raises(RequestInvalid) as refusal:
        read_request(text, regulation)
    return {problem.field: problem for problem in refusal.value.problems}


def only_problem_in(text):
    (problem,) = problems_in(text).values()
    return problem


def written(*parts):
    return [part.model_dump(mode="json", exclude_none=True) for part in parts]


def items(*changes):
    """Write a programme of one usual item each, changed as a person might have written it."""
    usual = written(make_item())[0]
    return [{**usual, **change} for change in changes]


def guests(**changed):
    """Write a head and a second guest, the second changed; `None` leaves a field out."""
    second = {**written(make_guest())[0], **changed}
    return [written(make_head_guest())[0], {k: v for k, v in second.items() if v is not None}]


# --- What is read ------------------------------------------------------------------------------


@pytest.mark.parametrize("make", MAKE_OF_OCCASION.values(), ids=MAKE_OF_OCCASION)
def test_a_visit_of_each_occasion_is_read_as_it_was_meant(make):
    request = read_request(make_visit_text(make()), REGULATION)

    assert request == make()


@pytest.mark.parametrize(("occasion", "make"), MAKE_OF_OCCASION.items(), ids=MAKE_OF_OCCASION)
def test_the_occasion_shows_from_who_comes_and_why(occasion, make):
    assert make().occasion is occasion


def test_a_visit_is_read_from_json():
    text = json.dumps(make_written_visit())

    assert read_request(text, REGULATION, format="json") == make_visit_request()


@pytest.mark.parametrize("clock", ["8:30", "08:30", "08:30:00"])
def test_a_time_of_day_is_written_as_hours_and_minutes(clock):
    text = make_visit_text(programme=items({"begins": clock}))

    request = read_request(text, REGULATION)

    assert isinstance(request, InboundRequest)
    assert request.programme == (make_item(),)


def test_a_stored_visit_is_read_back_when_the_regulation_no_longer_has_its_ranks_and_places():
    kept = make_visit_request().model_dump(mode="json")

    assert InboundRequest.model_validate(kept) == make_visit_request()


# --- What is wrong with a part -----------------------------------------------------------------


def test_a_guest_without_nationality_is_told_by_their_number():
    problem = only_problem_in(make_visit_text(guests=guests(nationality=None)))

    assert (problem.field, problem.msgid) == ("guests[2].nationality", "missing")


def test_a_rank_of_guests_that_is_not_known_is_told_with_the_nearest_first():
    problem = only_problem_in(make_visit_text(guests=guests(rank="Tỉnh trưởng Saga")))

    assert (problem.msgid, problem.offered[0].code) == ("guest_rank", "provincial_governor")


def test_a_place_that_is_not_known_is_told_with_the_nearest_first():
    problem = only_problem_in(make_visit_text(programme=items({"place": "Xa bien gioi Tay"})))

    assert (problem.field, problem.msgid) == ("programme[1].place", "place")
    assert problem.offered[0].code == "border_commune"


def test_an_item_that_ends_when_it_begins_is_refused():
    problem = only_problem_in(make_visit_text(programme=items({"ends": "08:30"})))

    assert (problem.field, problem.msgid) == ("programme[1].ends", "ends_before_beginning")
    assert dict(problem.facts)["begins"] == "08:30"


@pytest.mark.parametrize("clock", ["8h30", "24:00", "8", "8:60"])
def test_a_time_that_no_clock_shows_is_refused(clock):
    problem = only_problem_in(make_visit_text(programme=items({"begins": clock})))

    assert (problem.field, problem.msgid) == ("programme[1].begins", "clock")


def test_nobody_sleeps_in_a_prohibited_place():
    lodging = written(make_lodging())[0] | {"place": "prohibited_zone"}

    problem = only_problem_in(make_visit_text(lodging=[lodging]))

    assert (problem.field, problem.msgid) == ("lodging[1].place", "lodging_prohibited")


def test_a_prohibited_place_may_be_visited_as_far_as_reading_goes():
    text = make_visit_text(programme=items({"place": "prohibited_zone"}))

    request = read_request(text, REGULATION)

    assert isinstance(request, InboundRequest)
    assert request.programme[0].place == "prohibited_zone"


@pytest.mark.parametrize("count", ["0", "many", "1.5", "100001"])
def test_a_number_of_people_is_a_whole_one(count):
    costs = written(*make_visit_request().costs)
    costs[0]["persons"] = count

    problem = only_problem_in(make_visit_text(costs=costs))

    assert (problem.field, problem.msgid) == ("costs[1].persons", "count")


def test_a_wrong_passport_number_of_a_guest_is_not_repeated():
    passport = make_passport().model_dump(mode="json") | {"number": "M 1234567"}

    problem = only_problem_in(make_visit_text(guests=guests(passport=passport)))

    assert (problem.field, problem.value) == ("guests[2].passport.number", "***")


# --- What is wrong between parts ---------------------------------------------------------------


def test_an_item_after_the_guests_have_left_is_refused():
    problem = only_problem_in(make_visit_text(programme=items({"day": TOO_LATE})))

    assert (problem.field, problem.msgid) == ("programme[1].day", "item_outside_visit")
    assert dict(problem.facts) == {"arrives": str(ARRIVES), "departs": str(DEPARTS)}


def test_an_item_in_a_further_visit_is_within_the_permission():
    further = [{"arrives": "2020-09-14", "departs": "2020-09-15"}]
    text = make_visit_text(further_visits=further, programme=items({"day": "2020-09-14"}))

    request = read_request(text, REGULATION)

    assert isinstance(request, InboundRequest)
    assert len(request.periods) == 2


def test_an_item_between_two_visits_is_outside_both():
    further = [{"arrives": "2020-09-14", "departs": "2020-09-15"}]
    text = make_visit_text(further_visits=further, programme=items({"day": "2020-09-01"}))

    assert only_problem_in(text).msgid == "item_outside_visit"


def test_nights_that_go_on_after_the_visit_are_refused():
    lodging = written(make_lodging())[0] | {"leaves": TOO_LATE}

    problem = only_problem_in(make_visit_text(lodging=[lodging]))

    assert (problem.field, problem.msgid) == ("lodging[1].arrives", "lodging_outside_visit")


def test_a_further_visit_begins_after_the_one_before_has_ended():
    further = [{"arrives": str(DEPARTS), "departs": "2020-09-15"}]

    problem = only_problem_in(make_visit_text(further_visits=further))

    assert (problem.field, problem.msgid) == ("further_visits[1].arrives", "visit_too_early")


def test_guests_do_not_leave_before_they_arrive():
    text = make_visit_text(departs="2020-08-23")

    assert {(p.field, p.msgid) for p in problems_in(text).values()} == {
        ("departs", "departs_before_arriving")
    }


def test_an_interpreter_nobody_named_is_told_by_the_item():
    problem = only_problem_in(make_visit_text(programme=items({"interpreter": "2"})))

    assert (problem.field, problem.msgid) == ("programme[1].interpreter", "no_such_interpreter")


def test_a_gift_is_for_a_guest_who_comes():
    problem = only_problem_in(make_visit_text(gifts=written(make_gift(guest=3))))

    assert (problem.field, problem.msgid) == ("gifts[1].guest", "no_such_guest")


@pytest.mark.parametrize("role", [GuestRole.HEAD, GuestRole.MEMBER])
def test_guests_have_exactly_one_head(role):
    text = make_visit_text(guests=written(*(make_guest(role=role) for _ in range(2))))

    problem = only_problem_in(text)

    assert (problem.field, problem.msgid) == ("guests", "one_head")


def test_a_foreign_ngo_must_name_its_paper():
    problem = only_problem_in(make_visit_text(make_ngo_visit(), ngo=None))

    assert (problem.field, problem.msgid) == ("ngo", "ngo_paper_missing")


def test_a_company_needs_no_such_paper():
    company = {"name": "Green Rice Ltd", "country": "JP", "kind": SenderKind.COMPANY.value}

    request = read_request(make_visit_text(sender=company), REGULATION)

    assert isinstance(request, InboundRequest)
    assert request.ngo is None


# --- Everything at once ------------------------------------------------------------------------


def test_all_problems_are_told_at_once():
    text = make_visit_text(
        area="frendship",
        visit="twice",
        guests=guests(nationality=None, role="head"),
        programme=items({"day": TOO_LATE, "interpreter": 4}, {"ends": "07:00"}),
        lodging=[written(make_lodging())[0] | {"leaves": TOO_LATE}],
        colour="red",
    )

    assert set(problems_in(text)) == {
        "area",
        "visit",
        "guests[2].nationality",
        "guests",
        "programme[1].day",
        "programme[1].interpreter",
        "programme[2].ends",
        "lodging[1].arrives",
        "colour",
    }


def test_days_of_the_visit_that_cannot_be_read_hide_no_other_problem_and_bring_no_false_one():
    text = make_visit_text(arrives="08/24/2020", programme=items({"day": TOO_LATE}))

    assert set(problems_in(text)) == {"arrives"}


def test_what_the_directory_says_is_told_with_what_is_wrong_in_the_text(tmp_path):
    path = tmp_path / "visit.yaml"
    programme = items({"unit": "nowhere", "leader": "nobody.at.all", "activity": "party"})
    path.write_text(make_visit_text(programme=programme))

    with pytest.raises(RequestInvalid) as refusal:
        read_request_file(
            path,
            REGULATION,
            also=lambda read: problems_at_filing(
                read, units=UNITS, regulation=REGULATION, persons={}, today=ARRIVES
            ),
        )

    assert {problem.field for problem in refusal.value.problems} == {
        "programme[1].activity",
        "programme[1].unit",
        "programme[1].leader",
    }


@pytest.mark.parametrize(
    ("written", "first_day"),
    [(make_written_visit(visit="twice"), "arrives"), (make_written(trip="offical"), "departs")],
    ids=["guests", "travellers"],
)
@pytest.mark.parametrize("countries", [None, ("KR",)])
def test_a_suspension_is_told_with_what_is_wrong_in_the_text(
    tmp_path, written, first_day, countries
):
    days = {"since": date(2020, 8, 1), "until": date(2020, 8, 31), "countries": countries}
    regulation = make_regulation(suspensions=(Suspension(source=make_source(), **days),))
    path = tmp_path / "request.yaml"
    path.write_text(yaml.safe_dump(written, allow_unicode=True))

    def of_the_day(read):
        return problems_at_filing(
            read, units=UNITS, regulation=regulation, persons={}, today=ARRIVES
        )

    with pytest.raises(RequestInvalid) as refusal:
        read_request_file(path, regulation, also=of_the_day)

    assert (first_day, "suspended") in {(p.field, p.msgid) for p in refusal.value.problems}


# --- Which kind of request ---------------------------------------------------------------------


def test_a_text_without_a_kind_asks_to_go_abroad():
    text = yaml.safe_dump(make_written(), allow_unicode=True)

    assert read_request(text, REGULATION).kind is Kind.OUTBOUND


def test_a_regulation_without_a_part_on_guests_takes_no_request_to_receive_any():
    problems = problems_in(make_visit_text(), make_regulation(inbound=None))

    assert [(p.field, p.msgid) for p in problems.values()] == [("kind", "choice")]


def test_a_kind_that_does_not_exist_is_told_with_those_that_do():
    problem = only_problem_in(make_visit_text(kind="sideways"))

    assert [each.code for each in problem.offered] == ["outbound", "inbound"]


def test_ranks_are_those_of_the_regulation_the_request_is_read_under():
    inbound = make_inbound(guest_ranks={"other": make_guest_rank("Khách", 1)})

    problems = problems_in(make_visit_text(), make_regulation(inbound=inbound))

    assert {p.msgid for p in problems.values()} == {"guest_rank"}


# --- Whatever is written -----------------------------------------------------------------------


def outcome_of(text):
    """Return the problems of a text; anything but a request or `RequestInvalid` breaks the test."""
    try:
        read_request(text, REGULATION, format="json")
    except RequestInvalid as invalid:
        return invalid.problems
    return ()


any_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


@st.composite
def spoilt_visits(draw):
    """Draw a request in which one value, anywhere, is replaced by any other."""
    further = [{"arrives": "2020-09-14", "departs": "2020-09-15"}]
    whole = make_written_visit(
        make_ngo_visit(gifts=(make_gift(),), programme=(make_item(activity=Activity.SIGNING),)),
        further_visits=further,
    )
    part, key = whole, draw(st.sampled_from(sorted(whole)))
    while isinstance(part[key], dict | list) and part[key] and draw(st.booleans()):
        part = part[key]
        key = draw(st.sampled_from(sorted(part) if isinstance(part, dict) else range(len(part))))
    part[key] = draw(any_values)
    return whole


@given(spoilt_visits())
def test_a_spoilt_request_is_taken_or_refused_in_both_languages_but_never_breaks(whole):
    problems = outcome_of(json.dumps(whole))

    said = [problem.said(words(language)) for problem in problems for language in ("vi", "en")]
    assert not [line for line in said if "problem." in line]
