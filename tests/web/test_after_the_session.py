"""A form that is sent after its session's end: nothing is recorded, and every field comes back."""

import re
from datetime import timedelta

import pytest

from config.regulation.codes import Act, Stage
from tests.factories.office import OFFICER
from tests.factories.programme import OFFICER as HOST
from tests.factories.programme import approves, make_visit
from tests.factories.visit import make_item
from web.ground.form import MOST_UNIDENTIFIED_BYTES

CLERK, APPRAISER = "ngo.thi.thi.du", "dang.thi.mau"
A_FILE = ("cong-van.pdf", b"%PDF-1.4 a made-up paper")
PAPER = {"paper_number": "12-BB/TU", "paper_date": "2020-07-07"}


@pytest.fixture
def answer(site, office):
    """A return of the dossier, with a remark, before the appraiser."""
    office.submits()
    step = office.goes_on_until_asked(Act.APPRAISE)
    browser = site.browser().is_of(APPRAISER).opens(site.page_of(step))
    return APPRAISER, browser, browser.form(), {
        "choice": "return", "remarks": "Nêu rõ hơn\nmục đích.", "remark_what_1": "Ghi đúng giá vé.",
    }  # fmt: skip


@pytest.fixture
def section(site):
    """The people of a request."""
    browser = site.browser().is_of(OFFICER).opens("/requests/new")
    browser.sends(next(f for f in browser.forms if f.values.get("kind") == "outbound"))
    browser.opens(f"{browser.shows.url.path.rpartition('/')[0]}/people")
    return OFFICER, browser, browser.form("/people$"), {
        "members[1].name": "Nguyễn Văn Thí Dụ", "members[1].position": 'Trưởng phòng "VX" <&>',
    }  # fmt: skip


@pytest.fixture
def minutes(site, office):
    """The minutes of the standing committee."""
    office.submits()
    step = office.goes_on_until(Stage.PARTY_DECISION)
    office.time_passes()
    browser = site.browser().is_of(CLERK).opens("/bodies/standing_committee/minutes")
    voter = f"vote.{office.case_no}.{step.number}.{step.holders[0]}"
    remarks = f"remarks.{office.case_no}.{step.number}"
    wrote = {**PAPER, voter: "abstain", remarks: "Thống nhất tại cuộc họp."}
    return CLERK, browser, browser.form("/minutes$"), wrote


@pytest.fixture
def item(site, office):
    """An item of an approved programme."""
    approves(office, make_visit(make_item()))
    browser = site.browser().is_of(HOST)
    browser.opens(f"/cases/{office.case_no}/programme/items/1")
    wrote = {"what": "Hội đàm về giống lúa", "what_en": "Talks on seed", "begins": "09:15"}
    return HOST, browser, browser.form("/items/1$"), wrote


FORMS = ["answer", "section", "minutes", "item"]


@pytest.fixture
def sent_late(request, site):
    """A form that was filled in, and sent a day after its person was last seen."""
    person, browser, form, wrote = request.getfixturevalue(request.param)
    site.time_passes(timedelta(days=30))
    before = site.state()
    files = {"paper_file": A_FILE} if form.has_files else None
    browser.sends(form, files=files, **wrote)
    assert site.state() == before
    return person, browser, form, wrote


def shown_again(browser, form, wrote):
    shown = browser.form(re.escape(form.action) + "$").values
    return {name: shown.get(name) for name in wrote if name != "choice"}


def without_choice(wrote):
    return {name: text for name, text in wrote.items() if name != "choice"}


@pytest.mark.parametrize("sent_late", FORMS, indirect=True)
def test_it_is_said_that_nothing_was_recorded_and_where_one_signs_in(sent_late):
    _, browser, _, _ = sent_late

    assert browser.status == 403
    assert "Phiên đăng nhập đã hết" in browser.text
    assert 'target="_blank"' in browser.html


@pytest.mark.parametrize("sent_late", FORMS, indirect=True)
def test_who_has_signed_in_again_has_every_field_back(sent_late, site):
    person, browser, form, wrote = sent_late
    waits = browser.form(re.escape(form.action) + "$")
    browser.is_of(person)
    before = site.state()

    browser.sends(waits)

    assert shown_again(browser, form, wrote) == without_choice(wrote)
    assert "được mở từ trước lần đăng nhập này" in browser.text
    assert site.state() == before


@pytest.mark.parametrize("sent_late", FORMS, indirect=True)
def test_who_has_not_signed_in_yet_loses_nothing_by_pressing_too_early(sent_late):
    person, browser, form, wrote = sent_late
    browser.sends(browser.form(re.escape(form.action) + "$"))
    waits = browser.form(re.escape(form.action) + "$")
    browser.is_of(person)

    browser.sends(waits)

    assert shown_again(browser, form, wrote) == without_choice(wrote)


@pytest.mark.parametrize("form", FORMS)
def test_who_signed_in_again_on_another_page_has_the_form_back_at_once(form, request, site):
    person, browser, form, wrote = request.getfixturevalue(form)
    browser.is_of(person)

    browser.sends(form, **wrote)

    assert browser.status == 403
    assert shown_again(browser, form, wrote) == without_choice(wrote)


def test_the_answer_that_came_back_is_recorded_when_it_is_sent_again(answer, site, office):
    person, browser, form, wrote = answer
    site.time_passes(timedelta(days=30))
    browser.sends(form, **wrote)
    waits = browser.form(re.escape(form.action) + "$")
    browser.is_of(person).sends(waits)

    browser.answers("return", remarks=wrote["remarks"], remark_what_1="")

    assert "Nêu rõ hơn mục đích." in browser.text
    assert office.waiting(Act.REVISE)


def test_files_that_cannot_be_kept_are_named_both_times(minutes, site):
    person, browser, form, wrote = minutes
    site.time_passes(timedelta(days=30))
    browser.sends(form, files={"paper_file": A_FILE}, **wrote)
    told = browser.text
    waits = browser.form(re.escape(form.action) + "$")

    browser.is_of(person).sends(waits)

    assert "phải chọn lại: cong-van.pdf" in told
    assert "đề nghị chọn lại cong-van.pdf, rồi gửi" in browser.text


def test_the_token_of_the_old_session_is_not_carried_on(answer, site):
    _, browser, form, wrote = answer
    site.time_passes(timedelta(days=30))

    browser.sends(form, code="ABCD2345", proof="ABCD2345", **wrote)

    assert form.values["token"] not in browser.html
    assert "ABCD2345" not in browser.html


def test_a_form_with_large_files_says_that_the_browser_still_has_it(minutes, site):
    _, browser, form, wrote = minutes
    site.time_passes(timedelta(days=30))
    large = ("cong-van.pdf", b"%PDF-1.4 " + b"x" * MOST_UNIDENTIFIED_BYTES)

    browser.sends(form, files={"paper_file": large}, **wrote)

    assert (browser.status, "nút Quay lại của trình duyệt" in browser.text) == (403, True)


def test_on_a_device_that_is_known_large_files_are_named_and_the_fields_kept(minutes, site):
    _, _, form, wrote = minutes
    known = site.browser()
    known.opens("/").sends(known.form("/mailbox/code$"), mailbox=f"{CLERK}@hau-giang.example")
    known.sends(known.form("/mailbox/sign-in$"), code=site.codes[-1][1])
    site.time_passes(timedelta(days=30))
    large = ("cong-van.pdf", b"%PDF-1.4 " + b"x" * MOST_UNIDENTIFIED_BYTES)

    known.sends(form, files={"paper_file": large}, **wrote)

    assert shown_again(known, form, wrote) == wrote
    assert "phải chọn lại: cong-van.pdf" in known.text


def test_a_page_that_keeps_a_draft_by_itself_is_told_too(section, site):
    _, browser, form, wrote = section
    site.time_passes(timedelta(days=30))

    told = browser.client.post(form.action, data={**form.values, **wrote, "do": "autosave"})

    assert re.search(r'<p id="saved"[^>]+hx-swap-oob="true">Chưa ghi nhận gì', told.text)
