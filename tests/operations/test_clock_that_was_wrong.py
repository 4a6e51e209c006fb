"""A clock that stood wrong is noted, and nothing waits for what it said."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from flows.sweeps.digests import send_digests
from flows.sweeps.sweep import sweep
from models.ids import PersonId
from models.store import leaves, outbox
from models.store.amiss import aside, clock_seen
from models.store.amiss.aside import Chore
from models.store.amiss.clock_seen import LONGEST_STANDSTILL, TOLERATED, Seen, Uptime, jumped
from models.store.database.clock import machine_time, now
from models.store.mail.turns import pick
from models.store.sign_in import codes
from models.store.tables import clock_seen as clock_seen_rows
from models.store.tables import outbox as outbox_rows
from models.store.tables import set_aside as set_aside_rows
from models.store.tables import sign_in_codes

AT = datetime(2020, 7, 6, 1, tzinfo=UTC)
YEARS = timedelta(days=1000)
HERE = Uptime("boot", 100.0)


def later(by, *, seconds=0.0, boot="boot"):
    return Seen(AT + by, Uptime(boot, 100.0 + seconds))


@pytest.mark.parametrize(
    ("after", "by"),
    [
        (later(timedelta(seconds=20), seconds=20), None),
        (later(timedelta(seconds=20) + TOLERATED, seconds=20), None),
        (later(YEARS, seconds=20), YEARS - timedelta(seconds=20)),
        (later(-timedelta(hours=1), seconds=20), -timedelta(hours=1, seconds=20)),
        # A machine that slept for a night counts it.
        (later(timedelta(hours=12), seconds=12 * 3600), None),
        # Of another start of the machine nobody knows how long it stood still.
        (later(timedelta(days=30), boot="next"), None),
        (later(LONGEST_STANDSTILL * 2, boot="next"), LONGEST_STANDSTILL * 2),
        (later(-timedelta(hours=1), boot="next"), -timedelta(hours=1)),
    ],
)
def test_a_jump_is_what_the_running_of_the_machine_does_not_explain(after, by):
    assert jumped(Seen(AT, HERE), after) == by


def test_a_jump_is_noted_once_and_told(store):
    with store.writing() as conn:
        assert clock_seen.look(conn, HERE) is None
        ahead = machine_time(conn) + YEARS
        conn.execute(update(clock_seen_rows).values(at=ahead))
        jump = clock_seen.look(conn, HERE)
        again = clock_seen.look(conn, HERE)

    assert jump is not None
    assert round(jump.by / YEARS) == -1
    assert again is None
    with store.reading() as conn:
        assert clock_seen.last_jump(conn) == jump


def test_a_sweep_looks_where_the_clock_stands(office):
    sweep(office.desk)

    with office.desk.store.writing() as conn:
        conn.execute(update(clock_seen_rows).values(at=clock_seen_rows.c.at))
        assert clock_seen.last_jump(conn) is None


def test_a_letter_put_off_by_a_clock_that_stood_ahead_leaves_now(office):
    office.submits()
    with office.desk.store.writing() as conn:
        before = pick(conn, limit=100)
        ahead = now(conn) + YEARS
        conn.execute(update(outbox_rows).values(next_try_at=ahead))

        assert before
        assert sorted(pick(conn, limit=100)) == sorted(before)


def test_a_letter_put_off_for_an_hour_waits_for_it(office):
    office.submits()
    with office.desk.store.writing() as conn:
        conn.execute(update(outbox_rows).values(next_try_at=now(conn) + timedelta(hours=1)))

        assert pick(conn, limit=100) == []


def test_what_was_gathered_for_a_day_years_ahead_goes_with_the_next_letter(office):
    office.submits()
    with office.desk.store.writing() as conn:
        conn.execute(update(outbox_rows).values(state="gathered", next_try_at=now(conn) + YEARS))

    send_digests(office.desk)

    with office.desk.store.reading() as conn:
        assert {row.notice for row in outbox.waiting(conn)} == {"digest"}


def test_a_checkpoint_dated_years_ahead_puts_none_off(office):
    office.submits()
    with office.desk.store.writing() as conn:
        leaves.number_new_entries(conn)
        first = leaves.size(conn)
        leaves.keep_checkpoint(conn, first, now(conn) + YEARS, "signed while the clock stood ahead")
    office.takes_smoothly(office.case.open_steps[0])

    sweep(office.desk)

    with office.desk.store.reading() as conn:
        last = leaves.last_checkpoint(conn)
        assert last.size > first
        assert last.at is not None
        assert last.at <= now(conn)


def test_what_was_set_aside_until_years_ahead_is_tried_now(store):
    with store.writing() as conn:
        for _ in range(3):
            aside.put_aside(conn, Chore.WALK, "x", "LookupError")
        conn.execute(update(set_aside_rows).values(next_try_at=now(conn) + YEARS))
        (told,) = aside.everything(conn)

        assert not told.rests(now(conn))
        aside.forget_old(conn)
        assert aside.everything(conn) == ()


def test_who_asked_for_a_code_years_ahead_has_one_now(desk):
    with desk.store.writing() as conn:
        asked = codes.ask(conn, "challenge", PersonId("pham.van.mau"))
        ahead = machine_time(conn) + YEARS
        conn.execute(update(sign_in_codes).values(asked_at=ahead, expires_at=ahead, try_at=ahead))

        assert asked is None
        assert codes.ask(conn, "challenge", PersonId("pham.van.mau")) is None
        assert len(codes.to_send(conn)) == 1
