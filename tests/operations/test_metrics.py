"""Metrics: what monitoring reads of a Doan, who is told, and that nobody's name is ever in them."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event, insert, select, update

from config.settings import Settings
from flows.acts.desk import Desk
from flows.sweeps.sweep import sweep_if_due
from models.store import tables
from models.store.database.clock import move_clock, now
from models.store.database.engine import Store
from models.store.mail.trouble import note_trouble
from models.store.sign_in import security_log
from models.store.sign_in.security_log import SecurityEvent
from tests.factories.monitoring import ELSEWHERE, HERE, asked, metrics_of
from tests.factories.office import Office
from tests.factories.privacy import NAME, NUMBER, OPINION, WORDS, letters_are_sent, submitted

TOKEN = "made up for the tests and for nothing else"


def with_settings(desk, **changed):
    return replace(desk, settings=desk.settings.model_copy(update=changed))


@pytest.fixture
def guarded(desk):
    token = Settings.model_validate({"metrics_token": TOKEN}).metrics_token
    return with_settings(desk, metrics_token=token)


# --- what is told --------------------------------------------------------------------------------


def test_a_doan_without_cases_tells_that_it_has_none(desk):
    told = metrics_of(desk)

    assert (told["doan_database_up"], told["doan_open_cases"]) == ({(): 1.0}, {})
    assert told["doan_overdue_steps"] == {(): 0.0}


def test_open_cases_are_counted_by_kind_and_stage(desk):
    for _ in range(2):
        Office(desk).submits()

    assert metrics_of(desk)["doan_open_cases"] == {("outbound", "unit_signature"): 2.0}


def test_a_case_that_waits_for_a_day_stands_in_no_stage(office):
    office.submits()
    while office.case.open_steps:
        office.goes_on()

    assert ("outbound", "none") in metrics_of(office.desk)["doan_open_cases"]


def test_a_case_that_is_over_is_counted_no_more(office):
    office.submits()
    office.goes_on_to_the_end()

    assert metrics_of(office.desk)["doan_open_cases"] == {}


def test_overdue_steps_are_counted(office):
    office.submits()
    step = office.case.open_steps[0]
    office.time_passes(step.due_at + timedelta(days=1))

    assert metrics_of(office.desk)["doan_overdue_steps"] == {(): 1.0}


def test_letters_are_counted_by_state_with_the_age_of_the_oldest(office):
    office.submits()
    with office.desk.store.writing() as conn:
        move_clock(conn, now(conn) + timedelta(hours=2))

    told = metrics_of(office.desk)

    assert told["doan_letters"][("queued",)] >= 1
    assert told["doan_letters"][("failed",)] == 0
    assert told["doan_oldest_letter_age_seconds"][("queued",)] >= 7200


def test_letters_that_failed_are_counted(office):
    office.submits()
    with office.desk.store.writing() as conn:
        conn.execute(update(tables.outbox).values(state="failed"))

    assert metrics_of(office.desk)["doan_letters"][("failed",)] >= 1


def test_the_lag_of_the_history_is_told(office):
    office.submits()

    assert metrics_of(office.desk)["doan_history_lag_cases"] == {(): 1.0}


def test_what_was_refused_at_the_door_is_told(desk):
    with desk.store.writing() as conn:
        security_log.count(conn, SecurityEvent.WRONG_CODE)

    assert metrics_of(desk)["doan_refusals_in_a_day"][("wrong_code",)] == 1


def test_what_was_done_at_the_door_is_no_refusal(desk):
    with desk.store.writing() as conn:
        security_log.count(conn, SecurityEvent.SIGNED_IN)

    assert set(metrics_of(desk)["doan_refusals_in_a_day"].values()) == {0.0}


def test_since_when_the_mail_server_takes_nothing_is_told(desk):
    with desk.store.writing() as conn:
        note_trouble(conn, stage="connect", code=0, said="refused")
        move_clock(conn, now(conn) + timedelta(hours=1))

    assert metrics_of(desk)["doan_mail_trouble_seconds"][()] >= 3600


def test_the_ages_of_sweep_and_checkpoint_are_told_once_there_are_any(desk):
    before = metrics_of(desk)
    sweep_if_due(desk)

    after = metrics_of(desk)

    assert before.keys() & {"doan_sweep_age_seconds", "doan_checkpoint_age_seconds"} == set()
    assert after["doan_sweep_age_seconds"][()] >= 0
    assert after["doan_checkpoint_age_seconds"][()] >= 0


def test_the_disk_the_database_and_the_release_are_told(desk):
    told = metrics_of(desk)

    assert told["doan_database_bytes"][()] > 100_000
    assert 0 < told["doan_disk_free_bytes"][()] < told["doan_disk_bytes"][()]
    assert next(version for version, _ in told["doan_info"])


def test_a_database_that_does_not_answer_is_told_and_is_no_error(tmp_path):
    away = Desk(Store(f"sqlite:///{tmp_path / 'none' / 'doan.sqlite'}"), Settings(folder=tmp_path))

    answer = asked(away)

    assert (answer.status_code, "doan_database_up 0.0" in answer.text) == (200, True)
    away.store.close()


def test_no_more_is_asked_of_the_database_however_many_cases_there_are(desk):
    statements: list[object] = []
    # What is asked once, such as whether this is a copy, is asked by then.
    metrics_of(desk)
    event.listen(desk.store.reader, "before_cursor_execute", lambda *_: statements.append(_))
    metrics_of(desk)
    of_none = len(statements)
    for _ in range(3):
        Office(desk).submits()
    statements.clear()

    metrics_of(desk)

    assert len(statements) == of_none


# --- who is told ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("by", "status"), [(HERE, 200), ("::1", 200), (ELSEWHERE, 404)])
def test_without_a_token_this_machine_alone_is_answered(desk, by, status):
    assert asked(desk, by=by).status_code == status


@pytest.mark.parametrize("header", ["x_forwarded_for", "forwarded", "x_real_ip"])
def test_whom_a_proxy_of_this_machine_asks_for_is_elsewhere(desk, header):
    assert asked(desk, **{header: ELSEWHERE}).status_code == 404


def test_behind_a_public_address_nobody_is_answered_without_a_token(desk):
    public = with_settings(desk, public_url="https://doan.tinh.example")

    assert asked(public).status_code == 404


@pytest.mark.parametrize(
    ("shown", "status"),
    [
        (f"Bearer {TOKEN}", 200),
        (f"bearer {TOKEN}", 200),
        (f"Bearer {TOKEN}x", 403),
        (f"Basic {TOKEN}", 403),
        ("Bearer ", 403),
        ("", 403),
    ],
)
def test_where_a_token_is_set_it_has_to_be_shown(guarded, shown, status):
    assert asked(guarded, by=ELSEWHERE, authorization=shown).status_code == status


def test_where_a_token_is_set_this_machine_shows_it_too(guarded):
    assert asked(guarded).status_code == 403


def test_a_token_that_can_be_guessed_is_refused():
    with pytest.raises(ValueError, match="too short"):
        Settings.model_validate({"metrics_token": "123456"})


# --- what is never told --------------------------------------------------------------------------


def test_no_name_of_a_whole_life_is_in_a_metric(office):
    submitted(office)
    letters_are_sent(office)
    with office.desk.store.reading() as conn:
        people = conn.execute(select(tables.persons.c.name, tables.persons.c.mailbox)).all()

    said = asked(office.desk).text

    private = {NAME, NUMBER, WORDS, OPINION, office.case_no, *(w for row in people for w in row)}
    assert [each for each in private if each in said] == []


def put_into(desk, canary):
    """Lay a name wherever a label of a metric comes from."""
    hour = {"hour": datetime_of(desk), "last_at": datetime_of(desk), "times": 1, "step": 0}
    with desk.store.writing() as conn:
        conn.execute(update(tables.steps).values(stage=canary))
        conn.execute(update(tables.outbox).values(state=canary[:20], trouble=canary))
        conn.execute(
            insert(tables.security_log).values(what=canary, person=canary, case_no=canary, **hour)
        )
        note_trouble(conn, stage="rcpt", code=550, said=canary)
        # Without a row of its own, no kind of such a name has a route; columns take it all the same.
        conn.execute(update(tables.cases).values(kind=canary[:20], fault=canary, unit=canary))


def datetime_of(desk):
    with desk.store.reading() as conn:
        return now(conn)


def test_a_name_in_a_column_that_labels_come_from_gets_into_none(office):
    canary = "Nguyễn Văn Kín"
    office.submits()
    put_into(office.desk, canary)

    said = asked(office.desk).text

    assert "Kín" not in said
    assert ("other", "other") in metrics_of(office.desk)["doan_open_cases"]


def test_a_scrape_says_nothing_of_the_process_itself(desk):
    assert [name for name in metrics_of(desk) if not name.startswith("doan_")] == []
