"""Databases as earlier days left them: migrated and walked by today's code, nothing happens to them.

Each has cases open in every stage it knew. Then they go on to their end by today's code.
"""

import gzip
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import event, select

from config.regulation.codes import Act, Kind, Stage
from config.settings import Settings
from flows import lifecycles
from flows.acts.desk import Desk
from flows.acts.submitting import resubmit
from flows.case.asking import require
from flows.sweeps.checkpoints import number_and_sign
from flows.sweeps.growth import prune_if_due
from flows.sweeps.stuck import tell_of_what_is_stuck
from flows.sweeps.succession import hand_over
from flows.sweeps.sweep import sweep
from models.journal.signing import signer
from models.kinds import KINDS
from models.outbound.kind import OUTBOUND
from models.outbound.parts import Member
from models.outbound.request import OutboundRequest
from models.store import cases, dossiers, journal
from models.store.database.clock import make_clock_movable
from models.store.database.engine import Store
from models.store.house.journal import HOUSE
from models.store.migrations import migrate
from models.store.tables import journal as entries
from models.store.tables import metadata
from models.store.verify import guards as verify_guards
from tests.factories.audit import verify
from tests.factories.office import Office, make_answer
from tests.factories.request import make_speech
from tests.proofs.acts import UNIT, request_of, withdraws
from tests.proofs.past_maker import SECRET, goes_on

PASTS = sorted(path for path in (Path(__file__).parent / "past").glob("*.sqlite.gz"))


@pytest.fixture(scope="module", params=PASTS, ids=lambda path: path.name.partition(".")[0])
def past(request, tmp_path_factory):
    """A database of the past, unpacked and migrated; whoever needs it takes a copy."""
    folder = tmp_path_factory.mktemp("past")
    (folder / "doan.sqlite").write_bytes(gzip.decompress(request.param.read_bytes()))
    store = Store(f"sqlite:///{folder / 'doan.sqlite'}")
    settings = Settings(folder=folder, secret=SecretStr(SECRET))
    migrate(store, signer(settings.journal_seed))
    with store.writing() as conn:
        # The clock goes on from where it was left.
        of_cases = entries.c.case_no != HOUSE
        newest = select(entries.c.at).where(of_cases).order_by(entries.c.at.desc()).limit(1)
        make_clock_movable(conn, conn.execute(newest).scalar_one())
    yield Desk(store, settings)
    store.close()


def numbers(desk):
    with desk.store.reading() as conn:
        return sorted(case.no for case in cases.all_cases(conn))


def everything(desk):
    """Everything the database holds, but what only says who does something just now."""
    with desk.store.reading() as conn:
        return {
            table.name: sorted(map(repr, conn.execute(select(table))))
            for table in metadata.sorted_tables
            if table.name != "leases"
        }


@contextmanager
def nothing_written(desk):
    """Whatever is done within: no row of the database changes, and no statement tries to."""
    tried = []

    def listen(_conn, _cursor, statement, *_):
        if statement.split(None, 1)[0].upper() in ("INSERT", "UPDATE", "DELETE"):
            tried.append(statement)

    before = everything(desk)
    event.listen(desk.store.engine, "before_cursor_execute", listen)
    yield
    event.remove(desk.store.engine, "before_cursor_execute", listen)
    assert everything(desk) == before
    assert tried == []


def walk_all(desk):
    for case_no in numbers(desk):
        assert not desk.walk(case_no).case.fault


# --- nothing happens ------------------------------------------------------------------------------


def test_cases_wait_in_every_stage_that_was_known(past):
    with past.store.reading() as conn:
        waiting = {step.stage for case in cases.all_cases(conn) for step in case.open_steps}

    assert len(waiting) >= 11


def test_the_journal_is_guarded_and_says_what_the_tables_say(past):
    with past.store.reading() as conn:
        assert verify(conn, [past.settings.journal_seed]).difference is None
        assert verify_guards.guards_difference(conn) is None


def test_walking_writes_nothing_and_sends_nothing(past):
    with nothing_written(past):
        walk_all(past)


def test_sweeping_sends_nothing_and_reopens_nothing(past):
    # An authority has ended since, and delegations have begun whose case is open: the Doan of that day
    # told nobody. And the house's journal has begun, which a checkpoint covers at once; what has grown
    # old meanwhile is forgotten.
    hand_over(past)
    tell_of_what_is_stuck(past)
    number_and_sign(past)
    prune_if_due(past)
    before = everything(past)

    sweep(past)

    after = everything(past)
    told = ("journal", "steps", "cases", "outbox", "due_moments", "plan_steps", "votes")
    assert {name: after[name] for name in told} == {name: before[name] for name in told}


def test_cases_dossiers_and_journals_are_read(past):
    for case_no in numbers(past):
        with past.store.reading() as conn:
            case = cases.read_case(conn, case_no)
            read = [
                dossiers.dossier(conn, case_no, n, case.kind) for n in range(1, case.version + 1)
            ]
            written = journal.entries_of(conn, case_no)
        assert (len(read), len(written)) == (case.version, case.seq)


# --- what is new is not put to what is old ----------------------------------------------------------


class MemberWithMore(Member):
    """A member of whom one thing more is asked than was."""

    seat_wish: str | None = None


class WithMore(OutboundRequest):
    """A dossier that says one thing more than it did, and one thing more of each member."""

    members: tuple[MemberWithMore, ...]
    carries_samples: bool = False

    def facts(self, *, as_kept=False):
        told = super().facts(as_kept=as_kept)
        carries = {} if as_kept and "carries_samples" not in self.model_fields_set else {"x": False}
        return {**told, **carries}


@pytest.fixture
def asked_for_more(monkeypatch):
    monkeypatch.setitem(KINDS, Kind.OUTBOUND, replace(OUTBOUND, model=WithMore))
    dossiers.read_content.cache_clear()
    yield
    dossiers.read_content.cache_clear()


def test_a_new_field_of_the_dossier_reopens_nothing(past, asked_for_more):
    with nothing_written(past):
        walk_all(past)


def test_only_whose_facts_changed_are_asked_again_though_more_is_asked_for_now(
    desk, asked_for_more
):
    office = Office(desk)
    with pytest.MonkeyPatch.context() as before:
        before.setitem(KINDS, Kind.OUTBOUND, OUTBOUND)
        office.submits(request_of())
        step = office.goes_on_until(Stage.STATE_DECISION)
        office.takes(step, make_answer("return", remarks="Nêu rõ hơn mục đích."))
    dossiers.read_content.cache_clear()

    changed = request_of(speeches=(make_speech(),)).model_dump()
    resubmit(desk, office.case_no, WithMore.model_validate(changed), {}, UNIT)
    office.goes_on_until(Stage.STATE_DECISION)

    asked = [step.seat for step in office.case.steps if step.act is Act.CONSULT]
    assert asked == ["police/head", "dof/head"]


def test_a_new_stage_asks_nothing_of_cases_whose_plan_lacks_it(past, monkeypatch):
    def with_customs(lifecycle, case):
        for planned in case.planned(Stage.AGREEMENTS, Act.CONSULT):
            require(case, planned)
        lifecycle(case)

    for kind, lifecycle in list(lifecycles.LIFECYCLES.items()):
        monkeypatch.setitem(lifecycles.LIFECYCLES, kind, partial(with_customs, lifecycle))

    with nothing_written(past):
        walk_all(past)


# --- and then they go on ----------------------------------------------------------------------------


@pytest.fixture
def going_on(past, tmp_path):
    """The same database once more, in which things may happen."""
    with past.store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
        conn.exec_driver_sql("COMMIT")
        conn.exec_driver_sql(f"VACUUM INTO '{tmp_path / 'doan.sqlite'}'")
    store = Store(f"sqlite:///{tmp_path / 'doan.sqlite'}")
    event.listen(store.engine, "connect", lambda conn, _: conn.execute("PRAGMA synchronous=OFF"))
    yield Desk(store, past.settings)
    store.close()


def test_every_case_goes_on_to_its_end(going_on):
    office = Office(going_on)
    for case_no in numbers(going_on):
        office.case_no = case_no
        for _ in range(150):
            if office.case.is_over:
                break
            if any(step.act is Act.REVISE for step in office.case.open_steps):
                withdraws(office)()
            else:
                goes_on(office)
        assert office.case.is_over, (case_no, office.case.open_steps)

    with going_on.store.reading() as conn:
        assert verify(conn, [going_on.settings.journal_seed]).difference is None
