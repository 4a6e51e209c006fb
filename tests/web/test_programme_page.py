"""The programme of a visit on the page and in a document, and the form that changes an item of it."""

from datetime import time, timedelta
from io import BytesIO

import pytest
from docx import Document
from docx.oxml.ns import qn
from sqlalchemy import select

from flows.acts.programme.answering import answer_to_invitation
from models.ids import SeatKey
from models.store.directory import end_seat
from models.store.tables import programmes, security_log
from tests.factories.calendars import make_reply
from tests.factories.house import house
from tests.factories.programme import (
    COORDINATOR,
    HALL,
    HEAD,
    LEADER,
    OFFICER,
    approves,
    make_visit,
    programme_of,
    revises,
)
from tests.factories.visit import (
    DEPARTS,
    make_head_guest,
    make_host_leader,
    make_item,
    make_press_visit,
)

STRANGER = "mai.van.mau"
POLICE = "duong.van.vi.du"


@pytest.fixture
def visit(site, office):
    """An approved visit: received by a leader in a hall, on the second day in a field."""
    items = (
        make_item(hall=HALL, leader=LEADER, interpreter=1),
        make_item(day=DEPARTS, what="Thăm vùng trồng mãng cầu xiêm", what_en=None),
    )
    approves(office, make_visit(*items, received_by=(make_host_leader(person=LEADER),)))
    return office


def address(office, rest=""):
    return f"/cases/{office.case_no}/programme{rest}"


@pytest.fixture
def seen_by(site, visit):
    """Open a page of the programme in a session of a person."""

    def opened(person, rest="", language="vi"):
        browser = site.browser(language)
        browser.client.cookies.set("doan-session", site.session_of(person))
        return browser.opens(address(visit, rest))

    return opened


@pytest.fixture
def form_of(seen_by):
    """Open the form of an item as the unit's officer, or as somebody else."""

    def opened(number=1, person=OFFICER):
        return seen_by(person, f"/items/{number}")

    return opened


def sends(browser, files=None, **written):
    return browser.sends(browser.form(r"/items/\d+$"), files=files, **written)


# --- reading it ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "said",
    [
        "Đoàn huyện Gangjin thăm và làm việc",
        "Chính quyền huyện Gangjin (Hàn Quốc) · trưởng đoàn Park Seo-yeon",
        "Thứ Hai, 24/08/2020 Monday, 24 August 2020",
        "08:30 – 10:00",
        "Làm việc với lãnh đạo huyện Talks with the leaders of the district",
        "Huyện Phụng Hiệp · Hội trường A Phung Hiep District",
        "Cao Văn Ví Dụ, Chủ tịch UBND huyện Phụng Hiệp Phiên dịch: Tôn Thị Giả Định",
        "UBND thị xã Long Mỹ People's Committee of Long My Town",
        "Thăm vùng trồng mãng cầu xiêm Working session",
    ],
)
def test_the_programme_says_all_in_both_languages(seen_by, said):
    assert said in seen_by(OFFICER).text


def test_an_english_reader_finds_both_languages_too(site, visit, seen_by):
    text = seen_by(LEADER).text

    assert "Làm việc với lãnh đạo huyện" in text
    assert "Talks with the leaders of the district" in text


def test_a_cancelled_item_is_struck_out_and_keeps_its_place(visit, seen_by):
    revises(visit, cancelled=True)

    page = seen_by(OFFICER)

    assert '<tr id="item-1" class="cancelled">' in page.html
    assert "Đã hủy" in page.text


def test_the_programme_in_force_is_shown_and_not_the_one_that_was_submitted(visit, seen_by):
    revises(visit, begins="09:15")

    assert "09:15 – 10:00" in seen_by(OFFICER).text


def test_it_is_printed_by_a_sheet_of_its_own(seen_by):
    page = seen_by(OFFICER)
    sheet = page.html.partition('href="/static/programme.css')[2].partition('"')[0]

    assert "@media print" in page.opens(f"/static/programme.css{sheet}").shows.text


@pytest.mark.parametrize("person", [OFFICER, HEAD, COORDINATOR])
def test_who_may_change_an_item_finds_its_form(visit, seen_by, person):
    assert address(visit, "/items/1") in seen_by(person).links


def test_who_has_a_part_only_reads(visit, seen_by):
    page = seen_by(POLICE)

    assert (page.status, address(visit, "/items/1") in page.links) == (200, False)


def test_a_leader_who_is_only_called_to_an_item_reads_it(seen_by):
    assert seen_by(LEADER).status == 200


@pytest.mark.parametrize("rest", ["", ".docx"])
def test_who_has_no_part_sees_nothing_and_is_noted(site, seen_by, rest):
    page = seen_by(STRANGER, rest)

    assert (page.status, "Gangjin" in page.text) == (403, False)
    with site.desk.store.reading() as conn:
        assert conn.execute(select(security_log.c.what)).scalars().all() == ["other_person"]


@pytest.mark.parametrize("rest", ["", ".docx", "/items/1"])
def test_without_a_session_nothing_is_shown(site, visit, rest):
    page = site.browser().opens(address(visit, rest))

    assert (page.status, "Gangjin" in page.text) == (403, False)


@pytest.mark.parametrize("rest", ["", ".docx", "/items/1"])
def test_a_delegation_that_goes_abroad_has_no_programme(site, office, rest):
    office.submits()
    browser = site.browser()
    browser.client.cookies.set("doan-session", site.session_of(OFFICER))

    assert browser.opens(address(office, rest)).status == 404


def test_a_programme_that_is_not_approved_says_so_and_is_not_changed(site, office):
    office.receives(make_visit())
    browser = site.browser()
    browser.client.cookies.set("doan-session", site.session_of(OFFICER))

    page = browser.opens(address(office))

    assert "Dự kiến, chưa được chấp thuận" in page.text
    assert not any("/items/" in link for link in page.links)


# --- changing an item ---------------------------------------------------------------------------


def test_looking_at_a_form_changes_nothing(site, visit, form_of):
    before = site.state()

    assert form_of().status == 200
    assert site.state() == before


def test_a_form_sent_as_it_was_changes_nothing(site, visit, form_of):
    page = form_of()
    before = site.state()

    sends(page)

    assert site.state() == before


def test_a_change_is_recorded_and_shown(visit, form_of):
    page = sends(form_of(), begins="09:00", what="Hội đàm")

    assert page.status == 200
    assert "09:00 – 10:00" in page.text
    assert programme_of(visit)[0].what == "Hội đàm"
    assert programme_of(visit)[0].leader == LEADER


def test_an_item_is_cancelled_by_a_tick(visit, form_of):
    sends(form_of(), cancelled="yes")

    assert programme_of(visit)[0].cancelled


def test_what_is_wrong_is_told_beside_its_field_and_what_was_written_comes_back(visit, form_of):
    page = sends(form_of(), ends="08:00", what="Hội đàm dài hơi")

    assert page.status == 422
    assert 'id="ends-problem-1"' in page.html
    assert page.form(r"/items/\d+$").values["what"] == "Hội đàm dài hơi"
    assert programme_of(visit)[0].what == "Làm việc với lãnh đạo huyện"


def test_what_another_visit_has_is_named_and_what_was_written_comes_back(visit, form_of):
    first = visit.case_no
    approves(visit, make_visit(make_item(begins=time(14), ends=time(15)), make_item(day=DEPARTS)))

    page = sends(form_of(), begins="09:00", ends="11:00", hall=HALL)

    assert page.status == 409
    assert f"Hội trường “{HALL}”: hồ sơ {first} dùng từ 08:30 24/08/2020" in page.text
    assert page.form(r"/items/\d+$").values["begins"] == "09:00"


def test_an_item_changed_by_somebody_else_meanwhile_is_not_overwritten(visit, form_of):
    page = form_of()
    revises(visit, person=COORDINATOR, begins="09:30")

    page = sends(page, what="Hội đàm")

    assert (page.status, "Mục này đã thay đổi" in page.text) == (409, True)
    assert programme_of(visit)[0].what == "Làm việc với lãnh đạo huyện"
    assert page.form(r"/items/\d+$").values["what"] == "Hội đàm"


@pytest.fixture
def press_form(site, office):
    """The form of an item of foreign press, open before the unit's officer."""
    approves(office, make_press_visit(unit="long_my"))
    browser = site.browser()
    browser.client.cookies.set("doan-session", site.session_of(OFFICER))
    return browser.opens(address(office, "/items/1"))


def test_press_work_without_acceptance_is_refused_beside_the_paper(office, press_form):
    page = sends(press_form, place="nga_bay")

    assert (page.status, "262/2026/NĐ-CP" in page.text) == (422, True)
    assert page.form(r"/items/\d+$").values["place"] == "nga_bay"


def test_press_work_moves_with_an_acceptance_and_its_file(office, press_form):
    paper = {"paper_file": ("chap-thuan.pdf", b"%PDF-1.4 accepted")}

    sends(press_form, files=paper, place="nga_bay", paper_number="45/UBND", paper_date="2020-07-06")

    assert programme_of(office)[0].place == "nga_bay"


def test_who_may_not_change_it_gets_no_form_and_reads_why(seen_by):
    page = seen_by(POLICE, "/items/1")

    assert (page.status, "Chỉ đầu mối điều phối" in page.text) == (403, True)


def test_who_left_the_seat_since_changes_nothing_and_the_attempt_is_journaled(site, visit, form_of):
    page = form_of()
    with site.desk.store.writing() as conn:
        end_seat(house(conn), SeatKey("long_my/officer"), OFFICER, visit.today - timedelta(days=1))

    sent = sends(page, what="Hội đàm")

    assert (sent.status, "Hội đàm" in sent.text) == (403, True)
    assert visit.journal()[-1].reason == "not_in_charge"
    assert programme_of(visit)[0].what == "Làm việc với lãnh đạo huyện"


def test_a_form_of_another_item_opens_nothing(visit, form_of):
    page = form_of(2)
    fields = page.form(r"/items/\d+$")
    fields.action = fields.action.replace("/items/2", "/items/1")

    sent = page.sends(fields, what="Hội đàm")

    assert (sent.status, programme_of(visit)[0].what) == (403, "Làm việc với lãnh đạo huyện")


def test_without_a_session_nothing_is_taken_and_the_words_come_back(site, visit, form_of):
    fields = form_of().form(r"/items/\d+$")

    sent = site.browser().sends(fields, what="Một đoạn dài")

    assert (sent.status, "Một đoạn dài" in sent.text) == (403, True)
    with site.desk.store.reading() as conn:
        assert conn.execute(select(programmes)).all() == []


def test_an_item_that_is_not_there_has_no_form(seen_by):
    assert seen_by(OFFICER, "/items/9").status == 404


# --- the document -------------------------------------------------------------------------------


@pytest.fixture
def document(visit, seen_by):
    """The document as a word processor reads it, its second item cancelled."""
    revises(visit, 2, cancelled=True)
    answer = seen_by(OFFICER, ".docx").shows
    assert answer.headers["content-disposition"].endswith(f"chuong-trinh-{visit.case_no}.docx")
    return Document(BytesIO(answer.content))


def written(document):
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    lines = [p.text for cell in cells for p in cell.paragraphs]
    return "\n".join([*lines, *(p.text for p in document.paragraphs)])


@pytest.mark.parametrize(
    "said",
    [
        "ỦY BAN NHÂN DÂN THỊ XÃ LONG MỸ",
        "Nơi nhận:",
        "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "ngày 06 tháng 7 năm 2020",
        "CHƯƠNG TRÌNH / PROGRAMME",
        "Chính quyền huyện Gangjin (Hàn Quốc), trưởng đoàn: Park Seo-yeon",
        "Chính quyền huyện Gangjin (South Korea), headed by Park Seo-yeon",
        "Thứ Hai, 24/08/2020 / Monday, 24 August 2020",
        "08:30 – 10:00",
        "Làm việc với lãnh đạo huyện",
        "Talks with the leaders of the district",
        "Phung Hiep District",
        "Cao Văn Ví Dụ, Chủ tịch UBND huyện Phụng Hiệp",
    ],
)
def test_the_document_has_the_parts_an_official_paper_has(document, said):
    assert said in written(document)


def test_names_with_every_vietnamese_letter_survive(site, office):
    name = "Nguyễn Thị Ngọc Ẩn Đặng Ỷ Ữ"
    head = make_head_guest(name=name, position="Giám đốc Sở Đối ngoại")
    office.receives(make_visit(guests=(head,), title="Đoàn “Ngữ Ấn” <&> thăm"))
    browser = site.browser()
    browser.client.cookies.set("doan-session", site.session_of(OFFICER))

    document = Document(BytesIO(browser.opens(address(office, ".docx")).shows.content))

    assert name in written(document)
    assert "Đoàn “Ngữ Ấn” <&> thăm" in written(document)


def test_it_is_set_in_times_new_roman_on_a4(document):
    section = document.sections[0]

    assert document.styles["Normal"].font.name == "Times New Roman"
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)


def test_the_head_of_the_table_is_repeated_and_pages_are_numbered(document):
    table, section = document.tables[1], document.sections[0]

    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert "PAGE" in section.header._element.xml
    assert section.different_first_page_header_footer


def test_a_cancelled_item_is_struck_out_in_it(document):
    runs = [
        run
        for cell in document.tables[1].rows[-1].cells
        for paragraph in cell.paragraphs
        for run in paragraph.runs
        if run.text and "hủy" not in run.text and "cancelled" not in run.text
    ]

    assert runs
    assert all(run.font.strike for run in runs)


# --- what calendars answer -----------------------------------------------------------------------


def is_answered(office, answer, **more):
    """The leader's calendar answers the invitation to the first item."""
    reply = make_reply(
        office.case.event_name(1).uid,
        answer=answer,
        attendee=f"mailto:{LEADER}@hau-giang.example",
        sequence=0,
        **more,
    )
    answer_to_invitation(office.desk, reply)


@pytest.mark.parametrize("person", [COORDINATOR, OFFICER])
def test_who_arranges_sees_what_each_who_is_called_answers(visit, seen_by, person):
    is_answered(visit, "DECLINED", comment="Tôi đi công tác.")

    shown = seen_by(person).text

    assert "Cao Văn Ví Dụ: không dự được – Tôi đi công tác." in " ".join(shown.split())
    assert "Nguyễn Thị Mẫu: chưa trả lời" in shown


def test_an_answer_to_an_invitation_that_was_changed_since_is_shown_as_such(visit, seen_by):
    is_answered(visit, "ACCEPTED")
    revises(visit, begins="09:00")

    shown = " ".join(seen_by(OFFICER).text.split())

    assert "Cao Văn Ví Dụ: nhận lời (trả lời thư mời trước khi có thay đổi)" in shown


def test_who_takes_part_does_not_see_what_others_answer(visit, seen_by):
    is_answered(visit, "DECLINED", comment="Tôi đi công tác.")

    assert "không dự được" not in seen_by(LEADER).text
