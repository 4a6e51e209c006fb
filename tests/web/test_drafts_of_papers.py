"""Drafts of papers on the page of a step, and the report that is typed there."""

import pytest

from config.regulation.codes import Act, Stage
from models.store import dossiers
from papers.laying_out.templates import our_template, template_name
from papers.printing import typefaces
from papers.told.paper import Layout, PaperType
from tests.factories.papers import text_of

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

PAPER = {"paper_number": "12/BC-UBND", "paper_date": "2020-09-01"}
TYPED = {
    "report_course": "Đoàn làm việc với huyện & hợp tác xã.",
    "report_done": "Thống nhất chương trình 2021.",
    "report_under_way": "Giao lưu học sinh.",
    "report_deviations": "Không.",
    "proposal_what_1": "Mời đoàn bạn sang năm 2021.",
    "proposal_lead_1": "Phòng Kinh tế",
    "proposal_along_1": "Văn phòng",
    "proposal_due_1": "2020-12-31",
}


@pytest.fixture
def page(site, office, browser):
    """Open the page of the first step of a stage and act, as its first holder."""

    def at(stage, act):
        office.submits()
        while not (
            asked := [s for s in office.case.open_steps if (s.stage, s.act) == (stage, act)]
        ):
            office.goes_on()
        browser.signs_in(asked[0], asked[0].holders[0])
        browser.step = asked[0]
        return browser

    return at


@pytest.fixture
def reporting(page):
    return page(Stage.REPORT, Act.FILE)


def drafts(browser):
    return [link for link in browser.links if "/drafts/" in link]


def filed(office, step):
    """The file a step was answered with."""
    digest = office.case.steps[step.number - 1].paper_file
    with office.desk.store.reading() as conn:
        return dossiers.file_of(conn, office.case_no, digest)


def test_whoever_issues_a_decision_takes_its_draft_as_word(page, site):
    browser = page(Stage.STATE_DECISION, Act.ISSUE)
    before = site.state()
    [word, pdf] = drafts(browser)

    taken = browser.client.get(word)

    assert (word[-21:], pdf[-4:]) == ("sending_decision.docx", ".pdf")
    assert (taken.status_code, taken.headers["content-type"]) == (200, WORD)
    assert "sending-decision-DR-2020-0001.docx" in taken.headers["content-disposition"]
    assert "Điều 1. Cử đoàn công tác" in text_of(taken.content)
    assert site.state() == before


def test_taken_again_it_is_the_same(page):
    browser = page(Stage.STATE_DECISION, Act.ISSUE)
    [word, _] = drafts(browser)

    assert browser.client.get(word).content == browser.client.get(word).content


def test_that_the_layout_of_the_party_is_unconfirmed_is_said(page):
    browser = page(Stage.PARTY_DECISION, Act.ISSUE)

    assert "thể thức chưa được xác nhận" in browser.text


@pytest.mark.parametrize(
    "name", ["report.docx", "sending_decision.odt", "sending_decision", "../x.docx", "%00.docx"]
)
def test_a_paper_the_step_does_not_call_for_is_not_there(page, name):
    browser = page(Stage.STATE_DECISION, Act.ISSUE)

    assert browser.client.get(f"{browser.shows.url.path}/drafts/{name}").status_code == 404


def test_who_is_asked_for_an_opinion_alone_finds_no_draft(page):
    assert drafts(page(Stage.OPINIONS, Act.CONSULT)) == []


def test_nobody_else_gets_a_draft(page, site):
    address = drafts(page(Stage.STATE_DECISION, Act.ISSUE))[0]

    stranger = site.browser().is_of("ta.thi.vi.du").opens(address)

    assert stranger.status == 403


def test_an_office_s_own_template_makes_the_draft(page, site, tmp_path):
    path = tmp_path / "own" / template_name("outbound", PaperType.SENDING_DECISION, Layout.STATE)
    path.parent.mkdir(parents=True)
    path.write_bytes(our_template("outbound", PaperType.REFUSAL, Layout.STATE))
    desk = site.desk
    object.__setattr__(desk, "settings", desk.settings.model_copy(
        update={"paper_templates": tmp_path / "own"}
    ))  # fmt: skip
    browser = page(Stage.STATE_DECISION, Act.ISSUE)

    taken = browser.client.get(drafts(browser)[0])

    assert "Không đồng ý cử đoàn" in text_of(taken.content)


# --- the report that is typed -----------------------------------------------------------------------


def test_a_report_typed_on_the_page_is_filed_in_the_outline_of_offices(reporting, office):
    typefaces.typeface()
    reporting.answers("file", **PAPER, **TYPED)

    kept = filed(office, reporting.step)

    assert (kept.name, kept.content[:5]) == ("bao-cao.pdf", b"%PDF-")
    assert office.waiting(Act.ACCEPT).stage is Stage.REPORT


def test_where_no_typeface_is_it_is_filed_as_word(reporting, office, monkeypatch, tmp_path):
    monkeypatch.setattr(typefaces, "_FOLDERS", (tmp_path,))
    typefaces.typeface.cache_clear()
    try:
        reporting.answers("file", **PAPER, **TYPED)
    finally:
        typefaces.typeface.cache_clear()

    text = text_of(filed(office, reporting.step).content)

    assert "Số: 12/BC-UBND" in text
    assert "Long Mỹ, ngày 01 tháng 9 năm 2020" in text
    assert "4. Diễn biến: Đoàn làm việc với huyện & hợp tác xã." in text
    assert "1\nMời đoàn bạn sang năm 2021.\nPhòng Kinh tế\nVăn phòng\n31/12/2020" in text
    assert "TM. ĐOÀN CÔNG TÁC\nTRƯỞNG ĐOÀN" in text or "CHỦ TỊCH" in text


def test_what_it_names_as_agreed_stands_in_it_and_is_followed_up(reporting, office):
    agreed = {
        "commitment_what_1": "Trao đổi học sinh hè 2021.",
        "commitment_owner_1": "long_my/officer",
        "commitment_due_1": "2021-03-01",
    }

    reporting.answers("file", **PAPER, **TYPED, **agreed)
    office.takes_smoothly(office.waiting(Act.ACCEPT))

    assert office.waiting(Act.FULFIL).seat == "long_my/officer"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"proposal_lead_1": ""}, "report"),
        ({"proposal_due_1": ""}, "report"),
        ({"proposal_due_1": "khi nào xong"}, "report"),
        ({"report_done": "x" * 8001}, "report"),
        ({"paper_number": ""}, "paper_number"),
    ],
)
def test_a_report_that_lacks_something_comes_back_as_it_was_typed(reporting, site, changed, field):
    before = site.state()

    reporting.answers("file", **{**PAPER, **TYPED, **changed})

    assert (reporting.status, site.state() == before) == (422, True)
    assert f'id="{field}-problem"' in reporting.html
    assert "Giao lưu học sinh." in reporting.html


def test_a_report_is_typed_or_handed_in_and_not_both(reporting, site):
    before = site.state()
    file = {"paper_file": ("bao-cao.pdf", b"%PDF a paper", "application/pdf")}

    reporting.answers("file", files=file, **PAPER, **TYPED)

    assert (reporting.status, site.state() == before) == (422, True)
    assert "chỉ giữ một trong hai" in reporting.text
