"""Whatever single thing is edited in a database, the audit finds it and says where."""

import pytest

from cli.people.directory_file import read_directory
from cli.setting_up import SAMPLE_DIRECTORY
from config.regulation.codes import Stage
from config.settings import Settings
from flows.acts.desk import Desk
from flows.acts.door.sessions import Device, sign_in
from flows.sweeps.checkpoints import number_and_sign
from models.ids import PersonId, SeatKey
from models.registers.register import RegisterKey
from models.store import directory, leaves, outbox
from models.store.calls import webhook_calls, webhooks
from models.store.database.clock import make_clock_movable
from models.store.database.engine import Store
from models.store.house import proposed
from models.store.house.seats import SeatChange
from models.store.migrations import migrate
from models.store.privacy import openings
from models.store.privacy.openings import Opened, Opening
from models.store.sign_in import calendar_feeds, passkeys, tokens
from models.store.sign_in.tokens import Scope
from models.store.verify.guards import guards_difference
from models.store.verify.schema import schema_difference
from models.store.verify.tree import verify_tree
from tests.factories.audit import verify
from tests.factories.forging import Journal
from tests.factories.house import house, the_signer
from tests.factories.office import Office
from tests.factories.prepared import MONDAY_MORNING
from tests.factories.programme import make_visit
from tests.factories.registers import MEMORANDUM, enters, has_document
from tests.factories.request import make_leader, make_member, make_passport, make_request
from tests.factories.visit import DEPARTS, make_item
from tests.lies import asking, form, outcomes, plans, steps, time, words
from tests.lies.lives import LIVES
from tests.lies.telling import LIES
from tests.proofs.acts import proposes
from tests.proofs.mutations import edits, rows_in
from tests.proofs.setting import sample

KEY = [the_signer().public]
SUBJECTS = (asking, form, outcomes, plans, steps, time, words)
SAMPLED = 60


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    folder = tmp_path_factory.mktemp("mutations")
    opened = Store(f"sqlite:///{folder / 'doan.sqlite'}")
    migrate(opened, the_signer())
    with opened.writing() as conn:
        make_clock_movable(conn, MONDAY_MORNING)
        directory.load_directory(house(conn), read_directory(SAMPLE_DIRECTORY))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def lived(store, tmp_path_factory):
    """Cases of every life, with all there can be in them; letters were sent, everything is covered."""
    desk = Desk(store, Settings(folder=tmp_path_factory.mktemp("doan")))
    office = Office(desk)
    sign_in(desk, PersonId("pham.van.mau"), Device("a-device", "Chrome, Android"))
    lived = {}
    for life in LIVES:
        with store.writing() as conn:
            make_clock_movable(conn, MONDAY_MORNING)
        life(office)
        lived[life] = office.case_no
    with store.writing() as conn:
        make_clock_movable(conn, MONDAY_MORNING)
    members = (make_leader(passport=make_passport()), make_member())
    office.submits(make_request(members=members))
    office.goes_on_until(Stage.PREPARATION)
    proposes(office)()
    # A hall nobody else takes, so that nothing is left to be resolved.
    office.receives(make_visit(make_item(hall="Hội trường riêng"), make_item(day=DEPARTS)))
    office.goes_on_until(Stage.RECEPTION)
    with store.writing() as conn:
        chair, proposer = PersonId("pham.van.mau"), PersonId("mai.van.mau")
        proposed.propose_mailbox(house(conn), chair, "another@doan.example", proposer)
        seat = SeatChange(SeatKey("police/head"), chair, DEPARTS, None, is_held=False)
        proposed.propose_seat(house(conn), seat, proposer)
        passkeys.add(house(conn), chair, b"name", b"key", sign_count=1, device="Chrome, Android")
        tokens.make(house(conn), chair, "Một cửa", (Scope.READ,), days=90)
        calendar_feeds.make(house(conn), chair)
        keys, where = desk.settings.passport_keys, "https://1.2.3.4/bao"
        number, _ = webhooks.register(house(conn), keys, name="Một cửa", url=where, kinds=())
        webhook_calls.queue_trial(conn, number)
    relation = has_document(desk)
    enters(desk, RegisterKey.AGREEMENT, **MEMORANDUM, partner=f"{relation}")
    with store.writing() as conn:
        looked = Opening(office.case_no, PersonId("cao.thi.thi.du"), Opened.TIMELINE)
        openings.count(conn, {looked: 2})
    _send_some(store)
    for _ in range(2):
        number_and_sign(desk)
    return lived


def _send_some(store):
    with store.writing() as conn:
        for row in outbox.waiting(conn)[:5]:
            outbox.freeze(conn, row.id, "a@doan.example", b"a letter", the_signer())
            outbox.mark_sent(conn, row.id)


@pytest.fixture(scope="module")
def checkpoint(store, lived):
    """A checkpoint in other hands."""
    with store.reading() as conn:
        return list(leaves.notes(conn).values())[-1]


class _Undone(Exception):
    """The edit is taken back."""


def audited(conn, checkpoint=None):
    """Return what the audit finds first, and where."""
    given = [checkpoint] if checkpoint else []
    found = verify(conn).difference or verify_tree(conn, KEY, given=given)
    return found or guards_difference(conn) or schema_difference(conn)


def found_after(store, edit, checkpoint=None):
    """Make an edit, audit, and take it back."""
    found = None
    with store.engine.connect() as conn:
        conn.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")
        conn.execution_options(doan_writes=True)
        with conn.begin() as transaction:
            edit(conn)
            found = audited(conn, checkpoint)
            transaction.rollback()
        conn.connection.driver_connection.execute("PRAGMA foreign_keys=ON")
    return found


def test_what_nobody_edited_is_whole_and_no_table_is_empty(store, lived):
    with store.reading() as conn:
        assert audited(conn) is None
        assert [table for table, rows in rows_in(conn).items() if not rows] == []


def test_whatever_is_edited_is_found_and_named(store, lived, checkpoint, record_property):
    with store.reading() as conn:
        made = list(edits(conn))
    tried = sample(made, SAMPLED)

    missed = [str(edit) for edit in tried if not found_after(store, edit.make, checkpoint)]

    record_property("mutations", f"{len(tried) - len(missed)} found of {len(tried)}")
    assert missed == []
    assert len(made) >= 200


@pytest.mark.parametrize(("life", "tells", "what"), sample(LIES, SAMPLED // 3))
def test_without_the_key_no_entry_is_told_anew(store, lived, life, tells, what):
    def lie(conn):
        journal = Journal.of(conn, lived[life])
        tells(journal)
        journal.written(signs=False)

    assert found_after(store, lie)


@pytest.mark.parametrize(("life", "tells", "what"), sample(LIES, SAMPLED // 6))
def test_with_the_key_nothing_a_checkpoint_covers_is_told_anew(
    store, lived, checkpoint, life, tells, what
):
    def lie(conn):
        journal = Journal.of(conn, lived[life])
        tells(journal)
        journal.written()

    assert found_after(store, lie, checkpoint)
