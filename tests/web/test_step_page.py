"""What a person who is known sees of a step: the question, the dossier, and what speaks against it."""

from datetime import date
from decimal import Decimal

import pytest

from config.regulation.codes import Act, Stage
from flows.acts.filing import Filing
from flows.acts.submitting import resubmit
from models.directory import DirectoryFile, SeatRow
from models.outbound.parts import Acting
from models.request.parts import Payer
from models.request.reading import Attachment
from models.request.values.currencies import Currency
from models.store.directory import end_seat, load_directory
from tests.factories.house import house
from tests.factories.office import OFFICER, make_answer
from tests.factories.request import (
    make_cost,
    make_leader,
    make_member,
    make_paper,
    make_passport,
    make_request,
    make_stop,
)

CHAIRMAN = "pham.van.mau"


def submits(office, **changed):
    leader = make_leader(acting=Acting(name="Lê Giả Định", position="Phó Chủ tịch"))
    changed.setdefault("members", (leader, make_member()))
    office.submits(make_request(**changed))


@pytest.fixture
def page(site, office, browser):
    """Open the page of the step that waits, as its first holder."""

    def opened(step=None, person=""):
        step = step or office.case.open_steps[0]
        return browser.signs_in(step, person or step.holders[0])

    return opened


@pytest.mark.parametrize(
    "said",
    [
        "Trần Thị Ví Dụ",
        "Chủ tịch UBND huyện, thị xã, thành phố",
        "Diện Ban Thường vụ Tỉnh ủy quản lý",
        "Người được ủy quyền điều hành: Lê Giả Định, Phó Chủ tịch",
        "24/08/2020 – 29/08/2020",
        "Gokseong, Hàn Quốc",
        "Trao đổi về hợp tác nông nghiệp.",
        "Thư mời ngày 15/06/2020",
        "Trong kế hoạch 1112/KH-UBND, mục II.2",
        "Mức chi: cơ quan tài chính cần nhập",
        "Hạn 17:00 08/07/2020 · còn 2 ngày",
        "Thời hạn này chưa có nguồn nào của tỉnh xác nhận",
    ],
)
def test_the_page_says_who_where_when_why_and_until_when(office, page, said):
    submits(office)

    assert said in page().text


def test_costs_are_summed_by_payer_and_currency(office, page):
    costs = (
        make_cost(amount=Decimal(45_000_000)),
        make_cost(item="Bảo hiểm", amount=Decimal(3_600_000)),
        make_cost(item="Ăn, ở", amount=Decimal(2400), currency=Currency.USD, payer=Payer.HOST),
    )
    submits(office, costs=costs)

    text = page().text

    assert "48.600.000 VND Ngân sách nhà nước" in text
    assert "2.400 USD Phía mời đài thọ" in text


def test_findings_are_shown_with_citation_and_doubt(office, page):
    submits(office, plan_entry=None)

    text = page().text

    assert "38-CT/TW" in text
    assert "quy định chưa được xác nhận cho tỉnh" in text


def test_a_paper_is_shown_with_its_file(office, page):
    office.submits(attachments={0: Attachment("tờ trình.pdf", "application/pdf", b"%PDF")})

    assert any("/files/" in link for link in page().links)


def test_a_secret_paper_is_named_and_nothing_more(office, page):
    submits(office, papers=(make_paper("other", secret=True, number="07/BC"),))

    assert "Số 07/BC · 01/07/2020 · văn bản mật, không lưu ở đây" in page().text


def test_no_page_shows_a_passport_number(office, site, browser):
    other = make_member(passport=make_passport(number="S0000002"))
    submits(office, members=(make_leader(passport=make_passport()), other))
    shown = ""
    for _ in range(4):
        step = office.case.open_steps[0]
        shown += browser.signs_in(step, step.holders[0]).html
        office.takes_smoothly(step)

    assert "S000000" not in shown


def test_a_passport_that_expires_too_soon_is_a_finding_without_its_number(office, page):
    passport = make_passport(expires=date(2020, 10, 1))
    submits(office, members=(make_leader(passport=passport), make_member()))

    assert "01/10/2020" in page().text


def test_an_objection_stands_before_the_summary(office, page):
    submits(office)
    office.goes_on_until(Stage.OPINIONS)
    police = office.waiting(Act.CONSULT, seat="police")
    office.takes(police, make_answer("object", remarks="Một thành viên đang bị xác minh."))
    step = office.goes_on_until(Stage.PARTY_DECISION)

    html = page(step).html

    assert html.index("Một thành viên đang bị xác minh.") < html.index("Tóm tắt")


def test_a_silence_is_shown_as_silence(office, page):
    submits(office)
    office.goes_on_until(Stage.OPINIONS)
    for _ in office.case.open_steps:
        office.time_passes()
    while not (found := [s for s in office.case.open_steps if s.stage is Stage.PARTY_DECISION]):
        office.time_passes()

    assert "Không có ý kiến trả lời không được coi là đồng ý" in page(found[0]).text


def test_a_travellers_other_trips_and_owed_reports_are_shown(office, page):
    leader = make_leader(person="cao.van.vi.du", name="Cao Văn Ví Dụ")
    submits(office, members=(leader,))
    first = office.case_no
    office.goes_on_until(Stage.REPORT)
    departs, returns = date(2020, 10, 5), date(2020, 10, 9)
    stop = make_stop(arrives=departs, leaves=returns)
    submits(office, members=(leader,), departs=departs, returns=returns, itinerary=(stop,))

    text = page().text

    assert f"{first} · 24/08/2020 – 29/08/2020 · đã được chấp thuận còn nợ báo cáo" in text


def test_a_seat_held_by_office_in_a_body_that_decided_before_is_shown(office, page):
    submits(office)
    step = office.goes_on_until(Stage.STATE_DECISION)

    assert "trong một tập thể do chức vụ" in page(step, CHAIRMAN).text


def test_who_left_the_seat_sees_why_they_may_not_answer(office, site, page):
    submits(office)
    step = office.waiting(Act.SIGN)
    another = SeatRow(seat="long_my/officer", person=step.holders[0], since=date(2020, 7, 6))
    with site.desk.store.writing() as conn:
        load_directory(house(conn), DirectoryFile(units={}, persons={}, seats=(another,)))
        end_seat(house(conn), step.seat, step.holders[0], date(2020, 7, 5))

    text = page(step).text

    assert ("không giữ chức danh" in text, "Gửi ý kiến" in text) == (True, False)
    assert "Gokseong" not in text


def test_who_left_all_seats_is_told_so_and_not_let_in(office, site, page):
    submits(office)
    step = office.waiting(Act.SIGN)
    with site.desk.store.writing() as conn:
        end_seat(house(conn), step.seat, step.holders[0], date(2020, 7, 5))

    shown = page(step)

    assert (shown.status, "không đăng nhập được" in shown.text) == (403, True)
    assert "Gokseong" not in shown.text


def test_a_return_is_told_to_the_unit_with_its_remarks(office, page):
    submits(office)
    office.takes_smoothly(office.waiting(Act.SIGN))
    returned = make_answer("return", remarks="Chương trình ngày thứ hai còn trống.")
    office.takes(office.waiting(Act.APPRAISE), returned)

    text = page(office.waiting(Act.REVISE)).text

    assert "Chương trình ngày thứ hai còn trống." in text


def test_a_decided_step_shows_what_is_recorded_by_whom_and_when(office, page):
    submits(office)
    step = office.waiting(Act.SIGN)
    office.takes_smoothly(step)

    text = page(step).text

    who = "Nguyễn Văn Thí Dụ – Thủ trưởng, UBND thị xã Long Mỹ – lúc"
    assert f"Đã ghi nhận Ký đề nghị {who}" in text


def test_an_answer_that_counts_no_more_leads_to_the_step_that_asks_anew(office, site, page):
    submits(office)
    step = office.waiting(Act.SIGN)
    office.takes_smoothly(step)
    returned = make_answer("return", remarks="Nêu rõ mục đích.")
    office.takes(office.waiting(Act.APPRAISE), returned)
    members = (make_leader(), make_member())
    request = make_request(members=members, purpose="Ký kết hợp tác.")
    resubmit(office.desk, office.case_no, request, {}, Filing(OFFICER, OFFICER))

    shown = page(step)

    assert "Không còn hiệu lực vì hồ sơ đã được sửa đổi" in shown.text
    assert site.page_of(office.waiting(Act.SIGN)) in shown.links


def test_a_silent_step_shows_the_silence_to_the_agency(office, page):
    submits(office)
    step = office.goes_on_until(Stage.OPINIONS)
    office.time_passes(to=step.due_at)

    assert "không được coi là đồng ý" in page(step).text


def test_a_members_own_vote_is_shown_while_the_others_are_awaited(office, page):
    submits(office)
    step = office.goes_on_until(Stage.PARTY_DECISION)
    office.takes(step, make_answer("vote_for"), step.holders[1])

    text = page(step, step.holders[1]).text

    assert "Đã ghi nhận phiếu của Ông/Bà Tán thành" in text
    assert "Đã có 1/" in text
