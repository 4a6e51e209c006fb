"""The same deployments under Prefect's own process worker: a whole case travels so."""

import pytest

from config.settings import Settings
from flows.acts.desk import Desk
from flows.runs.deployments import register
from models.store import histories
from tests.factories.office import Office
from tests.factories.prefect import Prefect, free_port, wait_until


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_a_whole_case_travels_under_prefects_own_worker(store, desk, tmp_path):
    settings = Settings(folder=tmp_path, prefect_port=free_port())
    office = Office(Desk(store, settings))
    prefect = Prefect(settings)
    with prefect.serving(), prefect.client() as client:
        register(client)
        sweep = client.read_deployment_by_name("housekeeping/doan")
        with prefect.working(store, stock=True):
            office.submits()
            client.create_flow_run_from_deployment(sweep.id)
            begun = _told(office)
            office.goes_on_to_the_end()
            client.create_flow_run_from_deployment(sweep.id)
            ended = _told(office)
        states = prefect.states(ended.run_id)

    assert ended.run_id == begun.run_id
    assert [s["name"] for s in states if s["name"] in ("Suspended", "Completed")] == [
        "Suspended",
        "Completed",
    ]


def _told(office):
    def level():
        with office.desk.store.reading() as conn:
            history = histories.of(conn, office.case_no)
        return history if history.told_seq == office.case.seq else None

    return wait_until(level, "the history")
