"""Passkeys and what was answered, in both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, select

from models.ids import PersonId
from models.store.database.clock import machine_time
from models.store.sign_in import challenges, passkeys
from models.store.tables import passkeys as rows
from models.store.tables import spent_challenges
from tests.factories.audit import verify
from tests.factories.house import house, the_signer

CHAIR, ADMIN = PersonId("pham.van.mau"), PersonId("mai.van.mau")


@pytest.fixture
def conn(desk):
    with desk.store.writing() as opened:
        yield opened


def adds(conn, person=CHAIR, credential=b"name", sign_count=0):
    return passkeys.add(
        house(conn), person, credential, b"key", sign_count=sign_count, device="Chrome, Windows"
    )


def known(conn, credential=b"name"):
    return passkeys.passkey_with(conn, credential, the_signer())


def test_one_that_was_added_is_its_persons(conn):
    adds(conn)

    assert (known(conn).person, known(conn).device, known(conn).used_at) == (
        CHAIR, "Chrome, Windows", None,
    )  # fmt: skip
    assert (known(conn, b"another"), passkeys.passkeys_of(conn, ADMIN)) == (None, ())


def test_no_credential_is_two_peoples(conn):
    adds(conn)

    assert (adds(conn, ADMIN), known(conn).person) == (None, CHAIR)


@pytest.mark.parametrize(
    ("kept", "said", "taken"),
    [(0, 0, True), (0, 1, True), (1, 2, True), (1, 1, False), (2, 1, False), (1, 0, False)],
)
def test_a_count_goes_on_or_is_no_count_at_all(conn, kept, said, taken):
    adds(conn, sign_count=kept)

    assert passkeys.note_used(conn, known(conn), said) is taken
    assert (known(conn).sign_count, known(conn).used_at is not None) == (
        said if taken else kept, taken,
    )  # fmt: skip


def test_one_that_was_removed_is_known_no_more_even_where_it_is_put_back(conn):
    adds(conn)
    kept = known(conn)
    removed = [passkeys.remove(house(conn), kept.id, person) for person in (ADMIN, CHAIR, CHAIR)]
    conn.execute(insert(rows).values(**vars(kept)))

    assert (removed, known(conn)) == ([False, True, False], None)


def test_one_that_was_removed_may_be_added_anew(conn):
    adds(conn)
    passkeys.remove(house(conn), known(conn).id, CHAIR)
    adds(conn)

    assert known(conn).person == CHAIR
    assert verify(conn).difference is None


def test_all_of_a_person_go_together_and_others_stay(conn):
    adds(conn)
    adds(conn, credential=b"second")
    adds(conn, ADMIN, b"third")

    assert passkeys.remove_all(house(conn), CHAIR, "mailbox") == 2
    assert (known(conn), known(conn, b"third").person) == (None, ADMIN)


def test_something_is_answered_once_and_forgotten_when_it_would_have_run_out(conn):
    soon, past = (machine_time(conn) + timedelta(minutes=m) for m in (1, -1))
    first = [challenges.spend(conn, b"asked", soon) for _ in range(2)]
    challenges.spend(conn, b"long ago", past)
    challenges.spend(conn, b"another", soon)

    kept = conn.execute(select(spent_challenges.c.expires_at)).scalars().all()
    assert (first, len(kept), past in kept) == ([True, False], 2, False)
