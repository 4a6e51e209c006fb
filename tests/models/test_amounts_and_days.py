"""Amounts and days are read in every way people write them, and never as what was not meant."""

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from models.errors import RequestInvalid
from models.inbound.costs import Gift, ReceptionCost
from models.request.parts import Cost, Letter, Payer
from models.request.reading import read_request
from models.request.values.amounts import amount_typed
from models.request.values.currencies import Currency
from models.request.values.days import day_meant
from tests.factories.regulation import make_regulation
from tests.factories.request import make_written

REGULATION = make_regulation()
VND, USD = Currency.VND, Currency.USD


def refusal_of(typed, *args):
    with pytest.raises(PydanticCustomError) as refusal:
        typed(*args)
    return refusal.value.type.removeprefix("rule."), refusal.value.context or {}


def cost_written(amount, currency, context=REGULATION):
    written = {"item": "Vé", "currency": currency, "amount": amount, "payer": "host"}
    return Cost.model_validate(written, context=context).amount


# --- Amounts -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    [
        "62500000", "62.500.000", "62,500,000", "62 500 000", "62\u00a0500\u00a0000",
        "62 500 000 đồng", "62.500.000đ", "62.500.000 Đ", "62,500,000 VND", "VND 62.500.000",
        "62.500.000 VNĐ", "62.500.000 đo\u0302\u0300ng", "62.500.000,00", "62500000.00",
    ],
)  # fmt: skip
def test_an_amount_in_dong_is_written_in_many_ways(written):
    assert cost_written(written, "VND") == 62_500_000


@pytest.mark.parametrize(
    ("written", "meant"),
    [("500.000", 500_000), ("62.500", 62_500), ("1,000", 1_000), ("500.000 đ", 500_000)],
)
def test_dong_have_no_fraction_so_that_three_digits_after_a_point_are_thousands(written, meant):
    assert cost_written(written, "VND") == meant


@pytest.mark.parametrize("dialect", ["yaml", "json"])
@pytest.mark.parametrize(("written", "whole"), [("500.000", "500000"), ("1.250", "1250")])
def test_a_bare_figure_of_a_file_whose_dot_may_set_thousands_apart_is_asked(
    dialect, written, whole
):
    cost = {"item": "Vé", "currency": "VND", "amount": 7_000_001, "payer": "state_budget"}
    text = json.dumps({**make_written(), "costs": [cost]}).replace("7000001", written)

    with pytest.raises(RequestInvalid) as refusal:
        read_request(text, REGULATION, format=dialect)

    (problem,) = refusal.value.problems
    assert (problem.field, dict(problem.facts)["whole"]) == ("costs[1].amount", whole)


def test_of_a_text_in_quotes_the_dong_are_as_people_write_them():
    cost = {"item": "Vé", "currency": "VND", "amount": "500.000", "payer": "state_budget"}

    request = read_request(json.dumps({**make_written(), "costs": [cost]}), REGULATION)

    assert request.facts()["costs"][0]["amount"] == "500000"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("1800", "1800"), ("1800,5", "1800.5"), ("1800.50", "1800.5"), ("1.800,50", "1800.5"),
        ("1,800.50", "1800.5"), ("1 800.5", "1800.5"), ("1 800", "1800"), ("1.800.000", "1800000"),
        ("$1,800.50", "1800.5"), ("1800 USD", "1800"), ("US$ 1800", "1800"), ("0,5", "0.5"),
        ("1800 đô la Mỹ", "1800"),
    ],
)  # fmt: skip
def test_an_amount_in_dollars_is_written_in_many_ways(written, meant):
    assert cost_written(written, "USD") == Decimal(meant)


@pytest.mark.parametrize("written", ["1.800", "1,800", "350.000", "1.800 USD", "$1,250"])
def test_an_amount_in_dollars_that_can_be_read_in_two_ways_is_not_read(written):
    msgid, _ = refusal_of(amount_typed, written, USD)

    assert msgid == "amount_doubtful"


def test_who_writes_a_doubtful_amount_is_told_both_readings():
    _, told = refusal_of(amount_typed, "1.800", USD)

    assert told == {"whole": "1800", "units": "1", "part": "8"}


@pytest.mark.parametrize(
    ("written", "currency", "told"),
    [
        ("1800 USD", VND, {"unit": "USD", "currency": "VND"}),
        ("62.500.000 đồng", USD, {"unit": "VND", "currency": "USD"}),
        ("$500", VND, {"unit": "USD", "currency": "VND"}),
        ("$500 đồng", USD, {"unit": "VND", "currency": "USD"}),
    ],
)
def test_a_unit_that_is_not_the_currency_s_is_refused_with_both(written, currency, told):
    assert refusal_of(amount_typed, written, currency) == ("amount_other_currency", told)


@pytest.mark.parametrize("written", ["500.5", "500,50", "0,5", "500.00", "62.500.000,5"])
def test_a_part_of_a_dong_is_refused(written):
    assert refusal_of(amount_typed, written, VND)[0] == "dong_not_whole"


@pytest.mark.parametrize("written", ["62 triệu", "62,5 tỷ", "500 nghìn đồng", "5 per person"])
def test_words_beside_the_figure_that_are_no_currency_are_named(written):
    assert refusal_of(amount_typed, written, VND)[0] == "amount_unit"


@pytest.mark.parametrize(
    "written",
    ["", "-5", "+5", "1e6", "1_000", "1.80.000", "1.000,000.5", "1800.500", "0.125", "1..5", "٣",
     "1 2", "12 34", "1.000 000", "0.500", "NaN", "Infinity", "5-6"],
)  # fmt: skip
@pytest.mark.parametrize("currency", [VND, USD])
def test_what_is_no_amount_is_refused(written, currency):
    assert refusal_of(amount_typed, written, currency)[0] in ("amount", "amount_unit")


@given(st.integers(1, 10**12), st.sampled_from(["", ".", ",", " ", "\u00a0"]), st.data())
def test_any_whole_amount_is_the_same_with_its_thousands_set_apart(amount, between, data):
    currency = data.draw(st.sampled_from(Currency if between not in (".", ",") else [VND]))
    unit = data.draw(st.sampled_from(["", f" {currency}", str(currency).lower()]))
    written = f"{amount:,}".replace(",", between)

    assert cost_written(written + unit, currency) == amount


@given(
    st.integers(1, 10**14 - 1),
    st.sampled_from([("", "."), ("", ","), (".", ","), (",", "."), (" ", "."), (" ", ",")]),
)
def test_any_amount_with_cents_is_the_same_however_it_is_written(cents, marks):
    thousands, point = marks
    whole = f"{cents // 100:,}".replace(",", thousands)

    assert cost_written(f"{whole}{point}{cents % 100:02}", "USD") == Decimal(cents) / 100


@given(st.integers(1, 999), st.sampled_from(".,"), st.integers(0, 999))
def test_one_point_before_three_digits_is_never_read_in_dollars_and_thousands_in_dong(
    units, point, rest
):
    written = f"{units}{point}{rest:03}"

    assert refusal_of(amount_typed, written, USD)[0] == "amount_doubtful"
    assert amount_typed(written, VND) == units * 1000 + rest


@given(st.text(alphabet="0123456789., đ$-", max_size=12), st.sampled_from(Currency))
def test_no_digit_of_an_amount_is_lost_or_added(written, currency):
    try:
        amount = amount_typed(written, currency)
    except PydanticCustomError:
        return
    digits = Decimal("".join(c for c in written if c.isdecimal()))

    assert amount in (digits, digits / 10, digits / 100)


@given(
    st.tuples(st.just(VND), st.integers(1, 10**12))
    | st.tuples(st.just(USD), st.decimals("0.01", 10**12, places=2))
)
def test_an_amount_as_it_is_kept_is_read_back_and_typed_again_as_the_same(money):
    currency, amount = money
    cost = Cost(item="Vé", currency=currency, amount=amount, payer=Payer.HOST)
    kept = cost.model_dump_json()
    read_back = Cost.model_validate_json(kept).amount

    assert read_back == amount
    assert cost_written(str(read_back), currency) == amount


@pytest.mark.parametrize("kept", ["1800.5", "1800", "0.12", "500.5", "45000000.00"])
def test_what_a_dossier_holds_is_read_letter_by_letter(kept):
    """Of a dossier that was kept no rule on typing is asked, also where it says half a đồng."""
    gift = Gift.model_validate_json(f'{{"guest": 1, "what": "Tranh", "amount": "{kept}"}}')

    assert (gift.amount, cost_written(kept, "USD", None)) == (Decimal(kept), Decimal(kept))


@pytest.mark.parametrize(
    ("part", "written"),
    [
        (Gift, {"guest": 1, "what": "Tranh", "amount": "800.000,5"}),
        (ReceptionCost, {"item": "Hoa", "unit_amount": "400000.5", "payer": "host"}),
    ],
)
def test_gifts_and_estimates_are_in_whole_dong(part, written):
    with pytest.raises(ValidationError) as refusal:
        part.model_validate(written, context=REGULATION)

    assert [found["type"] for found in refusal.value.errors()] == ["rule.dong_not_whole"]


def test_gifts_and_estimates_set_thousands_apart():
    gift = Gift.model_validate({"guest": 1, "what": "T", "amount": "800.000"}, context=REGULATION)

    assert gift.amount == 800_000


def test_of_an_amount_whose_currency_cannot_be_read_nothing_more_is_told():
    with pytest.raises(ValidationError) as refusal:
        cost_written("1.800", "xu")

    assert [found["loc"] for found in refusal.value.errors()] == [("currency",)]


# --- Days --------------------------------------------------------------------------------------


WAYS = (
    "{0:%Y-%m-%d}", "{0:%d/%m/%Y}", "{0.day}/{0.month}/{0:%Y}", "{0.day}-{0.month}-{0:%Y}",
    "{0:%d.%m.%Y}", "{0:%d} / {0:%m} / {0:%Y}", "ngày {0.day}/{0.month}/{0:%Y}",
    "ngày {0.day} tháng {0.month} năm {0:%Y}", "Ngày {0:%d} tháng {0:%m} năm {0:%Y}",
    "{0.day} tháng {0.month} năm {0:%Y}", "ngay {0.day} thang {0.month} nam {0:%Y}",
)  # fmt: skip


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.sampled_from(WAYS))
def test_any_day_is_the_same_in_whichever_way_it_is_written(day, way):
    letter = Letter.model_validate({"number": "1", "date": way.format(day)})

    assert letter.date == day


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.sampled_from("/-."))
def test_a_year_of_two_digits_is_refused_in_words(day, mark):
    written = f"{day.day}{mark}{day.month}{mark}{day:%y}"

    assert refusal_of(day_meant, written)[0] == "day_short_year"


@pytest.mark.parametrize(
    "written",
    ["08/31/2020", "31/06/2020", "29/02/2021", "31/8-2020", "2020/08/31", "31 8 2020", "0/1/2020",
     "31/08/1899", "31/08/2101", "31/08", "tháng 8 năm 2020", "20200831", "٣١/٠٨/٢٠٢٠"],
)  # fmt: skip
def test_what_is_no_day_or_has_the_month_first_is_refused(written):
    assert refusal_of(day_meant, written)[0] == "day"
