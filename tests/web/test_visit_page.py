"""What a person who is known sees of a visit: the guests, programme and cost, what a step asks."""

from datetime import date, time
from decimal import Decimal

import pytest

from config.regulation.codes import Act, Activity, Stage, Visit
from models.inbound.parts import Period, Profession, Unannounced
from models.inbound.request import InboundRequest
from models.request.parts import Payer
from tests.factories.office import make_answer
from tests.factories.request import make_passport
from tests.factories.visit import (
    DEPARTS,
    make_conference,
    make_gift,
    make_guest,
    make_head_guest,
    make_host_leader,
    make_item,
    make_ngo_visit,
    make_press_visit,
    make_reception_cost,
    make_visit_request,
)

HALL = "Phòng khánh tiết"


def submits(office, **changed):
    items = (
        make_item(leader="cao.van.vi.du", hall=HALL, interpreter=1, vehicle="Xe 29 chỗ"),
        make_item(
            day=DEPARTS,
            begins=time(18),
            ends=time(20),
            activity=Activity.BANQUET,
            what="Chiêu đãi đoàn",
        ),
    )
    office.submits(make_visit_request(**{"programme": items, **changed}))


@pytest.fixture
def page(office, browser):
    """Open the page of the step that waits, as its first holder."""

    def opened(step=None):
        step = step or office.case.open_steps[0]
        return browser.signs_in(step, step.holders[0])

    return opened


@pytest.mark.parametrize(
    "said",
    [
        "Ký đề nghị đón đoàn",
        "Park Seo-yeon Vụ trưởng Vụ Giao lưu quốc tế · Đoàn 2 khách",
        "Hạng C",
        "Chính quyền huyện Gangjin Địa phương có quan hệ hữu nghị · Hàn Quốc",
        "24/08/2020 – 25/08/2020",
        "Trao đổi về hợp tác nông nghiệp và giao lưu học sinh.",
        "Hàn Quốc · Cấp Vụ, Cục và tương đương · Cán bộ, công chức",
        "Cao Văn Ví Dụ Chủ tịch UBND huyện Phụng Hiệp",
        "08:30–10:00 Làm việc với lãnh đạo huyện Làm việc, hội đàm · Huyện Phụng Hiệp",
        "Phòng khánh tiết UBND huyện Phụng Hiệp",
        "chủ trì: Cao Văn Ví Dụ · phiên dịch: Tôn Thị Giả Định · phương tiện: Xe 29 chỗ",
        "Nhà khách huyện, Huyện Phụng Hiệp 24/08/2020 – 25/08/2020",
        "Bên đón tiếp đài thọ chi phí trong nước",
        "Danh sách khách",
    ],
)
def test_the_page_says_who_comes_from_where_for_what_and_when(office, page, said):
    submits(office)

    assert said in page().text


def test_the_head_of_the_guests_stands_first(office, page):
    submits(office, guests=(make_guest(), make_head_guest()))

    text = page().text
    named = text[text.index("Thành phần đoàn khách") :]
    assert named.index("Park Seo-yeon") < named.index("Kim Min-ji")


def test_the_programme_is_told_by_day_and_clock(office, page):
    late = make_item(begins=time(14), ends=time(15), what="Thăm trường học")
    submits(office, programme=(late, make_item(what="Chào xã giao")))

    text = page().text
    assert text.index("Chào xã giao") < text.index("Thăm trường học")


def test_each_line_of_the_estimate_is_multiplied_out(office, page):
    cost = make_reception_cost(persons=8, units=2, unit_amount=Decimal(60_000))
    submits(office, costs=(cost,))

    assert "8 người × 2 × 60.000 VND Ngân sách nhà nước 960.000 VND" in page().text


def test_the_estimate_is_summed_by_payer(office, page):
    budget = make_reception_cost(persons=8, unit_amount=Decimal(60_000))
    company = make_reception_cost(persons=1, unit_amount=Decimal(1_500_000), payer=Payer.COMPANY)
    submits(office, costs=(budget, budget, company))

    text = page().text
    assert "Cộng Ngân sách nhà nước 960.000 VND" in text
    assert "Cộng Doanh nghiệp 1.500.000 VND" in text


def test_a_gift_is_shown_with_its_price_and_for_whom(office, page):
    submits(office, gifts=(make_gift(),))

    assert "Tranh gạo · 450.000 VND tặng Park Seo-yeon" in page().text


def test_findings_on_a_visit_are_shown_with_citation_and_cure(office, page):
    dear = make_reception_cost(unit_amount=Decimal(900_000))
    submits(office, costs=(dear,))

    shown = page()
    found = shown.text[shown.text.index("Đối chiếu quy định") : shown.text.index("Thành phần đoàn")]
    assert "71/2018/TT-BTC" in found


def test_a_passport_that_ends_too_soon_is_a_finding_without_its_number(office, page):
    ends = make_passport(number="M12345678", expires=date(2020, 8, 24))
    submits(office, guests=(make_head_guest(passport=ends), make_guest()))

    shown = page()
    found = shown.text[shown.text.index("Đối chiếu quy định") : shown.text.index("Thành phần đoàn")]
    assert ("24/08/2020" in found, "M12345678" in shown.html) == (True, False)


def test_what_another_visit_has_is_found_before_the_decision(office, page):
    submits(office)
    office.goes_on_until(Stage.ARRIVAL)
    first = office.case_no
    submits(office, title="Đoàn thứ hai")

    shown = page()
    found = shown.text[shown.text.index("Đối chiếu quy định") : shown.text.index("Thành phần đoàn")]
    assert f"Cao Văn Ví Dụ đã được bố trí cho đoàn khác (hồ sơ {first})" in found
    assert "cao.van.vi.du" not in shown.text


def test_a_reporter_among_the_guests_stands_out(office, page):
    reporter = make_guest(
        name="Lee Do-hyun", profession=Profession.REPORTER, rank="reporter", press_licence="45/BNG"
    )
    submits(office, guests=(make_head_guest(), reporter))

    page = page()
    assert '<span class="tag warn">Phóng viên</span>' in page.html
    assert "giấy phép báo chí số 45/BNG" in page.text


@pytest.mark.parametrize(
    ("request_made", "said"),
    [
        (make_conference(), "80 người dự, trong đó 12 người nước ngoài"),
        (make_ngo_visit(), "Giấy đăng ký hoạt động Số 123/CNV-HĐ"),
        (make_ngo_visit(), "Đối tác Việt Nam: Sở Nông nghiệp"),
        (make_press_visit(), "giấy phép báo chí số 45/BNG-BC · 03/08/2020"),
    ],
)
def test_what_the_law_asks_of_an_occasion_is_shown(
    office, page, request_made: InboundRequest, said
):
    office.submits(request_made)

    assert said in page(office.waiting(Act.SIGN)).text


def test_no_page_of_a_visit_shows_a_passport_number(office, browser):
    head = make_head_guest(passport=make_passport(number="M12345678"))
    submits(office, guests=(head, make_guest(passport=make_passport(number="M87654321"))))
    shown = ""
    for _ in range(12):
        step = office.case.open_steps[0]
        shown += browser.signs_in(step, step.holders[0]).html
        office.takes_smoothly(step)
    shown += browser.opens(f"/cases/{office.case_no}/reception").html

    assert office.case.status == "approved"
    assert ("M12345678" in shown, "M87654321" in shown) == (False, False)


def test_earlier_visits_of_the_same_guests_are_shown(office, page):
    submits(office)
    first = office.case_no
    submits(office, title="Đoàn Gangjin trở lại")

    assert f"Chuyến thăm khác: {first} · 24/08/2020 – 25/08/2020" in page().text


def test_whoever_fixes_the_class_sees_the_head_and_every_class(office, page):
    head = make_head_guest(rank="provincial_governor", position="Thống đốc tỉnh Jeolla Nam")
    submits(office, guests=(head,))
    shown = page(office.goes_on_until(Stage.CLASSIFICATION))

    assert "không xếp hạng cho chức vụ này: Người đứng đầu chính quyền cấp tỉnh" in shown.text
    classes = ["class_special", "class_a", "class_b", "class_c", "class_other"]
    assert shown.form().choices == classes


def test_who_is_told_of_unannounced_guests_reads_why(office, page):
    today = office.today
    reason = Unannounced(reason="Đoàn ghé thăm trên đường đi Cần Thơ.")
    items = (make_item(day=today, begins=time(14), ends=time(15)),)
    submits(office, unannounced=reason, arrives=today, departs=today, lodging=(), programme=items)

    text = page(office.waiting(Act.ACKNOWLEDGE, seat="police")).text

    assert text.index("Đoàn ghé thăm trên đường đi Cần Thơ.") < text.index("Tóm tắt")


def test_an_assignment_says_what_is_arranged_and_that_the_visit_waits_for_it(office, page):
    submits(office)
    office.goes_on_until(Stage.RECEPTION)

    text = page(office.waiting(Act.ARRANGE, key="security")).text

    assert "Nhận nhiệm vụ đón tiếp: Bảo đảm an ninh, trật tự" in text
    assert "Bắt buộc" in text


def test_whoever_reassigns_reads_who_declined_and_why(office, page):
    submits(office)
    office.goes_on_until(Stage.RECEPTION)
    asked = office.waiting(Act.ARRANGE, key="transport")
    office.takes(asked, make_answer("decline", remarks="Xe đã bố trí cho đoàn khác."))

    text = page(office.waiting(Act.REASSIGN)).text

    assert (
        "Trưởng phòng Hành chính - Quản trị, Văn phòng UBND tỉnh không nhận nhiệm vụ Xe đã bố trí"
        in text
    )


def test_a_clash_names_the_other_case_and_what_it_has(office, page):
    submits(office)
    office.goes_on_until(Stage.RECEPTION)
    first = office.case_no
    others = make_item(begins=time(9), ends=time(11), hall=HALL, what="Họp báo")
    submits(office, programme=(others,), received_by=(make_host_leader(),))
    office.goes_on_until(Stage.RECEPTION)

    shown = page(office.waiting(Act.RESOLVE))

    assert f"Hồ sơ {first} đã giữ phòng họp, hội trường: Phòng khánh tiết" in shown.text
    assert f"/cases/{office.case_no}/programme" in shown.links


def test_a_day_of_arrival_is_confirmed_in_its_own_words(office, page):
    submits(office)

    text = page(office.goes_on_until(Stage.ARRIVAL)).text

    assert ("Xác nhận đoàn đã đến" in text, "Ngày khách đến thực tế" in text) == (True, True)


def test_a_withdrawn_assignment_says_that_the_guests_have_left(office, page):
    submits(office, gifts=(make_gift(),))
    office.goes_on_until(Stage.RECEPTION)
    gifts = office.waiting(Act.ARRANGE, key="gifts")
    for step in office.case.open_steps:
        if step.act is Act.ARRANGE and step.number != gifts.number:
            office.takes_smoothly(step)
    for stage in (Stage.ARRIVAL, Stage.SEND_OFF):
        while not (due := [s for s in office.case.open_steps if s.stage is stage]):
            office.time_passes()
        office.takes_smoothly(due[0])

    assert "Đoàn đã rời tỉnh nên không cần giải quyết nữa." in page(gifts).text


def test_a_conference_is_first_agreed_to_in_principle_then_its_scheme_is_asked_for(office, page):
    office.receives(make_conference())
    agreeing = page(office.goes_on_until(Stage.HOSTING)).text
    office.takes_smoothly(office.waiting(Act.DECIDE))
    while not (scheme := [s for s in office.case.open_steps if s.act is Act.FILE]):
        office.goes_on()

    handing_in = page(scheme[0])

    assert "Cho chủ trương đăng cai hội nghị, hội thảo" in agreeing
    assert "Nộp đề án tổ chức Đề án được lấy ý kiến rồi trình quyết định." in handing_in.text
    assert "commitment_what_1" not in handing_in.form().values


def test_items_of_a_visit_that_was_given_up_are_shown_as_cancelled(office, page):
    october = date(2020, 10, 5)
    submits(
        office,
        visit=Visit.RECURRING,
        further_visits=(Period(arrives=october, departs=october),),
        programme=(make_item(), make_item(day=october, what="Thăm lại trường học")),
    )
    dropped = make_answer("visit_dropped", remarks="Phía bạn xin hoãn.")
    office.takes(office.goes_on_until(Stage.NOTICE), dropped)

    assert "Thăm lại trường học đã hủy" in page(office.goes_on_until(Stage.REPORT)).text
