"""Who opens what of a case is noted beside it: no page waits for that, and no page writes it."""

import asyncio

import pytest
from sqlalchemy import event

from config.regulation.codes import Act, Stage
from models.ids import PersonId
from models.store.privacy import openings
from tests.factories.office import A_FILE, OFFICER
from tests.factories.privacy import submitted

OF_THE_OFFICE = "bui.van.thi.du"
AUDITOR = "cao.thi.thi.du"
OF_ANOTHER_UNIT = "ta.thi.vi.du"


@pytest.fixture
def case(site, office):
    submitted(office)
    return office


def opened(site, case):
    site.app.state.running.openings.write(site.desk.store)
    with site.desk.store.reading() as conn:
        found = openings.of_case(conn, case.case_no)
    return sorted((o.opening.person, o.opening.what, o.opening.which[:2], o.times) for o in found)


def test_whoever_opens_a_case_is_noted_once_a_day_with_how_often(site, case):
    browser = site.browser().is_of(OFFICER)
    for _ in range(3):
        browser.opens(f"/cases/{case.case_no}")

    assert opened(site, case) == [(OFFICER, "case", "", 3)]


def test_what_is_counted_later_is_added(site, case):
    browser = site.browser().is_of(OFFICER)
    browser.opens(f"/cases/{case.case_no}")
    opened(site, case)
    browser.opens(f"/cases/{case.case_no}")

    assert opened(site, case) == [(OFFICER, "case", "", 2)]


@pytest.mark.parametrize(
    ("person", "page"), [("pham.van.mau", "/together"), ("lam.thi.vi.du", "/folder")]
)
def test_what_is_shown_at_one_glance_among_others_is_noted_as_its_step(site, case, person, page):
    for _ in range(2):
        submitted(case)
        step = case.goes_on_until(Stage.STATE_DECISION)

    site.browser().is_of(person).opens(page)

    assert opened(site, case) == [(person, "step", str(step.number), 1)]


def test_steps_and_files_are_noted_by_what_they_are(site, case):
    step = case.goes_on_until_asked(Act.CONSULT)
    browser = site.browser().is_of(step.holders[0]).opens(site.page_of(step))
    (file, *_) = [link for link in browser.links if "/files/" in link]

    assert browser.opens(file).shows.content == A_FILE.content

    digest = file.rpartition("/")[2][:2]
    assert opened(site, case) == [
        (step.holders[0], "file", digest, 1),
        (step.holders[0], "step", str(step.number), 1),
    ]


def test_whoever_is_turned_away_opened_nothing(site, case):
    site.browser().opens(f"/cases/{case.case_no}")
    site.browser().is_of(OF_ANOTHER_UNIT).opens(f"/cases/{case.case_no}")

    assert opened(site, case) == []


def test_the_page_itself_writes_nothing(site, case):
    browser = site.browser().is_of(OFFICER).opens(f"/cases/{case.case_no}")
    written: list[object] = []
    event.listen(site.desk.store.engine, "begin", written.append)

    browser.opens(f"/cases/{case.case_no}")

    assert (browser.status, written) == (200, [])


@pytest.mark.parametrize("person", [OF_THE_OFFICE, AUDITOR])
def test_the_focal_office_and_the_auditor_see_who_opened_it(site, case, person):
    site.browser().is_of(OFFICER).opens(f"/cases/{case.case_no}")
    opened(site, case)

    page = site.browser().is_of(person).opens(f"/cases/{case.case_no}")

    assert "Ai đã xem (1)" in page.text


def test_the_unit_does_not(site, case):
    site.browser().is_of(OF_THE_OFFICE).opens(f"/cases/{case.case_no}")
    opened(site, case)

    page = site.browser().is_of(OFFICER).opens(f"/cases/{case.case_no}")

    assert "Ai đã xem" not in page.text


def test_what_cannot_be_written_waits_for_the_next_time(site, case, tmp_path):
    noted = site.app.state.running.openings
    site.browser().is_of(OFFICER).opens(f"/cases/{case.case_no}")
    away = type(site.desk.store)(f"sqlite:///{tmp_path / 'none.sqlite'}")

    noted.write(away)
    away.close()

    assert opened(site, case) == [(OFFICER, "case", "", 1)]


def test_when_doan_stops_what_was_counted_is_written(site, case):
    noted, stop = site.app.state.running.openings, asyncio.Event()
    site.browser().is_of(OFFICER).opens(f"/cases/{case.case_no}")
    stop.set()

    async def stops():
        beside = asyncio.create_task(noted.keep_written(site.desk.store, stop))
        await beside

    asyncio.run(stops())

    with site.desk.store.reading() as conn:
        told = [each.opening.person for each in openings.of_case(conn, case.case_no)]
    assert told.count(PersonId(OFFICER)) == 1
