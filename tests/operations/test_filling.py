"""A Doan that is filled for measuring is one that lived: its journals are whole, its lists are full."""

from collections import Counter

import pytest
from sqlalchemy import func, select

from benchmarks.fill.filled import Wanted, fill
from config.settings import Settings
from flows.acts.desk import Desk
from flows.sweeps.sweep import sweep
from models.case import OVER
from models.store import leaves
from models.store import tables as t
from models.store.database.engine import Store
from models.store.verify.everything import verify
from models.store.verify.tree import verify_tree
from tests.factories.house import the_signer

OLD, UNDER_WAY = 60, 20


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def filled(request, tmp_path_factory):
    """A Doan of the sample province with many that are over and some that are open."""
    is_on_sqlite = request.param == "sqlite"
    url = "" if is_on_sqlite else request.getfixturevalue("on_postgresql").empty()
    sample = Settings.model_fields["regulation"].default
    folder = tmp_path_factory.mktemp("filled")
    settings = Settings(folder=folder, database_url=url, regulation=sample)
    fill(settings, Wanted(OLD, UNDER_WAY), quietly=True)
    store = Store(settings.store_url)
    yield Desk(store, settings)
    store.close()


def counted(store, query):
    with store.reading() as conn:
        return Counter(dict(conn.execute(query).tuples().all()))


def test_whoever_audits_it_finds_it_whole(filled):
    with filled.store.reading(one_moment=True) as conn:
        found = verify(conn, [the_signer().public])
        tree = verify_tree(conn, found.keys, limits=found.limits)

    assert (found.difference, tree) == (None, None)
    assert found.cases == OLD + UNDER_WAY


def test_there_are_as_many_cases_as_were_asked_for_in_many_ways(filled):
    by_status = counted(
        filled.store, select(t.cases.c.status, func.count()).group_by(t.cases.c.status)
    )
    by_unit = counted(filled.store, select(t.cases.c.unit, func.count()).group_by(t.cases.c.unit))
    by_kind = counted(filled.store, select(t.cases.c.kind, func.count()).group_by(t.cases.c.kind))

    assert sum(by_status[status] for status in OVER) == OLD
    assert sum(by_status.values()) == OLD + UNDER_WAY
    assert len(by_unit) > 3
    assert set(by_kind) == {"outbound", "inbound"}


def test_nobody_travels_twice(filled):
    names = select(t.travellers.c.name_key, func.count(func.distinct(t.travellers.c.case_no)))
    borne = counted(filled.store, names.group_by(t.travellers.c.name_key))

    assert set(borne.values()) == {1}


def test_every_entry_has_its_place_and_all_are_signed(filled):
    with filled.store.reading() as conn:
        entries = conn.execute(select(func.count()).select_from(t.journal)).scalar_one()

        assert not leaves.waits_for_place(conn)
        assert leaves.last_checkpoint(conn).size == leaves.size(conn) == entries


def test_of_old_letters_the_digest_alone_is_left(filled):
    over = select(t.cases.c.no).where(t.cases.c.status.in_(OVER))
    letters = select(t.outbox.c.content).where(t.outbox.c.case_no.in_(over))
    with filled.store.reading() as conn:
        kept = [each for each in conn.execute(letters).scalars() if each is not None]

    assert kept
    assert all(len(each) == 34 for each in kept)


def test_a_filled_doan_goes_on(filled):
    sweep(filled)

    with filled.store.reading(one_moment=True) as conn:
        assert verify(conn, [the_signer().public]).difference is None
