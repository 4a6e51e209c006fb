"""Growth has an end: what is old grows slim, what is over is forgotten, and the audit stays right."""

import zlib
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event, func, select, text, update

from config.settings import Settings
from flows.acts.door.sessions import forget_old
from flows.case.answers import Identified
from flows.privacy.holding import hold
from flows.sweeps.growth import prune, prune_if_due
from models.entries import MessagesSlimmed
from models.ids import PersonId
from models.store import journal, outbox, tables
from models.store.database.clock import machine_time, move_clock, now
from models.store.house.post import POST
from models.store.mail.kept import DIGEST, digest_of, pressed, whole
from models.store.sign_in import security_log
from models.store.sign_in.security_log import SecurityEvent
from models.store.tables import PRESSED
from tests.factories.audit import verify
from tests.factories.privacy import letters_are_sent, submitted

AT_CONSOLE = Identified(PersonId("console:somebody"), "console:somebody")


@pytest.fixture
def over(office):
    """A case that is over, all its letters sent."""
    submitted(office)
    office.goes_on_to_the_end()
    letters_are_sent(office)
    return office


def days_pass(office, days):
    with office.desk.store.writing() as conn:
        move_clock(conn, now(conn) + timedelta(days=days))


def contents(office):
    with office.desk.store.reading() as conn:
        found = select(tables.outbox.c.content).where(tables.outbox.c.content.is_not(None))
        return conn.execute(found).scalars().all()


def rows_of_letters(office):
    """Return all that is kept of letters but their bytes."""
    with office.desk.store.reading() as conn:
        rows = conn.execute(select(tables.outbox).order_by(tables.outbox.c.id)).mappings()
        return [{**row, "content": None} for row in rows]


def pages_of_letters(office):
    """Return how many pages the rows of the outbox lie on; on PostgreSQL, whose rows move, none."""
    if not office.desk.store.is_sqlite:
        return 0
    with office.desk.store.reading() as conn:
        counted = "SELECT count(*) FROM dbstat WHERE name = 'outbox' AND pagetype = 'leaf'"
        return conn.exec_driver_sql(counted).scalar_one()


def difference(office):
    with office.desk.store.reading() as conn:
        return verify(conn).difference


# --- letters -------------------------------------------------------------------------------------


def test_letters_of_yesterday_are_pressed_and_say_what_they_said(over):
    with over.desk.store.reading() as conn:
        said = {row.id: row.content for row in outbox.messages_of(conn, over.case_no)}
    days_pass(over, 2)

    prune(over.desk)

    assert {kept[:2] for kept in contents(over)} == {PRESSED}
    with over.desk.store.reading() as conn:
        now_said = {row.id: row.content for row in outbox.messages_of(conn, over.case_no)}
    assert (now_said == said, difference(over)) == (True, None)


def test_letters_of_today_lie_as_they_were_sent(over):
    before = contents(over)

    prune(over.desk)

    assert contents(over) == before


def test_of_old_letters_the_digest_stays_and_the_audit_holds(over):
    digests = {digest_of(content) for content in contents(over)}
    days_pass(over, over.desk.settings.keep_letters_days + 1)

    prune(over.desk)

    assert {kept[:2] for kept in contents(over)} == {DIGEST}
    assert {digest_of(kept) for kept in contents(over)} == digests
    with over.desk.store.reading() as conn:
        assert isinstance(journal.newest(conn, POST).payload, MessagesSlimmed)
    assert difference(over) is None


def test_what_is_left_of_old_letters_lies_close_together(over):
    days_pass(over, over.desk.settings.keep_letters_days + 1)
    before, room = rows_of_letters(over), pages_of_letters(over)

    prune(over.desk)

    assert rows_of_letters(over) == before
    if over.desk.store.is_sqlite:
        assert pages_of_letters(over) < room


def test_an_old_letter_has_no_bytes_any_more_for_whoever_reads_it(over):
    days_pass(over, over.desk.settings.keep_letters_days + 1)

    prune(over.desk)

    with over.desk.store.reading() as conn:
        assert {row.content for row in outbox.messages_of(conn, over.case_no)} == {None}


def test_pruning_twice_tells_once(over):
    days_pass(over, over.desk.settings.keep_letters_days + 1)
    prune(over.desk)
    with over.desk.store.reading() as conn:
        before = journal.newest(conn, POST).seq

    assert prune(over.desk)

    with over.desk.store.reading() as conn:
        assert journal.newest(conn, POST).seq == before


def test_how_long_letters_are_kept_is_set(over):
    settings = over.desk.settings.model_copy(update={"keep_letters_days": 400})
    days_pass(over, 399)

    prune(replace(over.desk, settings=settings))

    assert {kept[:2] for kept in contents(over)} == {PRESSED}


def test_letters_of_a_case_under_way_are_kept(office):
    submitted(office)
    letters_are_sent(office)
    days_pass(office, office.desk.settings.keep_letters_days + 1)

    prune(office.desk)

    of_case = tables.outbox.c.case_no == office.case_no
    with office.desk.store.reading() as conn:
        kept = conn.execute(select(tables.outbox.c.content).where(of_case)).scalars()
        assert DIGEST not in {content[:2] for content in kept if content}


def test_letters_of_a_case_that_is_held_are_kept(over):
    hold(over.desk, over.case_no, "Thanh tra.", AT_CONSOLE)
    days_pass(over, over.desk.settings.keep_letters_days + 1)

    prune(over.desk)

    with over.desk.store.reading() as conn:
        assert any(row.content for row in outbox.messages_of(conn, over.case_no))


def test_a_letter_that_failed_is_kept(over):
    with over.desk.store.writing() as conn:
        number = conn.execute(
            select(func.max(tables.outbox.c.id)).where(tables.outbox.c.state == "sent")
        ).scalar()
        conn.execute(
            update(tables.outbox).where(tables.outbox.c.id == number).values(state="failed")
        )
    days_pass(over, over.desk.settings.keep_letters_days + 1)

    prune(over.desk)

    with over.desk.store.reading() as conn:
        kept = select(tables.outbox.c.content).where(tables.outbox.c.id == number)
        assert conn.execute(kept).scalar()[:1] != b"\0"


def test_a_fault_with_one_kind_stops_no_other(over):
    """A table is gone: letters cannot be told of, and moments go all the same."""
    days_pass(over, 400)
    with over.desk.store.writing() as conn:
        conn.execute(text("ALTER TABLE outbox RENAME TO taken_away"))

    prune(over.desk)

    assert moments(over) == 0


def test_a_letter_whose_bytes_are_damaged_keeps_no_other_from_growing_slim(over):
    days_pass(over, 400)
    with over.desk.store.writing() as conn:
        sent = select(func.min(tables.outbox.c.id)).where(tables.outbox.c.state == "sent")
        this = tables.outbox.c.id == sent.scalar_subquery()
        conn.execute(update(tables.outbox).where(this).values(content=PRESSED + b"no letter"))

    prune(over.desk)

    marks = [kept[:2] for kept in contents(over)]
    assert (marks.count(PRESSED), set(marks)) == (1, {PRESSED, DIGEST})


# --- what the auditor finds ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kept", "place"),
    [
        (DIGEST + b"\1" * 32, "column content"),
        (PRESSED + zlib.compress(b"another letter"), "column state, address, content"),
        (PRESSED + b"no letter", "column content"),
    ],
)
def test_bytes_that_were_exchanged_for_a_shorter_form_are_found(over, kept, place):
    of_case = select(func.max(tables.outbox.c.id)).where(tables.outbox.c.state == "sent")
    with over.desk.store.writing() as conn:
        this = tables.outbox.c.id == of_case.scalar_subquery()
        conn.execute(update(tables.outbox).where(this).values(content=kept))

    found = difference(over)

    assert found is not None
    assert place.split(",")[0].split()[-1] in found.place


def test_a_digest_that_was_changed_afterwards_is_found(over):
    days_pass(over, over.desk.settings.keep_letters_days + 1)
    prune(over.desk)
    with over.desk.store.writing() as conn:
        gone = tables.outbox.c.content.is_not(None)
        conn.execute(update(tables.outbox).where(gone).values(content=DIGEST + b"\1" * 32))

    assert "content" in difference(over).place


@pytest.mark.parametrize("content", [b"", b"From: x", b"Subject: " + b"a" * 10_000])
def test_what_is_pressed_is_opened_as_it_was(content):
    assert whole(pressed(content)) == content


# --- moments, the security log --------------------------------------------------------------------


def moments(office):
    with office.desk.store.reading() as conn:
        return conn.execute(select(func.count()).select_from(tables.due_moments)).scalar()


def test_fired_moments_of_a_case_that_is_over_go_and_the_audit_holds(over):
    before = moments(over)
    days_pass(over, over.desk.settings.keep_moments_days + 1)

    prune(over.desk)

    assert (before > moments(over), difference(over)) == (True, None)


def test_fired_moments_of_a_case_under_way_stay(office):
    office.submits()
    office.time_passes(office.case.open_steps[0].due_at + timedelta(days=1))
    before = moments(office)
    days_pass(office, 400)

    prune(office.desk)

    assert (moments(office), before > 0) == (before, True)


def test_the_security_log_goes_by_the_days_that_are_set(desk):
    with desk.store.writing() as conn:
        security_log.count(conn, SecurityEvent.WRONG_CODE)
        old = machine_time(conn) - timedelta(days=9000)
        conn.execute(update(tables.security_log).values(hour=old, last_at=old))
    forget_old(
        replace(desk, settings=desk.settings.model_copy(update={"keep_security_days": 9999}))
    )
    with desk.store.reading() as conn:
        assert len(security_log.newest(conn, most=5)) == 1

    forget_old(desk)

    with desk.store.reading() as conn:
        assert security_log.newest(conn, most=5) == ()


# --- when ----------------------------------------------------------------------------------------


def test_it_is_looked_for_once_a_day(over):
    prune_if_due(over.desk)
    days_pass(over, 400)
    began: list[object] = []
    event.listen(over.desk.store.engine, "begin", began.append)

    prune_if_due(over.desk)

    assert began == []


@pytest.mark.parametrize("name", ["letters", "moments", "security", "logs", "events"])
def test_nothing_can_be_kept_for_no_day(name):
    with pytest.raises(ValueError, match="greater than or equal"):
        Settings.model_validate({f"keep_{name}_days": 0})
