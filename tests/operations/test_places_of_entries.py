"""Every entry gets its place, and the tree goes on from where it was signed last."""

import pytest
from sqlalchemy import insert, select, update

from flows.sweeps.checkpoints import number_and_sign
from models.journal.merkle import Subtrees, root_of, subtrees_kept
from models.store import leaves
from models.store import tables as t
from models.store.verify.tree import verify_tree
from tests.factories.clones import queries_of
from tests.factories.house import the_signer


@pytest.fixture
def signed(office):
    office.submits()
    number_and_sign(office.desk)
    return office


def number(store):
    with store.writing() as conn:
        return leaves.number_new_entries(conn)


def newest(store):
    with store.reading() as conn:
        query = select(t.checkpoints).order_by(t.checkpoints.c.size.desc()).limit(1)
        return conn.execute(query).one()


def signs_another(office):
    office.submits()
    number_and_sign(office.desk, at_once=True)


def read_when_another_is_signed(office):
    """The places of entries whose hashes are read for the next checkpoint."""
    read = []
    hashes = leaves.hashes

    def seen(conn, *, since=0):
        for place, each in enumerate(hashes(conn, since=since), start=since):
            read.append(place)
            yield each

    leaves.hashes = seen
    try:
        signs_another(office)
    finally:
        leaves.hashes = hashes
    return read


def test_whoever_numbers_looks_for_what_waits_and_not_through_the_journal(signed):
    store = signed.desk.store
    with queries_of(store) as heard:
        assert number(store) == 0

    assert not [each for each in heard if "journal" in each and "unplaced" not in each]


def test_an_entry_waits_for_its_place_until_it_has_it(office):
    store = office.desk.store
    office.submits()
    with store.reading() as conn:
        assert leaves.waits_for_place(conn)

    number(store)

    with store.reading() as conn:
        assert not leaves.waits_for_place(conn)
        placed = conn.execute(select(t.leaves.c.leaf).order_by(t.leaves.c.leaf)).scalars().all()
        entries = len(conn.execute(select(t.journal.c.seq)).all())
    assert placed == list(range(entries))


def test_an_entry_that_is_said_to_wait_and_has_its_place_gets_no_other(signed):
    store = signed.desk.store
    with store.writing() as conn:
        conn.execute(insert(t.unplaced).values(case_no=signed.case_no, seq=1))
        conn.execute(insert(t.unplaced).values(case_no=signed.case_no, seq=9999))

    assert number(store) == 0


def test_a_checkpoint_reads_what_came_since_the_one_before(signed):
    before = newest(signed.desk.store).size

    read = read_when_another_is_signed(signed)

    assert read == list(range(before, newest(signed.desk.store).size))


def test_a_tree_that_somebody_changed_is_grown_anew(signed):
    store = signed.desk.store
    false = Subtrees().grown([b"x"] * newest(store).size).kept()
    with store.writing() as conn:
        if store.is_sqlite:
            conn.exec_driver_sql("DROP TRIGGER checkpoints_no_update")
        else:
            conn.exec_driver_sql("DROP TRIGGER checkpoints_no_change ON checkpoints")
        conn.execute(update(t.checkpoints).values(subtrees=false))

    read = read_when_another_is_signed(signed)

    assert read[0] == 0
    with store.reading() as conn:
        assert verify_tree(conn, [the_signer().public]) is None


def test_a_checkpoint_of_earlier_days_is_gone_on_from_too(signed):
    store = signed.desk.store
    with store.writing() as conn:
        for name in ("update", "change"):
            on = "" if store.is_sqlite else " ON checkpoints"
            conn.exec_driver_sql(f"DROP TRIGGER IF EXISTS checkpoints_no_{name}{on}")
        conn.execute(update(t.checkpoints).values(subtrees=None))

    signs_another(signed)

    with store.reading() as conn:
        assert verify_tree(conn, [the_signer().public]) is None


@pytest.mark.parametrize("size", [*range(0, 40), 1000])
def test_a_tree_goes_on_from_what_was_kept_as_if_it_had_grown_at_once(size):
    entries = [bytes([n % 251]) * 32 for n in range(size + 7)]
    grown = Subtrees().grown(entries[:size])

    kept = subtrees_kept(size, grown.kept())

    assert kept == grown
    assert grown.size == size
    assert kept.grown(entries[size:]).root() == root_of(entries)


@pytest.mark.parametrize("kept", [None, "", "ab" * 32, "zz" * 64, "ab" * 96])
def test_what_is_no_tree_of_so_many_entries_is_none(kept):
    assert subtrees_kept(3, kept) is None
