"""Cases are found by number, words, unit, country and traveller; only those somebody may see."""

import html
import re
from datetime import date, timedelta

import pytest

from flows.acts.withdrawing import withdraw
from flows.case.answers import Identified
from flows.case.lists.search import number_looked_for
from models.request.parts import Letter
from tests.factories import seen
from tests.factories.clones import clone
from tests.factories.office import OFFICER
from tests.factories.request import (
    DEPARTS,
    RETURNS,
    make_head,
    make_member,
    make_request,
    make_stop,
)
from tests.factories.visit import make_visit_request

OF_THE_OFFICE, AUDITOR = "bui.van.thi.du", "cao.thi.thi.du"
OF_ANOTHER_UNIT = "ta.thi.vi.du"
# Of a unit that has to arrange something, and is shown no dossier for that.
ARRANGES = "doan.thi.thi.du"
UNIT_OF_OFFICER = "long_my"


def found(browser, query=""):
    """The cases on the list, in their order; or the one that was opened at once."""
    browser.opens(f"/cases{query}")
    if (path := browser.shows.url.path) != "/cases":
        return [path.removeprefix("/cases/")]
    return re.findall(r'<a href="/cases/(D[RV]-[0-9-]+)"><strong>', browser.html)


def beside(browser, which):
    """The query of the page after or before the one that is shown; None where there is none."""
    found = (link for link in browser.links if re.search(rf"[?&]{which}=", link))
    link = next(found, None)
    return link and html.unescape(link).removeprefix("/cases")


def days_moved(by):
    stop = make_stop()
    moved = stop.model_copy(update={"arrives": stop.arrives + by, "leaves": stop.leaves + by})
    return {"departs": DEPARTS + by, "returns": RETURNS + by, "itinerary": (moved,)}


def looks_for(site, person, words):
    return found(site.browser().is_of(person), f"?q={words}")


@pytest.fixture
def trip(office):
    """A delegation whose head is not in the directory."""
    members = (make_head(name="Đỗ Thị Hồng Gấm"), make_member())
    return office.submits(make_request(members=members)).no


@pytest.mark.parametrize(
    "written", ["DR-2020-0001", "dr-2020-0001", " dr 2020 1 ", "0001", "1", "dr-0001", "2020-0001"]
)
def test_a_number_leads_to_its_case_however_it_is_written(site, trip, written):
    browser = site.browser().is_of(OFFICER)

    browser.opens(f"/cases?q={written}")

    assert (browser.status, browser.shows.url.path) == (200, f"/cases/{trip}")


def test_a_number_in_part_that_several_cases_have_lists_them(site, office, trip):
    visit = office.receives().no

    listed = looks_for(site, OF_THE_OFFICE, "0001")

    assert listed == [visit, trip]
    assert looks_for(site, OF_THE_OFFICE, "dv-0001") == [visit]


@pytest.mark.parametrize("written", ["fr-2020-0001", "0001a", "", "một"])
def test_what_is_no_number_is_not_taken_for_one(written):
    assert number_looked_for(written) is None


@pytest.mark.parametrize(
    "words",
    [
        "Gokseong",
        "THĂM huyện",
        "tham va lam viec",
        "Hàn Quốc",
        "han quoc",
        "korea",
        "Đỗ Thị Hồng Gấm",
        "do thi hong gam",
        "hồng+gấm gokseong",
        "long my",
    ],
)
def test_words_are_found_with_or_without_accents(site, office, trip, words):
    other = make_request(
        unit="nga_bay", title="Dự hội chợ", members=(make_head(name="Lê Ví Dụ"), make_member())
    )
    office.submits(other)

    assert trip in looks_for(site, OF_THE_OFFICE, words)


@pytest.mark.parametrize("words", ["Gokseong Pháp", "hoi cho", "gấm nhung", "%", "_", "/"])
def test_every_word_has_to_stand_somewhere(site, trip, words):
    assert looks_for(site, OF_THE_OFFICE, words) == []


def test_nothing_is_found_of_what_somebody_may_not_see(site, office, trip):
    for words in ("", "Gokseong", trip, "0001", "han quoc"):
        assert looks_for(site, OF_ANOTHER_UNIT, words) == []

    nothing = site.browser().is_of(OF_ANOTHER_UNIT).opens(f"/cases?q={trip}")
    assert "Không tìm thấy hồ sơ nào" in nothing.text


def test_who_travels_is_found_by_those_alone_who_may_read_the_dossier(site, office):
    seen.until_it_is_arranged(office)
    visit, guest = office.case_no, make_visit_request().guests[0].name

    assert looks_for(site, OFFICER, guest) == []
    assert looks_for(site, OF_ANOTHER_UNIT, guest) == [visit]
    # The title is theirs to read, who travels is not, and neither is whence.
    assert visit in looks_for(site, ARRANGES, "")
    assert looks_for(site, ARRANGES, guest) == []
    assert looks_for(site, ARRANGES, "nhat ban") == []


def test_what_is_over_is_shown_when_it_is_asked_for(site, office, trip):
    withdraw(office.desk, trip, Identified(OFFICER, "mailbox_code"), "Đối tác hoãn.")
    letter = Letter(number="102/UBND-VX", date=DEPARTS.replace(month=7, day=6))
    second = office.submits(make_request(letter=letter)).no

    browser = site.browser().is_of(AUDITOR)

    assert found(browser) == found(browser, "?status=x") == [second]
    assert found(browser, "?status=every") == [second, trip]
    # Whoever looks for words or a number means what is over, too.
    assert found(browser, "?q=gokseong") == [second, trip]
    assert found(browser, "?status=over") == [trip]
    assert found(browser, "?status=open") == [second]
    assert found(browser, "?status=withdrawn") == [trip]


def test_the_list_is_filtered_by_kind_unit_and_year(site, office, trip):
    visit = office.receives().no
    browser = site.browser().is_of(OF_THE_OFFICE)

    assert found(browser, "?kind=outbound") == [trip]
    assert found(browser, f"?unit={UNIT_OF_OFFICER}") == [trip]
    assert found(browser, "?year=2020") == [visit, trip]
    # What is none of ours filters nothing, and no address is an error.
    assert found(browser, "?year=1999&kind=x&status=x&unit=x&page=x") == [visit, trip]


def test_a_long_list_has_pages_in_one_order_and_says_how_many_there_are(site, office, trip):
    with site.desk.store.writing() as conn:
        clone(conn, trip, 59)
    browser = site.browser().is_of(AUDITOR)

    first = found(browser)
    assert "60 hồ sơ" in browser.text
    second = found(browser, beside(browser, "after"))
    last = found(browser, beside(browser, "after"))
    back = found(browser, beside(browser, "before"))

    assert (len(first), len(second), len(last)) == (25, 25, 10)
    assert len({*first, *second, *last}) == 60
    assert back == second
    assert found(browser, beside(browser, "before")) == first
    assert beside(browser, "before") is None
    # An address that names no place shows the list from its start.
    assert found(browser, "?after=x~y") == found(browser, "?before=2020-07-06~") == first


@pytest.mark.parametrize("sort", ["newest", "soonest", "latest"])
def test_in_any_order_every_case_stands_once(site, office, trip, sort):
    later = make_request(
        letter=Letter(number="7/UBND", date=DEPARTS.replace(month=7, day=6)),
        **days_moved(timedelta(days=30)),
    )
    second = office.submits(later).no
    with site.desk.store.writing() as conn:
        clone(conn, trip, 30)
    browser = site.browser().is_of(AUDITOR)

    first = found(browser, f"?sort={sort}")
    rest = found(browser, beside(browser, "after"))

    assert len({*first, *rest}) == len(first) + len(rest) == 32
    assert (second == first[0]) == (sort != "soonest")
    assert (second == rest[-1]) == (sort == "soonest")


def test_what_comes_while_somebody_turns_pages_is_skipped_by_nobody(site, office, trip):
    with site.desk.store.writing() as conn:
        clone(conn, trip, 30)
    browser = site.browser().is_of(AUDITOR)
    first = found(browser)
    onwards = beside(browser, "after")

    office.submits(make_request(letter=Letter(number="8/UBND", date=date(2020, 7, 6))))

    rest = found(browser, onwards)
    assert (len(rest), {*first} & {*rest}) == (6, set())


def test_the_pages_keep_what_was_looked_for(site, office, trip):
    with site.desk.store.writing() as conn:
        clone(conn, trip, 30)

    browser = site.browser().is_of(AUDITOR).opens("/cases?q=hàn quốc&status=open")

    assert len(found(browser, beside(browser, "after"))) == 6
    assert 'value="hàn quốc"' in browser.html


def test_what_is_written_into_the_bar_is_shown_and_is_never_a_page(site, office, trip):
    browser = site.browser().is_of(OFFICER).opens('/cases?q="><script>x</script>')

    assert (browser.status, "<script>" in browser.html) == (200, False)


def test_every_page_of_somebody_signed_in_has_the_bar(site, office, trip):
    browser = site.browser().is_of(OFFICER)

    for page in ("/", "/cases", f"/cases/{trip}", "/me", "/devices", "/authorities"):
        assert any(form.action == "/cases" for form in browser.opens(page).forms), page
    assert not any(form.action == "/cases" for form in site.browser().opens("/").forms)


def test_strangers_are_asked_who_they_are(site, office, trip):
    browser = site.browser().opens("/cases?q=gokseong")

    assert (browser.status, trip in browser.html) == (403, False)
