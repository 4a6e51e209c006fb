"""Every day that is typed into a form of a step lies near what it is about, or is refused beside it."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from config.regulation.codes import Act, Stage
from models.store import authorities
from tests.factories.office import MONDAY
from tests.factories.programme import HALL, approves, make_visit
from tests.factories.visit import ARRIVES, DEPARTS, make_item, make_press_visit
from tests.web.test_meetings_page import filled_in

ROOT = Path(__file__).parents[2]
PAPER = {"paper_file": ("van-ban.pdf", b"%PDF a paper", "application/pdf")}
CLERK, POLICE, CHAIR, DEPUTY = "bui.van.thi.du", "duong.van.vi.du", "pham.van.mau", "bui.van.thi.du"
# By habit last year's, mistyped, and `no end`.
SLIPS = ["2019-08-24", "0020-08-24", "20/08/0020", "1920-08-24", "2999-01-01", "9999-12-31"]


def refused(browser, site, before):
    """Nothing is recorded, and what was sent comes back on a page that says why."""
    return (browser.status, site.state() == before) == (422, True)


@pytest.fixture
def officer(site, office, browser):
    """Open the page of the step that waits at a stage, as its first holder."""

    def at(stage, request=None, act=None):
        if request == "visit":
            office.receives()
        else:
            office.submits()
        step = office.goes_on_until(stage)
        if act:
            step = office.goes_on_until_asked(act)
        return browser.signs_in(step, step.holders[0])

    return at


# --- days that are confirmed ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stage", "kind"),
    [
        (Stage.ARRIVAL, "visit"), (Stage.SEND_OFF, "visit"), (Stage.DEPARTURE, "trip"),
        (Stage.RETURN_HOME, "trip"),
    ],
)  # fmt: skip
def test_guests_and_delegations_come_and_go_near_the_days_that_were_asked_for(
    officer, site, stage, kind
):
    page = officer(stage, kind)
    before = site.state()

    for day in SLIPS:
        page.answers("confirm", day=day)

        assert refused(page, site, before), day
        assert 'id="day-problem"' in page.html


def test_passports_are_handed_back_after_the_return(officer, site):
    page = officer(Stage.PASSPORTS)
    before = site.state()

    for day in SLIPS:
        page.answers("handed_back", day=day)

        assert refused(page, site, before), day


# --- the days of papers ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stage", "act", "choice"),
    [
        (Stage.STATE_DECISION, Act.ISSUE, "issue"), (Stage.REPORT, Act.FILE, "file"),
        (Stage.ACCOUNTS, Act.SETTLE, "settle"),
    ],
)  # fmt: skip
def test_a_paper_of_a_case_is_not_older_than_the_case(officer, site, stage, act, choice):
    page = officer(stage, act=act)
    before = site.state()
    settled = {name: "1" for name in page.form().values if name.startswith("settled.")}

    for day in (*SLIPS, (MONDAY - timedelta(days=1)).isoformat()):
        page.answers(choice, files=PAPER, paper_number="12/QĐ", paper_date=day, **settled)

        assert refused(page, site, before), day
        assert 'id="paper_date-problem"' in page.html


def test_the_earliest_day_of_a_paper_is_named(officer):
    page = officer(Stage.STATE_DECISION, act=Act.ISSUE)

    page.answers("issue", files=PAPER, paper_number="12/QĐ", paper_date="2019-07-20")

    assert "ngày sớm nhất có thể là 06/07/2020" in page.text


@pytest.mark.parametrize("stage", [Stage.OPINIONS, Stage.DEPARTURE])
def test_what_came_on_paper_is_not_older_than_the_case(site, office, browser, stage):
    office.submits()
    step = office.goes_on_until(stage)
    clerk = browser.is_of(CLERK).opens(f"{site.page_of(step)}/paper")
    before = site.state()
    form = clerk.form("/paper$")
    choice = {Stage.OPINIONS: "agree", Stage.DEPARTURE: "confirm"}[stage]
    written = {"person": step.holders[0], "choice": choice, "day": office.today.isoformat()}

    for day in SLIPS:
        paper = {"paper_number": "7/CAT", "version": "1", "paper_date": day}
        clerk.sends(form, files=PAPER, **written, **paper)

        assert refused(clerk, site, before), day


def test_minutes_are_not_older_than_what_they_decide(site, office, browser):
    office.submits()
    office.goes_on_until(Stage.PARTY_DECISION)
    office.time_passes()
    clerk = browser.is_of("ngo.thi.thi.du").opens("/bodies/standing_committee/minutes")
    form = clerk.form("/minutes$")
    before = site.state()
    values = {**filled_in(form), "paper_number": "12-BB/TU"}

    for day in SLIPS:
        written = {**values, "paper_date": day}
        clerk._shows = clerk.client.post(form.action, data=written, files=PAPER)

        assert refused(clerk, site, before), day


def test_a_change_for_the_press_was_accepted_since_the_case_began(site, office, browser):
    visit = make_press_visit(unit="long_my")
    office.submits(visit)
    office.goes_on_until(Stage.RECEPTION)
    browser.is_of("nguyen.thi.mau").opens(f"/cases/{office.case_no}/programme/items/1")
    before = site.state()
    form = browser.form(r"/items/\d+$")

    for day in SLIPS:
        browser.sends(form, files=PAPER, place="nga_bay", paper_number="45/UB", paper_date=day)

        assert refused(browser, site, before), day


# --- days to come ---------------------------------------------------------------------------------


def test_a_commitment_without_end_is_refused_with_the_latest_day(office, site, officer):
    page = officer(Stage.REPORT, "visit")
    before = site.state()
    row = {
        "commitment_what_1": "Mời đoàn học sinh sang giao lưu.",
        "commitment_owner_1": "phung_hiep/officer",
        "paper_number": "9/BC",
        "paper_date": office.today.isoformat(),
    }
    latest = office.today + timedelta(days=10 * 366)

    for due in ("31/12/9999", "9999-12-31", "2999-01-01", "2100-12-31"):
        page.answers("file", files=PAPER, **row, commitment_due_1=due)

        assert refused(page, site, before), due
        assert f"Cam kết 1: thời hạn muộn nhất có thể ghi là {latest:%d/%m/%Y}" in page.text


@pytest.mark.parametrize(
    ("since", "until"),
    [
        ("2999-01-01", "2999-01-05"), ("9999-12-30", "9999-12-31"), ("2020-07-06", "9999-12-31"),
        ("0020-07-06", "2020-07-31"), ("2019-07-06", "2019-07-31"), ("2022-07-06", "2022-07-07"),
    ],
)  # fmt: skip
def test_nobody_lets_another_act_in_another_century(site, browser, since, until):
    browser.is_of(CHAIR).opens("/authorities")
    given = {"seats": f"{CHAIR} people_committee/chair", "holder": DEPUTY, "capacity": "kt"}

    browser.sends(browser.form("/authorities$"), **given, since=since, until=until)

    with site.desk.store.reading() as conn:
        assert (browser.status, authorities.everything(conn)) == (422, ())


def test_an_item_stays_within_the_visit(site, office, browser):
    approves(office, make_visit(make_item(hall=HALL), make_item(day=DEPARTS)))
    browser.is_of("nguyen.thi.mau").opens(f"/cases/{office.case_no}/programme/items/1")
    before = site.state()

    for day in SLIPS:
        browser.sends(browser.form(r"/items/\d+$"), day=day)

        assert refused(browser, site, before), day


# --- days of a request ----------------------------------------------------------------------------

EXAMPLES = ROOT / "examples"
OF_TRIP = {
    "letter": ["letter.date"],
    "purpose": ["host.invitation.date"],
    "journey": ["departs", "returns", "itinerary[1].arrives", "itinerary[1].leaves"],
    "people": ["members[1].born", "members[1].departs", "members[1].returns",
               "members[2].passport.expires"],
    "costs": ["costs[2].rate.day"],
    "papers": ["papers[1].date"],
}  # fmt: skip
OF_VISIT = {
    "letter": ["letter.date"],
    "journey": ["arrives", "departs", "lodging[1].arrives", "lodging[1].leaves"],
    "people": ["guests[1].born", "guests[1].arrives", "guests[1].departs",
               "guests[1].passport.expires"],
    "programme": ["programme[1].day"],
    "papers": ["papers[1].date"],
}  # fmt: skip
FAR = ["0020-08-24", "1820-08-24", "2099-01-01", "31/12/9999"]


BESIDE = {"costs[2].rate.vnd": "23200", "costs[2].rate.source": "Vietcombank"}


def every_day():
    for example, person, sections in (
        ("outbound_gokseong", "nguyen.thi.mau", OF_TRIP),
        ("inbound_saga", "thai.van.thi.du", OF_VISIT),
    ):
        yield from ((example, person, section, fields) for section, fields in sections.items())


@pytest.mark.parametrize(("example", "person", "section", "fields"), list(every_day()))
def test_no_day_of_a_request_is_of_another_century(browser, example, person, section, fields):
    browser.is_of(person).opens("/requests/new")
    form = next(f for f in browser.forms if f.has_files)
    text = (EXAMPLES / f"{example}.yaml").read_bytes()
    browser.sends(form, files={"request_file": ("de-nghi.yaml", text)})
    draft = browser.shows.url.path.rpartition("/")[0]
    beside = BESIDE if section == "costs" else {}

    for day in FAR:
        browser.opens(f"{draft}/{section}")
        written = {**dict.fromkeys(fields, day), **beside}
        browser.sends(browser.form("/requests/"), do="save", **written)

        browser.opens(f"{draft}/check")
        told = {link.rpartition("#")[2] for link in browser.links if "check=1" in link}
        # Where a first day is no day, what lies within is held against nothing.
        firm = {f for f in fields if not re.search(r"leaves|departs|returns|\]\.arrives", f)}
        assert firm - told == set(), day
        assert told & set(fields), day


# --- none is forgotten ----------------------------------------------------------------------------


# Whose days are tried where the directory is changed: `test_changing_the_directory`.
OF_DIRECTORY = {("change.html", "{{ name }}"), ("hand_over.html", "day")}
# What somebody looks for may be any day there is: nothing is recorded of it.
OF_PAST_DAYS = {
    ("room.html", "day"),
    ("house.html", "day"),
    ("audit_macros.html", "since"),
    ("audit_macros.html", "until"),
    ("directory_macros.html", "day"),
}


def test_every_field_of_a_day_on_the_pages_is_among_those_above():
    """A new form with a day in it has to be tried above, and added here."""
    found = {
        (path.name, name)
        for path in (ROOT / "web").rglob("*.html")
        for name in re.findall(r'name="([^"]+)" type="date"', path.read_text(encoding="utf-8"))
    }
    macros = {
        (path.name, name)
        for path in (ROOT / "web").rglob("*.html")
        for name in re.findall(r"text\('(\w+)', 'date'", path.read_text(encoding="utf-8"))
    }

    assert found | macros == {
        ("form_macros.html", "paper_date"),
        ("authorities.html", "since"),
        ("authorities.html", "until"),
        ("on_paper.html", "day"),
        ("programme_item.html", "day"),
        ("programme_item.html", "paper_date"),
        ("answer_form.html", "paper_date"),
        ("answer_form.html", "day"),
        ("commitments.html", "commitment_due_{{ number }}"),
        ("typed_report.html", "proposal_due_{{ number }}"),
        *OF_PAST_DAYS,
        *OF_DIRECTORY,
    }


def test_days_near_by_are_taken(officer, office):
    page = officer(Stage.ARRIVAL, "visit")

    page.answers("confirm", day=ARRIVES.isoformat())

    assert (page.status, office.case.steps[-1].stage) != (422, None)
    confirmed = [s.day for s in office.case.steps if s.stage is Stage.ARRIVAL]
    assert confirmed == [date(2020, 8, 24)]
