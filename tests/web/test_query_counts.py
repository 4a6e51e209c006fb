"""However many cases there are, a page asks the database the same number of questions."""

from sqlalchemy import select

from config.regulation.codes import Act, Stage
from flows.acts.withdrawing import withdraw
from flows.case.answers import Identified
from models.ids import CaseNo
from models.store.tables import cases
from tests.factories import seen
from tests.factories.clones import clone, queries_of
from tests.factories.office import OFFICER, Office
from tests.factories.request import make_head, make_leader, make_member, make_request

PEOPLE = {
    "officer": "nguyen.thi.mau",
    "head": "nguyen.van.thi.du",
    "police": "duong.van.vi.du",
    "finance": "ly.thi.gia.dinh",
    "member": "vo.van.minh.hoa",
    "minutes": "ngo.thi.thi.du",
    "chair": "pham.van.mau",
    "appraiser": "dang.thi.mau",
    "office": "bui.van.thi.du",
    "clerk": "do.thi.minh.hoa",
    "caretaker": "luu.van.mau",
    "auditor": "cao.thi.thi.du",
    "admin": "mai.van.mau",
    "host": "ta.thi.vi.du",
    "secretary": "lam.thi.vi.du",
}
FEW, MANY = 5, 40
OTHERS = ("/me", "/letters", "/security", "/address-book", "/requests/new", "/regulation")
LISTS = (
    "/",
    "/together",
    "/folder",
    "/?waits=2",
    "/cases",
    "/cases?status=every&sort=soonest",
    "/cases?country=KR&partner=gok&person=tran&plan=II&month=2020-08&late=1&kind=outbound",
    "/cases?stage=appraisal",
    "/calendar?month=2020-08",
    "/calendar?week=2020-08-10",
    "/owed",
    "/statistics?year=2020&by=country",
    "/statistics/cases?year=2020",
    "/statistics/month",
    "/cases?q=han+quoc",
    "/cases?q=phan",
    "/me",
)


def lives_of(office: Office) -> list[CaseNo]:
    """Real cases in different states, from one just submitted to one that is over."""
    found: list[CaseNo] = []

    def lived(live):
        live()
        found.append(office.case_no)

    lived(lambda: office.submits(make_request(members=(make_leader(), make_member()))))
    lived(lambda: (office.submits(), office.goes_on_until_asked(Act.APPRAISE)))
    lived(lambda: seen.until_the_committee_votes(office))
    lived(lambda: seen.until_it_is_arranged(office))
    lived(lambda: (office.submits(), withdrawn(office)))
    lived(lambda: (office.submits(), office.goes_on_until(Stage.STATE_DECISION)))
    # Time passes for all of them until this one is back.
    lived(lambda: (office.submits(), office.goes_on_until_asked(Act.FILE)))
    return found


def withdrawn(office):
    by = Identified(OFFICER, "mailbox_code")
    withdraw(office.desk, office.case_no, by, "Đối tác hoãn.")


def grow(site, numbers, total):
    """Let there be so many cases, as many of each kind of life."""
    with site.desk.store.writing() as conn:
        there = len(conn.execute(select(cases.c.no)).all())
        share = max(0, total - there) // len(numbers) + 1
        for number in numbers:
            clone(conn, number, share)


def asked(site, pages, people=tuple(PEOPLE)):
    """Return how many questions each page asked for each person."""
    counted = {}
    for name in people:
        browser = site.browser().is_of(PEOPLE[name])
        # What is read once for good is read now.
        browser.opens("/")
        for page in pages:
            with queries_of(site.desk.store) as heard:
                browser.opens(page)
            counted[name, page] = len(heard)
    return counted


def grown(before, after):
    return {page: (n, after[page]) for page, n in before.items() if after[page] > n}


def pages_of_a_case(office):
    case = f"/cases/{office.case_no}"
    steps = [f"{case}/steps/{step.number}" for step in office.case.steps[-3:]]
    return (case, *steps)


def test_no_page_asks_more_of_more_cases(site, office):
    numbers = lives_of(office)
    pages = (*LISTS, *pages_of_a_case(office))
    grow(site, numbers, FEW * len(numbers))
    few = asked(site, pages)

    grow(site, numbers, MANY * len(numbers))

    assert grown(few, asked(site, pages)) == {}
    # The appraiser's desk asked fifteen questions a waiting case.
    assert max(few.values()) < 75


def test_a_case_of_ones_own_among_those_that_wait_makes_it_no_different(site, office):
    """Where somebody may travel who is asked, the dossier is opened: of all such cases at once."""
    office.submits(
        make_request(
            members=(make_head(name="Nguyễn Văn Thí Dụ", person=PEOPLE["head"]), make_member())
        )
    )
    grow(site, [office.case_no], FEW)
    few = asked(site, ("/",))

    grow(site, [office.case_no], MANY)

    assert grown(few, asked(site, ("/",))) == {}


def test_two_thousand_cases_are_listed_as_a_hundred_are(site, office):
    first = office.submits().no
    office.goes_on_until_asked(Act.APPRAISE)
    numbers = [first, office.submits(make_request(unit="nga_bay")).no]
    people = ("appraiser", "officer", "auditor", "admin")
    pages = ("/", "/cases?q=han+quoc", "/cases", *OTHERS, *pages_of_a_case(office))
    grow(site, numbers, 100)
    few = asked(site, pages, people)

    grow(site, numbers, 2000)

    assert grown(few, asked(site, pages, people)) == {}
