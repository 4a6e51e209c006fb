"""Rows of the route table that never match, and kinds of requests that may find none."""

import pytest

from config.regulation.check import weak_points
from config.regulation.codes import (
    Act,
    Inviter,
    Kind,
    Management,
    Occasion,
    SenderKind,
    Stage,
    Visit,
)
from config.regulation.parts import AmendmentRoute, RouteCondition
from tests.factories.regulation import (
    make_branch,
    make_guest_route,
    make_regulation,
    make_route,
    make_source,
    make_step,
    make_text,
)


def make_table(**rows):
    """Make a regulation with the rows given, and a last one without restrictions."""
    return make_regulation(
        inbound=None,
        areas_of_work={key: make_text(key) for key in ("labour", "culture")},
        routes=(*(make_route(key, **when) for key, when in rows.items()), make_route("all")),
    )


def test_a_row_behind_a_wider_one_can_never_match():
    regulation = make_table(
        official={"trip": "official"},
        committee={"trip": "official", "managed_by": (Management.STANDING_COMMITTEE,)},
    )

    assert weak_points(regulation) == (
        "routes.committee can never match: routes.official before it takes every case",
    )


@pytest.mark.parametrize(
    ("wide", "narrow"),
    [
        ({"minimum_level": 50}, {"minimum_level": 60}),
        ({"area": ("labour", "culture")}, {"area": ("labour",)}),
        ({"countries": ("LA", "KH")}, {"countries": ("KH",), "in_plan": True}),
        ({"party_members": True}, {"party_members": True, "trip": "private"}),
    ],
)
def test_a_row_covers_those_that_ask_for_more(wide, narrow):
    regulation = make_table(wide=wide, narrow=narrow)

    assert len(weak_points(regulation)) == 1


@pytest.mark.parametrize(
    ("strict", "mild"),
    [
        ({"minimum_level": 60}, {"minimum_level": 50}),
        ({"area": ("labour",)}, {"area": ("labour", "culture")}),
        ({"trip": "official"}, {"trip": "private"}),
        ({"in_plan": True}, {"trip": "official"}),
    ],
)
def test_a_stricter_row_leaves_something_to_the_next(strict, mild):
    regulation = make_table(strict=strict, mild=mild)

    assert weak_points(regulation) == ()


def test_a_table_that_ends_with_a_restricted_row_leaves_requests_without_one():
    regulation = make_regulation(routes=(make_route("official", trip="official"),), inbound=None)

    assert weak_points(regulation) == (
        "routes has no last row without restrictions for outbound: a request may find none",
    )


def test_a_kind_without_any_row_is_weak():
    assert len(weak_points(make_regulation(routes=()))) == 2


# What each condition may say; a row that says it takes fewer requests than one that does not.
CONDITIONS = {
    "trip": "official",
    "managed_by": (Management.CENTRAL,),
    "ranks": ("district_chair",),
    "branches": ("party",),
    "minimum_level": 50,
    "party_members": False,
    "in_plan": False,
    "area": ("labour",),
    "countries": ("KR",),
    "urgent": False,
    "senders": (SenderKind.PARTY,),
    "invited_by": (Inviter.CENTRAL,),
    "visits": (Visit.EXTENDED,),
    "occasions": (Occasion.CONFERENCE,),
    "unannounced": False,
    "minimum_guest_level": 50,
    "received_by": ("district_chair",),
    "remit_of_pm": False,
}


@pytest.mark.parametrize("name", sorted(RouteCondition.model_fields.keys() - {"kind"}))
def test_no_condition_is_overlooked(name):
    restricted = make_route("restricted", **{name: CONDITIONS[name]})
    regulation = make_regulation(
        inbound=None,
        areas_of_work={"labour": make_text("labour")},
        branches={"party": make_branch("Khối Đảng", "ban_tuyen_giao")},
        routes=(restricted, make_route("all")),
    )

    assert weak_points(regulation) == ()


# --- Amendments --------------------------------------------------------------------------------


def make_amendment(key, **when):
    signed = make_step(Stage.AMENDMENT, Act.SIGN, "unit/head", 1, rests_on=("unit",))
    title, source = make_text(key), make_source()
    return AmendmentRoute(key=key, title=title, source=source, steps=(signed,), **when)


def weak_amendments(*rows):
    return weak_points(make_regulation(amendments=rows))


@pytest.mark.parametrize(
    ("wide", "narrow"),
    [
        ({"touches": ("dates", "costs")}, {"touches": ("costs",)}),
        ({"cancels": True}, {"cancels": True, "kind": Kind.INBOUND}),
        ({"kind": Kind.INBOUND}, {"kind": Kind.INBOUND, "stamped": True}),
    ],
)
def test_an_amendment_behind_a_wider_one_never_matches(wide, narrow):
    rows = (make_amendment("wide", **wide), make_amendment("narrow", **narrow))

    assert weak_amendments(*rows, make_amendment("all")) == (
        "amendments.narrow can never match: amendments.wide before it takes every one",
    )


@pytest.mark.parametrize(
    "when", [{"touches": ("dates",)}, {"cancels": False}, {"stamped": True}, {"kind": "inbound"}]
)
def test_amendments_end_with_a_row_without_restrictions(when):
    assert weak_amendments(make_amendment("some", **when), make_amendment("all")) == ()
    assert weak_amendments(make_amendment("some", **when)) == (
        "amendments has no last row without restrictions: an amendment may find none",
    )


# --- Rows for guests ---------------------------------------------------------------------------


def make_guest_table(**rows):
    """Make a regulation with the rows for guests given, and a last one without restrictions."""
    guests = (make_guest_route(key, **when) for key, when in rows.items())
    return make_regulation(routes=(make_route("all"), *guests, make_guest_route("all_guests")))


@pytest.mark.parametrize(
    ("wide", "narrow"),
    [
        ({"senders": (SenderKind.PARTY, SenderKind.PRESS)}, {"senders": (SenderKind.PARTY,)}),
        ({"invited_by": (Inviter.CENTRAL,)}, {"invited_by": (Inviter.CENTRAL,), "in_plan": True}),
        ({"visits": (Visit.RECURRING,)}, {"visits": (Visit.RECURRING,), "unannounced": True}),
        ({"occasions": (Occasion.CONFERENCE,)}, {"remit_of_pm": True}),
        ({"minimum_guest_level": 50}, {"minimum_guest_level": 60}),
        ({"received_by": ("district_chair",)}, {"received_by": ("district_chair",)}),
        ({"unannounced": True}, {"unannounced": True, "countries": ("KR",)}),
    ],
)
def test_a_row_for_guests_covers_those_that_ask_for_more(wide, narrow):
    regulation = make_guest_table(wide=wide, narrow=narrow)

    assert weak_points(regulation) == (
        "routes.narrow can never match: routes.wide before it takes every case",
    )


@pytest.mark.parametrize(
    ("strict", "mild"),
    [
        ({"senders": (SenderKind.PARTY,)}, {"senders": (SenderKind.PARTY, SenderKind.PRESS)}),
        ({"invited_by": (Inviter.CENTRAL,)}, {"invited_by": (Inviter.PROVINCE,)}),
        ({"visits": (Visit.RECURRING,)}, {"visits": (Visit.EXTENDED,)}),
        ({"remit_of_pm": True}, {"occasions": (Occasion.CONFERENCE,)}),
        ({"occasions": (Occasion.FOREIGN_NGO,)}, {"remit_of_pm": True}),
        ({"remit_of_pm": False}, {"occasions": (Occasion.CONFERENCE,)}),
        ({"minimum_guest_level": 60}, {"minimum_guest_level": 50}),
        ({"received_by": ("district_chair",)}, {"received_by": ("division_head",)}),
        ({"unannounced": True}, {"unannounced": False}),
    ],
)
def test_a_stricter_row_for_guests_leaves_something_to_the_next(strict, mild):
    assert weak_points(make_guest_table(strict=strict, mild=mild)) == ()


def test_a_regulation_on_guests_needs_a_last_row_for_them():
    restricted = make_guest_route("party", senders=(SenderKind.PARTY,))

    assert weak_points(make_regulation(routes=(make_route("all"), restricted))) == (
        "routes has no last row without restrictions for inbound: a request may find none",
    )


def test_a_regulation_without_a_part_on_guests_needs_no_row_for_them():
    assert weak_points(make_regulation(routes=(make_route("all"),), inbound=None)) == ()


def test_a_row_for_guests_never_matches_without_a_part_on_them():
    regulation = make_regulation(
        routes=(make_route("all"), make_guest_route("guests")), inbound=None
    )

    assert weak_points(regulation) == (
        "routes.guests can never match: there is no part on receiving guests",
    )
