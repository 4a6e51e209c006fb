"""What Prefect kept of a run is in the evidence of its case, asked of a real server."""

import json

import pytest

from cli.evidence.bundle import write_bundle
from flows.acts.desk import Desk
from flows.case.poke import tell_running
from models.store import histories
from tests.factories.evidence import looked_at, unpacked
from tests.factories.office import Office
from tests.factories.prefect import Prefect, settings_beside_prefect, wait_until

# What is asked is Prefect's server; of ours either kind of database does.
pytestmark = pytest.mark.parametrize("store", ["sqlite"], indirect=True)


@pytest.fixture
def desk(desk, store, tmp_path):
    settings = settings_beside_prefect(tmp_path)
    return Desk(store, settings, tell_running(store, settings))


def is_told(office):
    with office.desk.store.reading() as conn:
        return office.case_no not in histories.behind(conn)


def run_of(office):
    with office.desk.store.reading() as conn:
        return histories.of(conn, office.case_no).run_id


def bundled(office, folder, name):
    """Make a bundle; return its folder, and what it has of Prefect."""
    file = folder / f"{name}.zip"
    write_bundle(office.desk, office.case_no, file, "Thanh tra tỉnh.", "console:root")
    there = unpacked(file, folder / name)
    return there, json.loads((there / "prefect.json").read_bytes())


def test_the_states_of_a_run_are_in_the_evidence_as_prefect_keeps_them(desk, tmp_path):
    office, prefect = Office(desk), Prefect(desk.settings)
    office.submits()
    with prefect.serving():
        with prefect.working(desk.store):
            wait_until(lambda: is_told(office), "the history")
            office.goes_on()
            wait_until(lambda: is_told(office), "the history after a signature")
        kept = [
            (each["type"], each["name"], each["message"] or "") for each in states(prefect, office)
        ]
        there, told = bundled(office, tmp_path, "kept")
        prefect.delete(run_of(office))
        _, forgotten = bundled(office, tmp_path, "forgotten")
    ended = looked_at(there, "--language", "en")

    assert (told["run"], told["answer"]) == (run_of(office), "as kept")
    assert [(each["type"], each["name"], each["message"]) for each in told["states"]] == kept
    assert any("waits for" in message for *_, message in kept)
    assert (ended.returncode, f"Prefect's history: {len(kept)} states" in ended.stdout) == (0, True)
    assert (forgotten["answer"], forgotten["states"]) == (
        "Prefect keeps nothing of it any more",
        told["states"],
    )


def states(prefect, office):
    return prefect.states(run_of(office))
