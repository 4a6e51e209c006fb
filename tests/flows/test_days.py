"""What happened lies near its case: a year mistyped by habit is refused, never recorded."""

from datetime import date, timedelta

import pytest

from config.province_time import office_closes
from config.regulation.codes import Act, Stage
from flows.case.answers import CommitmentGiven, PaperGiven
from models.errors import DecisionIncomplete
from models.ids import SeatKey
from tests.factories.office import A_FILE, MONDAY, make_answer
from tests.factories.visit import ARRIVES, make_item, make_lodging, make_visit_request


def lack_of(office, step, answer):
    with pytest.raises(DecisionIncomplete) as incomplete:
        office.takes(step, answer)
    return incomplete.value.field


def dated(day):
    return make_answer("issue", paper=PaperGiven("12/QĐ-UBND", day, A_FILE))


@pytest.mark.parametrize("day", [MONDAY - timedelta(days=1), date(2019, 7, 8), date(1920, 7, 20)])
def test_the_paper_of_a_decision_is_not_older_than_its_case(office, day):
    office.submits()
    issue = office.goes_on_until_asked(Act.ISSUE)

    assert lack_of(office, issue, dated(day)) == "paper_before"


def test_a_paper_of_the_day_the_case_began_is_taken(office):
    office.submits()
    issue = office.goes_on_until_asked(Act.ISSUE)

    office.takes(issue, dated(MONDAY))

    assert office.case.steps[issue.number - 1].paper_date == MONDAY


@pytest.mark.parametrize("day", [date(20, 8, 24), date(2019, 8, 24), ARRIVES - timedelta(days=31)])
def test_guests_come_near_the_day_that_was_asked_for(office, day):
    office.receives()
    arrival = office.goes_on_until(Stage.ARRIVAL)

    assert lack_of(office, arrival, make_answer("confirm", day=day)) == "day_before"


@pytest.mark.parametrize("due", [date(2100, 12, 31), date(2999, 1, 1), date.max])
def test_a_commitment_has_an_end(office, due):
    office.receives()
    report = office.goes_on_until_asked(Act.FILE)
    made = CommitmentGiven("Gửi giống lúa.", SeatKey("phung_hiep/officer"), due)
    paper = PaperGiven("30/BC-UBND", office.today, A_FILE)

    answer = make_answer("file", paper=paper, commitments=(made,))

    assert lack_of(office, report, answer) == "commitment_late"


def test_accounts_that_would_fall_due_on_a_saturday_are_due_on_the_monday(office):
    # The guests leave on Friday, 14 August 2020; fifteen days later is a Saturday.
    leaves = date(2020, 8, 14)
    days = {"arrives": leaves - timedelta(days=1), "departs": leaves}
    item = make_item(day=days["arrives"])
    lodging = make_lodging(arrives=days["arrives"], leaves=leaves)
    office.receives(make_visit_request(programme=(item,), lodging=(lodging,), **days))
    settle = office.goes_on_until(Stage.ACCOUNTS)

    assert settle.due_at == office_closes(date(2020, 8, 31))


def test_what_is_owed_on_a_day_off_is_owed_on_the_next_working_day(office):
    office.receives()
    report = office.goes_on_until_asked(Act.FILE)
    made = CommitmentGiven("Gửi giống lúa.", SeatKey("phung_hiep/officer"), date(2020, 10, 10))
    paper = PaperGiven("30/BC-UBND", office.today, A_FILE)
    office.takes(report, make_answer("file", paper=paper, commitments=(made,)))
    office.takes_smoothly(office.waiting(Act.ACCEPT))

    assert office.waiting(Act.FULFIL).due_at == office_closes(date(2020, 10, 12))
