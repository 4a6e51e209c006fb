"""What is found on foreign reporters: the licence, the days to apply, and what is told to whom."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.province_time import PROVINCE_TIME
from config.regulation.codes import Activity, Inviter, Level, SenderKind
from models.inbound.parts import PressLicence, Profession
from tests.factories.request import make_passport
from tests.factories.visit import (
    ARRIVES,
    DEPARTS,
    make_guest,
    make_head_guest,
    make_item,
    make_press_visit,
    make_sender,
    make_visit_request,
)
from tests.factories.visit_findings import DAY, coming, found, found_on, said_of

# The day 262/2026/NĐ-CP replaced the decree before it.
CHANGES = date(2026, 7, 1)
REPORTER = make_guest(name="John Roe", profession=Profession.REPORTER, rank="reporter")
LICENSED = REPORTER.model_copy(update={"press_licence": "45/BNG-BC"})
FILMING = make_item(activity=Activity.PRESS_WORK, what="Ghi hình chợ nổi")
CONFERENCE = make_item(activity=Activity.PRESS_CONFERENCE, begins=time(14, 30), ends=time(15, 30))


def bringing(*guests, **changed):
    """Make an ordinary visit that brings guests besides its head."""
    return make_visit_request(guests=(make_head_guest(), *guests), **changed)


def press_with(**licence):
    return make_press_visit(press=PressLicence(**licence))


def test_a_reporter_hidden_in_a_delegation_is_named():
    assert said_of("reporter_in_delegation", bringing(make_guest(), REPORTER))["name"] == "John Roe"


def test_a_licensed_reporter_in_a_delegation_is_in_order():
    assert not found("reporter_in_delegation", bringing(LICENSED))


@pytest.mark.parametrize(
    ("arrives", "level", "document"),
    [
        (CHANGES - DAY, Level.WARN, "88/2012/NĐ-CP"),
        (CHANGES, Level.BLOCK, "262/2026/NĐ-CP"),
    ],
)
def test_a_reporter_without_licence_blocks_by_the_decree_that_was_read(arrives, level, document):
    request = coming(arrives, guests=(make_head_guest(), REPORTER))

    (finding,) = found("reporter_in_delegation", request)

    assert (finding.level, finding.source.document) == (level, document)


def test_a_reporter_of_a_press_visit_is_not_called_hidden():
    head = make_head_guest(profession=Profession.REPORTER, rank="reporter")

    keys = {f.key for f in found_on(make_press_visit(guests=(head,), press=PressLicence()))}

    assert keys & {"reporter_unlicensed", "reporter_in_delegation"} == {"reporter_unlicensed"}


def test_the_licence_of_a_press_visit_is_that_of_all_its_reporters():
    head = make_head_guest(profession=Profession.REPORTER, rank="reporter")

    assert not found("reporter_unlicensed", make_press_visit(guests=(head,)))


def test_a_press_organisation_that_names_no_reporter_is_asked_for_its_licence():
    request = bringing(sender=make_sender(name="Kênh Một", kind=SenderKind.PRESS))

    assert said_of("reporter_unlicensed", request)["name"] == "Kênh Một"


def test_reporters_with_guests_of_a_central_body_may_cover_the_official_programme():
    request = bringing(REPORTER, invited_by=Inviter.CENTRAL)

    (finding,) = (f for f in found_on(request) if f.key.startswith("reporter_"))

    assert (finding.key, finding.level) == ("reporter_of_central_guests", Level.NOTE)


def test_a_resident_office_asks_the_province_instead_of_the_ministry():
    request = press_with(resident=True)

    keys = {f.key for f in found_on(request)}

    assert "resident_press_to_accept" in keys
    assert not keys & {"reporter_unlicensed", "press_application_late", "guide_body_missing"}


# --- The days ------------------------------------------------------------------------------------


# From 1 July 2026 ten days before entry, before it ten working days; that day itself is in time.
@pytest.mark.parametrize(
    ("arrives", "submitted_on", "told"),
    [
        (date(2026, 7, 15), date(2026, 7, 5), False),
        (date(2026, 7, 15), date(2026, 7, 6), True),
        (CHANGES, date(2026, 6, 21), False),
        (CHANGES, date(2026, 6, 22), True),
        (date(2026, 6, 30), date(2026, 6, 16), False),
        (date(2026, 6, 30), date(2026, 6, 17), True),
    ],
)
def test_a_licence_is_applied_for_ten_days_before_entry(arrives, submitted_on, told):
    request = coming(arrives, guests=(make_head_guest(), REPORTER))

    assert bool(found("press_application_late", request, submitted_on=submitted_on)) is told


def test_with_a_licence_in_hand_no_application_is_late():
    assert not found("press_application_late", bringing(LICENSED), submitted_on=ARRIVES)


@pytest.mark.parametrize(("valid_until", "told"), [(DEPARTS - DAY, True), (DEPARTS, False)])
def test_a_licence_has_to_be_valid_on_the_last_day(valid_until, told):
    request = press_with(number="45/BNG-BC", valid_until=valid_until)

    assert bool(found("press_licence_ends", request)) is told


@pytest.mark.parametrize(("issued", "told"), [(ARRIVES + DAY, True), (ARRIVES, False)])
def test_a_licence_has_to_be_valid_on_the_first_day(issued, told):
    request = press_with(number="45/BNG-BC", issued=issued, valid_until=DEPARTS)

    assert bool(found("press_licence_not_yet_valid", request)) is told


def test_a_licence_without_its_last_day_is_asked_for_it():
    assert found("press_licence_without_end", press_with(number="45/BNG-BC"))


# Six months from 24 August end on 24 February.
@pytest.mark.parametrize(
    ("expires", "told"), [(date(2021, 2, 23), True), (date(2021, 2, 24), False)]
)
def test_the_passport_of_a_reporter_is_valid_for_six_months(expires, told):
    passports = {2: make_passport(expires=expires)}

    made = found("reporter_passport_short", bringing(REPORTER), passports=passports)

    assert bool(made) is told


@given(ahead=st.integers(0, 60))
def test_an_application_is_late_exactly_from_the_tenth_day_on(ahead):
    arrives = date(2027, 3, 15)
    request = coming(arrives, guests=(make_head_guest(), REPORTER))

    late = found("press_application_late", request, submitted_on=arrives - ahead * DAY)

    assert bool(late) is (ahead < 10)


# --- Guide, press conferences, changes -----------------------------------------------------------


def test_a_press_visit_without_a_guide_body_is_told():
    assert found("guide_body_missing", make_press_visit())


def test_a_press_visit_with_a_guide_body_is_in_order():
    assert not found("guide_body_missing", press_with(guide_body="Sở Ngoại vụ"))


def test_reporters_among_other_guests_need_no_guide_body():
    assert not found("guide_body_missing", bringing(REPORTER))


def test_notice_of_a_press_conference_is_due_exactly_twenty_four_hours_before_it():
    told = said_of("press_conference_notice", make_visit_request(programme=(CONFERENCE,)))

    assert told["notice_by"] == datetime(2020, 8, 23, 14, 30, tzinfo=PROVINCE_TIME)


# Only the day is known: on the day before the conference notice may still be given in time.
@pytest.mark.parametrize(("submitted_on", "told"), [(ARRIVES - DAY, False), (ARRIVES, True)])
def test_on_the_day_of_a_press_conference_its_notice_is_late(submitted_on, told):
    request = make_visit_request(programme=(CONFERENCE,))

    late = found("press_conference_notice_late", request, submitted_on=submitted_on)

    assert bool(late) is told


def test_a_press_conference_that_is_off_needs_no_notice():
    off = CONFERENCE.model_copy(update={"cancelled": True})

    assert not found("press_conference_notice", make_visit_request(programme=(off,)))


def moved(item, **changed):
    return item.model_copy(update=changed or {"begins": time(13), "ends": time(15)})


def test_a_press_item_moved_after_the_approval_waits_for_acceptance():
    request = bringing(LICENSED, programme=(make_item(), FILMING))

    told = said_of("press_item_changed", request, programme=(make_item(), moved(FILMING)))

    assert told["what"].vi == "Ghi hình chợ nổi"


def test_a_press_item_accepted_in_writing_goes_on():
    request = bringing(LICENSED, programme=(FILMING,))

    made = found("press_item_changed", request, programme=(moved(FILMING),), press_accepted=True)

    assert not made


@pytest.mark.parametrize(
    "now",
    [
        (FILMING,),
        (moved(FILMING, hall="Phòng 2"),),
        (moved(FILMING, what="Quay phim chợ nổi"),),
        (moved(FILMING, cancelled=True),),
        (),
    ],
)
def test_what_is_unchanged_or_off_needs_no_acceptance(now):
    assert not found("press_item_changed", bringing(LICENSED, programme=(FILMING,)), programme=now)


@pytest.mark.parametrize(
    "changed", [{"day": DEPARTS}, {"begins": time(8)}, {"ends": time(17)}, {"place": "island"}]
)
def test_another_day_hour_or_place_of_a_press_item_waits_for_acceptance(changed):
    request = bringing(LICENSED, programme=(FILMING,))

    assert found("press_item_changed", request, programme=(moved(FILMING, **changed),))


def test_a_press_item_that_was_off_and_is_on_again_waits_for_acceptance():
    off = moved(FILMING, cancelled=True)

    assert found("press_item_changed", bringing(LICENSED, programme=(off,)), programme=(FILMING,))


def test_an_ordinary_item_of_an_ordinary_visit_may_be_moved():
    assert not found("press_item_changed", make_visit_request(), programme=(moved(make_item()),))


def test_on_a_press_visit_every_item_is_one_of_the_press():
    request = make_press_visit(programme=(make_item(),))

    assert found("press_item_changed", request, programme=(moved(make_item()),))


def test_a_press_item_put_into_the_programme_waits_for_acceptance_too():
    request = bringing(LICENSED, programme=(make_item(),))

    assert found("press_item_changed", request, programme=(make_item(), FILMING))


def test_an_item_that_became_one_of_the_press_waits_for_acceptance():
    request = bringing(LICENSED, programme=(make_item(),))
    now = (moved(make_item(), activity=Activity.PRESS_WORK),)

    assert found("press_item_changed", request, programme=now)
