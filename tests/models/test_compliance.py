"""What is found on a request: the rule, its weight, its boundary and its source."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.province_time import working_calendar
from config.regulation.codes import Level, Mark, RequiredWhen, Trip
from config.regulation.province import load_regulation
from config.words import words
from models.outbound.compliance import findings
from models.request.parts import Letter, PassportKind, Payer, Urgent
from models.request.reading import read_request_file
from tests.factories.regulation import make_paper_kind, make_regulation, make_source
from tests.factories.request import (
    DEPARTS,
    RETURNS,
    make_cost,
    make_head,
    make_leader,
    make_member,
    make_paper,
    make_passport,
    make_request,
    make_speech,
    make_stop,
)

SAMPLE = Path(__file__).parents[2] / "examples" / "outbound_gokseong.yaml"
IN_JULY = date(2020, 7, 6)
DAY = timedelta(days=1)


def found_on(request, regulation=None, *, submitted_on=IN_JULY, trips=None, passports=None):
    regulation = regulation or make_regulation()
    return findings(
        request,
        regulation,
        working_calendar(regulation),
        submitted_on=submitted_on,
        trips_this_year=trips or {},
        passports=passports,
    )


def found(key, request, regulation=None, **circumstances):
    """Return the findings with this key."""
    return [f for f in found_on(request, regulation, **circumstances) if f.key == key]


def leaving(departs, **changed):
    """Make a request that departs on a day and comes back on the same."""
    stop = make_stop(arrives=departs, leaves=departs)
    return make_request(departs=departs, returns=departs, itinerary=(stop,), **changed)


def requiring(when, **source):
    """Make a regulation that requires one paper under a condition."""
    rests_on = make_source(**source)
    paper = make_paper_kind(
        "Giấy cần có", required_when=when, source=rests_on, unconfirmed=rests_on.unconfirmed
    )
    return make_regulation(papers={"needed": paper, "invitation": make_paper_kind("Thư mời")})


@pytest.mark.parametrize(
    ("when", "changed"),
    [
        (RequiredWhen.ALWAYS, {}),
        (RequiredWhen.OFFICIAL, {"trip": Trip.OFFICIAL}),
        (RequiredWhen.PRIVATE, {"trip": Trip.PRIVATE}),
        (RequiredWhen.INVITED, {}),
        (RequiredWhen.STATE_BUDGET, {}),
        (RequiredWhen.SPEECHES, {"speeches": (make_speech(),)}),
        (RequiredWhen.IN_PLAN, {}),
        (RequiredWhen.PARTY_MEMBER, {"members": (make_leader(),)}),
    ],
)
def test_a_paper_is_missed_when_its_condition_holds(when, changed):
    request = make_request(papers=(), **changed)

    (finding,) = found("missing_paper", request, requiring(when))

    assert dict(finding.facts)["kind"] == "needed"


@pytest.mark.parametrize(
    ("when", "changed"),
    [
        (RequiredWhen.OFFICIAL, {"trip": Trip.PRIVATE}),
        (RequiredWhen.PRIVATE, {"trip": Trip.OFFICIAL}),
        (
            RequiredWhen.INVITED,
            {"host": make_request().host.model_copy(update={"invitation": None})},
        ),
        (RequiredWhen.STATE_BUDGET, {"costs": (make_cost(payer=Payer.HOST),)}),
        (RequiredWhen.SPEECHES, {"speeches": ()}),
        (RequiredWhen.IN_PLAN, {"plan_entry": None}),
        (RequiredWhen.PARTY_MEMBER, {}),
        (RequiredWhen.HOSTED, {}),
        (None, {}),
    ],
)
def test_a_paper_is_not_missed_when_its_condition_does_not_hold(when, changed):
    request = make_request(papers=(), **changed)

    assert not found("missing_paper", request, requiring(when))


def test_a_paper_that_is_listed_is_not_missed():
    request = make_request(papers=(make_paper("needed"),))

    assert not found("missing_paper", request, requiring(RequiredWhen.ALWAYS))


def test_a_secret_paper_is_not_missed_either():
    request = make_request(papers=(make_paper("needed", secret=True),))

    assert not found("missing_paper", request, requiring(RequiredWhen.ALWAYS))


def test_a_missing_paper_blocks():
    (finding,) = found("missing_paper", make_request(), requiring(RequiredWhen.ALWAYS))

    assert finding.level is Level.BLOCK


def test_a_rule_nobody_has_confirmed_only_warns():
    regulation = requiring(RequiredWhen.ALWAYS, mark=Mark.UNCONFIRMED)

    (finding,) = found("missing_paper", make_request(), regulation)

    assert finding.level is Level.WARN


def test_the_second_official_trip_of_a_year_is_within_the_limit():
    assert not found("too_many_trips", make_request(), trips={1: 1})


def test_the_third_official_trip_of_a_year_is_one_too_many():
    (finding,) = found("too_many_trips", make_request(), trips={2: 2})

    assert dict(finding.facts)["trips"] == 3


def test_a_private_trip_is_not_counted_against_the_limit():
    assert not found("too_many_trips", make_request(trip=Trip.PRIVATE), trips={1: 5})


def test_two_key_leaders_of_one_workplace_may_not_travel_together():
    leaders = (make_leader(workplace="UBND"), make_member(rank="district_chair", workplace="ubnd"))

    (finding,) = found("key_leaders_together", make_request(members=leaders))

    assert finding.level is Level.BLOCK


def test_key_leaders_of_two_workplaces_may_travel_together():
    leaders = (make_leader(), make_member(rank="district_chair", workplace="Huyện khác"))

    assert not found("key_leaders_together", make_request(members=leaders))


def test_a_relative_in_the_delegation_is_told():
    members = (make_head(name="Phạm Minh Họa"), make_member(relative_of=1))

    (finding,) = found("relative_in_delegation", make_request(members=members))

    assert dict(finding.facts)["other"] == "Phạm Minh Họa"


def test_on_a_private_trip_relatives_may_travel_together():
    members = (make_head(), make_member(relative_of=1))
    request = make_request(members=members, trip=Trip.PRIVATE)

    assert not found("relative_in_delegation", request)


def test_a_cost_paid_by_a_company_is_told_with_the_company():
    costs = (make_cost(payer=Payer.COMPANY, payer_name="Công ty Ví Dụ"),)

    (finding,) = found("paid_by_company", make_request(costs=costs))

    assert dict(finding.facts)["payer"] == "Công ty Ví Dụ"


def test_an_official_trip_without_an_entry_of_the_plan_is_told():
    assert found("out_of_plan", make_request(plan_entry=None))


def test_a_private_trip_needs_no_entry_of_the_plan():
    assert not found("out_of_plan", make_request(plan_entry=None, trip=Trip.PRIVATE))


@pytest.mark.parametrize(
    ("departs", "circular"),
    [
        (date(2012, 8, 9), "91/2005/TT-BTC"),
        (date(2012, 8, 10), "102/2012/TT-BTC"),
        (date(2026, 2, 13), "102/2012/TT-BTC"),
        (date(2026, 2, 14), "140/2025/TT-BTC"),
    ],
)
def test_the_norms_are_those_in_force_on_the_day_of_departure(departs, circular):
    (finding,) = found("norm_to_enter", leaving(departs), load_regulation("hau_giang"))

    assert dict(finding.facts)["circular"] == circular


def test_a_trip_that_costs_the_budget_nothing_needs_no_norms():
    request = make_request(costs=(make_cost(payer=Payer.HOST),))

    assert not found("norm_to_enter", request)


@pytest.mark.parametrize(
    ("expires", "told"), [(date(2021, 2, 24), True), (date(2021, 2, 25), False)]
)
def test_a_visa_note_takes_more_than_six_months_at_exit(expires, told):
    members = (make_head(passport=make_passport(expires=expires)),)

    assert bool(found("passport_expires", make_request(members=members))) is told


def test_the_rule_of_six_months_says_nothing_of_ordinary_passports():
    passport = make_passport(kind=PassportKind.ORDINARY, expires=RETURNS)

    assert not found("passport_expires", make_request(), passports={1: passport})


@pytest.mark.parametrize(
    ("expires", "told"), [(RETURNS - timedelta(days=1), True), (RETURNS, False)]
)
@pytest.mark.parametrize("kind", [PassportKind.ORDINARY, PassportKind.BORDER_PASS])
def test_a_passport_of_any_kind_is_valid_until_the_return(kind, expires, told):
    passport = make_passport(kind=kind, expires=expires)

    assert bool(found("passport_runs_out", make_request(), passports={1: passport})) is told


def test_passports_kept_apart_from_the_dossier_are_looked_at_too():
    passport = make_passport(expires=RETURNS)

    (finding,) = found("passport_expires", make_request(), passports={2: passport})

    assert dict(finding.facts)["name"] == make_member().name


def test_after_the_circular_was_probably_replaced_its_rule_is_unconfirmed():
    departs = date(2025, 6, 13)

    (finding,) = found(
        "passport_expires", leaving(departs), passports={1: make_passport(expires=departs)}
    )

    assert finding.source.mark is Mark.UNCONFIRMED


# The party's route takes 2, 5 and 3 working days: from Monday 10 August to Monday 24 August.
@pytest.mark.parametrize(
    ("submitted_on", "told"), [(date(2020, 8, 10), True), (date(2020, 8, 7), False)]
)
def test_a_departure_on_the_day_the_last_decision_is_due_is_too_soon(submitted_on, told):
    request = make_request(members=(make_leader(),))

    assert bool(found("departs_too_soon", request, submitted_on=submitted_on)) is told


def test_a_hurried_request_is_held_against_its_own_time_limits():
    # By Monday 24 August it is decided where one day is allowed for each step, and not otherwise.
    regulation = load_regulation("hau_giang")
    hurried = Urgent(reason="Thư mời đến muộn.", instruction=Letter(number="1", date=IN_JULY))
    submitted_on = date(2020, 8, 10)
    members = (make_leader(),)

    def late(**changed):
        request = make_request(members=members, **changed)
        return bool(found("departs_too_soon", request, regulation, submitted_on=submitted_on))

    assert (late(urgent=hurried), late()) == (False, True)


def test_opinions_are_heard_side_by_side():
    regulation = load_regulation("hau_giang")
    # Unit 2, office 2, both opinions together 3, the decision 3 and its number 1 working day.
    submitted_on = date(2020, 8, 10)

    (finding,) = found(
        "departs_too_soon", leaving(submitted_on + DAY), regulation, submitted_on=submitted_on
    )

    assert dict(finding.facts)["decided"] == date(2020, 8, 25)


def test_the_weightiest_findings_stand_first():
    regulation = requiring(RequiredWhen.ALWAYS)

    levels = [f.level for f in found_on(make_request(plan_entry=None), regulation)]

    assert levels == [Level.BLOCK, Level.WARN, Level.NOTE]


def test_a_citation_names_the_document_as_the_regulation_lists_it():
    regulation = load_regulation("hau_giang")

    (finding,) = found("out_of_plan", make_request(plan_entry=None), regulation)

    assert regulation.documents[finding.source.document].number == "38-CT/TW"


def test_the_sample_request_leaves_the_suspension_to_weigh_and_the_norms_to_enter():
    regulation = load_regulation("hau_giang")
    request, _ = read_request_file(SAMPLE, regulation)

    assert [f.key for f in found_on(request, regulation)] == ["despite_suspension", "norm_to_enter"]


def everything_wrong():
    """Make a request on which every kind of finding is made."""
    passport = make_passport(expires=DEPARTS)
    members = (
        make_leader(passport=passport),
        make_member(rank="district_chair", relative_of=1),
    )
    costs = (make_cost(), make_cost(payer=Payer.COMPANY))
    return make_request(members=members, costs=costs, plan_entry=None, papers=())


def test_every_kind_of_finding_can_be_made_at_once():
    keys = {f.key for f in found_on(everything_wrong(), submitted_on=DEPARTS, trips={1: 2})}

    assert keys == {
        "missing_paper",
        "acting_missing",
        "key_leaders_together",
        "relative_in_delegation",
        "too_many_trips",
        "out_of_plan",
        "paid_by_company",
        "passport_expires",
        "departs_too_soon",
        "norm_to_enter",
    }


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_finding_and_its_cure_has_a_sentence(language):
    made = found_on(everything_wrong(), submitted_on=DEPARTS, trips={1: 2})

    said = [say(words(language)) for f in made for say in (f.said, f.cure)]

    assert not [line for line in said if line.startswith(("finding.", "cure."))]


def test_a_finding_writes_days_as_people_do():
    (finding,) = found("norm_to_enter", make_request())

    assert "24/08/2020" in finding.said(words("vi"))


@given(st.dictionaries(st.integers(1, 2), st.integers(0, 9)))
def test_exactly_those_beyond_two_trips_are_told(trips):
    members = (make_head(name="Một"), make_member(name="Hai"))

    made = found("too_many_trips", make_request(members=members), trips=trips)

    beyond = {members[number - 1].name for number, count in trips.items() if count + 1 > 2}
    assert {dict(finding.facts)["name"] for finding in made} == beyond
