"""The request: what belongs together, what contradicts itself, what its steps rest on."""

import json
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from models.journal.entry import canonical
from models.outbound.parts import Role
from models.outbound.request import OutboundRequest
from models.request.parts import PassportKind
from models.request.values.countries import COUNTRIES
from models.request.values.currencies import Currency
from tests.factories.request import (
    DEPARTS,
    RETURNS,
    make_cost,
    make_head,
    make_member,
    make_paper,
    make_passport,
    make_request,
    make_speech,
    make_stop,
    make_written,
)

DAY = timedelta(days=1)


def broken_rules(error):
    return {found["type"].removeprefix("rule.") for found in error.value.errors()}


def test_a_delegation_without_a_head_is_refused():
    with pytest.raises(ValidationError) as refusal:
        make_request(members=(make_member(), make_member()))

    assert broken_rules(refusal) == {"one_head"}


def test_a_delegation_with_two_heads_is_refused():
    with pytest.raises(ValidationError) as refusal:
        make_request(members=(make_head(), make_head()))

    assert broken_rules(refusal) == {"one_head"}


def test_the_head_is_the_member_in_that_role():
    head = make_head(name="Phạm Minh Họa")

    request = make_request(members=(make_member(), head))

    assert request.head == head


def test_a_return_before_the_departure_is_refused():
    with pytest.raises(ValidationError) as refusal:
        make_request(returns=DEPARTS - DAY)

    assert "returns_before_departing" in broken_rules(refusal)


def test_a_trip_may_end_on_the_day_it_begins():
    stop = make_stop(leaves=DEPARTS)

    request = make_request(returns=DEPARTS, itinerary=(stop,))

    assert request.returns == request.departs


def test_a_stop_cannot_be_left_before_it_is_reached():
    with pytest.raises(ValidationError) as refusal:
        make_stop(arrives=RETURNS, leaves=DEPARTS)

    assert broken_rules(refusal) == {"leaves_before_arriving"}


def test_a_stop_before_the_departure_is_refused():
    with pytest.raises(ValidationError) as refusal:
        make_request(itinerary=(make_stop(arrives=DEPARTS - DAY),))

    assert broken_rules(refusal) == {"stop_before_departing"}


def test_a_stop_after_the_return_is_refused():
    with pytest.raises(ValidationError) as refusal:
        make_request(itinerary=(make_stop(leaves=RETURNS + DAY),))

    assert broken_rules(refusal) == {"stop_after_returning"}


def test_stops_that_overlap_are_refused():
    first = make_stop(leaves=DEPARTS + 2 * DAY)
    second = make_stop(place="Seoul", arrives=DEPARTS + DAY)

    with pytest.raises(ValidationError) as refusal:
        make_request(itinerary=(first, second))

    assert broken_rules(refusal) == {"stop_too_early_or_group"}


@pytest.mark.parametrize(("days_back", "taken"), [(1, True), (2, False)])
def test_over_the_date_line_the_next_country_may_be_reached_a_day_before(days_back, taken):
    left = DEPARTS + 3 * DAY
    tokyo = make_stop(country="JP", place="Tokyo", leaves=left)
    los_angeles = make_stop(country="US", place="Los Angeles", arrives=left - days_back * DAY)

    try:
        make_request(itinerary=(tokyo, los_angeles))
        refused = set()
    except ValidationError as error:
        refused = {found["type"] for found in error.errors()}

    assert refused == (set() if taken else {"rule.stop_too_early_or_group"})


def test_a_stop_may_begin_on_the_day_the_one_before_ends():
    first = make_stop(leaves=DEPARTS + DAY)
    second = make_stop(place="Seoul", arrives=DEPARTS + DAY)

    request = make_request(itinerary=(first, second))

    assert request.itinerary == (first, second)


def test_a_stop_on_the_way_at_home_is_no_country_of_the_trip():
    at_home = make_stop(country="VN", place="Thành phố Hồ Chí Minh", leaves=DEPARTS)

    request = make_request(itinerary=(at_home, make_stop()))

    assert request.countries == {"KR"}


def test_a_speech_of_somebody_who_does_not_travel_is_refused():
    with pytest.raises(ValidationError) as refusal:
        make_request(speeches=(make_speech(by=3),))

    assert broken_rules(refusal) == {"no_such_member"}


def test_a_relative_who_does_not_travel_is_refused():
    with pytest.raises(ValidationError) as refusal:
        make_request(members=(make_head(), make_member(relative_of=3)))

    assert broken_rules(refusal) == {"no_such_member"}


def test_nobody_is_their_own_relative():
    with pytest.raises(ValidationError) as refusal:
        make_request(members=(make_head(), make_member(relative_of=2)))

    assert broken_rules(refusal) == {"relative_of_self"}


def test_contradictions_are_told_together_with_what_is_wrong_in_a_field():
    members = [member.model_dump(mode="json") for member in (make_member(), make_member())]
    del members[0]["name"]

    with pytest.raises(ValidationError) as refusal:
        OutboundRequest.model_validate(make_written(members=members))

    assert broken_rules(refusal) == {"missing", "one_head"}


@pytest.mark.parametrize("content", [{"title": "Kế hoạch"}, {"file": "papers/plan.pdf"}])
def test_of_a_secret_paper_neither_title_nor_file_is_taken(content):
    with pytest.raises(ValidationError) as refusal:
        make_paper("invitation", secret=True, **content)

    assert broken_rules(refusal) == {"secret_paper"}


def test_of_a_secret_paper_kind_number_and_date_are_recorded():
    paper = make_paper("invitation", secret=True)

    assert (paper.number, paper.date) == ("12/UBND", date(2020, 7, 1))


def test_a_paper_whose_secrecy_cannot_be_read_counts_as_secret():
    with pytest.raises(ValidationError) as refusal:
        make_paper("invitation", secret="perhaps", file="papers/plan.pdf")

    assert "secret_paper" in broken_rules(refusal)


def test_a_fraction_of_a_dong_is_refused():
    with pytest.raises(ValidationError) as refusal:
        make_cost(amount=Decimal("1000.5"), currency=Currency.VND)

    assert broken_rules(refusal) == {"dong_not_whole"}


def test_cents_of_a_dollar_are_taken():
    cost = make_cost(amount=Decimal("1000.50"), currency=Currency.USD)

    assert cost.amount == Decimal("1000.5")


@pytest.mark.parametrize(
    "amount", ["0", "-1", "1000000000001", "NaN", "Infinity", "1e400", "0.001"]
)
def test_an_amount_outside_every_budget_is_refused(amount):
    with pytest.raises(ValidationError):
        make_cost(amount=amount, currency=Currency.USD)


@pytest.mark.parametrize("unseen", ["\x00", "\x1b", "\r", "\u202e", "\u2028"])
def test_a_character_that_cannot_be_seen_is_refused(unseen):
    with pytest.raises(ValidationError) as refusal:
        make_member(name=f"Nguyễn{unseen}Văn")

    assert broken_rules(refusal) == {"control_character"}


def test_the_same_name_typed_in_two_ways_is_one_name():
    composed, taken_apart = make_member(name="Mẫu"), make_member(name="Mâ\u0303u")

    assert composed == taken_apart


@pytest.mark.parametrize("code", ["EU", "ZZ", "UN", "XK", "Wakanda"])
def test_what_is_no_country_of_the_iso_list_is_refused(code):
    with pytest.raises(ValidationError) as refusal:
        make_stop(country=code)

    assert broken_rules(refusal) == {"country"}


def test_the_iso_list_has_249_countries():
    assert len(COUNTRIES) == 249


def test_the_facts_are_named_as_the_regulation_names_them():
    names = list(make_request().facts())

    assert names == [
        "unit", "trip", "title", "purpose", "area", "host", "itinerary", "dates", "members",
        "speeches", "costs", "plan_entry", "papers", "urgent", "allowed",
    ]  # fmt: skip


def test_the_facts_hold_no_passport():
    number = "S7654321"
    head = make_head(passport=make_passport(number=number))

    told = make_request(members=(head,)).facts()

    assert number not in canonical(told)


def test_a_passport_changes_no_fact():
    with_one = make_request(members=(make_head(passport=make_passport()),))
    without = make_request(members=(make_head(),))

    assert with_one.facts() == without.facts()


def test_the_facts_are_plain_json():
    told = make_request(speeches=(make_speech(),)).facts()

    assert json.loads(json.dumps(told)) == told


@pytest.mark.parametrize("written", ["45000000", "45000000.00", "4.5E+7"])
def test_one_amount_written_in_several_ways_is_one_fact(written):
    request = make_request(costs=(make_cost(amount=Decimal(written)),))

    assert request.facts()["costs"][0]["amount"] == "45000000"


@given(st.permutations(list(make_written())))
def test_the_order_in_which_fields_are_written_changes_no_fact(order):
    written = make_written()

    request = OutboundRequest.model_validate({name: written[name] for name in order})

    assert json.dumps(request.facts()) == json.dumps(make_request().facts())


def test_passports_are_told_by_member_number():
    passport = make_passport(kind=PassportKind.DIPLOMATIC)
    members = (make_head(), make_member(passport=passport))

    assert make_request(members=members).passports() == {2: passport}


def test_the_dossier_is_kept_without_passports():
    request = make_request(members=(make_head(passport=make_passport()), make_member()))

    kept = request.without_passports()

    assert kept.passports() == {}


def test_a_kept_dossier_reads_back_as_it_was():
    request = make_request(speeches=(make_speech(),))

    assert OutboundRequest.model_validate_json(request.model_dump_json()) == request


def test_somebody_who_is_not_in_the_directory_has_no_directory_id():
    member = make_member(person="not_in_directory")

    assert member.directory_id is None


def test_a_request_cannot_be_changed():
    request = make_request()

    with pytest.raises(ValidationError):
        request.title = "Khác"


@given(st.lists(st.sampled_from(Role), min_size=1, max_size=6))
def test_a_delegation_is_taken_exactly_when_it_has_one_head(roles):
    members = [make_member(role=role).model_dump(mode="json") for role in roles]

    try:
        OutboundRequest.model_validate(make_written(members=members))
        taken = True
    except ValidationError:
        taken = False

    assert taken == (roles.count(Role.HEAD) == 1)
