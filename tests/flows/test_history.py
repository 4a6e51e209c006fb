"""A delegation's run on a real Prefect server: it follows the journal and never leads it."""

import pytest

from cli.people.directory_file import read_directory
from cli.setting_up import SAMPLE_DIRECTORY
from flows.acts.desk import Desk
from flows.case.poke import tell_running
from models.case import CaseStatus
from models.entries import RunRepaired
from models.store import directory, histories
from models.store.database.clock import make_clock_movable
from models.store.database.engine import Store
from models.store.migrations import migrate
from tests.factories.house import house, the_signer
from tests.factories.office import Office
from tests.factories.prefect import Prefect, settings_beside_prefect, wait_until
from tests.factories.prepared import MONDAY_MORNING
from tests.factories.request import make_leader, make_member, make_passport, make_request

NAMES = ("Nguyễn Văn Kín Đáo", "S7654321")


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder with its database and free ports; nothing of Prefect runs in it yet."""
    folder = tmp_path_factory.mktemp("doan")
    settings = settings_beside_prefect(folder)
    store = Store(settings.store_url)
    migrate(store, the_signer())
    with store.writing() as conn:
        make_clock_movable(conn, MONDAY_MORNING)
        directory.load_directory(house(conn), read_directory(SAMPLE_DIRECTORY))
    yield Desk(store, settings, tell_running(store, settings))
    store.close()


@pytest.fixture(scope="module")
def decided_without(place):
    """A case that came a good way while Prefect was not there at all."""
    office = Office(place)
    leader = make_leader(name=NAMES[0], passport=make_passport(number=NAMES[1]))
    office.submits(make_request(members=(leader, make_member())))
    for _ in range(3):
        office.goes_on()
    return office


@pytest.fixture(scope="module")
def prefect(place, decided_without):
    """Prefect is back: its server runs, and the worker."""
    prefect = Prefect(place.settings)
    with prefect.serving(), prefect.working(place.store):
        yield prefect


def run_of(office):
    with office.desk.store.reading() as conn:
        return histories.of(conn, office.case_no).run_id


def level(office):
    with office.desk.store.reading() as conn:
        return office.case_no not in histories.behind(conn)


def caught_up(office, prefect, state):
    """Wait until the run of a case is level with its journal and rests in a state."""
    wait_until(lambda: level(office), "the history")
    return wait_until(
        lambda: (run := prefect.run(run_of(office)))["state"]["type"] == state and run, state
    )


def test_decisions_go_on_without_prefect(decided_without):
    assert decided_without.case.seq > 8


def test_the_history_catches_up_when_prefect_is_back(prefect, decided_without):
    run = caught_up(decided_without, prefect, "PAUSED")

    assert run["state"]["message"].startswith("waits for opinions")


def test_a_run_bears_the_case_number_and_nothing_else(prefect, decided_without):
    run = caught_up(decided_without, prefect, "PAUSED")

    no = decided_without.case_no
    assert (run["name"], run["parameters"]) == (no, {"case_id": no})


def test_a_run_is_tagged_with_case_kind_and_year(prefect, decided_without):
    run = caught_up(decided_without, prefect, "PAUSED")

    no = decided_without.case_no
    assert {f"case:{no}", "kind:outbound", "year:2020"} <= set(run["tags"])


def test_a_run_that_was_deleted_by_hand_is_made_anew(prefect, decided_without):
    caught_up(decided_without, prefect, "PAUSED")
    deleted = run_of(decided_without)
    prefect.delete(deleted)

    decided_without.goes_on()

    caught_up(decided_without, prefect, "PAUSED")
    assert run_of(decided_without) != deleted


@pytest.mark.parametrize("state", ["FAILED", "CRASHED", "COMPLETED", "CANCELLED"])
def test_a_run_that_is_not_where_its_case_is_comes_back_to_rest(prefect, place, state):
    office = Office(place)
    office.submits()
    run = caught_up(office, prefect, "PAUSED")

    prefect.set_state(run["id"], state)

    wait_until(lambda: rests_again(office, prefect, state), "the rest")
    told = [payload.kind for payload in office.journal()]
    assert ("run_cancelled" if state == "CANCELLED" else "run_repaired") in told


def rests_again(office, prefect, state):
    """Tell whether a run has left a state behind and rests, all told."""
    states = [s["type"] for s in prefect.states(run_of(office))]
    return state in states and states[-1] == "PAUSED" and level(office)


def test_the_same_fault_that_comes_again_is_repaired_and_journaled_again(prefect, place):
    office = Office(place)
    office.submits()
    for times in (1, 2):
        prefect.set_state(caught_up(office, prefect, "PAUSED")["id"], "FAILED")
        wait_until(lambda n=times: is_repaired(office, prefect, n), "the rest")

    assert [p.found for p in office.journal() if isinstance(p, RunRepaired)] == ["FAILED"] * 2


def is_repaired(office, prefect, times):
    """Tell whether a run failed so often, and rests each time it did."""
    states = [s["type"] for s in prefect.states(run_of(office))]
    return states.count("FAILED") == times and states[-1] == "PAUSED" and level(office)


def test_a_cancelled_run_is_told_to_the_office_once_and_withdraws_nothing(prefect, place):
    office = Office(place)
    office.submits()
    prefect.set_state(caught_up(office, prefect, "PAUSED")["id"], "CANCELLED")

    wait_until(lambda: rests_again(office, prefect, "CANCELLED"), "the rest")

    kinds = [payload.kind for payload in office.journal()]
    assert (kinds.count("run_cancelled"), office.case.is_over) == (1, False)


def test_a_deleted_run_is_made_anew_although_nothing_happens_in_its_case(prefect, place):
    office = Office(place)
    office.submits()
    deleted = caught_up(office, prefect, "PAUSED")["id"]

    prefect.delete(deleted)

    wait_until(lambda: run_of(office) != deleted and level(office), "a new run")
    assert [p.found for p in office.journal() if isinstance(p, RunRepaired)] == ["MISSING"]


def test_the_sweeps_have_runs_of_their_own_on_a_schedule(prefect, decided_without):
    runs = wait_until(prefect.housekeeping_runs, "scheduled sweeps")

    assert all(run["work_queue_name"] == "housekeeping" for run in runs)
    assert all("housekeeping" in run["tags"] for run in runs)


def test_the_worker_says_that_it_is_well(prefect, decided_without):
    wait_until(prefect.worker_is_well, "the health check")


def test_each_stage_leaves_its_trace_and_the_end_is_completed(prefect, place):
    office = Office(place)
    office.submits()
    while office.case.status is not CaseStatus.ARCHIVED:
        wait_until(lambda: level(office), "the history")
        office.goes_on()

    run = caught_up(office, prefect, "COMPLETED")

    waited = [s["message"] for s in prefect.states(run["id"]) if s["name"] == "Suspended"]
    stages = dict.fromkeys(message.removeprefix("waits for ").split(",")[0] for message in waited)
    assert list(stages) == [
        "unit_signature",
        "appraisal",
        "opinions",
        "party_decision",
        "state_decision",
        "preparation",
        "departure",
        "return_home",
        "report",
    ]


def test_no_personal_data_reaches_prefects_database(prefect, decided_without):
    caught_up(decided_without, prefect, "PAUSED")

    files = prefect.database.parent.glob("prefect.sqlite*")
    content = b"".join(file.read_bytes() for file in files)

    people = (*NAMES, "nguyen.thi.mau", "Gokseong")
    assert not [said for said in people if said.encode() in content]
