"""A damaged case breaks no list: the others are shown, and the list says which one is not."""

import pytest

from config.regulation.codes import Act
from flows.sweeps.sweep import sweep
from tests.factories.damage import damages, no_json, set_aside

APPRAISER, OFFICE, ADMINISTRATOR = "dang.thi.mau", "bui.van.thi.du", "mai.van.mau"
KIND = "UPDATE cases SET kind = 'sideways' WHERE no = :no"
STAGE = "UPDATE steps SET stage = 'nowhere' WHERE case_no = :no"
HOLDERS = "UPDATE steps SET holders = :json WHERE case_no = :no"


@pytest.fixture
def two(office):
    numbers = []
    for _ in range(2):
        office.submits()
        office.takes_smoothly(office.waiting(Act.SIGN))
        numbers.append(office.case_no)
    return numbers


def damaged(office, statement, no):
    store = office.desk.store
    beside = {"json": no_json(store)} if ":json" in statement else {}
    damages(store, statement, no=no, **beside)


@pytest.mark.parametrize("statement", [KIND, STAGE], ids=["kind", "stage"])
@pytest.mark.parametrize("person", [APPRAISER, OFFICE, ADMINISTRATOR])
@pytest.mark.parametrize("address", ["/", "/cases"])
def test_a_damaged_case_breaks_nobodys_list(office, two, site, statement, person, address):
    damaged(office, statement, two[0])

    page = site.browser().is_of(person).opens(address)

    assert page.status == 200


def test_a_case_of_unknown_kind_is_named_and_the_others_are_shown(office, two, site):
    damaged(office, KIND, two[0])

    page = site.browser().is_of(OFFICE).opens("/cases")

    assert f'href="/cases/{two[1]}"' in page.html
    assert f"Chưa đọc được, quản trị hệ thống đã biết: {two[0]}." in page.text


def test_what_waits_in_whole_cases_waits_all_the_same(office, two, site):
    damaged(office, HOLDERS, two[0])

    page = site.browser().is_of(APPRAISER).opens("/")

    assert f"/cases/{two[1]}/steps/" in page.html


def test_the_page_of_a_damaged_case_says_so_in_a_sentence(office, two, site):
    damaged(office, KIND, two[0])

    page = site.browser().is_of(OFFICE).opens(f"/cases/{two[0]}")

    assert page.status == 409
    assert "bị hỏng nên chưa đọc được" in page.text


def test_a_case_of_unknown_kind_is_set_aside_though_nothing_is_due_in_it(office, two):
    damaged(office, KIND, two[0])

    sweep(office.desk)

    assert ("rows", two[0]) in set_aside(office.desk.store)


def test_the_administrator_sees_what_is_set_aside_and_others_do_not(office, two, site):
    damaged(office, STAGE, two[0])
    sweep(office.desk)

    theirs = site.browser().is_of(ADMINISTRATOR).opens("/").text
    others = site.browser().is_of(APPRAISER).opens("/").text

    assert "Tạm gác lại" in theirs
    assert two[0] in theirs
    assert "Tạm gác lại" not in others
