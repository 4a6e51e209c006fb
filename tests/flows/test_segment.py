"""What a wake-up costs and what it must not lose, on a real Prefect server, without a worker."""

import re

import pytest
from prefect import flow_engine
from sqlalchemy.exc import OperationalError

from config.settings import Settings
from flows.acts.desk import Desk
from flows.runs import delegations as runs
from flows.runs import reconciler
from flows.runs.deployments import register
from flows.runs.housekeeping import housekeeping, prune
from flows.runs.waking import Waker, quick_engine, run_here
from models.entries import RunRepaired
from models.store import histories
from models.store.auditing import run_states
from models.store.tables import run_states as run_states_table
from tests.factories.office import Office
from tests.factories.prefect import Prefect, free_port


@pytest.fixture(scope="module")
def prefect(tmp_path_factory):
    settings = Settings(folder=tmp_path_factory.mktemp("doan"), prefect_port=free_port())
    prefect = Prefect(settings)
    with prefect.serving(), prefect.client() as client:
        register(client)
        yield prefect


@pytest.fixture
def waker(desk, monkeypatch):
    monkeypatch.setattr(runs, "process_desk", lambda: desk)
    return Waker(desk)


@pytest.fixture
def client(prefect):
    with prefect.client() as client, quick_engine():
        yield client


@pytest.fixture
def office(desk: Desk, waker, client):
    """An office whose case's run rests, all told."""
    office = Office(desk)
    office.submits()
    waker.wake(client, office.case_no)
    return office


def told(office):
    with office.desk.store.reading() as conn:
        return histories.of(conn, office.case_no)


def state_of(office, client):
    return client.read_flow_run(told(office).run_id).state


def test_a_silent_segment_asks_the_server_six_times(office, waker, client):
    # No heartbeat, no observer, no token against forgery, no stored result, one kept connection:
    # were one of these cuts taken away by another Prefect, there would be more.
    office.desk.store.close()
    with office.desk.store.writing() as conn:
        histories.forget(conn, office.case_no)
    asked = []
    client._client.event_hooks["request"].append(
        lambda request: asked.append(f"{request.method} {_plain(request.url.path)}")
    )

    waker.wake(client, office.case_no)

    del client._client.event_hooks["request"][-1]
    assert asked == [
        "GET /flow_runs/ID",
        "PATCH /flow_runs/ID",
        "POST /flow_runs/ID/set_state",
        "GET /flow_runs/ID",
        "GET /admin/storage",
        "POST /flow_runs/ID/set_state",
    ]


def _plain(path):
    return re.sub(r"[0-9a-f-]{36}", "ID", path.removeprefix("/api"))


def test_no_heart_beats_while_a_segment_runs(office, waker, client, monkeypatch):
    # Leaving a heartbeat costs a second.
    send, every = flow_engine._send_heartbeats, []

    def watch(engine, *more):
        every.append(engine.heartbeat_seconds)
        return send(engine, *more)

    monkeypatch.setattr(flow_engine, "_send_heartbeats", watch)
    office.goes_on()

    waker.wake(client, office.case_no)

    assert (every, told(office).told_seq) == ([None], office.case.seq)


def test_a_decision_between_a_runs_reading_and_its_rest_is_seen(office, waker, client, monkeypatch):
    tell, meanwhile = runs._tell, iter([office.goes_on])

    def decide_meanwhile(desk, walked):
        tell(desk, walked)
        for goes_on in meanwhile:
            goes_on()

    monkeypatch.setattr(runs, "_tell", decide_meanwhile)
    office.goes_on()

    waker.wake(client, office.case_no)

    assert told(office).told_seq == office.case.seq
    assert state_of(office, client).message.startswith(f"waits for {told(office).told_stage}")


def test_a_run_left_running_by_a_worker_that_died_is_woken(
    office, waker, client, prefect, monkeypatch
):
    prefect.set_state(told(office).run_id, "RUNNING")
    monkeypatch.setattr(reconciler, "LONGEST_SEGMENT", -reconciler.LONGEST_SEGMENT)

    waker.reconcile(client)
    waker.wake(client, office.case_no)

    assert state_of(office, client).is_paused()
    assert [p.found for p in office.journal() if isinstance(p, RunRepaired)] == ["RUNNING"]


def test_what_is_amiss_is_journaled_once_however_often_it_is_found(office, waker, client, prefect):
    prefect.set_state(told(office).run_id, "FAILED")

    waker.reconcile(client)
    waker.reconcile(client)
    waker.wake(client, office.case_no)

    assert [p.kind for p in office.journal()].count("run_repaired") == 1


def test_the_run_of_a_case_that_is_over_comes_to_its_end_too(office, waker, client, prefect):
    office.goes_on_to_the_end()
    waker.wake(client, office.case_no)
    prefect.set_state(told(office).run_id, "CRASHED")

    waker.reconcile(client)
    waker.wake(client, office.case_no)

    assert state_of(office, client).is_completed()


def test_a_database_that_is_away_for_a_moment_ends_no_waker(office, waker, client, monkeypatch):
    went = []

    def serve(_client):
        went.append("round")
        if len(went) == 1:
            raise OperationalError("SELECT 1", None, Exception("the server is gone"))
        waker.stop()

    monkeypatch.setattr(waker, "_serve", serve)

    waker.work()

    assert len(went) == 2


def test_a_case_is_woken_by_one_at_a_time(office, waker, client):
    office.goes_on()
    before = told(office)
    with office.desk.store.writing() as conn:
        histories.claim(conn, office.case_no)

    waker.wake(client, office.case_no)

    assert told(office) == before


def kept(office):
    with office.desk.store.reading() as conn:
        return run_states.of_case(conn, office.case_no)


def test_each_state_is_kept_as_prefect_has_it_and_was_asked_for(office, waker, client, prefect):
    office.goes_on()
    waker.wake(client, office.case_no)

    there = prefect.states(told(office).run_id)
    first = kept(office)[0].id
    # The run may be one of before, found again by its case's number.
    since = [each["id"] for each in there].index(first)
    assert [(each.id, each.type, each.message) for each in kept(office)] == [
        (each["id"], each["type"], each["message"] or "") for each in there[since:]
    ]
    assert {each.asked for each in kept(office)} == {True}
    assert [each.type for each in kept(office)][-2:] == ["RUNNING", "PAUSED"]


def test_a_state_set_by_hand_is_kept_and_flagged_as_nobody_of_doan_asked_for_it(
    office, waker, client, prefect
):
    prefect.set_state(told(office).run_id, "CANCELLED")
    waker.reconcile(client)
    waker.wake(client, office.case_no)

    by_hand = [each.type for each in kept(office) if each.asked is False]
    assert by_hand == ["CANCELLED"]
    assert kept(office)[-1].type == "PAUSED"


def test_who_deletes_a_run_there_takes_none_of_its_states(office, waker, client, prefect):
    before = kept(office)
    prefect.delete(told(office).run_id)
    waker.reconcile(client)
    waker.wake(client, office.case_no)

    assert before
    assert set(before) < set(kept(office))


def test_of_a_run_of_earlier_days_nobody_knows_who_set_its_states(office, waker, client):
    with office.desk.store.writing() as conn:
        conn.execute(run_states_table.delete())

    waker.reconcile(client)

    assert {each.asked for each in kept(office)} == {None}


def test_old_sweeps_are_pruned_from_the_history(prefect, waker, client, monkeypatch):
    monkeypatch.setattr("flows.runs.housekeeping.process_desk", lambda: waker._desk)
    deployment = client.read_deployment_by_name("housekeeping/doan")
    run = client.create_flow_run_from_deployment(deployment.id)
    run_here(housekeeping, run, {"wake": False})
    monkeypatch.setattr("flows.runs.housekeeping.KEPT", -reconciler.LONGEST_SEGMENT)

    prune(client)

    assert str(run.id) not in {run["id"] for run in prefect.housekeeping_runs()}
