"""One-time codes, sessions and the log of what was turned away, on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from models.ids import PersonId
from models.store import sign_in
from models.store.database.clock import machine_time, move_clock, now
from models.store.sign_in import MAILBOX_CODE, Attempt, Code, Session, Wait
from models.store.tables import security_log, sessions, sign_in_codes

KEY = b"a key that opens nothing"
PERSON = PersonId("pham.van.mau")
SOMEBODY_ELSE = PersonId("tran.thi.du")


@pytest.fixture
def conn(desk):
    with desk.store.writing() as conn:
        yield conn


def made(conn, person=PERSON) -> Code:
    code = sign_in.new_code(conn, person, KEY)
    assert isinstance(code, Code)
    return code


def wrong(code: Code) -> str:
    return f"{(int(code.digits) + 1) % 1_000_000:06d}"


def passes(conn, time: timedelta) -> None:
    """Let the machine's time pass for the codes and the security log: all they hold grows older."""
    for table, names in ((sign_in_codes, ("expires_at", "asked_at")), (security_log, ("at",))):
        for row in conn.execute(select(table)).all():
            older = {name: getattr(row, name) - time for name in names}
            this = [column == getattr(row, column.name) for column in table.primary_key]
            conn.execute(table.update().where(*this).values(**older))


def test_a_code_has_six_digits(conn):
    code = made(conn)

    assert (len(code.digits), code.digits.isdigit()) == (6, True)


def test_the_right_code_is_accepted(conn):
    code = made(conn)

    assert sign_in.try_code(conn, PERSON, code.digits, KEY).accepted


def test_a_code_is_accepted_once(conn):
    code = made(conn)
    sign_in.try_code(conn, PERSON, code.digits, KEY)

    again = sign_in.try_code(conn, PERSON, code.digits, KEY)

    assert (again.accepted, again.tries_left) == (False, 0)


def test_a_wrong_code_says_how_many_tries_are_left(conn):
    code = made(conn)

    tried = sign_in.try_code(conn, PERSON, wrong(code), KEY)

    assert (tried.accepted, tried.tries_left) == (False, 4)


def test_after_five_wrong_tries_the_right_code_is_refused_too(conn):
    code = made(conn)
    for _ in range(5):
        sign_in.try_code(conn, PERSON, wrong(code), KEY)

    assert not sign_in.try_code(conn, PERSON, code.digits, KEY).accepted


@pytest.mark.parametrize(("minutes", "accepted"), [(9, True), (10, False)])
def test_a_code_holds_for_ten_minutes(conn, minutes, accepted):
    code = made(conn)
    passes(conn, timedelta(minutes=minutes, seconds=1 if minutes == 10 else 0))

    assert sign_in.try_code(conn, PERSON, code.digits, KEY).accepted is accepted


def test_a_code_is_for_one_person(conn):
    code = made(conn)
    made(conn, SOMEBODY_ELSE)

    assert not sign_in.try_code(conn, SOMEBODY_ELSE, code.digits, KEY).accepted


def test_no_second_code_is_made_within_a_minute(conn):
    made(conn)

    assert isinstance(sign_in.new_code(conn, PERSON, KEY), Wait)


def test_after_a_minute_a_new_code_takes_the_place_of_the_old_one(conn):
    old = made(conn)
    passes(conn, timedelta(minutes=1))
    made(conn)

    assert not sign_in.try_code(conn, PERSON, old.digits, KEY).accepted


def test_moving_the_clock_of_a_demo_folder_frees_no_code(conn):
    made(conn)
    move_clock(conn, now(conn) + timedelta(hours=1))

    assert isinstance(sign_in.new_code(conn, PERSON, KEY), Wait)


def test_after_many_wrong_codes_in_a_day_the_next_one_is_an_hour_away(conn):
    made(conn)
    for _ in range(sign_in.MOST_WRONG_A_DAY):
        sign_in.note_attempt(conn, Attempt.WRONG_CODE, person=PERSON)
    passes(conn, timedelta(minutes=59))

    assert isinstance(sign_in.new_code(conn, PERSON, KEY), Wait)


def test_a_code_that_could_not_be_sent_may_be_replaced_at_once(conn):
    sign_in.take_code_back(conn, PERSON, made(conn))

    assert isinstance(sign_in.new_code(conn, PERSON, KEY), Code)


def test_only_a_keyed_digest_of_a_code_is_stored(conn):
    code = made(conn)

    stored = conn.execute(select(sign_in_codes)).one()

    assert code.digits not in str(stored)


def test_a_session_is_that_of_its_person(conn):
    session_id = sign_in.begin_session(conn, PERSON, MAILBOX_CODE)

    found = sign_in.signed_in(conn, session_id)
    assert found is not None
    assert (found[0], found[1].id) == (Session(PERSON, MAILBOX_CODE), PERSON)


def test_the_id_of_a_session_is_not_stored(conn):
    session_id = sign_in.begin_session(conn, PERSON, MAILBOX_CODE)

    assert session_id not in str(conn.execute(select(sessions)).one())


def test_a_session_that_was_ended_is_nobodys(conn):
    session_id = sign_in.begin_session(conn, PERSON, MAILBOX_CODE)
    sign_in.end_session(conn, session_id)

    assert sign_in.signed_in(conn, session_id) is None


def test_a_session_ends_by_itself(conn):
    session_id = sign_in.begin_session(conn, PERSON, MAILBOX_CODE)
    conn.execute(sessions.update().values(expires_at=machine_time(conn)))

    assert sign_in.signed_in(conn, session_id) is None


def test_the_same_attempt_is_logged_once_a_minute(conn):
    for _ in range(3):
        sign_in.note_attempt(conn, Attempt.LINK_INVALID)

    assert len(conn.execute(select(security_log)).all()) == 1


def test_wrong_codes_are_logged_one_by_one(conn):
    for _ in range(3):
        sign_in.note_attempt(conn, Attempt.WRONG_CODE, person=PERSON)

    assert len(conn.execute(select(security_log)).all()) == 3
