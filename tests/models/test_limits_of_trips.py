"""The limits on trips abroad, read as directive 38 says, and those that other provinces have."""

from datetime import date, timedelta

import pytest

from config.province_time import working_calendar
from config.regulation.codes import Level, Mark, Trip
from config.regulation.limits import TripLimit
from config.regulation.province import load_regulation
from models.outbound.compliance import findings
from models.outbound.parts import Host
from models.request.parts import Allowed, Letter
from tests.factories.regulation import make_regulation, make_source
from tests.factories.request import (
    DEPARTS,
    make_head,
    make_leader,
    make_member,
    make_request,
    make_stop,
)

HAU_GIANG = load_regulation("hau_giang")
IN_JULY = date(2020, 7, 6)
DAY = timedelta(days=1)


def found_on(request, *, others=(), trips=None, regulation=HAU_GIANG, submitted_on=IN_JULY):
    return findings(
        request,
        regulation,
        working_calendar(regulation),
        submitted_on=submitted_on,
        trips_this_year=trips or {},
        others=others,
    )


def found(key, request, **circumstances):
    return [f for f in found_on(request, **circumstances) if f.key == key]


def leading(place, position, rank, **changed):
    return make_leader(workplace=place, position=position, rank=rank, **changed)


def staying(days, *countries, **changed):
    """Make a trip of so many days, its stops one after the other in these countries."""
    last = DEPARTS + (days - 1) * DAY
    stops = tuple(
        make_stop(country=c, arrives=DEPARTS, leaves=last if n == len(countries) else DEPARTS)
        for n, c in enumerate(countries or ("KR",), start=1)
    )
    return make_request(returns=last, itinerary=stops, **changed)


# --- who -----------------------------------------------------------------------------------------


def test_a_third_trip_of_a_leader_in_a_year_is_one_too_many():
    assert found("too_many_trips", make_request(members=(make_leader(),)), trips={1: 2})


def test_the_directive_says_nothing_of_the_trips_of_staff():
    assert not found("too_many_trips", make_request(), trips={1: 5, 2: 5})


SECRETARY = ("Thị ủy Long Mỹ", "Bí thư Thị ủy", "district_secretary")
CHAIR = ("UBND thị xã Long Mỹ", "Chủ tịch UBND thị xã", "district_chair")


def test_the_secretary_and_the_chair_of_one_town_are_leaders_of_one_locality():
    members = (leading(*SECRETARY), leading(*CHAIR, role="member"))

    (finding,) = found("key_leaders_together", make_request(members=members))

    assert finding.level is Level.BLOCK


def test_leaders_of_a_town_and_of_the_district_of_its_name_are_of_two_localities():
    district = ("UBND huyện Long Mỹ", "Chủ tịch UBND huyện", "district_chair")
    members = (leading(*SECRETARY), leading(*district, role="member"))

    assert not found("key_leaders_together", make_request(members=members))


def test_directors_of_two_departments_are_leaders_of_two_units():
    one = ("Sở Y tế tỉnh Hậu Giang", "Giám đốc", "department_director")
    other = ("Sở Tài chính tỉnh Hậu Giang", "Giám đốc", "department_director")

    members = (leading(*one), leading(*other, role="member"))

    assert not found("key_leaders_together", make_request(members=members))


def abroad_then(*members, **changed):
    return make_request(members=members, unit="phung_hiep", **changed)


def test_head_and_deputy_are_not_abroad_at_one_time():
    other = abroad_then(leading(*SECRETARY, name="Lê Văn Mẫu"))

    made = found("key_leaders_away", make_request(members=(leading(*CHAIR),)), others=(other,))

    assert [dict(f.facts)["other"] for f in made] == ["Lê Văn Mẫu"]
    assert [f.level for f in made] == [Level.WARN]


def test_on_other_days_the_deputy_may_be_abroad():
    later = {"departs": DEPARTS + 30 * DAY, "returns": DEPARTS + 31 * DAY}
    stop = make_stop(arrives=later["departs"], leaves=later["returns"])
    other = abroad_then(leading(*SECRETARY, name="Lê Văn Mẫu"), itinerary=(stop,), **later)

    request = make_request(members=(leading(*CHAIR),))

    assert not found("key_leaders_away", request, others=(other,))


def test_nobody_is_held_against_their_own_other_trip():
    other = abroad_then(leading(*CHAIR))

    request = make_request(members=(leading(*CHAIR),))

    assert not found("key_leaders_away", request, others=(other,))


def test_a_leader_for_whom_nobody_acts_is_told_and_not_refused():
    (finding,) = found("acting_missing", make_request(members=(make_leader(acting=None),)))

    assert (finding.level, finding.source.mark) == (Level.WARN, Mark.UNCONFIRMED)


def test_of_each_member_the_unit_says_that_nothing_hinders_them():
    members = (make_head(cleared=True), make_member(name="Chưa Rà Soát"))

    (finding,) = found("not_cleared", make_request(members=members))

    assert dict(finding.facts)["names"] == "Chưa Rà Soát"


# --- how many, how long, how often -----------------------------------------------------------------


@pytest.mark.parametrize(("people", "told"), [(10, False), (11, True)])
def test_a_delegation_has_at_most_ten_people(people, told):
    members = (make_head(), *(make_member() for _ in range(people - 1)))

    assert bool(found("too_many_people", make_request(members=members))) is told


@pytest.mark.parametrize(("days", "told"), [(10, False), (11, True)])
def test_a_trip_takes_at_most_ten_days_the_first_and_the_last_included(days, told):
    assert bool(found("too_many_days", staying(days))) is told


@pytest.mark.parametrize(("countries", "told"), [("KR JP LA", False), ("KR JP LA KH", True)])
def test_a_trip_goes_to_at_most_three_countries(countries, told):
    assert bool(found("too_many_countries", staying(5, *countries.split()))) is told


def test_days_in_one_country_are_counted_once_each():
    limit = TripLimit(at_most=3, source=make_source())
    limits = HAU_GIANG.limits.model_copy(update={"days_in_a_country": limit})
    regulation = HAU_GIANG.model_copy(update={"limits": limits})

    counts = [
        [
            dict(f.facts)["count"]
            for f in found("too_long_in_a_country", request, regulation=regulation)
        ]
        for request in (staying(3, "KR", "KR"), staying(4, "KR", "KR"))
    ]

    assert counts == [[], [4]]


def gone_before(years, **changed):
    departs = DEPARTS - timedelta(days=365 * years)
    stop = make_stop(arrives=departs, leaves=departs)
    return make_request(departs=departs, returns=departs, itinerary=(stop,), **changed)


@pytest.mark.parametrize(
    ("before", "told"),
    [
        (gone_before(2), True),
        (gone_before(2, title="Việc khác"), True),
        (gone_before(2, title="Việc khác", host=Host(name="Bên khác", country="KR")), False),
        (gone_before(4), False),
    ],
)
def test_nobody_goes_to_the_same_country_for_the_same_within_three_years(before, told):
    assert bool(found("same_content_before", make_request(), others=(before,))) is told


def test_no_limit_is_held_against_a_private_trip():
    members = (make_head(), *(make_member() for _ in range(12)))
    request = staying(20, members=members, trip=Trip.PRIVATE)

    assert not {f.key for f in found_on(request)} & {"too_many_people", "too_many_days"}


# --- what the regulation says, and until when ------------------------------------------------------


def test_how_much_a_finding_weighs_is_the_regulation_s_to_say():
    rule = HAU_GIANG.findings["out_of_plan"].model_copy(update={"level": Level.BLOCK})
    regulation = HAU_GIANG.model_copy(update={"findings": {"out_of_plan": rule}})

    (finding,) = found("out_of_plan", make_request(plan_entry=None), regulation=regulation)

    assert finding.level is Level.BLOCK


def test_what_no_source_confirms_warns_at_most():
    rule = HAU_GIANG.findings["acting_missing"].model_copy(update={"level": Level.BLOCK})
    regulation = HAU_GIANG.model_copy(update={"findings": {"acting_missing": rule}})
    request = make_request(members=(make_leader(acting=None),))

    (finding,) = found("acting_missing", request, regulation=regulation)

    assert finding.level is Level.WARN


def test_a_regulation_that_says_nothing_of_a_finding_leaves_it_to_the_national_text():
    (finding,) = found("out_of_plan", make_request(plan_entry=None), regulation=make_regulation())

    assert finding.source.document == "38-CT/TW"


@pytest.mark.parametrize(("day", "told"), [(date(2025, 6, 30), False), (date(2025, 7, 1), True)])
def test_what_is_asked_for_after_the_province_ended_is_told(day, told):
    request = gone_before(0)

    assert bool(found("regulation_over", request, submitted_on=day)) is told


def test_who_travels_during_a_suspension_by_a_leader_s_leave_is_shown_with_it():
    letter = Letter(number="87/TB", date=IN_JULY)
    request = make_request(allowed=Allowed(reason="Đã được cho phép.", instruction=letter))

    (finding,) = found("despite_suspension", request)

    assert dict(finding.facts)["instruction"] == "87/TB"
