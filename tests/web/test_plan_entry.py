"""A unit begins a request from what an entry of the annual plan says."""

import pytest

from flows.drafting import writing
from models.request.form.plan_text import MOST_LETTERS
from tests.factories.office import OFFICER

ENTRY = (
    "3\tTham gia Hội chợ nông nghiệp tại huyện Gokseong\tHàn Quốc\t24-29/8/2020\t6 người"
    "\t250.000.000 đồng"
)


@pytest.fixture
def officer(browser):
    return browser.is_of(OFFICER)


def begins(browser, text, kind="outbound"):
    browser.opens("/requests/new")
    form = next(f for f in browser.forms if "plan.pasted" in f.values)
    return browser.sends(form, kind=kind, **{"plan.pasted": text})


def test_a_draft_begins_with_what_the_entry_says_and_keeps_all_of_it(officer, site):
    begins(officer, ENTRY)

    draft = officer.shows.url.path.split("/")[2]
    values = writing.read_draft(site.desk, OFFICER, draft).values
    assert values == {
        "unit": values["unit"],
        "title": "Tham gia Hội chợ nông nghiệp tại huyện Gokseong",
        "plan_entry": {"entry": ENTRY.replace("\t", "\n")},
        "departs": "2020-08-24",
        "returns": "2020-08-29",
        "itinerary": [{"country": "KR"}],
        "costs": [{"currency": "VND", "amount": "250000000"}],
    }


def test_each_value_is_shown_with_its_words_and_leads_to_its_field(officer):
    begins(officer, ENTRY)

    address = officer.shows.url.path.rpartition("/")[0]
    assert officer.shows.url.path == f"{address}/plan"
    assert "Ngày về : 29/08/2020 Đọc từ: 24-29/8/2020" in officer.text
    assert ": Hàn Quốc Đọc từ: Hàn Quốc" in officer.text
    assert "6 người : ghi từng người ở Thành viên đoàn" in officer.text
    assert {f"{address}/journey#returns", f"{address}/people#members"} <= set(officer.links)


def test_a_text_in_which_nothing_is_sure_is_kept_whole(officer):
    begins(officer, "tháng 8/2020", kind="inbound")

    assert (officer.status, "tháng 8/2020" in officer.text) == (200, True)
    assert "chưa phải ngày cụ thể" in officer.text


@pytest.mark.parametrize(
    ("text", "told"),
    [("", "Chưa dán"), ("  \n", "Chưa dán"), ("chữ " * MOST_LETTERS, f"không quá {MOST_LETTERS}")],
    ids=["nothing", "blanks", "too long"],
)
def test_nothing_and_too_much_are_refused_and_the_text_stays(officer, text, told):
    begins(officer, text)

    form = next(f for f in officer.forms if "plan.pasted" in f.values)
    assert (officer.status, told in officer.text) == (422, True)
    assert form.values["plan.pasted"].strip() == text.strip()


def test_what_looks_like_code_in_a_plan_is_shown_as_it_was_written(officer):
    begins(officer, "<script>alert(1)</script>\t{{ 7*7 }}")

    assert officer.status == 200
    assert ("<script>alert" in officer.html, "{{ 7*7 }}" in officer.text) == (False, True)
