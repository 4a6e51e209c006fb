"""What is found on the programme: what is asked for twice, days left empty, what is to be signed."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from config.regulation.codes import Activity, Level
from models.ids import CaseNo
from models.inbound.parts import Period
from models.programme.booking import Clash
from models.programme.taking import bookings_of
from tests.factories.visit import (
    ARRIVES,
    DEPARTS,
    make_host_leader,
    make_interpreter,
    make_item,
    make_visit_request,
)
from tests.factories.visit_findings import DAY, coming, found, found_on, said_of

MORNING = make_item(begins=time(8), ends=time(10), hall="Hội trường A")
AGREEMENTS_SINCE = date(2021, 7, 1)


def at(begins, ends, **changed):
    return make_item(begins=begins, ends=ends, **{"hall": "Hội trường A", **changed})


def doing(*items, **changed):
    return make_visit_request(programme=items, **changed)


def test_one_hall_at_one_time_is_told_with_both_items():
    other = at(time(9), time(11), what="Ký kết")

    told = said_of("asked_twice", doing(MORNING, other))

    assert (told["first"].vi, told["second"].vi, told["name"]) == (
        "Làm việc với lãnh đạo huyện",
        "Ký kết",
        "Hội trường A",
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Phòng Hoà Bình", "Phòng Hòa Bình"),
        ("Hội trường A", "Hội trường A."),
        ("Phòng 1 - 2", "Phòng 1 – 2"),
        ("Hội trường A", "HỘI  TRƯỜNG A"),
    ],
)
def test_one_hall_in_two_spellings_is_one_hall(one, other):
    request = doing(at(time(8), time(10), hall=one), at(time(9), time(11), hall=other))

    assert len(found("asked_twice", request)) == 1


def test_one_number_plate_in_two_spellings_is_one_vehicle():
    items = (at(time(8), time(10), hall=None, vehicle=v) for v in ("95A-012.34", "95a 01234"))

    assert len(found("asked_twice", doing(*items))) == 1


def test_a_banquet_past_midnight_has_its_hall_until_then():
    (booked,) = bookings_of((at(time(21), time(0, 30), activity=Activity.BANQUET),), ())

    assert booked.ends - booked.begins == timedelta(hours=3, minutes=30)


@pytest.mark.parametrize(
    ("begins", "ends"), [(time(17), time(15)), (time(17, 59), time(1)), (time(18), time(6, 1))]
)
def test_an_end_before_the_beginning_by_day_is_a_mistake(begins, ends):
    with pytest.raises(ValidationError):
        at(begins, ends)


@pytest.mark.parametrize("begins", [time(10), time(10, 1)])
def test_an_item_that_begins_as_the_other_ends_may_have_the_hall(begins):
    assert not found("asked_twice", doing(MORNING, at(begins, time(12))))


def test_an_item_that_begins_a_minute_before_the_other_ends_may_not():
    assert found("asked_twice", doing(MORNING, at(time(9, 59), time(12))))


@pytest.mark.parametrize(
    "changed",
    [
        {"hall": "Hội trường B"},
        {"hall": None},
        {"place": "island"},
        {"day": DEPARTS},
        {"cancelled": True},
    ],
)
def test_another_hall_place_or_day_is_no_clash(changed):
    assert not found("asked_twice", doing(MORNING, at(time(9), time(11), **changed)))


def test_a_leader_asked_twice_is_called_by_name():
    leader = make_host_leader(name="Cao Văn Ví Dụ", person="cao.van.vi.du")
    items = (at(time(8), time(9), leader="cao.van.vi.du", hall=None),) * 2

    assert said_of("asked_twice", doing(*items, received_by=(leader,)))["name"] == "Cao Văn Ví Dụ"


def test_an_interpreter_asked_twice_is_called_by_name():
    items = (at(time(8), time(9), interpreter=1, hall=None),) * 2
    request = doing(*items, interpreters=(make_interpreter(name="Tôn Thị Giả Định"),))

    assert said_of("asked_twice", request)["name"] == "Tôn Thị Giả Định"


def test_what_another_visit_has_is_told_with_its_case():
    (wanted,) = bookings_of((MORNING,), ())

    told = said_of(
        "had_by_other_visit",
        doing(MORNING),
        clashes=(Clash(wanted, CaseNo("DV-2020-0007"), wanted),),
    )

    assert (told["case_no"], told["name"]) == ("DV-2020-0007", "Hội trường A")


def test_a_clash_of_an_item_that_is_gone_is_not_told():
    first, second = bookings_of((MORNING, at(time(13), time(14))), ())

    clashes = (Clash(first, CaseNo("DV-1"), first), Clash(second, CaseNo("DV-1"), second))

    assert len(found("had_by_other_visit", doing(MORNING), clashes=clashes)) == 1


def test_the_programme_in_force_is_looked_at_not_the_one_submitted():
    now = (MORNING, at(time(13), time(14)))

    assert not found("asked_twice", doing(MORNING, MORNING), programme=now)


@given(
    first=st.integers(0, 20),
    length=st.integers(1, 3),
    other=st.integers(0, 20),
    its_length=st.integers(1, 3),
)
def test_two_items_clash_exactly_when_they_share_an_hour(first, length, other, its_length):
    items = (at(time(first), time(first + length)), at(time(other), time(other + its_length)))

    shared = set(range(first, first + length)) & set(range(other, other + its_length))
    assert bool(found("asked_twice", doing(*items))) is bool(shared)


# --- The days ------------------------------------------------------------------------------------


def test_a_day_without_an_item_is_told():
    told = said_of("empty_days", doing(make_item()))

    assert (told["count"], told["days"].vi) == (1, "25/08/2020")


def test_a_day_whose_only_item_is_off_is_empty():
    off = make_item(day=DEPARTS, cancelled=True)

    assert found("empty_days", doing(make_item(), off))


def test_days_of_further_visits_are_not_asked_for_yet():
    further = (Period(arrives=DEPARTS + 30 * DAY, departs=DEPARTS + 32 * DAY),)

    assert not found("empty_days", make_visit_request(further_visits=further))


@given(st.integers(1, 300))
def test_empty_days_are_all_counted(days):
    made = found("empty_days", coming(ARRIVES, days))

    assert sum(dict(f.facts)["count"] for f in made) == max(days - 5, 0)


@pytest.mark.parametrize(
    ("activity", "key"), [(Activity.WELCOME, "no_welcome"), (Activity.SEND_OFF, "no_send_off")]
)
def test_a_programme_without_welcome_or_send_off_is_told(activity, key):
    there = make_item(activity=activity)

    assert (bool(found(key, doing(make_item()))), bool(found(key, doing(there)))) == (True, False)


# --- Agreements ----------------------------------------------------------------------------------


# Seven working days from Monday 10 August end on Wednesday 19 August.
@pytest.mark.parametrize(
    ("day", "key"),
    [(date(2020, 8, 19), "signing_too_soon"), (date(2020, 8, 20), "agreement_to_sign")],
)
def test_an_agreement_is_signed_after_the_opinions_on_it_are_due(day, key):
    item = make_item(day=day, activity=Activity.SIGNING)
    request = coming(day, programme=(item,))

    keys = {f.key for f in found_on(request, submitted_on=date(2020, 8, 10))}

    assert keys & {"signing_too_soon", "agreement_to_sign"} == {key}


def test_a_signing_is_reported_within_fifteen_days():
    item = make_item(activity=Activity.SIGNING)

    assert said_of("agreement_to_sign", doing(item))["report_by"] == ARRIVES + 15 * DAY


@pytest.mark.parametrize(
    ("day", "article"), [(AGREEMENTS_SINCE - DAY, "Điều 16"), (AGREEMENTS_SINCE, "Điều 18")]
)
def test_before_the_law_on_agreements_the_ordinance_held(day, article):
    request = coming(day, programme=(make_item(day=day, activity=Activity.SIGNING),))

    (finding,) = found("agreement_to_sign", request)

    assert finding.source.article == article


def test_a_visit_that_signs_nothing_is_told_nothing_of_agreements():
    keys = {f.key for f in found_on(make_visit_request())}

    assert not keys & {"signing_too_soon", "agreement_to_sign"}


def test_a_hall_asked_for_twice_warns_as_nobody_prescribes_it():
    (finding,) = found("asked_twice", doing(MORNING, MORNING))

    assert finding.level is Level.WARN
