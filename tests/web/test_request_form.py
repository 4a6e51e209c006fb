"""A unit files its request on the pages, as a newcomer would: no file, no knowledge of codes."""

import re
from pathlib import Path

import pytest

from config.regulation.codes import Act
from flows.case.answers import RemarkGiven
from models.ids import PersonId
from tests.factories.office import OFFICER, make_answer

OF_ANOTHER_UNIT = PersonId("thai.van.thi.du")
A_LEADER = PersonId("pham.van.mau")
EXAMPLE = Path(__file__).parents[2] / "examples" / "outbound_gokseong.yaml"


@pytest.fixture
def officer(browser):
    return browser.is_of(OFFICER)


@pytest.fixture
def draft(officer):
    """The address of an empty draft of a delegation abroad."""
    officer.opens("/requests/new")
    officer.sends(next(f for f in officer.forms if f.values.get("kind") == "outbound"))
    return officer.shows.url.path.rpartition("/")[0]


@pytest.fixture
def full(officer):
    """The address of a draft that says all an example says."""
    officer.opens("/requests/new")
    form = next(f for f in officer.forms if f.has_files)
    officer.sends(form, files={"request_file": ("de-nghi.yaml", EXAMPLE.read_bytes())})
    return officer.shows.url.path.rpartition("/")[0]


def the_form(browser):
    return browser.form("/requests/")


def writes(browser, address, do="save", files=None, **written):
    """Fill in fields of a section, by their names, and press a button."""
    browser.opens(address)
    return browser.sends(the_form(browser), files=files, do=do, **written)


def test_a_section_shows_again_what_was_written_into_it(officer, draft):
    writes(officer, f"{draft}/purpose", title="Thăm huyện Gokseong")

    officer.opens(f"{draft}/purpose")

    assert the_form(officer).values["title"] == "Thăm huyện Gokseong"


def test_the_buttons_lead_to_the_next_section_and_to_the_one_before(officer, draft):
    writes(officer, f"{draft}/purpose", do="next")
    after = officer.shows.url.path
    writes(officer, f"{draft}/purpose", do="back")

    assert (after, officer.shows.url.path) == (f"{draft}/journey", f"{draft}/letter")


def test_a_country_is_chosen_by_its_vietnamese_name(officer, draft):
    writes(officer, f"{draft}/purpose", **{"host.country": "hàn quốc"})

    officer.opens(f"{draft}/purpose")

    assert the_form(officer).values["host.country"] == "Hàn Quốc"


def test_one_more_member_is_one_more_row_and_loses_nothing(officer, draft):
    name = {"members[1].name": "Nguyễn Văn Thí Dụ"}

    writes(officer, f"{draft}/people", do="add:members", **name)

    form = the_form(officer)
    assert form.values["members.rows"] == "2"
    assert form.values["members[1].name"] == "Nguyễn Văn Thí Dụ"


def test_a_member_who_is_removed_makes_room_for_the_next(officer, full):
    before = the_form(officer.opens(f"{full}/people")).values["members[2].name"]

    writes(officer, f"{full}/people", do="remove:members[1]")

    form = the_form(officer)
    assert (form.values["members.rows"], form.values["members[1].name"]) == ("4", before)


def test_what_is_missing_is_told_with_a_link_into_its_section(officer, draft):
    officer.opens(f"{draft}/check")

    assert f"{draft}/people?check=1#members" in officer.links


def test_what_is_wrong_is_told_beside_the_field_and_kept(officer, draft):
    writes(officer, f"{draft}/journey", departs="hôm nào đó")

    officer.opens(f"{draft}/journey")

    assert the_form(officer).values["departs"] == "hôm nào đó"
    assert 'id="departs-said"' in officer.html


def test_what_may_be_chosen_is_told_beside_the_field_that_has_none_of_it(officer, full):
    writes(officer, f"{full}/people", **{"members[1].rank": "Chủ tịch UBND huyện"})

    officer.opens(f"{full}/people")

    said = officer.html.partition('id="members[1].rank-said"')[2].partition("</div>")[0]
    assert "Chủ tịch UBND huyện" in said
    assert "{allowed}" not in officer.html


def test_a_full_request_is_filed_and_leads_to_its_case(officer, full, site):
    officer.opens(f"{full}/check")

    officer.sends(officer.form("/check$"))

    assert officer.shows.url.path == "/cases/DR-2020-0001"
    site.deliver()
    assert any(".to_sign." in caught.message_id for caught in site.catcher.messages())


def test_before_filing_the_way_its_grounds_and_what_speaks_against_it_are_shown(
    officer, full, site
):
    before = site.state()

    officer.opens(f"{full}/check")

    told = ["Hồ sơ sẽ đi qua", "Căn cứ", "Cần lưu ý", "Hạn nộp muộn nhất", "Thư sẽ gửi"]
    assert [words in officer.text for words in told] == [True] * 5
    assert site.state() == before


def test_the_back_button_after_filing_leads_to_the_case_and_files_nothing_more(officer, full):
    officer.opens(f"{full}/check")
    form = officer.form("/check$")
    officer.sends(form)

    officer.sends(form)

    assert officer.shows.url.path == "/cases/DR-2020-0001"
    officer.opens(f"{full}/purpose")
    assert officer.shows.url.path == "/cases/DR-2020-0001"


def test_a_draft_of_another_unit_is_not_there(officer, full, site):
    other = site.browser().is_of(OF_ANOTHER_UNIT)

    found = [other.opens(f"{full}/{page}").status for page in ("people", "check", "file")]

    assert found == [404, 404, 404]


def test_a_draft_is_shown_to_nobody_who_is_not_signed_in(full, site):
    stranger = site.browser()

    pages = [stranger.opens(f"{full}/{page}") for page in ("people", "check", "file")]

    assert "S0000412" not in "".join(page.html for page in pages)
    assert stranger.status == 403


def test_who_is_of_no_unit_is_told_so(site):
    leader = site.browser().is_of(A_LEADER)

    leader.opens("/requests/new")

    assert "không giữ chức danh tại đơn vị nào" in leader.text


def test_a_colleague_who_wrote_meanwhile_is_named_and_both_keep_their_words(officer, draft, site):
    officer.opens(f"{draft}/purpose")
    mine = the_form(officer)
    writes(site.browser().is_of(OFFICER), f"{draft}/purpose", title="Thăm Saga")

    officer.sends(mine, do="save", title="Thăm Gokseong")

    assert officer.status == 409
    assert the_form(officer).values["title"] == "Thăm Gokseong"
    assert "Thăm Saga" in officer.text


def test_saving_once_more_keeps_ones_own_words(officer, draft, site):
    officer.opens(f"{draft}/purpose")
    mine = the_form(officer)
    writes(site.browser().is_of(OFFICER), f"{draft}/purpose", title="Thăm Saga")
    officer.sends(mine, do="save", title="Thăm Gokseong")

    officer.sends(the_form(officer), do="save")

    assert the_form(officer.opens(f"{draft}/purpose")).values["title"] == "Thăm Gokseong"


def test_files_are_kept_with_their_papers_and_several_at_once(officer, draft):
    pdf = b"%PDF-1.4 a made-up paper"
    several = [("more_files", (f"giay-to-{n}.pdf", pdf + bytes([n]), "")) for n in (1, 2)]

    writes(officer, f"{draft}/papers", files=several)

    officer.opens(f"{draft}/papers")
    form = the_form(officer)
    assert form.values["papers.rows"] == "2"
    assert ["giay-to-1.pdf" in officer.text, "giay-to-2.pdf" in officer.text] == [True, True]


@pytest.mark.parametrize(
    ("name", "content"), [("virus.exe", b"MZ\x90\x00"), ("thu.pdf", b"not what it says")]
)
def test_a_file_that_is_not_what_it_says_is_refused_and_the_words_stay(
    officer, draft, name, content
):
    officer.opens(f"{draft}/papers")
    officer.sends(the_form(officer), do="add:papers")

    officer.sends(
        the_form(officer),
        files={"papers[1].file.upload": (name, content, "application/pdf")},
        do="save",
        **{"papers[1].title": "Thư mời"},
    )

    assert officer.status == 422
    assert the_form(officer).values["papers[1].title"] == "Thư mời"


@pytest.mark.parametrize(
    "said", ["<script>alert(1)</script>", "{{ 7*7 }}", "a\r\nBcc: x@example.org", "${jndi:x}"]
)
def test_what_looks_like_code_is_shown_as_it_was_written(officer, draft, said):
    writes(officer, f"{draft}/purpose", title=said)

    officer.opens(f"{draft}/check")

    assert "<script>alert" not in officer.html
    assert "49" not in the_form(officer.opens(f"{draft}/purpose")).values["title"]


def test_the_draft_can_be_downloaded_as_the_file_it_equals(officer, full):
    officer.opens(f"{full}/file")

    assert "attachment" in officer.shows.headers["content-disposition"]
    assert "number: S0000412" in officer.html


def test_a_draft_that_was_deleted_is_gone(officer, full):
    officer.opens(f"{full}/check")
    officer.sends(officer.form("/discard$"))

    assert officer.opens(f"{full}/people").status == 404


def test_the_drafts_of_the_unit_are_listed_where_a_request_is_begun(officer, full):
    officer.opens("/requests/new")

    assert f"{full}/letter" in officer.links


def test_a_form_of_another_session_changes_no_draft(officer, draft, site):
    officer.opens(f"{draft}/purpose")
    form = the_form(officer)
    colleague = site.browser().is_of(OFFICER)

    colleague.sends(form, do="save", title="Không phải tôi")

    assert colleague.status == 403
    assert the_form(officer.opens(f"{draft}/purpose")).values["title"] == ""


def test_a_return_is_answered_on_the_form_with_its_remarks_beside_the_fields(officer, full, office):
    officer.opens(f"{full}/check")
    officer.sends(officer.form("/check$"))
    office.case_no = "DR-2020-0001"
    office.takes(
        office.waiting(Act.SIGN),
        make_answer(
            "return",
            remarks="Nêu rõ thời gian.",
            remarks_on=(RemarkGiven("dates", "Rút một ngày."),),
        ),
    )
    step = office.waiting(Act.REVISE)
    officer.opens(f"/cases/{office.case_no}/steps/{step.number}")

    officer.sends(officer.form("/versions/resubmit$"))
    later = officer.shows.url.path.rpartition("/")[0]
    officer.opens(f"{later}/journey")

    assert ["Nêu rõ thời gian." in officer.text, "Rút một ngày." in officer.text] == [True, True]
    writes(officer, f"{later}/journey", returns="2020-09-04")


def with_members(officer, count):
    """The address of a draft with so many members."""
    rows = "\n".join(f"  - name: Nguyễn Văn Số {number}" for number in range(1, count + 1))
    officer.opens("/requests/new")
    form = next(f for f in officer.forms if f.has_files)
    text = f"members:\n{rows}\n"
    officer.sends(form, files={"request_file": ("de-nghi.yaml", text.encode())})
    return officer.shows.url.path.rpartition("/")[0]


def names_of(officer, address):
    """The names of all members, page by page."""
    found = []
    for first in (1, 11, 21, 31, 41, 51):
        form = the_form(officer.opens(f"{address}/people?rows=members[{first}]"))
        found += [form.values[f"members[{n}].name"] for n in range(first, first + 10)]
    return found


def test_sixty_members_are_shown_ten_at_a_time_on_a_page_that_is_small(officer):
    address = with_members(officer, 60)

    officer.opens(f"{address}/people")

    assert len(officer.html.encode()) < 150_000
    assert "members[10].name" in the_form(officer).values
    assert "members[11].name" not in the_form(officer).values


def test_what_is_written_on_one_page_of_members_changes_none_on_another(officer):
    address = with_members(officer, 60)
    before = names_of(officer, address)

    writes(officer, f"{address}/people?rows=members[25]", **{"members[25].name": "Trần Thị Khác"})

    assert names_of(officer, address) == [*before[:24], "Trần Thị Khác", *before[25:]]


def test_a_member_removed_on_a_later_page_is_the_one_that_was_meant(officer):
    address = with_members(officer, 61)

    writes(officer, f"{address}/people?rows=members[25]", do="remove:members[25]")

    assert names_of(officer, address)[23:26] == [f"Nguyễn Văn Số {n}" for n in (24, 26, 27)]


def test_one_more_member_comes_at_the_end_wherever_one_stands(officer):
    address = with_members(officer, 60)

    writes(officer, f"{address}/people?rows=members[11]", do="add:members")

    assert the_form(officer).values["members[61].name"] == ""


def pastes(officer, address, text):
    return writes(officer, address, do="bring:members", **{"members.pasted": text})


def test_members_pasted_from_a_spreadsheet_with_its_heading_stand_in_their_fields(officer, draft):
    heading = "Chức vụ\tHọ và tên\tVai trò trong đoàn\tĐảng viên\tNgày sinh\tSố hộ chiếu"
    row = "Trưởng phòng\tLê Thị Ví Dụ\tPhó đoàn\tcó\t03/11/1975\tC1234567"

    pastes(officer, f"{draft}/people", f"{heading}\n{row}\n")

    form = the_form(officer.opens(f"{draft}/people"))
    names = ("name", "position", "role", "party_member", "born", "passport.number")
    assert [form.values[f"members[1].{name}"] for name in names] == [
        "Lê Thị Ví Dụ", "Trưởng phòng", "deputy", "true", "03/11/1975", "C1234567",
    ]  # fmt: skip


def test_rows_without_a_heading_stand_in_the_order_of_the_form_after_those_there_are(officer, full):
    pastes(officer, f"{full}/people", "Lê Thị Ví Dụ\tTrưởng phòng\nTrần Văn Thêm\tChuyên viên")

    form = the_form(officer.opens(f"{full}/people"))
    assert form.values["members.rows"] == "7"
    assert form.values["members[7].position"] == "Chuyên viên"


def test_a_column_nobody_knows_is_named_and_what_was_pasted_stays(officer, draft):
    text = "Họ và tên\tChức vụ\tLương\nLê Thị Ví Dụ\tTrưởng phòng\t5"

    pastes(officer, f"{draft}/people", text)

    assert (officer.status, "Lương" in officer.text) == (422, True)
    assert the_form(officer).values["members.pasted"] == text


def test_days_and_amounts_are_written_as_people_write_them(officer, full):
    writes(officer, f"{full}/journey", departs="31/8/2020", returns="5.9.2020")
    writes(officer, f"{full}/costs", **{"costs[1].amount": "62.500.000 đồng"})

    officer.opens(f"{full}/check")

    assert "Đề nghị đã đủ để nộp" in officer.text


def test_an_amount_that_can_be_read_two_ways_is_asked_about(officer, full):
    writes(officer, f"{full}/costs", **{"costs[2].amount": "1.800"})

    officer.opens(f"{full}/check")

    assert "1.800" in officer.text
    assert f"{full}/costs?check=1&rows=costs[2]#costs[2].amount" in officer.links


def autosaves(officer, address, **written):
    """What the script sends while somebody writes, and what the page learns of it."""
    form = the_form(officer.opens(address))
    return officer.client.post(form.action, data={**form.values, **written, "do": "autosave"})


def test_what_is_being_written_is_kept_without_a_button(officer, draft):
    told = autosaves(officer, f"{draft}/purpose", title="Thăm Gok")

    assert "Bản thảo được lưu lần cuối" in told.text
    assert the_form(officer.opens(f"{draft}/purpose")).values["title"] == "Thăm Gok"


def test_a_page_that_goes_on_writing_is_in_nobodys_way(officer, draft):
    form = the_form(officer.opens(f"{draft}/purpose"))
    told = officer.client.post(form.action, data={**form.values, "title": "Th", "do": "autosave"})
    (seen,) = re.findall('name="seen" value="([0-9a-f]+)"', told.text)

    officer.sends(form, do="next", seen=seen, title="Thăm Gokseong")

    assert officer.shows.url.path == f"{draft}/journey"
    assert the_form(officer.opens(f"{draft}/purpose")).values["title"] == "Thăm Gokseong"


def test_a_row_that_is_still_empty_stays_while_the_one_after_it_is_written(officer, draft):
    writes(officer, f"{draft}/people", do="add:members", **{"members[1].name": "Lê Thị Ví Dụ"})

    autosaves(
        officer, f"{draft}/people", **{"members[1].name": "", "members[2].name": "Trần Văn B"}
    )

    form = the_form(officer.opens(f"{draft}/people"))
    assert (form.values["members[1].name"], form.values["members[2].name"]) == ("", "Trần Văn B")


def test_a_colleague_is_named_to_whoever_is_still_writing(officer, draft, site):
    form = the_form(officer.opens(f"{draft}/purpose"))
    writes(site.browser().is_of(OFFICER), f"{draft}/purpose", title="Thăm Saga")

    told = officer.client.post(form.action, data={**form.values, "title": "Th", "do": "autosave"})

    assert "vừa sửa phần này" in told.text
    assert the_form(officer.opens(f"{draft}/purpose")).values["title"] == "Thăm Saga"


def test_the_one_script_of_a_section_is_allowed_by_its_address_and_nothing_inline(officer, draft):
    policy = officer.opens(f"{draft}/purpose").shows.headers["content-security-policy"]

    (scripts,) = re.findall("script-src ([^;]+);", policy)
    assert scripts.endswith("/static/htmx.min.js")
    assert "unsafe" not in policy


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("- một\n- hai\n", "không phải là một đề nghị"),
        ("kind: [outbound]\n", "Chọn đoàn ra hoặc đoàn vào"),
        ("title: Thăm Saga\nmembres: []\n", "membres"),
        ("members: [{nme: A}]\n", "nme"),
        ("title: [\n", "Không đọc được tệp ở dòng"),
    ],
)
def test_a_file_that_no_form_can_show_begins_nothing_and_says_why(officer, said, told):
    officer.opens("/requests/new")
    form = next(f for f in officer.forms if f.has_files)

    officer.sends(form, files={"request_file": ("de-nghi.yaml", said.encode())})

    assert officer.status == 422
    assert told in officer.text
    assert "Bản thảo của đơn vị" not in officer.text
