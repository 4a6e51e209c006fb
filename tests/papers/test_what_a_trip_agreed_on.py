"""What the report of a trip names as agreed is followed up, as that of a visit."""

from dataclasses import replace
from datetime import date

import pytest

from config.regulation.codes import Act, Stage
from flows.case.answers import CommitmentGiven
from models.case import CaseStatus
from models.ids import SeatKey
from papers.told.paper import PaperType
from tests.factories.audit import place_found
from tests.factories.letters import said
from tests.factories.office import Office

EXCHANGE = CommitmentGiven(
    "Trao đổi học sinh hè 2021.", SeatKey("long_my/officer"), date(2021, 3, 1)
)
MEMORANDUM = CommitmentGiven(
    "Bản ghi nhớ hợp tác nông nghiệp.",
    SeatKey("long_my/officer"),
    date(2020, 12, 1),
    agreement=True,
)


@pytest.fixture
def reported(office: Office):
    """The report of a delegation names something and is accepted."""

    def with_(*commitments):
        office.submits()
        step = office.goes_on_until(Stage.REPORT)
        office.takes(step, replace(office.smooth_answer(step), commitments=commitments))
        office.takes_smoothly(office.waiting(Act.ACCEPT))
        return step

    return with_


def test_a_promise_of_a_trip_is_asked_of_its_owner_until_its_day(office, reported):
    reported(EXCHANGE)

    step = office.waiting(Act.FULFIL)

    assert (step.seat, step.due_at.date()) == ("long_my/officer", EXCHANGE.due)


def test_a_trip_is_archived_once_its_promises_are_kept(office, reported):
    reported(EXCHANGE)

    assert office.goes_on_to_the_end().status is CaseStatus.ARCHIVED
    with office.desk.store.reading() as conn:
        assert place_found(conn) == ""


def test_an_agreement_of_a_trip_follows_the_procedure_of_its_own(office, reported):
    reported(MEMORANDUM)

    assert {s.stage for s in office.case.open_steps if s.act is Act.CONSULT} == {Stage.AGREEMENTS}
    assert office.goes_on_to_the_end().status is CaseStatus.ARCHIVED
    with office.desk.store.reading() as conn:
        assert place_found(conn) == ""


def test_who_owes_it_is_written_to_of_a_trip_and_no_visit(office, reported):
    reported(EXCHANGE)

    asked = said(office, "to_fulfil")

    assert "Trong chuyến công tác dưới đây" in asked
    assert "- Cam kết: Trao đổi học sinh hè 2021.\n" in asked


def test_a_report_drawn_anew_lists_what_was_agreed_on(office, reported, drawn):
    step = reported(EXCHANGE)

    text = drawn(step, PaperType.REPORT)

    row = "Trao đổi học sinh hè 2021.\nỦy ban nhân dân thị xã Long Mỹ\nngày 01 tháng 3 năm 2021"
    assert f"1\n{row}" in text
