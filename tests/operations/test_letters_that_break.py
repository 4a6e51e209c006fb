"""A letter that breaks keeps no other: it is set aside, tried again, at last given up and told of."""

import pytest
from sqlalchemy import select

from flows.sweeps.checkpoints import number_and_sign
from flows.sweeps.digests import send_digests
from models.store import leaves, outbox
from models.store.database.clock import now
from models.store.tables import outbox as rows
from notifications.sending.leasing import Leases
from tests.factories.damage import damages, no_json
from tests.factories.damage import set_aside as aside_now


@pytest.fixture
def waiting(office):
    """Three letters, each of another case."""
    for _ in range(3):
        office.submits()
    with office.desk.store.reading() as conn:
        return [row.id for row in outbox.waiting(conn)]


def taken(office):
    leases = Leases(office.desk.store)
    return [row.id for row in leases.take(50, 60.0, "all", thoroughly=True)]


def state_of(office, message):
    with office.desk.store.reading() as conn:
        return conn.execute(select(rows.c.state).where(rows.c.id == message)).scalar_one()


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_a_row_that_nobody_can_read_keeps_no_other_letter(office, waiting):
    store, (broken, *others) = office.desk.store, waiting
    cut = no_json(store)
    damages(store, "UPDATE outbox SET facts = :cut WHERE id = :id", cut=cut, id=broken)

    assert taken(office) == others
    assert ("letter", f"{broken}") in aside_now(store)


def test_a_letter_is_put_off_and_given_up_after_five_times(office, waiting):
    store, message = office.desk.store, waiting[0]

    over = [Leases(store).set_aside(message, None, LookupError()) for _ in range(5)]

    assert over == [False, False, False, False, True]
    assert state_of(office, message) == "failed"


def test_a_letter_that_has_left_is_forgotten(office, waiting):
    store, message = office.desk.store, waiting[0]
    Leases(store).set_aside(message, None, LookupError())

    Leases(store).works_again(message)

    assert aside_now(store) == {}


def test_the_letter_of_the_day_goes_without_what_nobody_can_read(office, waiting):
    store = office.desk.store
    with store.writing() as conn:
        these = rows.c.id.in_(waiting)
        conn.execute(rows.update().where(these).values(state="gathered", next_try_at=now(conn)))
    damages(store, "UPDATE outbox SET facts = '[1]' WHERE id = :id", id=waiting[0])

    send_digests(office.desk)

    assert state_of(office, waiting[0]) == "gathered"
    assert {state_of(office, other) for other in waiting[1:]} == {"carried"}
    assert set(aside_now(store)) == {("digest", f"{waiting[0]}")}


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_a_letter_nobody_can_read_keeps_no_checkpoint_from_being_signed(office, waiting):
    store, broken = office.desk.store, waiting[0]
    damages(store, "UPDATE outbox SET facts = :cut WHERE id = :id", cut=no_json(store), id=broken)

    number_and_sign(office.desk)

    with office.desk.store.reading() as conn:
        assert leaves.last_checkpoint(conn).size > 0
        told = conn.execute(select(rows.c.id).where(rows.c.told > 0)).scalars().all()
    assert waiting[0] not in told
    assert set(waiting[1:]) <= set(told)
    assert ("letter", f"{waiting[0]}") in aside_now(office.desk.store)
