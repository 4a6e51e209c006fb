"""Pages live with a case whose content is erased: they say so, with the day, and show its way."""

import pytest
from typer.testing import CliRunner

from cli.main import app
from flows.case.answers import Identified
from flows.privacy.erasing import BY_RETENTION, erase_case, erase_passports
from flows.privacy.holding import hold
from models.ids import PersonId
from tests.factories.audit import verify
from tests.factories.office import OFFICER
from tests.factories.privacy import NAME, OPINION, letters_are_sent, submitted

AT_CONSOLE = Identified(PersonId("console:somebody"), "console:somebody")

HEAD_OF_UNIT = "nguyen.van.thi.du"
OF_THE_OFFICE = "bui.van.thi.du"
AUDITOR = "cao.thi.thi.du"
ERASED = "đã xóa theo quy định ngày"


@pytest.fixture
def over(site, office):
    submitted(office)
    office.goes_on_to_the_end()
    letters_are_sent(office)
    return office


@pytest.fixture
def erased(over):
    erase_case(over.desk, over.case_no, BY_RETENTION)
    return over


@pytest.mark.parametrize("rest", ["", "/print"])
@pytest.mark.parametrize("person", [OFFICER, HEAD_OF_UNIT, OF_THE_OFFICE, AUDITOR])
def test_the_page_of_an_erased_case_says_when_and_shows_its_way(site, erased, person, rest):
    page = site.browser().is_of(person).opens(f"/cases/{erased.case_no}{rest}")

    assert (page.status, ERASED in page.text, NAME in page.text) == (200, True, False)
    assert "Ban Thường vụ" in page.text


def test_every_other_page_of_it_is_gone_and_says_so(site, erased):
    base = f"/cases/{erased.case_no}"
    steps = [f"{base}/steps/{step.number}" for step in erased.case.steps]
    people = {h for step in erased.case.steps for h in step.holders} | {OFFICER, AUDITOR}
    found = set()
    for person in people:
        browser = site.browser().is_of(person)
        for address in (*steps, f"{base}/programme", f"{base}/do/withdraw", f"{base}/reception"):
            page = browser.opens(address)
            found.add(page.status)
            assert (NAME in page.text, OPINION in page.text) == (False, False)
            assert page.status != 410 or ERASED in page.text

    assert 410 in found
    assert found <= {403, 404, 409, 410}


def test_a_file_of_it_is_unknown(site, office):
    submitted(office)
    office.goes_on_to_the_end()
    letters_are_sent(office)
    page = site.browser().is_of(AUDITOR).opens(f"/cases/{office.case_no}")
    (file, *_) = [link for link in page.links if "/files/" in link]
    erase_case(office.desk, office.case_no, BY_RETENTION)

    assert site.browser().is_of(AUDITOR).opens(file).status == 404


@pytest.mark.parametrize("person", [OFFICER, OF_THE_OFFICE, AUDITOR])
def test_lists_name_an_erased_case_as_such(site, erased, person):
    page = site.browser().is_of(person).opens("/")

    assert page.status == 200
    assert person != OFFICER or "Đã xóa theo quy định" in page.text


def test_whoever_answers_a_step_of_it_is_told_that_it_is_over(site, erased):
    step = erased.case.steps[0]
    browser = site.browser().is_of(step.holders[0])
    for ending in ("", "/question", "/take-back", "/dispute"):
        address = f"{site.page_of(step)}{ending}"
        token = site.token_of(browser, address)
        answer = browser.client.post(address, data={"token": token, "choice": "sign"})
        assert answer.status_code < 500, ending


def test_passports_that_are_erased_and_a_hold_are_told_on_the_page(site, over):
    erase_passports(over.desk, over.case_no, BY_RETENTION)
    hold(over.desk, over.case_no, "Thanh tra tỉnh yêu cầu.", AT_CONSOLE)

    page = site.browser().is_of(AUDITOR).opens(f"/cases/{over.case_no}")

    assert "Hộ chiếu đã xóa" in page.text
    assert "đang được giữ theo yêu cầu pháp lý" in page.text


def test_the_terminal_shows_what_is_left(erased, monkeypatch, tmp_path):
    monkeypatch.setenv("DOAN_FOLDER", str(tmp_path))

    shown = CliRunner().invoke(app, ["show", erased.case_no])

    assert shown.exit_code == 0, shown.output
    assert "đã xóa theo quy định" in " ".join(shown.output.split())


def test_a_visit_that_is_erased_has_no_programme_and_no_board_any_more(site, office):
    office.receives()
    office.goes_on_to_the_end()
    letters_are_sent(office)
    erase_case(office.desk, office.case_no, BY_RETENTION)
    browser = site.browser().is_of(AUDITOR)
    base = f"/cases/{office.case_no}"

    statuses = [browser.opens(f"{base}{e}").status for e in ("/programme", "/reception", "")]

    assert statuses == [410, 410, 200]
    assert ERASED in browser.text
    with office.desk.store.reading() as conn:
        assert verify(conn).difference is None
