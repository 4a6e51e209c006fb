"""The same fault of a Prefect run is repaired every time it comes, and each repair is journaled."""

from flows.sweeps.troubles import note_amiss
from models.entries import RunRepaired
from models.ids import CaseNo
from models.store import histories


def repairs(office):
    return [entry for entry in office.journal() if isinstance(entry, RunRepaired)]


def is_told(office):
    """The run has been woken: it knows all of its case."""
    with office.desk.store.writing() as conn:
        assert histories.told(conn, CaseNo(office.case_no), office.case.seq, "signing")


def test_a_fault_found_twice_before_it_is_repaired_is_journaled_once(office):
    office.submits()
    is_told(office)

    for _ in range(2):
        note_amiss(office.desk, CaseNo(office.case_no), "run", "FAILED")

    assert len(repairs(office)) == 1


def test_the_same_fault_after_its_repair_is_journaled_again(office):
    office.submits()
    for _ in range(3):
        is_told(office)
        note_amiss(office.desk, CaseNo(office.case_no), "run", "FAILED")

    assert len(repairs(office)) == 3
