"""Answering what only visits ask: assignments, whom something is given to, what was agreed on."""

from datetime import date

import pytest

from config.regulation.codes import Act, Stage
from models.ids import PersonId, SeatKey
from models.store import dossiers
from models.store.directory import end_seat
from tests.factories.house import house
from tests.factories.office import make_answer
from tests.factories.visit import make_gift, make_item, make_visit_request

COORDINATOR = "bui.van.thi.du"
HEALTH = SeatKey("health/head")
PROMISE = "Mời đoàn học sinh sang giao lưu năm 2021."
A_ROW = {
    "commitment_what_1": PROMISE,
    "commitment_owner_1": "phung_hiep/officer",
    "commitment_due_1": "2020-12-01",
}


def paper():
    return {"paper_file": ("bao-cao.pdf", b"%PDF a report", "application/pdf")}


@pytest.fixture
def arranging(office):
    """A visit whose arrangements are asked for."""
    items = (make_item(vehicle="Xe 29 chỗ"),)
    office.submits(make_visit_request(programme=items, gifts=(make_gift(),)))
    office.goes_on_until(Stage.RECEPTION)
    return office.waiting(Act.ARRANGE, key="transport")


@pytest.fixture
def unit(browser, arranging):
    """The unit that is asked for transport, with the page of its assignment open."""
    return browser.signs_in(arranging, arranging.holders[0])


@pytest.fixture
def coordinator(office, arranging, browser):
    """The coordinator, with the page open that asks what becomes of a declined assignment."""
    office.takes(arranging, make_answer("decline", remarks="Xe đã bố trí cho đoàn khác."))
    return browser.signs_in(office.waiting(Act.REASSIGN), COORDINATOR)


@pytest.fixture
def reporter(office, browser):
    """The host unit's officer, with the page of the report open."""
    office.submits(make_visit_request())
    step = office.goes_on_until(Stage.REPORT)
    return browser.signs_in(step, step.holders[0])


def files(reporter, office, **rows):
    """File the report with rows of what was agreed on."""
    written = {"paper_number": "9/BC-UBND", "paper_date": office.today.isoformat()}
    return reporter.answers("file", files=paper(), **written, **rows)


# --- an assignment ------------------------------------------------------------------------------


def test_an_assignment_is_taken_on(office, arranging, unit):
    unit.answers("take_on")

    assert office.case.step(arranging.number).choice == "take_on"


def test_after_taking_on_the_page_says_to_report_it_done(unit):
    unit.answers("take_on")

    assert "Khi hoàn thành, đề nghị báo cáo kết quả" in unit.text


def test_an_assignment_declined_without_words_is_refused_beside_the_field(unit):
    unit.answers("decline", remarks="")

    assert (unit.status, 'id="remarks-problem"' in unit.html) == (422, True)


def test_what_a_unit_wrote_comes_back_when_its_answer_cannot_be_taken(unit):
    unit.answers("", remarks="Xe đã bố trí cho đoàn khác.")

    assert unit.form().values["remarks"] == "Xe đã bố trí cho đoàn khác."


def test_the_words_of_a_refusal_are_kept(site, office, arranging, unit):
    unit.answers("decline", remarks="Xe đã bố trí cho đoàn khác.")

    with site.desk.store.reading() as conn:
        said = dossiers.texts_of(conn, office.case_no)
    assert said[office.case.step(arranging.number).remarks] == "Xe đã bố trí cho đoàn khác."


# --- whom it is given to ------------------------------------------------------------------------


def test_a_declined_assignment_is_given_to_another_seat(office, coordinator):
    coordinator.answers("give_to", seat=HEALTH)

    assert office.waiting(Act.ARRANGE, key="transport").seat == HEALTH


def test_the_page_shows_whom_it_was_given_to(coordinator):
    coordinator.answers("give_to", seat=HEALTH)

    assert "Giao cho: Giám đốc, Sở Y tế" in coordinator.text


def test_giving_it_to_nobody_is_refused_beside_the_field(coordinator):
    coordinator.answers("give_to", remarks="Nhờ cơ quan khác.")

    assert (coordinator.status, 'id="seat-problem"' in coordinator.html) == (422, True)
    assert coordinator.form().values["remarks"] == "Nhờ cơ quan khác."


def test_a_seat_chosen_before_another_answer_is_given_nothing(office, coordinator):
    coordinator.answers("ask_again", seat=HEALTH, remarks="Đã trao đổi lại.")

    assert office.waiting(Act.ARRANGE, key="transport").seat == "pc_office/administration"


def test_a_seat_left_vacant_in_the_meantime_is_refused_and_stays_chosen(site, coordinator):
    with site.desk.store.writing() as conn:
        end_seat(house(conn), HEALTH, PersonId("doan.thi.thi.du"), date(2020, 7, 5))

    coordinator.answers("give_to", seat=HEALTH)

    assert "hiện không có ai đảm nhiệm" in coordinator.text


def test_only_seats_that_somebody_holds_can_be_given_something(coordinator):
    offered = coordinator.form().offers["seat"]

    assert HEALTH in offered
    assert "phung_hiep/officer" in offered
    assert "standing_committee/member" not in offered
    assert "administration/administrator" not in offered


# --- what was agreed on -------------------------------------------------------------------------


def test_a_report_tells_what_was_agreed_on(office, reporter):
    files(reporter, office, **A_ROW)

    made = office.case.commitments
    assert [(m.owner, m.due, m.agreement) for m in made] == [
        ("phung_hiep/officer", date(2020, 12, 1), False)
    ]


def test_a_report_without_anything_agreed_on_is_taken(office, reporter):
    files(reporter, office)

    assert (reporter.status, office.case.commitments) == (200, ())


def test_empty_rows_between_written_ones_are_passed_over(office, reporter):
    third = {name.replace("_1", "_3"): value for name, value in A_ROW.items()}
    files(reporter, office, **third, commitment_agreement_3="yes")

    assert [(m.number, m.agreement) for m in office.case.commitments] == [(1, True)]


def test_a_row_without_owner_comes_back_with_what_was_written(office, reporter):
    files(reporter, office, **{**A_ROW, "commitment_owner_1": ""}, commitment_agreement_1="yes")

    values = reporter.form().values
    assert "Cam kết 1: chọn cơ quan chịu trách nhiệm thực hiện." in reporter.text
    assert (values["commitment_what_1"], values["commitment_due_1"]) == (PROMISE, "2020-12-01")
    assert values["commitment_agreement_1"] == "yes"


def test_the_owner_chosen_stays_chosen_when_the_day_is_over(office, reporter):
    files(reporter, office, **{**A_ROW, "commitment_due_1": "2020-01-01"})

    assert "Cam kết 1: cần thời hạn sau hôm nay" in reporter.text
    assert reporter.form().values["commitment_owner_1"] == "phung_hiep/officer"


def test_a_day_that_cannot_be_read_is_told_by_the_number_of_its_row(office, reporter):
    second = {name.replace("_1", "_2"): value for name, value in A_ROW.items()}
    files(reporter, office, **A_ROW, **{**second, "commitment_due_2": "cuối năm"})

    assert "Cam kết 2: cần thời hạn sau hôm nay" in reporter.text


def test_a_refused_report_records_nothing(site, office, reporter):
    before = site.state()

    files(reporter, office, **{**A_ROW, "commitment_what_1": ""})

    assert site.state() == before


def test_a_report_asked_for_again_starts_from_what_the_last_one_told(office, reporter, site):
    files(reporter, office, **A_ROW)
    office.takes(office.waiting(Act.ACCEPT), make_answer("file_again", remarks="Nêu rõ kinh phí."))
    step = office.waiting(Act.FILE)

    again = site.browser().signs_in(step, step.holders[0])

    assert again.form().values["commitment_what_1"] == PROMISE


def test_whoever_owes_a_commitment_reads_its_words(office, reporter, site):
    files(reporter, office, **A_ROW)
    step = office.goes_on_until(Stage.COMMITMENTS)

    text = site.browser().signs_in(step, step.holders[0]).text

    assert "Thực hiện cam kết: Mời đoàn học sinh sang giao lưu năm 2021" in text
    assert (
        "Công chức đầu mối đối ngoại, UBND huyện Phụng Hiệp chịu trách nhiệm, hạn 01/12/2020"
        in text
    )


def test_an_agreement_that_is_not_signed_needs_no_paper(office, reporter, site):
    files(reporter, office, **A_ROW, commitment_agreement_1="yes")
    office.goes_on_until(Stage.AGREEMENTS)
    while not (asked := [s for s in office.case.open_steps if s.act is Act.CONCLUDE]):
        office.takes_smoothly(office.goes_on_until(Stage.AGREEMENTS))
    step = asked[0]

    page = site.browser().signs_in(step, step.holders[0])
    page.answers("not_signed", remarks="Phía bạn xin lùi lại.")

    assert 'name="paper_number" maxlength="80" required' not in page.html
    assert office.case.step(step.number).choice == "not_signed"
