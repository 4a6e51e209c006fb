"""What became of a plan: entries unused, used, used twice or overdrawn; plan beside actual."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.annual_plan.use import Tally, Use, claim_of, plan_against_actual, uses_of
from tests.factories.annual_plan import make_claim, make_entry
from tests.factories.request import make_cost, make_member, make_request

BUDGET = Decimal(100_000_000)
ENTRY = make_entry("R1", persons=5, budget=BUDGET, payer="state_budget")


def use_of(*claims, entry=ENTRY):
    return uses_of([entry], claims)[0]


@pytest.mark.parametrize(
    ("claims", "use"),
    [
        ((), Use.UNUSED),
        ((make_claim(turns=5),), Use.USED),
        ((make_claim(turns=6),), Use.OVERDRAWN),
        ((make_claim(dong={"state_budget": BUDGET}),), Use.USED),
        ((make_claim(dong={"state_budget": BUDGET + 1}),), Use.OVERDRAWN),
        ((make_claim(dong={"host": BUDGET * 9}),), Use.USED),
        ((make_claim(), make_claim("DR-2020-0002")), Use.USED_TWICE),
    ],
)
def test_an_entry_is_used_as_its_claims_say(claims, use):
    assert use_of(*claims).use is use


def test_an_entry_without_a_sum_is_never_overdrawn():
    without = make_entry("R1", budget=None)

    assert use_of(make_claim(dong={"state_budget": BUDGET * 9}), entry=without).dong_over == 0


def test_what_names_no_entry_of_the_plan_counts_for_none():
    assert use_of(make_claim(entry="R2")).claims == ()


def test_a_request_claims_what_it_says_of_people_and_dong():
    dollars = make_cost(currency="USD", amount=Decimal(900))
    members = make_request().members
    trip = make_request(costs=(make_cost(amount=Decimal(7), payer="state_budget"), dollars))

    claim = claim_of("DR-2020-0001", "R1", trip)

    assert (claim.turns, len(claim.people)) == (len(members), len(members))
    assert claim.spent("state_budget") == 7


def test_persons_are_counted_once_however_often_they_travel():
    one = make_request()
    twice = [claim_of(f"DR-2020-000{n}", f"R{n}", one) for n in (1, 2)]
    uses = uses_of([make_entry("R1"), make_entry("R2")], twice)

    actual = plan_against_actual(uses, by=lambda entry: entry.kind)["outbound"].actual

    people = len(one.members)
    assert (actual.delegations, actual.turns, actual.persons) == (2, 2 * people, people)


def test_plan_and_actual_stand_side_by_side_for_each_unit():
    entries = [make_entry("R1", unit="long_my"), make_entry("R2", unit="nga_bay", persons=3)]

    told = plan_against_actual(uses_of(entries, [make_claim()]), by=lambda entry: entry.unit)

    assert told["nga_bay"].planned == Tally(1, 3, 3, entries[1].budget or Decimal())
    assert told["nga_bay"].actual == Tally()
    assert told["long_my"].actual.delegations == 1


CLAIMS = st.lists(
    st.builds(
        lambda number, entry, turns, dong: make_claim(
            f"DR-2020-{number:04d}", f"R{entry}", turns=turns, dong={"state_budget": Decimal(dong)}
        ),
        st.integers(1, 9999),
        st.integers(1, 4),
        st.integers(1, 30),
        st.integers(0, 10**9),
    ),
    max_size=12,
    unique_by=lambda claim: claim.case_no,
)


@given(CLAIMS)
def test_every_claim_on_an_entry_is_counted_once(claims):
    entries = [make_entry(f"R{number}") for number in range(1, 4)]
    uses = uses_of(entries, claims)

    on_entries = [claim for claim in claims if claim.entry != "R4"]
    told = plan_against_actual(uses, by=lambda _: "all")["all"]
    assert sorted(c.case_no for use in uses for c in use.claims) == sorted(
        c.case_no for c in on_entries
    )
    assert told.actual.turns == sum(claim.turns for claim in on_entries)
    assert told.planned.delegations == len(entries)


@given(CLAIMS)
def test_one_more_claim_never_makes_an_entry_less_used(claims):
    order = list(Use)
    before = [use.use for use in uses_of([ENTRY], [c for c in claims if c.entry == "R1"][:1])]
    after = [use.use for use in uses_of([ENTRY], [c for c in claims if c.entry == "R1"])]

    assert order.index(after[0]) >= order.index(before[0]) or after[0] is Use.USED_TWICE


def test_a_member_who_is_in_the_directory_is_told_apart_from_a_namesake():
    known = make_member(name="Lê Văn A", person="le.van.a")
    namesake = make_member(name="Lê Văn A", person="not_in_directory")
    trip = make_request().model_copy(update={"members": (known, namesake)})

    assert len(claim_of("DR-2020-0001", "R1", trip).people) == 2
