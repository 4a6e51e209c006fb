"""Which entry of the plan a request may be the delegation of: suggested by what they share."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from models.annual_plan.matching import MOST_SUGGESTED, Likeness, suggest
from models.annual_plan.parts import Quarter
from tests.factories.annual_plan import make_entry
from tests.factories.request import make_request

TRIP = make_request()
PARTNER, UNIT = TRIP.partner, TRIP.unit
COUNTRY = min(TRIP.countries)
QUARTERS = list(Quarter)
QUARTER = QUARTERS[(TRIP.begins.month - 1) // 3]


def entry_like(key="R1", **changed):
    said = {"unit": UNIT, "countries": (COUNTRY,), "quarter": QUARTER, "partner": PARTNER}
    return make_entry(key, **{**said, **changed})


def keys_of(found):
    return [each.entry.key for each in found]


def test_what_shares_everything_is_suggested_first():
    other_quarter = next(q for q in QUARTERS if q is not QUARTER)
    entries = (
        entry_like("R1", unit="nga_bay"),
        entry_like("R2"),
        entry_like("R3", quarter=other_quarter),
    )

    found = suggest(entries, TRIP)

    assert keys_of(found) == ["R2", "R3", "R1"]
    assert found[0].grounds == (Likeness.UNIT, Likeness.COUNTRY, Likeness.QUARTER, Likeness.PARTNER)


def test_an_entry_for_guests_is_none_for_a_delegation_abroad():
    assert suggest((entry_like(kind="inbound"),), TRIP) == ()


def test_the_same_unit_alone_is_no_likeness():
    other = next(q for q in QUARTERS if q is not QUARTER)

    assert suggest((entry_like(countries=("CU",), quarter=other, partner="Havana"),), TRIP) == ()


def test_a_partner_is_known_however_the_name_is_spelt():
    found = suggest((entry_like(partner=PARTNER.upper(), unit="nga_bay", countries=("CU",)),), TRIP)

    assert [each.grounds for each in found] == [(Likeness.QUARTER, Likeness.PARTNER)]


def test_the_last_day_of_a_quarter_is_in_it():
    last = date(2020, 9, 30)
    trip = make_request().model_copy(update={"departs": last})

    (found,) = suggest((entry_like(quarter="q3"),), trip)
    (not_found,) = suggest((entry_like(quarter="q4"),), trip)

    assert Likeness.QUARTER in found.grounds
    assert Likeness.QUARTER not in not_found.grounds


def test_the_tenth_comes_after_the_second():
    entries = tuple(entry_like(f"R{number}") for number in (10, 2))

    assert keys_of(suggest(entries, TRIP)) == ["R2", "R10"]


ENTRIES = st.lists(
    st.builds(
        lambda number, unit, country, quarter, kind: entry_like(
            f"R{number}", unit=unit, countries=(country,), quarter=quarter, kind=kind
        ),
        st.integers(1, 9999),
        st.sampled_from((UNIT, "nga_bay", "phung_hiep")),
        st.sampled_from((COUNTRY, "CU", "LA")),
        st.sampled_from(QUARTERS),
        st.sampled_from(("outbound", "inbound")),
    ),
    max_size=20,
    unique_by=lambda entry: entry.key,
)


@given(ENTRIES, st.randoms())
def test_the_order_of_the_plan_changes_nothing(entries, random):
    shuffled = list(entries)
    random.shuffle(shuffled)

    assert keys_of(suggest(entries, TRIP)) == keys_of(suggest(shuffled, TRIP))


@given(ENTRIES)
def test_a_few_are_suggested_the_likest_first(entries):
    found = suggest(entries, TRIP)
    weights = [each.weight for each in found]

    assert len(found) <= MOST_SUGGESTED
    assert weights == sorted(weights, reverse=True)
    assert all(each.entry.kind == TRIP.kind for each in found)


@given(st.integers(0, 365))
def test_every_day_of_a_year_is_in_one_quarter(days):
    trip = TRIP.model_copy(update={"departs": date(2020, 1, 1) + timedelta(days=days)})
    entries = [entry_like(f"R{n}", quarter=quarter) for n, quarter in enumerate(QUARTERS, start=1)]

    told = [each for each in suggest(entries, trip) if Likeness.QUARTER in each.grounds]

    assert len(told) == 1
