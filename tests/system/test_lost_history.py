"""Prefect's whole database is lost under 200 cases: they go on, and their history is told anew."""

import pytest

from flows.acts.desk import Desk
from flows.case.poke import tell_running
from models.store import histories
from tests.factories.office import Office
from tests.factories.prefect import Prefect, settings_beside_prefect, wait_until

CASES = 200

pytestmark = [
    pytest.mark.system,
    # What is lost is Prefect's database; of ours either kind does.
    pytest.mark.parametrize("store", ["sqlite"], indirect=True),
]


@pytest.fixture
def desk(desk, store, tmp_path):
    settings = settings_beside_prefect(tmp_path)
    return Desk(store, settings, tell_running(store, settings))


def all_told(desk):
    with desk.store.reading() as conn:
        return histories.lag(conn).cases == 0


def run_of(office):
    with office.desk.store.reading() as conn:
        return histories.of(conn, office.case_no).run_id


def test_two_hundred_cases_outlive_prefects_database(desk):
    prefect = Prefect(desk.settings)
    offices = [Office(desk) for _ in range(CASES)]
    for office in offices:
        office.submits()
    with prefect.working(desk.store):
        with prefect.serving():
            wait_until(lambda: all_told(desk), "the first history")
            lost = {run_of(office) for office in offices}
        for file in prefect.database.parent.glob("prefect.sqlite*"):
            file.unlink()
        for office in offices[:20]:
            office.goes_on()
        with prefect.serving():
            wait_until(lambda: not lost & {run_of(o) for o in offices}, "a new run for every case")
            wait_until(lambda: all_told(desk), "the history told anew")
            waiting = [prefect.run(run_of(office))["state"]["message"] for office in offices]
            told = prefect.artifact(offices[0].case_no)

    opened = offices[0].case.steps[0].opened_at
    assert f"{opened:%Y-%m-%d %H:%M}" in told
    assert [message.split(",")[0] for message in waiting] == [
        *["waits for appraisal"] * 20,
        *["waits for unit_signature"] * (CASES - 20),
    ]
