"""What can be said of a delegation, through the forms to dossier, print, letters and document."""

from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from config.regulation.codes import Stage
from tests.factories.letters import letters, read, text_of
from tests.factories.office import OFFICER

EXAMPLES = Path(__file__).parents[2] / "examples"
HOST = "thai.van.thi.du"


@pytest.fixture
def filed(browser):
    """File an example as somebody of its unit, with some fields of its sections written anew."""

    def files(example, person, **sections):
        browser.is_of(person).opens("/requests/new")
        form = next(f for f in browser.forms if f.has_files)
        text = (EXAMPLES / f"{example}.yaml").read_bytes()
        browser.sends(form, files={"request_file": ("de-nghi.yaml", text)})
        draft = browser.shows.url.path.rpartition("/")[0]
        for section, written in sections.items():
            browser.opens(f"{draft}/{section}")
            browser.sends(browser.form("/requests/"), do="save", **written)
        browser.opens(f"{draft}/check")
        told = [link for link in browser.links if "check=1" in link]
        assert told == [], browser.text
        browser.sends(browser.form("/check$"))
        return browser

    return files


@pytest.fixture
def case(site, office, filed):
    """The same, with the case in the office's hand, and its page as a reader sees it."""

    def of(example, person, **sections):
        browser = filed(example, person, **sections)
        prefix = "DR" if "outbound" in example else "DV"
        office.case_no = f"{prefix}-2020-0001"
        assert browser.status == 200, browser.text
        return browser

    return of


def pages(browser, case_no):
    return [browser.opens(f"/cases/{case_no}{end}").text for end in ("", "/print")]


# --- who sends and who invites ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("country", "said"),
    [
        ("Liên hợp quốc", "Tổ chức quốc tế · Liên hợp quốc"),
        ("Liên minh châu Âu", "Tổ chức quốc tế · Liên minh châu Âu"),
        ("Tổ chức quốc tế", "Tổ chức quốc tế"),
    ],
)
def test_guests_are_sent_by_an_organisation_of_states(case, office, country, said):
    sender = {"sender.name": "UNDP", "sender.country": country,
              "sender.kind": "international_organization"}  # fmt: skip

    browser = case("inbound_saga", HOST, purpose=sender)

    assert [f"UNDP {said}" in page for page in pages(browser, office.case_no)] == [True, True]
    programme = browser.opens(f"/cases/{office.case_no}/programme").text
    assert f"UNDP ({country})" in programme


def test_an_organisation_of_states_invites_a_delegation(case, office):
    browser = case(
        "outbound_gokseong", OFFICER,
        purpose={"host.name": "UNESCO", "host.country": "Liên hợp quốc"},
    )  # fmt: skip

    for page in pages(browser, office.case_no):
        assert "UNESCO, Liên hợp quốc" in page


def test_a_guest_is_nobody_s_citizen_and_travels_with_a_refugee_s_paper(case, office):
    guest = {
        "guests[2].nationality": "Không quốc tịch",
        "guests[2].passport.kind": "refugee",
        "guests[2].passport.number": "RT123456",
        "guests[2].passport.expires": "01/01/2024",
    }

    browser = case("inbound_saga", HOST, people=guest)

    for page in pages(browser, office.case_no):
        assert "Không quốc tịch" in page
        assert "RT123456" not in page


# --- groups -----------------------------------------------------------------------------------------


def test_groups_with_days_of_their_own_are_shown_everywhere(case, office):
    journey = {
        "itinerary[1].group": "1", "itinerary[1].place": "Gokseong",
        "itinerary[1].arrives": "31/08/2020", "itinerary[1].leaves": "05/09/2020",
        "itinerary[2].group": "Tổ 2", "itinerary[2].place": "Busan",
        "itinerary[2].arrives": "01/09/2020", "itinerary[2].leaves": "04/09/2020",
        "itinerary[3].group": "1", "itinerary[3].arrives": "05/09/2020",
    }  # fmt: skip
    people = {f"members[{n}].group": "1" if n < 4 else "Tổ 2" for n in range(1, 6)}

    browser = case("outbound_gokseong", OFFICER, journey=journey, people=people)

    for page in pages(browser, office.case_no):
        assert "Tổ 1" in page
        assert "Busan , Hàn Quốc Tổ 2" in page
        assert "Thời gian riêng: 01/09/2020 – 04/09/2020" in page
    told = " ".join(text_of(read(office, letters(office)[0])).split())
    assert (
        "Chia thành các tổ: Tổ 1 (3 người, Gokseong, Seoul, từ 31/08/2020 đến 05/09/2020); Tổ 2 ("
        in told
    )


def test_a_programme_tells_which_group_an_item_is_of(case, office):
    browser = case("inbound_saga", HOST, people={
        "guests[1].group": "1", "guests[2].group": "2", "guests[3].group": "2",
        "guests[4].group": "2", "guests[5].group": "2", "guests[6].group": "2",
    }, programme={"programme[1].group": "2"})  # fmt: skip

    assert "Tổ 2" in browser.opens(f"/cases/{office.case_no}").text
    assert "Tổ 2" in browser.opens(f"/cases/{office.case_no}/programme").text
    office.goes_on_until(Stage.RECEPTION)
    content = browser.opens(f"/cases/{office.case_no}/programme.docx").shows.content
    cells = [c.text for t in Document(BytesIO(content)).tables for r in t.rows for c in r.cells]
    assert any("Tổ 2" in cell and "Group 2" in cell for cell in cells)


# --- money ------------------------------------------------------------------------------------------


def test_an_estimate_in_euros_is_shown_with_its_rate_and_in_dong(case, office):
    costs = {"costs[2].currency": "Euro", "costs[2].amount": "1.250,50",
             "costs[2].rate.vnd": "27315,5", "costs[2].rate.day": "01/07/2020",
             "costs[2].rate.source": "Vietcombank"}  # fmt: skip

    browser = case("outbound_gokseong", OFFICER, costs=costs)

    for page in pages(browser, office.case_no):
        assert "1.250,5 EUR" in page
        assert (
            "1 EUR = 27.315,5 VND (ngày 01/07/2020, Vietcombank); quy đổi 34.158.032,75 VND" in page
        )
        assert "chưa gồm" in page
        assert "96.658.032,75 VND" in page


# --- long words -------------------------------------------------------------------------------------


def test_a_title_of_270_letters_makes_a_document_whose_property_is_cut(case, office):
    title = ("Đoàn đại biểu chính quyền tỉnh Saga thăm và làm việc tại tỉnh về nông nghiệp " * 4)[
        :270
    ]

    browser = case("inbound_saga", HOST, purpose={"title": title})
    office.goes_on_until(Stage.RECEPTION)

    document = Document(
        BytesIO(browser.opens(f"/cases/{office.case_no}/programme.docx").shows.content)
    )
    assert document.core_properties.title == f"{title.strip()[:254]}…"
    assert any(title.strip() in paragraph.text for paragraph in document.paragraphs)
