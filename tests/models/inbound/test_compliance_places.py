"""What is found on the places guests go to, and where they sleep."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.province_time import PROVINCE_TIME
from config.regulation.codes import Level, Mark
from models.inbound.parts import Period
from tests.factories.visit import (
    ARRIVES,
    DEPARTS,
    make_item,
    make_lodging,
    make_visit_request,
)
from tests.factories.visit_findings import DAY, coming, found, found_on, said_of

# The day the decree that amended both border decrees came into force; its text was not read.
AMENDED = date(2025, 11, 17)


def going_to(place, **changed):
    return make_visit_request(programme=(make_item(place=place),), **changed)


def staying_at(*stays, **changed):
    return make_visit_request(lodging=stays, **changed)


@pytest.mark.parametrize(
    ("place", "key", "notice_by"),
    [
        ("border_commune", "border_notice", datetime(2020, 8, 23, 8, 30, tzinfo=PROVINCE_TIME)),
        ("belt_hamlet", "border_notice", datetime(2020, 8, 23, 8, 30, tzinfo=PROVINCE_TIME)),
        ("island", "sea_notice", datetime(2020, 8, 23, 20, 30, tzinfo=PROVINCE_TIME)),
    ],
)
def test_a_border_is_noticed_exactly_twenty_four_hours_before_and_the_sea_twelve(
    place, key, notice_by
):
    assert said_of(key, going_to(place))["notice_by"] == notice_by


# Only the day is known: on the day the notice is due it may still be given in time.
@pytest.mark.parametrize(
    ("place", "submitted_on", "told"),
    [
        ("border_commune", ARRIVES - DAY, False),
        ("border_commune", ARRIVES, True),
        ("island", ARRIVES - DAY, False),
        ("island", ARRIVES, True),
    ],
)
def test_a_notice_is_late_from_the_day_after_it_was_due(place, submitted_on, told):
    keys = {f.key for f in found_on(going_to(place), submitted_on=submitted_on)}

    assert bool(keys & {"border_notice_late", "sea_notice_late"}) is told


def test_in_the_afternoon_twelve_hours_before_are_the_same_day():
    item = make_item(place="island", begins=time(14), ends=time(15))
    request = make_visit_request(programme=(item,))

    assert not found("sea_notice_late", request, submitted_on=ARRIVES)


def test_a_place_is_noticed_once_by_its_first_visit():
    items = (
        make_item(place="border_commune", day=DEPARTS),
        make_item(place="border_commune"),
    )

    told = said_of("border_notice", make_visit_request(programme=items))

    assert told["begins"].date() == ARRIVES


@pytest.mark.parametrize("place", ["phung_hiep", "nowhere_known"])
def test_ordinary_and_unknown_places_ask_for_nothing(place):
    keys = {f.key for f in found_on(going_to(place))}

    assert not keys & {"border_notice", "sea_notice", "prohibited_zone"}


def test_an_item_that_is_off_goes_nowhere():
    request = make_visit_request(programme=(make_item(place="barracks", cancelled=True),))

    assert not found("prohibited_zone", request)


def test_a_prohibited_zone_in_the_programme_only_warns_as_the_law_speaks_of_lodging():
    (finding,) = found("prohibited_zone", going_to("barracks"))

    assert finding.level is Level.WARN


def test_lodging_in_a_prohibited_zone_blocks():
    (finding,) = found("lodging_prohibited", staying_at(make_lodging(place="barracks")))

    assert finding.level is Level.BLOCK


@pytest.mark.parametrize(
    ("place", "key"),
    [
        ("border_commune", "border_night"),
        ("island", "border_night"),
        ("belt_hamlet", "belt_night"),
        ("phung_hiep", None),
    ],
)
def test_a_night_in_a_border_area_is_told_and_in_the_belt_the_post_is_written_to(place, key):
    keys = {f.key for f in found_on(staying_at(make_lodging(place=place)))}

    assert keys & {"border_night", "belt_night"} == ({key} if key else set())


@pytest.mark.parametrize(
    ("arrives", "mark"), [(AMENDED - DAY, Mark.CONFIRMED), (AMENDED, Mark.UNCONFIRMED)]
)
def test_since_the_decrees_were_amended_what_was_read_of_them_is_unconfirmed(arrives, mark):
    stay = make_lodging(place="belt_hamlet", arrives=arrives, leaves=arrives + DAY)
    request = coming(arrives, 2, lodging=(stay,))

    (finding,) = found("belt_night", request)

    assert finding.source.mark is mark


# --- Nights --------------------------------------------------------------------------------------


def test_every_night_with_a_bed_is_in_order():
    assert not found("night_without_lodging", make_visit_request())


def test_guests_of_one_day_need_no_bed():
    assert not found("night_without_lodging", coming(ARRIVES))


def test_a_night_nobody_named_a_bed_for_is_told_by_its_day():
    stays = (make_lodging(arrives=ARRIVES, leaves=ARRIVES + DAY),)
    request = coming(ARRIVES, 3, lodging=stays)

    told = said_of("night_without_lodging", request)

    assert (told["count"], told["nights"].vi) == (1, "25/08/2020")


def test_the_night_between_two_houses_is_told():
    stays = (
        make_lodging(arrives=ARRIVES + 2 * DAY, leaves=ARRIVES + 3 * DAY),
        make_lodging(arrives=ARRIVES, leaves=ARRIVES + DAY),
    )

    assert said_of("night_without_lodging", coming(ARRIVES, 4, lodging=stays))["count"] == 1


def test_nights_of_a_further_visit_need_a_bed_too():
    first = DEPARTS + 30 * DAY
    further = (Period(arrives=first, departs=first + DAY),)

    told = said_of("night_without_lodging", make_visit_request(further_visits=further))

    assert told["nights"].en == "24 September 2020"


def test_of_many_nights_five_are_named_and_all_are_counted():
    told = said_of("night_without_lodging", coming(ARRIVES, 400))

    assert (told["count"], told["nights"].vi.count(",")) == (399, 4)


@given(
    days=st.integers(1, 12),
    stays=st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=5),
)
def test_a_night_is_counted_exactly_when_no_house_has_it(days, stays):
    spans = [sorted((a % days, b % days)) for a, b in stays]
    lodging = tuple(
        make_lodging(arrives=ARRIVES + a * DAY, leaves=ARRIVES + b * DAY) for a, b in spans
    )

    made = found("night_without_lodging", coming(ARRIVES, days, lodging=lodging))

    bare = [n for n in range(days - 1) if not any(a <= n < b for a, b in spans)]
    assert [dict(f.facts)["count"] for f in made] == ([len(bare)] if bare else [])


def test_each_house_is_reminded_once_to_declare_its_guests():
    stays = (
        make_lodging(leaves=ARRIVES),
        make_lodging(name="Khách sạn Ví Dụ"),
        make_lodging(arrives=DEPARTS),
    )

    told = said_of("lodging_to_declare", staying_at(*stays))

    assert told["houses"] == "Nhà khách huyện, Khách sạn Ví Dụ"


def test_without_a_house_nothing_is_declared():
    assert not found("lodging_to_declare", coming(ARRIVES))
