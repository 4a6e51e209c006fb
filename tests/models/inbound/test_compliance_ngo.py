"""What is found on visits of foreign NGOs: the days, the province and the field of their paper."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.regulation.codes import Level, Mark
from models.inbound.parts import Period
from tests.factories.regulation import make_text
from tests.factories.visit import (
    ARRIVES,
    DEPARTS,
    make_certificate,
    make_ngo,
    make_ngo_visit,
    make_visit_request,
)
from tests.factories.visit_findings import (
    DAY,
    coming,
    found,
    found_on,
    make_host_regulation,
    said_of,
)

NGO_KEYS = "ngo_"
# The day 58/2022/NĐ-CP replaced the decree before it.
CHANGES = date(2022, 11, 1)


def visit_under(partner="Sở Nông nghiệp", **paper):
    """Make a visit of an NGO whose paper differs in what is named."""
    return make_ngo_visit(ngo=make_ngo(certificate=make_certificate(**paper), partner=partner))


def later(arrives, **paper):
    """Make a visit of one day under a paper that covers it."""
    defaults = {"valid_from": arrives - 100 * DAY, "valid_until": arrives + 900 * DAY}
    ngo = make_ngo(certificate=make_certificate(**{**defaults, **paper}))
    return coming(arrives, make=make_ngo_visit, ngo=ngo)


def test_a_visit_within_its_paper_only_reminds_of_the_plan_and_of_what_it_brings():
    keys = [f.key for f in found_on(make_ngo_visit()) if f.key.startswith(NGO_KEYS)]

    assert keys == ["ngo_plan_to_notify", "ngo_aid_to_approve"]


@pytest.mark.parametrize(
    ("arrives", "decree"),
    [
        (date(2020, 9, 16), "93/2009/NĐ-CP"),
        (date(2020, 9, 17), "80/2020/NĐ-CP"),
        (date(2025, 12, 7), "80/2020/NĐ-CP"),
        (date(2025, 12, 8), "313/2025/NĐ-CP"),
    ],
)
def test_what_an_ngo_gives_is_approved_by_the_decree_of_the_day(arrives, decree):
    (finding,) = found("ngo_aid_to_approve", later(arrives))

    assert dict(finding.facts)["decree"] == decree


def test_guests_of_nobody_s_ngo_are_asked_for_no_paper():
    assert not [f for f in found_on(make_visit_request()) if f.key.startswith(NGO_KEYS)]


# A paper is valid on the day it ends.
@pytest.mark.parametrize(("valid_until", "told"), [(DEPARTS - DAY, True), (DEPARTS, False)])
def test_a_paper_has_to_be_valid_on_the_last_day_of_the_visit(valid_until, told):
    assert bool(found("ngo_paper_ends", visit_under(valid_until=valid_until))) is told


@pytest.mark.parametrize(("valid_from", "told"), [(ARRIVES + DAY, True), (ARRIVES, False)])
def test_a_paper_has_to_be_valid_on_the_first_day_of_the_visit(valid_from, told):
    assert bool(found("ngo_paper_not_yet_valid", visit_under(valid_from=valid_from))) is told


def test_each_further_visit_is_held_against_the_paper():
    further = (
        Period(arrives=date(2020, 10, 5), departs=date(2020, 10, 6)),
        Period(arrives=date(2022, 1, 3), departs=date(2022, 1, 4)),
    )
    request = make_ngo_visit(further_visits=further)

    assert said_of("ngo_paper_ends", request)["arrives"] == date(2022, 1, 3)


@pytest.mark.parametrize(
    ("arrives", "level", "document"),
    [
        (CHANGES - DAY, Level.WARN, "12/2012/NĐ-CP"),
        (CHANGES, Level.BLOCK, "58/2022/NĐ-CP"),
    ],
)
def test_a_paper_that_ends_blocks_by_the_decree_in_force_and_warns_by_the_unread_one(
    arrives, level, document
):
    (finding,) = found("ngo_paper_ends", later(arrives, valid_until=arrives - DAY))

    assert (finding.level, finding.source.document) == (level, document)


# The extension is asked for at least 60 days before the paper ends.
@pytest.mark.parametrize(
    ("left", "key"),
    [
        (0, "ngo_extension_due"),
        (60, "ngo_extension_due"),
        (61, "ngo_extension_soon"),
        (90, "ngo_extension_soon"),
        (91, None),
    ],
)
def test_a_paper_that_ends_soon_after_the_visit_is_warned_of(left, key):
    request = visit_under(valid_until=DEPARTS + left * DAY)

    keys = [f.key for f in found_on(request) if f.key.startswith("ngo_extension")]

    assert keys == ([key] if key else [])


def test_the_extension_is_to_be_asked_for_sixty_days_before_the_paper_ends():
    told = said_of("ngo_extension_soon", visit_under(valid_until=date(2020, 11, 20)))

    assert told["ask_by"] == date(2020, 9, 21)


def test_a_paper_that_ended_is_not_warned_of_as_well():
    keys = {f.key for f in found_on(visit_under(valid_until=DEPARTS - DAY))}

    assert not keys & {"ngo_extension_due", "ngo_extension_soon"}


@pytest.mark.parametrize(
    "written",
    [
        "Hậu Giang",
        "hau giang",
        "TỈNH HẬU GIANG",
        "Hau Giang province",
        "Cần Thơ, Hậu Giang",
        "Toàn quốc",
    ],
)
def test_the_province_is_found_in_the_paper_however_it_is_written(written):
    assert not found("ngo_province_outside", visit_under(provinces=(written,)))


@pytest.mark.parametrize("written", ["Tiền Giang", "Hậu", "Hậu Giangg", "Tỉnh"])
def test_a_paper_for_other_provinces_is_told(written):
    assert found("ngo_province_outside", visit_under(provinces=(written,)))


def test_a_city_is_found_without_its_title():
    regulation = make_host_regulation(
        province=make_text("Thành phố Hồ Chí Minh", "Ho Chi Minh City")
    )

    assert not found(
        "ngo_province_outside", visit_under(provinces=("TP. Hồ Chí Minh",)), regulation
    )


def test_without_the_name_of_the_province_no_paper_is_held_against_it():
    regulation = make_host_regulation(province=None)

    assert not found("ngo_province_outside", visit_under(provinces=("Tiền Giang",)), regulation)


@pytest.mark.parametrize(
    ("areas", "told"),
    [
        (("Y tế", "kinh te doi ngoai"), False),
        (("Kinh tế",), False),
        (("Kinh tế đối ngoại và nông thôn",), False),
        (("Y tế",), True),
    ],
)
def test_the_area_of_work_is_one_the_paper_names_in_wider_or_narrower_words(areas, told):
    request = visit_under(areas=areas).model_copy(update={"purpose": "Khảo sát."})

    assert bool(found("ngo_area_outside", request)) is told


def test_a_visit_whose_purpose_names_an_area_of_the_paper_is_in_order():
    request = visit_under(areas=("Nông nghiệp",))

    assert not found("ngo_area_outside", request)


def test_an_area_in_other_words_never_blocks():
    (finding,) = found("ngo_area_outside", later(CHANGES, areas=("Y tế",)))

    assert finding.level is Level.WARN


def test_a_visit_without_a_vietnamese_partner_is_told():
    assert found("ngo_partner_missing", visit_under(partner=None))


def test_that_a_partner_is_named_is_our_own_arrangement():
    request = later(CHANGES).model_copy(update={"ngo": make_ngo(partner=None)})

    (finding,) = found("ngo_partner_missing", request)

    assert finding.source.mark is Mark.DESIGN


def test_the_plan_is_notified_within_forty_five_working_days():
    request = visit_under(valid_from=date(2020, 6, 1))

    # 2 June to 3 August are 45 Mondays to Fridays, and no holiday falls among them.
    assert said_of("ngo_plan_to_notify", request)["by"] == date(2020, 8, 3)


@given(before=st.integers(-400, 400), after=st.integers(-400, 400))
def test_a_paper_is_faulted_exactly_when_a_day_of_the_visit_lies_outside_it(before, after):
    paper = {"valid_from": ARRIVES - before * DAY, "valid_until": DEPARTS + after * DAY}

    keys = {f.key for f in found_on(visit_under(**paper))}

    outside = {"ngo_paper_not_yet_valid"} if before < 0 else set()
    outside |= {"ngo_paper_ends"} if after < 0 else set()
    assert keys & {"ngo_paper_not_yet_valid", "ngo_paper_ends"} == outside
