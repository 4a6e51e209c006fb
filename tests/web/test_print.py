"""The whole dossier is printed: all that its reader may see, and nothing else."""

from hashlib import sha256

import pytest

from config.regulation.codes import Stage
from models.store.privacy import openings
from tests.factories import seen
from tests.factories.office import A_FILE, OFFICER

CLERK, POLICE, STRANGER = "do.thi.minh.hoa", "duong.van.vi.du", "mai.van.mau"


@pytest.fixture
def on_paper(site, office):
    """The printed dossier of the case in hand, as somebody gets it."""
    return lambda person: site.browser().is_of(person).opens(f"/cases/{office.case_no}/print")


def test_everything_stands_in_reading_order(office, on_paper):
    office.submits(attachments={0: A_FILE})
    office.goes_on_until(Stage.REPORT)

    html = on_paper(CLERK).html

    parts = ("summary", "findings", "members", "itinerary", "costs", "papers", "said-before")
    places = [html.index(f'id="{part}"') for part in (*parts, "files", "timeline")]
    assert places == sorted(places)


def test_the_number_of_the_case_and_its_reader_stand_at_the_head_of_every_page(office, on_paper):
    office.submits()

    head = on_paper(CLERK).html.partition("<thead>")[2].partition("</thead>")[0]

    assert [words in head for words in (office.case_no, "Đỗ Thị Minh Họa")] == [True, True]


def test_each_file_is_listed_with_the_digest_that_a_copy_of_it_has(office, on_paper):
    office.submits(attachments={0: A_FILE})

    page = on_paper(OFFICER)

    assert sha256(A_FILE.content).hexdigest() in page.text
    assert A_FILE.name in page.text


def test_what_changed_is_unfolded(office, on_paper, site):
    seen.until_it_prepares(office)

    html = on_paper(CLERK).html

    assert html.count("<details") == html.count(" open>") > 0


def test_nobody_gets_on_paper_what_the_page_of_the_case_does_not_show_them(office, on_paper):
    seen.until_it_prepares(office)

    page = on_paper(POLICE)

    assert "phieu.pdf" not in page.text
    assert "Hồ sơ đủ, nên đồng ý." not in page.text
    assert on_paper(STRANGER).status == 403


def test_that_it_was_opened_is_noted(office, on_paper, site):
    office.submits()

    on_paper(CLERK)

    site.app.state.running.openings.write(site.desk.store)
    with site.desk.store.reading() as conn:
        opened = openings.of_case(conn, office.case_no)
    assert [each.opening.person for each in opened] == [CLERK]


def test_the_page_of_the_case_leads_to_it(office, site):
    office.submits()

    browser = site.browser().is_of(OFFICER).opens(f"/cases/{office.case_no}")

    assert f"/cases/{office.case_no}/print" in browser.links
