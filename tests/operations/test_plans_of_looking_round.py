"""What Doan looks at by itself, again and again, it finds by an index: nothing that grows is read whole."""

from datetime import timedelta

import pytest

from cli.status import _looked
from config.regulation.codes import Act
from flows.sweeps.checkpoints import number_and_sign
from flows.sweeps.readiness import unready_for
from flows.sweeps.sweep import sweep
from models.store import cases, histories, outbox
from models.store.health.figures import figures_now
from models.store.mail.turns import pick
from models.store.privacy import holds
from models.store.tables.projections import OF_UNKNOWN_KIND
from models.case import CaseStatus
from models.kinds import KINDS
from tests.factories.plans import asked_of, read_whole

# What is done once a day reads what it may erase or press, in bites (`flows.sweeps.retention`, `growth`).
ONCE_A_DAY = ("dossiers.case_no", "substr(outbox.content", "coalesce(outbox.sent_at")


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

    found = read_whole(store, heard, by_index=False)
    found = {each for each in found if not any(said in each[1] for said in ONCE_A_DAY)}

    assert found == set()


def test_the_index_of_unknown_cases_knows_all_kinds_and_all_that_a_case_can_stand_as():
    for known in (*KINDS, *CaseStatus):
        assert f"'{known}'" in OF_UNKNOWN_KIND
    assert OF_UNKNOWN_KIND.count("'") == 2 * (len(KINDS) + len(CaseStatus))


@pytest.mark.parametrize("cases_more", [0, 3])
def test_a_sweep_asks_as_often_however_many_steps_are_open(office, cases_more):
    for _ in range(2 + cases_more):
        office.submits()
    sweep(office.desk)

    with asked_of(office.desk.store) as heard:
        sweep(office.desk)

    asked = {statement for statement, _ in heard}
    assert not [each for each in asked if "steps.paper_number" in each]
