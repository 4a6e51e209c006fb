"""However many cases there are, a list reads what it shows: no table that grows is read whole."""

from config.regulation.codes import Act
from tests.factories.plans import asked_of, read_whole
from tests.factories.request import make_request

# Who has most to see, and those to whom a page of their own is shown.
PEOPLE = {
    "office": "bui.van.thi.du",
    "auditor": "cao.thi.thi.du",
    "appraiser": "dang.thi.mau",
    "officer": "nguyen.thi.mau",
    "chair": "pham.van.mau",
    "secretary": "lam.thi.vi.du",
    "administrator": "mai.van.mau",
}
PAGES = (
    "/",
    "/?decided=2",
    "/together",
    "/folder",
    "/letters",
    "/security",
    "/audit",
    "/audit/decisions",
    "/audit/decisions?person=dang.thi.mau",
    "/audit/looks",
    "/cases",
    "/cases?status=every",
    "/cases?status=every&sort=soonest",
    "/cases?status=every&after=2020-07-06T01:00:00%2B00:00~DR-2020-0001",
    "/cases?q=gokseong",
    "/cases?q=han+quoc+tham",
    "/cases?q=0001&kind=outbound",
    "/cases?stage=appraisal",
    "/cases?stage=none",
    "/cases?country=KR&partner=gok&person=tran&plan=II&area=cooperation_and_friendship",
    "/cases?status=every&month=2020-08",
    "/cases?late=1",
    "/cases?status=every&faulty=1",
    "/cases.csv?status=every",
    "/calendar?month=2020-08",
    "/calendar?week=2020-08-10",
    "/owed",
    "/owed?stage=report&late=1&unit=long_my",
)


def test_no_list_reads_a_table_that_grows_from_end_to_end(site, office):
    office.submits(make_request())
    office.goes_on_until_asked(Act.APPRAISE)
    found, shown = {}, set()
    for person in PEOPLE.values():
        browser = site.browser().is_of(person)
        browser.opens("/")
        for page in PAGES:
            with asked_of(site.desk.store) as heard:
                browser.opens(page)
            if browser.status == 200:
                shown.add(page)
            found[person, page] = read_whole(site.desk.store, heard)

    assert shown == set(PAGES)
    assert {at: tables for at, tables in found.items() if tables} == {}
