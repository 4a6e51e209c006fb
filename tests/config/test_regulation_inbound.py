"""What Hậu Giang's regulation says of receiving guests, and what such a part is refused for."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from config.regulation.codes import (
    Act,
    GuestClass,
    Kind,
    NormCode,
    PlaceArea,
    RequiredWhen,
    Stage,
    StartEvent,
    TimeUnit,
)
from config.regulation.inbound import LocalNorm
from config.regulation.province import load_regulation
from models.part_on_guests import part_on_guests
from tests.factories.regulation import (
    make_assignment,
    make_guest_route,
    make_inbound,
    make_regulation,
    make_route,
    make_source,
)

HAU_GIANG = load_regulation("hau_giang")
GUESTS = part_on_guests(HAU_GIANG)
ROWS = [route for route in HAU_GIANG.routes if route.when.kind is Kind.INBOUND]
NEW_PRESS_LAW = date(2026, 7, 1)
A_DAY = timedelta(days=1)


def steps(key: str) -> Sequence[tuple[Stage, Act]]:
    row = next(row for row in ROWS if row.key == key)
    return [(step.stage, step.act) for step in row.steps]


# --- Hậu Giang ---------------------------------------------------------------------------------


def test_for_guests_of_the_centre_the_province_decides_nothing():
    assert not {Act.DECIDE, Act.RECORD} & {act for _, act in steps("central_programme")}


@pytest.mark.parametrize(
    "key", ["party_guests", "received_by_party_secretary", "friendship_locality"]
)
def test_where_the_party_is_asked_it_decides_before_the_state(key):
    assert steps(key)[-2:] == [
        (Stage.PARTY_DECISION, Act.DECIDE),
        (Stage.STATE_DECISION, Act.DECIDE),
    ]


def test_a_conference_is_hosted_in_principle_before_its_scheme_and_the_opinions_on_it():
    assert steps("conference")[2:5] == [
        (Stage.HOSTING, Act.DECIDE),
        (Stage.HOSTING, Act.FILE),
        (Stage.OPINIONS, Act.CONSULT),
    ]


def test_what_the_prime_minister_allows_is_only_recorded():
    assert Act.DECIDE not in {act for _, act in steps("conference_of_prime_minister")}


@pytest.mark.parametrize(
    ("key", "amount"), [("conference", 30), ("conference_of_prime_minister", 40)]
)
def test_a_scheme_comes_so_many_days_before_the_conference(key, amount):
    row = next(row for row in ROWS if row.key == key)
    (within,) = (s.within for s in row.steps if s.act is Act.FILE)

    assert within is not None
    assert (within.amount, within.unit, within.counted_from) == (
        amount,
        TimeUnit.DAYS,
        StartEvent.ARRIVAL,
    )


def test_on_a_conference_opinions_are_given_in_fifteen_days():
    row = next(row for row in ROWS if row.key == "conference")
    asked = [s for s in row.steps if s.act is Act.CONSULT and not s.only_at]

    assert {(s.within.amount, s.within.unit) for s in asked if s.within} == {(15, TimeUnit.DAYS)}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.key)
def test_the_police_are_asked_about_every_visit(row):
    assert "police/head" in {step.seat for step in row.steps if step.act is Act.CONSULT}


def test_the_military_is_asked_only_about_places_it_has_to_do_with():
    asked = [s for row in ROWS for s in row.steps if s.seat == "military_command/commander"]

    assert asked
    assert all(PlaceArea.PROHIBITED in s.only_at for s in asked)
    assert all(PlaceArea.ORDINARY not in s.only_at for s in asked)


def test_a_foreign_governor_has_no_class_by_the_circular():
    assert GUESTS.guest_ranks["provincial_governor"].guest_class is None


def test_higher_classes_are_of_higher_ranks():
    levels = {
        guest_class: {r.level for r in GUESTS.guest_ranks.values() if r.guest_class is guest_class}
        for guest_class in GuestClass
    }

    order = [levels[guest_class] for guest_class in GuestClass]
    assert all(min(high) > max(low) for high, low in pairwise(order))


def test_guests_of_minister_level_begin_with_the_minister():
    assert GUESTS.minister_level == GUESTS.guest_ranks["minister"].level
    assert GUESTS.guest_ranks["deputy_minister"].level < GUESTS.minister_level


def test_lodging_is_declared_within_twelve_hours_of_arrival_by_law():
    declaration = next(a for a in GUESTS.assignments if a.key == "lodging_declaration")

    within = declaration.done_within
    assert (within.amount, within.unit, within.counted_from) == (12, "hours", "arrival")
    assert within.source.document == "l47"


@pytest.mark.parametrize(
    ("day", "amounts"), [(NEW_PRESS_LAW - A_DAY, [10]), (NEW_PRESS_LAW, [3, 10])]
)
def test_the_press_reports_in_three_days_from_the_day_the_decree_is_in_force(day, amounts):
    rows = [r for r in GUESTS.reports if r.holds_on(day)]

    of_press = [r for r in rows if r.occasions is None or "foreign_press" in r.occasions]
    assert [row.within.amount for row in of_press] == amounts


@pytest.mark.parametrize("day", [NEW_PRESS_LAW - A_DAY, NEW_PRESS_LAW])
def test_a_press_conference_is_told_of_by_one_rule_on_every_day(day):
    rules = [a for a in GUESTS.assignments if a.key == "press_conference_notice"]

    assert [rule.holds_on(day) for rule in rules].count(True) == 1


def test_the_province_has_no_place_at_a_border():
    areas = {place.area for place in GUESTS.places.values()}

    assert areas == {PlaceArea.ORDINARY, PlaceArea.PROHIBITED}


def test_a_request_for_guests_is_not_asked_for_the_papers_of_travellers():
    asked = {k for k, p in HAU_GIANG.papers.items() if p.is_for(Kind.INBOUND) and p.required_when}

    assert asked == {
        "request_letter",
        "cost_estimate",
        "annual_plan_extract",
        "guest_list",
        "visit_programme",
        "ngo_certificate",
        "press_licence",
        "hosting_request",
        "agreement_draft",
    }


def test_a_paper_only_guests_have_a_condition_for_is_of_their_kind_alone():
    of_guests = {
        RequiredWhen.CONFERENCE,
        RequiredWhen.FOREIGN_NGO,
        RequiredWhen.FOREIGN_PRESS,
        RequiredWhen.AGREEMENT_TO_SIGN,
    }

    kinds = {p.kind for p in HAU_GIANG.papers.values() if p.required_when in of_guests}
    assert kinds == {Kind.INBOUND}


# --- What such a part is refused for -----------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "place"),
    [
        ({"coordinator": "police/chief"}, "inbound.coordinator"),
        ({"classified_by": "police/chief"}, "inbound.classified_by"),
        ({"unannounced_told": ("police/chief",)}, "inbound.unannounced_told"),
        (
            {"assignments": (make_assignment("welcome", "police/chief"),)},
            r"inbound\.assignments\.welcome",
        ),
    ],
)
def test_a_seat_that_no_body_has_is_refused(part, place):
    with pytest.raises(ValueError, match=f"{place} names the seat 'police/chief'"):
        make_regulation(inbound=make_inbound(**part))


def test_one_assignment_has_one_rule_on_a_day():
    twice = (make_assignment("welcome"), make_assignment("welcome", since=NEW_PRESS_LAW))

    with pytest.raises(ValueError, match="welcome is given twice for one day"):
        make_inbound(assignments=twice)


def test_one_assignment_may_have_a_rule_after_another():
    one = make_assignment("welcome", until=NEW_PRESS_LAW - A_DAY)
    other = make_assignment("welcome", since=NEW_PRESS_LAW)

    assert make_inbound(assignments=(other, one)).assignments == (other, one)


def test_an_amount_of_the_province_is_for_one_of_its_places():
    norm = LocalNorm(
        norm=NormCode.LODGING,
        guest_class=GuestClass.C,
        place="hoi_an",
        amount=Decimal(1_000_000),
        source=make_source(),
    )

    with pytest.raises(ValueError, match="'hoi_an' is no place"):
        make_inbound(local_norms=(norm,))


def test_a_row_names_ranks_of_leaders_the_regulation_has():
    routes = (make_route("all"), make_guest_route("guests", received_by=("emperor",)))

    with pytest.raises(ValueError, match=r"routes\.guests\.when\.received_by"):
        make_regulation(routes=routes)
