"""One-time codes, sessions, devices and the log of what happened at the door, on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from models.ids import NO_CASE, PersonId
from models.store.database.clock import machine_time, move_clock, now
from models.store.sign_in import codes, devices, security_log, sessions
from models.store.sign_in.codes import OF_KNOWN, OF_STRANGERS, SIGNS, Code, Wait, signs_in
from models.store.sign_in.devices import Arrival
from models.store.sign_in.security_log import SecurityEvent
from models.store.sign_in.sessions import FRESH_FOR, LONGEST_REST, MAILBOX_CODE
from models.store.tables import known_devices, sign_in_codes
from models.store.tables import security_log as log_table
from models.store.tables import sessions as sessions_table
from tests.factories.house import house, the_signer

KEY = b"a key that opens nothing"
PERSON = PersonId("pham.van.mau")
SOMEBODY_ELSE = PersonId("tran.thi.du")
BROWSER, STRANGER = "the challenge of a browser", "that of a stranger's"


@pytest.fixture
def conn(desk):
    with desk.store.writing() as conn:
        yield conn


def asked(conn, person=PERSON, browser=BROWSER, *, known=False) -> Code:
    """A code that was asked for, made and sent."""
    assert codes.ask(conn, browser, person, known=known) is None
    (waiting,) = [each for each in codes.to_send(conn) if each.person == person]
    code = codes.made(conn, waiting.key, KEY)
    assert code is not None
    codes.mark_sent(conn, waiting.key)
    return code


def tried(conn, signs, person=PERSON, browser=BROWSER):
    return codes.try_code(conn, browser, person, signs, KEY)


def wrong(code: Code) -> str:
    return code.signs[:-1] + ("0" if code.signs[-1] != "0" else "1")


def passes(conn, time: timedelta) -> None:
    """Let the machine's time pass: all that is kept grows older."""
    older = {
        sign_in_codes: ("expires_at", "asked_at", "try_at"),
        log_table: ("hour", "last_at"),
        sessions_table: ("began_at", "seen_at", "proved_at", "rests_until", "expires_at"),
        known_devices: ("seen_at",),
    }
    for table, names in older.items():
        for row in conn.execute(select(table)).all():
            moments = {name: getattr(row, name) for name in names if getattr(row, name)}
            this = [column == getattr(row, column.name) for column in table.primary_key]
            values = {name: moment - time for name, moment in moments.items()}
            conn.execute(table.update().where(*this).values(**values))


# --- codes ---------------------------------------------------------------------------------------


def test_a_code_has_forty_bits(conn):
    code = asked(conn)

    assert (len(SIGNS), len(code.signs), set(code.signs) <= set(SIGNS)) == (32, 8, True)


def test_a_code_is_shown_in_two_groups(conn):
    code = asked(conn)

    assert code.shown == f"{code.signs[:4]}-{code.signs[4:]}"


@pytest.mark.parametrize("typed", ["k7mq2d40", "K7MQ-2D40", " k7mq 2d4o ", "K7MQ–2D4O."])
def test_a_code_is_read_however_it_is_written(typed):
    assert signs_in(typed) == "K7MQ2D40"


def test_letters_that_look_like_digits_are_read_as_such():
    assert signs_in("oOiIlL") == "001111"


def test_the_right_code_is_accepted(conn):
    assert tried(conn, asked(conn).signs).accepted


def test_a_code_is_accepted_once(conn):
    code = asked(conn)
    tried(conn, code.signs)

    again = tried(conn, code.signs)

    assert (again.accepted, again.tries_left) == (False, 0)


def test_a_wrong_code_says_how_many_tries_are_left(conn):
    answer = tried(conn, wrong(asked(conn)))

    assert (answer.accepted, answer.tries_left) == (False, 4)


def test_after_five_wrong_tries_the_right_code_is_refused_too(conn):
    code = asked(conn)
    for _ in range(5):
        tried(conn, wrong(code))

    assert not tried(conn, code.signs).accepted


@pytest.mark.parametrize(("minutes", "accepted"), [(9, True), (10, False)])
def test_a_code_holds_for_ten_minutes(conn, minutes, accepted):
    code = asked(conn)
    passes(conn, timedelta(minutes=minutes, seconds=1 if minutes == 10 else 0))

    assert tried(conn, code.signs).accepted is accepted


def test_a_code_is_for_one_person(conn):
    code = asked(conn)
    asked(conn, SOMEBODY_ELSE)

    assert not tried(conn, code.signs, SOMEBODY_ELSE).accepted


def test_a_code_is_for_the_browser_that_asked(conn):
    code = asked(conn)
    asked(conn, browser=STRANGER)

    assert not tried(conn, code.signs, browser=STRANGER).accepted


def test_a_strangers_wrong_tries_leave_the_code_of_another_browser_alone(conn):
    code = asked(conn)
    other = asked(conn, browser=STRANGER)
    for _ in range(20):
        tried(conn, wrong(other), browser=STRANGER)
        tried(conn, "00000000", browser="made up")

    assert tried(conn, code.signs).accepted


def test_a_strangers_asking_leaves_the_code_of_another_browser_alone(conn):
    code = asked(conn)
    for number in range(20):
        codes.ask(conn, f"stranger {number}", PERSON)

    assert tried(conn, code.signs).accepted


def test_nothing_a_code_is_made_of_stands_in_the_database_before_it_is_sent(conn):
    codes.ask(conn, BROWSER, PERSON)

    assert conn.execute(select(sign_in_codes.c.digest)).scalars().all() == [None]


def test_only_a_keyed_digest_of_a_code_is_stored(conn):
    code = asked(conn)

    stored = conn.execute(select(sign_in_codes)).one()

    assert code.signs not in str(stored)


def test_the_challenge_of_a_browser_is_not_stored(conn):
    asked(conn)

    assert BROWSER not in str(conn.execute(select(sign_in_codes)).one())


def test_for_a_mailbox_nobody_has_no_code_is_made(conn):
    codes.ask(conn, BROWSER, None)

    assert codes.to_send(conn) == ()


def test_what_was_asked_for_nobody_lets_nobody_in(conn):
    codes.ask(conn, BROWSER, None)

    assert not tried(conn, "", PersonId("")).accepted


def test_two_senders_make_one_code(conn):
    codes.ask(conn, BROWSER, PERSON)
    (waiting,) = codes.to_send(conn)
    codes.made(conn, waiting.key, KEY)

    assert codes.made(conn, waiting.key, KEY) is None


def test_a_code_that_could_not_be_sent_is_made_anew_soon(conn):
    codes.ask(conn, BROWSER, PERSON)
    (waiting,) = codes.to_send(conn)
    codes.made(conn, waiting.key, KEY)
    codes.mark_troubled(conn, waiting.key)
    passes(conn, timedelta(seconds=6))

    assert codes.to_send(conn) == (waiting,)


# --- how many codes ------------------------------------------------------------------------------


def test_no_second_code_is_sent_to_a_browser_within_a_minute(conn):
    asked(conn)

    assert isinstance(codes.ask(conn, BROWSER, PERSON), Wait)


def test_after_a_minute_a_new_code_takes_the_place_of_the_old_one(conn):
    old = asked(conn)
    passes(conn, timedelta(minutes=1))
    asked(conn)

    assert not tried(conn, old.signs).accepted


def test_a_code_in_hand_holds_when_another_is_asked_for_too_soon(conn):
    code = asked(conn)
    codes.ask(conn, BROWSER, PERSON)

    assert tried(conn, code.signs).accepted


def test_moving_the_clock_of_a_demo_folder_frees_no_code(conn):
    asked(conn)
    move_clock(conn, now(conn) + timedelta(hours=1))

    assert isinstance(codes.ask(conn, BROWSER, PERSON), Wait)


def strangers_ask(conn, times):
    """Ask from one unknown browser after the other; return how many codes are promised."""
    return sum(codes.ask(conn, f"stranger {n}", PERSON) is None for n in range(times))


def test_strangers_are_sent_five_codes_of_a_person_an_hour(conn):
    assert strangers_ask(conn, 20) == OF_STRANGERS.an_hour == 5


def test_strangers_are_sent_ten_codes_of_a_person_a_day(conn):
    sent = 0
    for _ in range(6):
        sent += strangers_ask(conn, 10)
        passes(conn, timedelta(hours=1))

    assert sent == OF_STRANGERS.a_day == 10


def test_strangers_use_up_no_code_of_a_known_device(conn):
    strangers_ask(conn, 50)

    assert codes.ask(conn, BROWSER, PERSON, known=True) is None


def test_strangers_use_up_no_code_of_another_person(conn):
    strangers_ask(conn, 50)

    assert codes.ask(conn, BROWSER, SOMEBODY_ELSE) is None


def test_where_no_more_are_sent_none_is_out_and_none_lets_in(conn):
    strangers_ask(conn, 5)
    codes.ask(conn, BROWSER, PERSON)

    assert codes.code_out(conn, BROWSER, PERSON) is None
    assert not tried(conn, "").accepted


def test_a_code_in_hand_holds_when_no_more_are_sent(conn):
    code = asked(conn)
    strangers_ask(conn, 20)
    conn.execute(sign_in_codes.update().values(asked_at=machine_time(conn) - timedelta(minutes=2)))
    codes.ask(conn, BROWSER, PERSON)

    assert tried(conn, code.signs).accepted


def test_a_known_device_has_its_limit_too(conn):
    asking = (codes.ask(conn, f"mine {n}", PERSON, known=True) for n in range(30))

    assert sum(wait is None for wait in asking) == OF_KNOWN.an_hour


def test_what_was_asked_for_is_forgotten_when_it_holds_no_more(conn):
    strangers_ask(conn, 5)
    passes(conn, timedelta(minutes=11))
    codes.ask(conn, BROWSER, SOMEBODY_ELSE)

    assert len(conn.execute(select(sign_in_codes)).all()) == 1


# --- sessions ------------------------------------------------------------------------------------


def begun(conn, person=PERSON, **how):
    return sessions.begin(house(conn), person, MAILBOX_CODE, **how)


def session(conn, session_id):
    found = sessions.signed_in(conn, session_id, [the_signer()])
    assert found is not None
    return found[0]


def test_a_session_is_that_of_its_person(conn):
    found = sessions.signed_in(conn, begun(conn), [the_signer()])

    assert found is not None
    assert (found[0].person, found[0].shown_by, found[1].id) == (PERSON, MAILBOX_CODE, PERSON)


def test_the_id_of_a_session_is_not_stored(conn):
    session_id = begun(conn)

    assert session_id not in str(conn.execute(select(sessions_table)).one())


def test_a_session_that_was_ended_is_nobodys(conn):
    session_id = begun(conn)
    sessions.end(house(conn), sessions.digest_of(session_id), PERSON)

    assert sessions.signed_in(conn, session_id, [the_signer()]) is None


def test_nobody_ends_the_session_of_another(conn):
    session_id = begun(conn)
    sessions.end(house(conn), sessions.digest_of(session_id), SOMEBODY_ELSE)

    assert sessions.signed_in(conn, session_id, [the_signer()]) is not None


@pytest.mark.parametrize(("rested", "lasts"), [(6, True), (7, False)])
def test_a_session_that_rests_for_a_week_ends(conn, rested, lasts):
    session_id = begun(conn)
    passes(conn, timedelta(days=rested))

    assert (sessions.signed_in(conn, session_id, [the_signer()]) is not None) is lasts


def test_a_session_that_is_used_lasts_a_month(conn):
    session_id = begun(conn)
    days = 0
    while sessions.signed_in(conn, session_id, [the_signer()]):
        sessions.note_used(conn, sessions.digest_of(session_id), rest=LONGEST_REST)
        passes(conn, timedelta(days=1))
        days += 1

    assert days == 30


def test_that_a_session_is_used_is_noted_every_few_minutes(conn):
    session_id = begun(conn)
    at_once = session(conn, session_id).to_note
    passes(conn, timedelta(minutes=6))

    assert (at_once, session(conn, session_id).to_note) == (False, True)


def test_how_strongly_identity_was_shown_is_told_apart(conn):
    session_id = begun(conn)
    at_once = session(conn, session_id).identity
    passes(conn, FRESH_FOR)

    later = session(conn, session_id).identity
    assert (at_once, later) == ("mailbox_code_fresh", "mailbox_code")


def test_all_sessions_of_a_person_end_but_one(conn):
    kept, ended, others = begun(conn), begun(conn), begun(conn, SOMEBODY_ELSE)
    sessions.end_all(house(conn), PERSON, but=sessions.digest_of(kept))

    signers = [the_signer()]
    last = [sessions.signed_in(conn, x, signers) is not None for x in (kept, ended, others)]
    assert last == [True, False, True]


def test_sessions_that_have_ended_are_not_listed(conn):
    begun(conn, device="Firefox, Windows")
    passes(conn, LONGEST_REST)
    begun(conn, device="Chrome, Android")

    assert [each.device for each in sessions.sessions_of(conn, PERSON)] == ["Chrome, Android"]


# --- devices -------------------------------------------------------------------------------------


def test_the_first_device_ever_is_told_from_a_new_one(conn):
    came = [devices.arrive(conn, each, PERSON) for each in ("phone", "desk", "phone")]

    assert came == [Arrival.FIRST_EVER, Arrival.NEW, Arrival.KNOWN]


def test_a_device_is_known_with_who_signed_in_on_it(conn):
    devices.arrive(conn, "phone", PERSON)

    known = [devices.is_known(conn, "phone", each) for each in (PERSON, SOMEBODY_ELSE)]
    assert known == [True, False]


def test_forgotten_devices_are_new_again_and_not_the_first(conn):
    devices.arrive(conn, "phone", PERSON)
    devices.forget_all(conn, PERSON)

    assert devices.arrive(conn, "phone", PERSON) is Arrival.NEW


# --- the security log ----------------------------------------------------------------------------


def test_what_happens_again_within_an_hour_is_one_row(conn):
    for _ in range(1000):
        security_log.count(conn, SecurityEvent.WRONG_CODE, person=PERSON)

    (row,) = security_log.newest(conn, most=10)
    assert (row.times, row.person) == (1000, PERSON)


def test_wrong_codes_are_counted_for_each_person(conn):
    for person in (PERSON, PERSON, SOMEBODY_ELSE):
        security_log.count(conn, SecurityEvent.WRONG_CODE, person=person)

    assert security_log.times(conn, SecurityEvent.WRONG_CODE, hours=1, person=PERSON) == 2


def test_wrong_codes_are_counted_over_all(conn):
    for person in (PERSON, PERSON, SOMEBODY_ELSE):
        security_log.count(conn, SecurityEvent.WRONG_CODE, person=person)

    assert security_log.times(conn, SecurityEvent.WRONG_CODE, hours=1) == 3


def test_what_was_counted_a_moment_ago_need_not_be_written_again(conn):
    def counted():
        what = SecurityEvent.LINK_INVALID
        return security_log.is_counted(conn, what, person=PERSON, case_no=NO_CASE, step=0)

    before = counted()
    security_log.count(conn, SecurityEvent.LINK_INVALID, person=PERSON)
    at_once = counted()
    passes(conn, timedelta(minutes=1))

    assert (before, at_once, counted()) == (False, True, False)


def test_one_kind_can_be_looked_at_alone(conn):
    security_log.count(conn, SecurityEvent.SIGNED_IN, person=PERSON)
    security_log.count(conn, SecurityEvent.WRONG_CODE, person=PERSON)

    found = security_log.newest(conn, most=10, what=SecurityEvent.SIGNED_IN)
    assert [each.what for each in found] == [SecurityEvent.SIGNED_IN]


def test_after_ninety_days_it_is_forgotten(conn):
    security_log.count(conn, SecurityEvent.SIGNED_IN, person=PERSON)
    passes(conn, security_log.KEPT_FOR + timedelta(hours=1))
    security_log.count(conn, SecurityEvent.SIGNED_OUT, person=PERSON)

    assert security_log.has_old(conn)
    security_log.forget_old(conn)
    found = [each.what for each in security_log.newest(conn, most=10)]
    assert (found, security_log.has_old(conn)) == ([SecurityEvent.SIGNED_OUT], False)


def test_all_limits_go_by_the_machines_time(conn):
    begun_at = machine_time(conn)
    session_id = begun(conn)
    move_clock(conn, now(conn) + timedelta(days=60))

    assert sessions.signed_in(conn, session_id, [the_signer()]) is not None
    assert sessions.sessions_of(conn, PERSON)[0].began_at - begun_at < timedelta(minutes=1)
