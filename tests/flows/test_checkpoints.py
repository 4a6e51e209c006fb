"""Signed checkpoints in the auditors' hands find what nobody inside could."""

from datetime import timedelta

import pytest
from pydantic import SecretStr
from sqlalchemy import text

from flows.sweeps.checkpoints import number_and_sign
from models.errors import CheckpointInvalid
from models.journal.checkpoint import Checkpoint, opened, signed
from models.journal.signing import signer
from models.store import leaves
from models.store.database.clock import move_clock, now
from models.store.tables import leaves as leaf_rows
from models.store.tables import outbox
from models.store.verify.tree import verify_tree
from tests.factories.audit import verify


@pytest.fixture
def key(settings):
    return signer(settings.journal_seed).public


@pytest.fixture
def noted(office):
    """A day's end with two cases: what was signed is in the auditor's mailbox."""
    office.submits()
    first = office.case_no
    office.submits()
    office.case_no, last = first, office.case_no
    office.goes_on_to_the_end()
    office.case_no = last
    a_day_passes(office)
    return sign_today(office)


def sign_today(office):
    number_and_sign(office.desk)
    with office.desk.store.reading() as conn:
        return list(leaves.notes(conn).values())[-1]


def a_day_passes(office):
    with office.desk.store.writing() as conn:
        move_clock(conn, now(conn) + timedelta(days=1))


def cut(store, *statements):
    """Take rows out as an administrator of the database could."""
    with store.writing() as conn:
        for table in ("journal", "leaves", "checkpoints"):
            if store.is_sqlite:
                conn.execute(text(f"DROP TRIGGER {table}_no_delete"))
            else:
                conn.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER ALL"))
        for statement in statements:
            conn.execute(text(statement))


def close_gaps(store):
    """Give the entries that are left places without a gap."""
    with store.writing() as conn:
        left = conn.execute(leaf_rows.select().order_by(leaf_rows.c.leaf)).mappings().all()
        conn.execute(leaf_rows.delete())
        rows = [{**row, "leaf": place} for place, row in enumerate(left)]
        conn.execute(leaf_rows.insert(), rows)


def test_what_was_signed_verifies(office, noted, key):
    with office.desk.store.reading() as conn:
        assert verify_tree(conn, [key], given=[noted]) is None


def test_a_checkpoint_is_signed_once_a_day(office, noted):
    office.goes_on()

    assert sign_today(office) == noted


def test_the_next_day_has_a_checkpoint_of_its_own(office, noted, key):
    office.goes_on()
    a_day_passes(office)

    assert opened(sign_today(office), key).size > opened(noted, key).size


def test_a_day_without_entries_needs_no_checkpoint(office, noted):
    a_day_passes(office)

    assert sign_today(office) == noted


def test_every_auditor_gets_it_by_mail(office, noted):
    with office.desk.store.reading() as conn:
        of_checkpoints = outbox.select().where(outbox.c.notice == "checkpoint")
        rows = conn.execute(of_checkpoints.order_by(outbox.c.id)).all()

    assert (rows[-1].recipient, rows[-1].facts["checkpoint"]) == ("cao.thi.thi.du", noted)


def test_a_whole_case_taken_out_with_every_trace_is_found_by_the_mailed_checkpoint(
    office, noted, key, store
):
    no = office.case_no
    tables = (
        "steps",
        "plan_steps",
        "votes",
        "outbox",
        "due_moments",
        "travellers",
        "case_words",
        "search_words",
        "case_figures",
        "case_turns",
        "case_costs",
        "case_waits",
        "address_book",
        "dossiers",
    )
    more = ("passports", "texts", "files", "histories", "journal", "leaves", "salts")
    cut(
        store,
        *(f"DELETE FROM {table} WHERE case_no = '{no}'" for table in (*tables, *more)),
        f"DELETE FROM cases WHERE no = '{no}'",
        "UPDATE case_numbers SET last = last - 1",
        "DELETE FROM checkpoints",
    )
    close_gaps(store)

    with store.reading() as conn:
        within = (verify(conn).difference, verify_tree(conn, [key]))
        with_the_mailed_one = verify_tree(conn, [key], given=[noted])

    # Its letters are missed by the post's journal, whatever else was mended.
    assert (str(within[0]).partition(":")[0], within[1]) == ("post", None)
    assert "checkpoint of" in str(with_the_mailed_one)


def test_an_entry_without_its_row_is_found_by_its_place(office, noted, key, store):
    cut(store, "DELETE FROM journal WHERE case_no = 'DR-2020-0001' AND seq = 3")

    with store.reading() as conn:
        assert "entry 3" in str(verify_tree(conn, [key]))


def test_a_checkpoint_of_another_key_is_refused(settings, key, tmp_path):
    other = type(settings)(folder=tmp_path, secret=SecretStr("of another installation, and long"))
    forged = signed(Checkpoint("x", 1, b"0" * 32), signer(other.journal_seed).private)

    with pytest.raises(CheckpointInvalid):
        opened(forged, key)


@pytest.mark.parametrize("change", [("\n45\n", "\n46\n"), ("— ", "- "), ("\n\n", "\n")])
def test_a_changed_checkpoint_is_refused(key, settings, change):
    note = signed(
        Checkpoint("hau-giang.example", 45, b"r" * 32), signer(settings.journal_seed).private
    )

    with pytest.raises(CheckpointInvalid):
        opened(note.replace(*change), key)
