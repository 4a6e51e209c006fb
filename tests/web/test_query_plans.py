"""However many cases there are, a list reads what it shows: no table that grows is read whole."""

import re
from contextlib import contextmanager

from sqlalchemy import event

from config.regulation.codes import Act
from tests.factories.request import make_request

OFFICE, AUDITOR = "bui.van.thi.du", "cao.thi.thi.du"
# Of these there are more with every case, be it over or not; some are asked by other names.
GROWS = {
    "cases", "steps", "case_words", "search_words", "travellers", "dossiers", "journal", "votes",
    "texts", "outbox", "due_moments", "named", "asked", "counted", "owing", "case_figures", "case_turns",
    "case_costs", "case_waits",
}  # fmt: skip
PAGES = (
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
    "/statistics?year=2020&by=country",
    "/statistics?year=2020&by=rank&unit=long_my&nature=official",
    "/statistics/cases?year=2020&by=country&key=KR",
    "/statistics/cases?year=2020&by=report&key=late",
    "/statistics/month",
)


@contextmanager
def asked_of(store):
    """Hear every question with what it is asked with."""
    heard = []

    def hear(_conn, _cursor, statement, parameters, *_):
        heard.append((statement, parameters))

    event.listen(store.reader, "before_cursor_execute", hear)
    try:
        yield heard
    finally:
        event.remove(store.reader, "before_cursor_execute", hear)


def read_whole(store, heard):
    """The tables that the database reads from end to end, without an index to stop by."""
    found = set()
    with store.reading() as conn:
        for statement, parameters in heard:
            if not statement.lstrip().startswith(("SELECT", "WITH")):
                continue
            for row in conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters):
                scanned = re.match(r"SCAN (\w+)", row.detail)
                if scanned and scanned[1] in GROWS and " USING " not in row.detail:
                    found.add((scanned[1], statement[:3000]))
    return found


def test_no_list_reads_a_table_that_grows_from_end_to_end(site, office):
    office.submits(make_request())
    office.goes_on_until_asked(Act.APPRAISE)
    found = {}
    for person in (OFFICE, AUDITOR):
        browser = site.browser().is_of(person)
        browser.opens("/")
        for page in PAGES:
            with asked_of(site.desk.store) as heard:
                browser.opens(page)
            assert browser.status == 200, page
            found[person, page] = read_whole(site.desk.store, heard)

    assert {at: tables for at, tables in found.items() if tables} == {}
