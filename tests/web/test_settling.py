"""What is owed after a trip is asked for in fields: the day of the passports, what was spent."""

from decimal import Decimal

import pytest

from config.regulation.codes import Act, Stage
from models import entries as e
from models.errors import DecisionIncomplete
from tests.factories.office import make_answer
from tests.factories.request import make_leader, make_member, make_request

PDF = {"paper_file": ("quyet-toan.pdf", b"%PDF-1.4 a made-up paper", "application/pdf")}
PAPER = {"paper_number": "12/QT-STC", "paper_date": "2020-07-07"}
STATE, HOST = "settled.state_budget.VND", "settled.host.USD"
COSTS = (
    {
        "item": "Vé máy bay",
        "currency": "VND",
        "amount": Decimal(62_500_000),
        "payer": "state_budget",
    },
    {"item": "Ăn, ở", "currency": "USD", "amount": Decimal(2_600), "payer": "host"},
)


@pytest.fixture
def back_home(office):
    """A delegation that is back, with an estimate of two sums."""
    office.submits(make_request(members=(make_leader(), make_member()), costs=COSTS))
    office.goes_on_until(Stage.ACCOUNTS)
    return office


@pytest.fixture
def accounts(back_home, browser):
    """The page of the step in which the accounts are settled."""
    step = back_home.waiting(Act.SETTLE)
    return browser.is_of(step.holders[0]).opens(f"/cases/{back_home.case_no}/steps/{step.number}")


def settles(browser, files=PDF, **written):
    return browser.answers("settle", files=files, **{**PAPER, **written})


def test_of_each_sum_of_the_estimate_it_is_asked_what_was_spent(accounts):
    form = accounts.form()

    assert {STATE, HOST} <= set(form.values)
    assert "dự toán 62.500.000 VND" in accounts.text


def test_what_was_spent_stands_in_the_journal_and_beside_the_estimate(accounts, back_home):
    settles(accounts, **{STATE: "63.000.000 đồng", HOST: "2.600,00"})

    (decided,) = [p for p in back_home.journal() if isinstance(p, e.StepDecided) and p.settled]
    assert [(s.payer, s.currency, s.amount) for s in decided.settled] == [
        ("state_budget", "VND", "63000000"),
        ("host", "USD", "2600"),
    ]
    assert ["63.000.000 VND" in accounts.text, "vượt dự toán" in accounts.text] == [True, True]


@pytest.mark.parametrize("written", ["", "ít thôi", "62.500,5"])
def test_an_amount_that_cannot_be_read_is_told_and_every_letter_stays(accounts, written):
    settles(accounts, remarks="Đã kiểm tra chứng từ.", **{STATE: written, HOST: "0"})

    form = accounts.form()
    assert accounts.status == 422
    assert (form.values[STATE], form.values[HOST]) == (written, "0")
    assert (form.values["paper_number"], form.values["remarks"]) == (
        *("12/QT-STC", "Đã kiểm tra chứng từ."),
    )
    assert 'id="settled-problem"' in accounts.html


def test_what_was_spent_is_told_by_nobody_who_does_something_else(back_home):
    step = back_home.waiting(Act.HAND_BACK)
    answer = make_answer("handed_back", day=back_home.today, settled=back_home.spent())

    with pytest.raises(DecisionIncomplete) as refused:
        back_home.takes(step, answer)

    assert refused.value.field == "settled"


@pytest.fixture
def passports(back_home, browser):
    """The page of the step in which the passports are handed back."""
    step = back_home.waiting(Act.HAND_BACK)
    return browser.is_of(step.holders[0]).opens(f"/cases/{back_home.case_no}/steps/{step.number}")


def test_the_day_on_which_the_passports_came_back_is_recorded(passports, back_home):
    today = back_home.today

    passports.answers("handed_back", day=f"{today.day}/{today.month}/{today.year}")

    assert f"{today:%d/%m/%Y}" in passports.text
    step = next(s for s in back_home.case.steps if s.act is Act.HAND_BACK)
    assert (step.choice, step.day) == ("handed_back", today)


@pytest.mark.parametrize("day", ["", "2020-07-01", "2030-01-01"])
def test_passports_come_back_after_the_trip_and_not_in_days_to_come(passports, day):
    passports.answers("handed_back", day=day)

    assert passports.status == 422
    assert passports.form().values["day"] == day


def test_who_keeps_the_passports_with_a_reason_needs_no_day(passports, back_home):
    passports.answers("kept_with_reason", remarks="Chuyến đi tiếp theo ngày 20/9.")

    step = next(s for s in back_home.case.steps if s.act is Act.HAND_BACK)
    assert step.choice == "kept_with_reason"
