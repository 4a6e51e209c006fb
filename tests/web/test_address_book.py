"""A unit picks those it filed before from its address book, and corrects the book on its pages."""

import re
from datetime import date

import pytest

from flows.drafting import address_book, writing
from models.ids import PersonId
from tests.factories.office import OFFICER
from tests.factories.request import make_leader, make_member, make_passport, make_request

OF_ANOTHER_UNIT = PersonId("ta.thi.vi.du")
GIVEN_NAMES = [
    *("An", "Ba", "Cam", "Dung", "Em", "Giang", "Hà", "Khoa", "Lan", "Mai", "Nga", "Oanh", "Phú"),
    *("Quý", "Sáu", "Tám", "Út", "Vân", "Xuân", "Yến", "Bình", "Châu", "Đào", "Hoa", "Kim", "Thơ"),
    *("Sen", "Tươi", "Lý", "Ngọc"),
]
AUDITOR = PersonId("cao.thi.thi.du")


@pytest.fixture
def officer(browser, office):
    """An officer whose unit filed two of one name before, one of them with a passport."""
    born = make_member(born=date(1975, 8, 31), passport=make_passport())
    other = make_member(born=date(1980, 1, 2), position="Chuyên viên Văn phòng")
    office.submits(make_request(members=(make_leader(), born, other)))
    return browser.is_of(OFFICER)


def draft_of(browser):
    """The address of a new draft's people."""
    browser.opens("/requests/new")
    browser.sends(next(f for f in browser.forms if f.values.get("kind") == "outbound"))
    return f"{browser.shows.url.path.rpartition('/')[0]}/people"


def entries(site, who=OFFICER):
    return {
        each.values.get("born", ""): each
        for each in address_book.book_of(site.desk, who, passports=True)
    }


def picks(browser, address, *ids, **written):
    browser.opens(address)
    form = browser.form("/people$")
    return browser.sends(form, do="book:members", **{"members.book": list(ids)}, **written)


def offered(browser):
    """The names that the book offers on the page."""
    tick = r'name="members\.book"[^>]*> <span><strong>(.*?)</strong>'
    return re.findall(tick, browser.html)


def test_those_who_are_picked_stand_in_the_form_with_all_that_is_kept_of_them(officer, site):
    address, person = draft_of(officer), entries(site)["1975-08-31"]

    picks(officer, address, person.id, **{"members[1].name": "Phạm Văn Gõ"})

    values = writing.read_draft(site.desk, OFFICER, address.split("/")[2]).values
    assert values["members"] == [{"name": "Phạm Văn Gõ"}, person.values]
    form = officer.form("/people$")
    assert form.values["members[2].passport.number"] == "S0000001"
    assert form.values["members[2].role"] == ""


def test_two_of_one_name_are_offered_apart_by_birth_and_position(officer):
    officer.opens(draft_of(officer))

    assert (
        "Nguyễn Văn Mẫu , sinh ngày 31/08/1975 – Chuyên viên Phòng Kinh tế trùng tên"
        in officer.text
    )
    assert "Nguyễn Văn Mẫu , sinh ngày 02/01/1980 – Chuyên viên Văn phòng trùng tên" in officer.text


def test_who_is_in_the_list_already_is_marked(officer, site):
    address, person = draft_of(officer), entries(site)["1980-01-02"]

    picks(officer, address, person.id)

    officer.opens(address)
    assert officer.text.count("đã có trong danh sách") == 1


def test_nobody_ticked_is_told_and_nothing_typed_is_lost(officer):
    picks(officer, draft_of(officer), **{"members[1].name": "Phạm Văn Gõ"})

    assert (officer.status, "Chưa đánh dấu người nào" in officer.text) == (422, True)
    assert officer.form("/people$").values["members[1].name"] == "Phạm Văn Gõ"


def test_whom_another_unit_keeps_cannot_be_picked(officer, site):
    person = entries(site)["1975-08-31"]
    other = site.browser().is_of(OF_ANOTHER_UNIT)
    address = draft_of(other)

    picks(other, address, person.id)

    assert (other.status, "S0000001" in other.html) == (422, False)


@pytest.mark.parametrize("who", [OF_ANOTHER_UNIT, AUDITOR])
def test_the_book_is_shown_to_its_unit_alone(officer, site, who):
    person = entries(site)["1975-08-31"]
    other = site.browser().is_of(who)

    own = officer.opens("/address-book").text
    others = other.opens("/address-book").text
    page = other.opens(f"/address-book/{person.id}").status

    assert (own.count("Nguyễn Văn Mẫu"), "Nguyễn Văn Mẫu" in others, page) == (4, False, 404)


def test_a_passport_is_named_in_the_list_and_read_on_the_page_of_its_person_alone(officer, site):
    person = entries(site)["1975-08-31"]

    listed = officer.opens("/address-book").html
    page = officer.opens(f"/address-book/{person.id}").html

    assert ("có hộ chiếu" in listed, "S0000001" in listed, "S0000001" in page) == (
        True,
        False,
        True,
    )


def test_a_person_is_corrected_and_what_is_wrong_is_told_beside_its_field(officer, site):
    person = entries(site)["1980-01-02"]
    officer.opens(f"/address-book/{person.id}")
    form = officer.form(f"{person.id}$")
    officer.sends(form, **{"members[1].born": "ngày nào đó", "members[1].position": "Phó phòng"})

    assert officer.status == 422
    assert 'id="members[1].born-said"' in officer.html
    form = officer.form(f"{person.id}$")
    assert form.values["members[1].position"] == "Phó phòng"
    officer.sends(form, **{"members[1].born": "03/01/1980"})

    assert officer.shows.url.path == "/address-book"
    assert entries(site)["03/01/1980"].values["position"] == "Phó phòng"


def test_a_person_is_removed(officer, site):
    person = entries(site)["1980-01-02"]
    officer.opens(f"/address-book/{person.id}")

    officer.sends(officer.form("/remove$"))

    assert officer.shows.url.path == "/address-book"
    assert "1980-01-02" not in entries(site)
    assert officer.opens(f"/address-book/{person.id}").status == 404
    assert "không có mục này" in officer.text


def test_a_form_of_another_session_changes_nobody(officer, site):
    person = entries(site)["1980-01-02"]
    officer.opens(f"/address-book/{person.id}")
    forms = [officer.form(f"{person.id}$"), officer.form("/remove$")]
    colleague = site.browser().is_of(OFFICER)

    answers = [colleague.sends(form, **{"members[1].name": "Khác"}).status for form in forms]

    assert answers == [403, 403]
    assert entries(site)["1980-01-02"].name == "Nguyễn Văn Mẫu"


def test_the_way_to_the_book_is_shown_where_a_request_is_begun(officer):
    officer.opens("/requests/new")

    assert "/address-book" in officer.links


def test_of_a_large_book_the_latest_are_offered_and_anybody_is_found_by_part_of_a_name(
    officer, office, site
):
    others = [make_member(name=f"Trần Thị Giả {given}") for given in GIVEN_NAMES]
    office.submits(make_request(members=(make_leader(), *others[:15])))
    office.submits(make_request(members=(make_leader(), *others[15:])))
    officer.opens(draft_of(officer))
    assert len(offered(officer)) == address_book.MOST_OFFERED
    assert "Nguyễn Văn Mẫu" not in offered(officer)

    officer.sends(officer.form("/people$"), do="find:members", **{"members.named": "van mau"})

    assert offered(officer) == ["Nguyễn Văn Mẫu"] * 2
    assert "2 người có họ tên chứa “van mau”." in officer.text


def test_who_is_marked_is_kept_while_another_is_looked_for(officer, office, site):
    address, person = draft_of(officer), entries(site)["1975-08-31"]
    officer.opens(address)

    form = officer.form("/people$")
    officer.sends(
        form, do="find:members", **{"members.book": [person.id], "members.named": "thí dụ"}
    )

    values = writing.read_draft(site.desk, OFFICER, address.split("/")[2]).values
    assert values["members"] == [person.values]
