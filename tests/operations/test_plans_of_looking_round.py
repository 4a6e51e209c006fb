"""What Doan looks at again and again it finds by an index: it reads nothing whole that grows.

What is done once a day (`flows.sweeps.retention`, `growth`) reads what it may erase or press, in bites.
"""

from datetime import timedelta

import pytest

from cli.status import _looked
from config.regulation.codes import Act
from flows.sweeps.checkpoints import number_and_sign
from flows.sweeps.readiness import unready_for
from flows.sweeps.sweep import sweep
from models.case import CaseStatus
from models.kinds import KINDS
from models.store import cases, histories, outbox
from models.store.health.figures import figures_now
from models.store.mail.turns import pick
from models.store.privacy import holds
from models.store.tables.projections import OF_UNKNOWN_KIND
from tests.factories.plans import asked_of, read_whole


@pytest.fixture
def lived(office):
    office.submits()
    office.goes_on_until_asked(Act.CONSULT)
    office.submits()
    sweep(office.desk)
    return office


def reads(desk, what):
    def read():
        with desk.store.reading() as conn:
            what(conn)

    return read


LOOKS = {
    "sweep": lambda desk: lambda: sweep(desk),
    "checkpoint": lambda desk: lambda: number_and_sign(desk, at_once=True),
    "readyz": lambda desk: reads(desk, lambda c: unready_for(desk, c, timedelta(days=1))),
    "status": lambda desk: lambda: _looked(desk.store, desk.settings, delivers=True),
    "figures": lambda desk: reads(desk, figures_now),
    "left over": lambda desk: reads(desk, histories.left_over),
    "lag": lambda desk: reads(desk, histories.lag),
    "lease": lambda desk: reads(desk, lambda conn: pick(conn, limit=8)),
    "oldest waiting": lambda desk: reads(desk, outbox.oldest_waiting),
    "held": lambda desk: reads(desk, holds.held_cases),
    "under way": lambda desk: reads(desk, cases.count_under_way),
}


@pytest.mark.parametrize("look", LOOKS)
def test_no_look_round_reads_a_table_that_grows_from_end_to_end(lived, look):
    store = lived.desk.store
    with asked_of(store) as heard:
        LOOKS[look](lived.desk)()

    assert read_whole(store, heard, by_index=False) == set()


def test_the_index_of_unknown_cases_knows_all_kinds_and_all_that_a_case_can_stand_as():
    for known in (*KINDS, *CaseStatus):
        assert f"'{known}'" in OF_UNKNOWN_KIND
    assert OF_UNKNOWN_KIND.count("'") == 2 * (len(KINDS) + len(CaseStatus))


def test_a_sweep_reads_no_step_of_those_that_ask_whom_they_should(lived):
    with asked_of(lived.desk.store) as heard:
        sweep(lived.desk)

    # What all columns of steps are asked for by, and nothing else is.
    assert not [statement for statement, _ in heard if "steps.paper_number" in statement]
