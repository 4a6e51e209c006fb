"""A damaged row of the directory decides nothing, is told by its number, and keeps nobody else."""

from datetime import time

import pytest

from config.province_time import day_of, moment_of
from config.regulation.codes import Act
from flows.sweeps.sweep import sweep
from models.entries import HoldersChanged, StepOverdue
from models.errors import DecisionRefused
from models.store import authorities, directory
from models.store.database.clock import move_clock, today
from tests.factories.damage import damages, let_be_tried, set_aside
from tests.factories.office import SMOOTH, Office, lets_act

# PostgreSQL keeps days, JSON and text alone; what stays damaged there is another code or shape.
ONLY_SQLITE = pytest.mark.parametrize("store", ["sqlite"], indirect=True)
CHAIR, DEPUTY, SEAT = "pham.van.mau", "bui.van.thi.du", "people_committee/chair"
APPRAISER = "dang.thi.mau"


@pytest.fixture
def office(desk):
    """A case whose appraisal is overdue, and of it it was not told yet."""
    office = Office(desk)
    office.submits()
    office.takes_smoothly(office.waiting(Act.SIGN))
    due_at = office.waiting(Act.APPRAISE).due_at
    assert due_at
    with desk.store.writing() as conn:
        move_clock(conn, moment_of(day_of(due_at), time(17, 30)))
    return office


def goes_on(office):
    """A sweep does all its parts: nothing of it is raised, and the reminder is told."""
    sweep(office.desk)
    return any(isinstance(entry, StepOverdue) for entry in office.journal())


def told(office):
    return {name for part, name in set_aside(office.desk.store) if part == "directory"}


@ONLY_SQLITE
@pytest.mark.parametrize(
    "said", ["seats = '7'", "capacity = 'x'", "seats = '{cut'", "until = 'soon'", "since = ''"]
)
def test_a_damaged_authority_lets_nobody_act_and_keeps_no_other(office, said):
    broken = lets_act(office.desk, CHAIR, DEPUTY, SEAT).number
    well = lets_act(office.desk, "nguyen.van.thi.du", "nguyen.thi.mau", "long_my/head").number
    damages(office.desk.store, f"UPDATE authorities SET {said} WHERE number = :no", no=broken)

    assert goes_on(office)
    assert told(office) == {f"authority {broken}"}
    with office.desk.store.reading() as conn:
        assert [a.number for a in authorities.in_force(conn, today(conn))] == [well]


@ONLY_SQLITE
@pytest.mark.parametrize("said", ["since = ''", "since = 'x'", "until = 'x'", "until = x'ff00'"])
def test_whose_seat_cannot_be_read_decides_nothing_and_is_not_said_to_have_left(office, said):
    step = office.waiting(Act.APPRAISE)
    with office.desk.store.reading() as conn:
        assert APPRAISER in directory.holders(conn, step.seat, today(conn))
    damages(
        office.desk.store,
        f"UPDATE seats_held SET {said} WHERE person = :who AND seat = :seat",
        who=APPRAISER,
        seat=step.seat,
    )

    assert goes_on(office)
    with office.desk.store.reading() as conn:
        assert APPRAISER not in directory.holders(conn, step.seat, today(conn))
    with pytest.raises(DecisionRefused):
        office.takes(step, SMOOTH[Act.APPRAISE], APPRAISER)
    (name,) = told(office)
    assert name.startswith("seat ")
    assert int(name.split()[1]) > 0
    assert not any(isinstance(entry, HoldersChanged) for entry in office.journal())


def test_a_person_whose_row_cannot_be_read_is_told_by_number_and_keeps_nobody(office):
    damages(office.desk.store, "UPDATE persons SET language = 'xx' WHERE id = :who", who=CHAIR)

    assert goes_on(office)
    (name,) = told(office)
    assert name.startswith("person ")
    assert CHAIR not in name


def test_a_row_that_is_mended_is_forgotten(office):
    said = "UPDATE persons SET language = :language WHERE id = :who"
    damages(office.desk.store, said, language="xx", who=CHAIR)
    sweep(office.desk)
    damages(office.desk.store, said, language="vi", who=CHAIR)
    let_be_tried(office.desk.store)

    sweep(office.desk)

    assert told(office) == set()
