"""Amounts in any currency, reckoned in dong by the rate that was told: nothing is rounded unseen."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from config.regulation.codes import NormCode
from config.words import words
from models.errors import RequestInvalid
from models.request.parts import Cost, ExchangeRate, Payer, reckoned
from models.request.reading import read_request
from models.request.values.amounts import LARGEST_AMOUNT, amount_typed, rate_typed
from models.request.values.currencies import CURRENCIES, currency_meant
from tests.factories.regulation import make_regulation
from tests.factories.request import make_cost, make_request, make_text
from tests.factories.visit import make_reception_cost, make_visit_request
from tests.factories.visit_findings import found

REGULATION = make_regulation()
ON = date(2020, 7, 1)
RATE = {"vnd": "171,25", "day": "2020-07-01", "source": "Vietcombank"}


def rate(vnd, **changed):
    return ExchangeRate(**{"vnd": Decimal(vnd), "day": ON, "source": "Vietcombank", **changed})


def in_yen(**changed):
    return make_cost(
        **{"currency": "JPY", "amount": Decimal(150_000), "rate": rate("171.25")} | changed
    )


def written(**changed):
    cost = {
        "item": "Vé tàu",
        "currency": "Yên Nhật",
        "amount": "150.000",
        "payer": "host",
        "rate": RATE,
    }
    return read_request(
        make_text(costs=[{n: v for n, v in {**cost, **changed}.items() if v is not None}]),
        REGULATION,
    )


def problems_of(**changed):
    with pytest.raises(RequestInvalid) as refusal:
        written(**changed)
    return [(p.field, p.msgid) for p in refusal.value.problems]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("EUR", "EUR"), ("euro", "EUR"), ("€", "EUR"), ("yên", "JPY"), ("Yên Nhật", "JPY"),
        ("won", "KRW"), ("nhân dân tệ", "CNY"), ("bạt", "THB"), ("kíp", "LAK"), ("đồng", "VND"),
        ("đô la", "USD"), ("bảng Anh", "GBP"), ("Swiss Franc", "CHF"), ("aud", "AUD"),
    ],
)  # fmt: skip
def test_a_currency_is_known_by_its_code_and_by_what_people_call_it(name, code):
    assert currency_meant(name) == code


@pytest.mark.parametrize("code", CURRENCIES)
def test_every_currency_in_use_is_known_by_its_names(code):
    assert {currency_meant(name) for name in (code, *CURRENCIES[code])} == {code}


def test_an_amount_of_another_currency_has_its_rate_with_day_and_source():
    (cost,) = written().costs

    assert (cost.currency, cost.amount, cost.in_dong) == ("JPY", 150_000, Decimal("25687500.00"))
    assert (cost.rate.day, cost.rate.source) == (ON, "Vietcombank")


def test_without_a_rate_only_dong_and_dollars_are_taken():
    assert problems_of(rate=None) == [("costs[1].rate", "rate_missing")]
    assert written(rate=None, currency="VND", amount="150.000").costs[0].in_dong == 150_000
    assert written(rate=None, currency="USD", amount="150").costs[0].in_dong is None


def test_dong_have_no_rate():
    assert problems_of(currency="VND") == [("costs[1].rate", "rate_of_dong")]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"currency": "xu"}, [("costs[1].currency", "currency_unknown")]),
        ({"currency": "XYZ"}, [("costs[1].currency", "currency_unknown")]),
        ({"amount": "150,5"}, [("costs[1].amount", "currency_not_whole")]),
        ({"amount": "150 EUR"}, [("costs[1].amount", "amount_other_currency")]),
        ({"currency": "EUR", "amount": "1.250"}, [("costs[1].amount", "amount_doubtful")]),
        ({"rate": {**RATE, "vnd": "27.315"}}, [("costs[1].rate.vnd", "amount_doubtful")]),
        ({"rate": {**RATE, "vnd": "0"}}, [("costs[1].rate.vnd", "amount")]),
        ({"rate": {**RATE, "vnd": "27315 USD"}}, [("costs[1].rate.vnd", "amount_other_currency")]),
        ({"rate": {"vnd": "171"}},
         [("costs[1].rate.day", "missing"), ("costs[1].rate.source", "missing")]),
    ],
)  # fmt: skip
def test_what_could_be_meant_otherwise_is_refused(changed, told):
    assert problems_of(**changed) == told


def test_a_currency_misspelt_is_told_the_one_that_is_meant():
    with pytest.raises(RequestInvalid) as refusal:
        written(currency="nhan dan tẹ te")

    (problem,) = refusal.value.problems
    assert (problem.msgid, problem.offered[0].code) == ("currency", "CNY")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("27315", "27315"), ("27.315,5", "27315.5"), ("27 315", "27315"), ("18,9725", "18.9725"),
     ("0,0163", "0.0163"), ("171,25 đồng", "171.25")],
)  # fmt: skip
def test_a_rate_is_read_as_people_write_it(typed, meant):
    assert rate_typed(typed) == Decimal(meant)


# --- sums -----------------------------------------------------------------------------------------


def test_sums_stay_in_their_currency_and_are_reckoned_in_dong_besides():
    request = make_request(
        costs=(
            make_cost(),
            in_yen(),
            make_cost(currency="USD", amount=Decimal(350)),
            make_cost(currency="USD", amount=Decimal(100), rate=rate(23_200), payer=Payer.HOST),
        )
    )

    assert [(s.payer, s.currency, s.amount) for s in request.estimate] == [
        ("state_budget", "VND", 45_000_000),
        ("state_budget", "JPY", 150_000),
        ("state_budget", "USD", 350),
        ("host", "USD", 100),
    ]
    assert request.reckoned
    assert request.reckoned.dong == Decimal("73007500")
    left = [(s.payer, s.currency, s.amount) for s in request.reckoned.without_rate]
    assert left == [("state_budget", "USD", 350)]


def test_what_is_all_in_dong_is_not_reckoned():
    assert make_request().reckoned is None
    assert make_visit_request().reckoned is None


AMOUNTS = st.decimals(min_value=1, max_value=LARGEST_AMOUNT, places=2)
RATES = st.decimals(min_value=Decimal("0.000001"), max_value=1_000_000, places=6)


@given(AMOUNTS, RATES)
def test_nothing_is_rounded(amount, vnd):
    cost = make_cost(currency="EUR", amount=amount, rate=rate(vnd))
    whole = reckoned([("host", "EUR", cost.amount, cost.in_dong)])

    exact = int(amount * 100) * int(vnd * 10**6)
    assert whole
    assert int(whole.dong.scaleb(8)) == exact
    said = words("vi").number(whole.dong).replace(".", "").replace(",", ".")
    assert Decimal(said) == whole.dong


def test_a_dossier_of_earlier_days_reads_as_it_was():
    kept = {
        "item": "Vé",
        "currency": "USD",
        "amount": "1000.5",
        "payer": "host",
        "payer_name": None,
    }

    cost = Cost.model_validate(kept)

    assert cost.model_dump(mode="json", exclude_unset=True) == kept


def test_a_currency_that_is_no_more_is_read_in_a_dossier_that_has_it():
    assert Cost.model_validate(
        {"item": "Vé", "currency": "DEM", "amount": "100", "payer": "host",
         "rate": {"vnd": "12000", "day": "2020-07-01", "source": "Vietcombank"}}
    ).currency == "DEM"  # fmt: skip


# --- receptions -----------------------------------------------------------------------------------


def test_a_line_of_a_reception_is_held_against_its_ceiling_in_dong():
    line = make_reception_cost(
        item="Dịch cabin", norm=NormCode.COURTESY_SESSION, currency="USD",
        unit_amount=Decimal(10), rate=rate(23_200),
    )  # fmt: skip
    inside = line.model_copy(update={"unit_amount": Decimal(1)})

    assert (line.unit_in_dong, line.in_dong) == (232_000, 1_856_000)
    assert found("over_norm", make_visit_request(costs=(line,)))
    assert not found("over_norm", make_visit_request(costs=(inside,)))


def test_a_reception_needs_the_rate_of_dollars_too():
    with pytest.raises(ValidationError) as refusal:
        make_reception_cost(currency="USD", unit_amount=Decimal(10))

    assert {e["type"] for e in refusal.value.errors()} == {"rule.rate_missing"}


def test_the_estimate_of_a_reception_is_told_by_currency():
    euros = make_reception_cost(currency="EUR", unit_amount=Decimal("12.5"), rate=rate(27_000))
    request = make_visit_request(costs=(make_reception_cost(), euros))

    assert [(s.currency, s.amount) for s in request.estimate] == [("VND", 480_000), ("EUR", 100)]
    assert request.reckoned
    assert request.reckoned.dong == 480_000 + 2_700_000


@pytest.mark.parametrize("written", ["1.250", "12,345"])
def test_an_amount_of_a_currency_with_a_fraction_is_never_guessed(written):
    with pytest.raises(PydanticCustomError):
        amount_typed(written, "EUR")
