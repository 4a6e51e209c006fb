"""The key of the journal is changed, lost and in other hands; auditors go along by public keys alone."""

import shutil
from datetime import datetime

import pytest

from cli.auditing import show_verification
from cli.key.changing import change_key, give_up_key, revoke_key
from cli.setting_up import prepare, read_settings
from config.province_time import PROVINCE_TIME
from config.regulation.codes import Kind
from config.settings import Settings
from flows.acts.desk import Desk
from flows.acts.door.sessions import Device, sign_in
from flows.sweeps.checkpoints import number_and_sign
from models.errors import JournalBeyondUs
from models.ids import BodyKey, CaseNo, PersonId
from models.journal.checkpoint import verifier_line
from models.journal.signing import signer
from models.store import drafts, leaves
from models.store.privacy import address_book, passports
from models.store.sign_in import sessions
from tests.factories.office import Office
from tests.factories.request import make_leader, make_member, make_passport, make_request

MONDAY = datetime(2020, 7, 6, 8, 0, tzinfo=PROVINCE_TIME)
CASE = CaseNo("DR-2020-0001")
OFFICER, UNIT = PersonId("nguyen.thi.mau"), BodyKey("long_my")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An installation with a secret of its own, a case with a passport, and a checkpoint."""
    made = tmp_path / "doan"
    made.mkdir(mode=0o700)
    monkeypatch.delenv("DOAN_SECRET")
    monkeypatch.setenv("DOAN_FOLDER", str(made))
    with_desk(lambda desk: Office(desk).submits(with_passport()), demo_from=MONDAY)
    return made


def with_passport():
    return make_request(members=(make_leader(passport=make_passport()), make_member()))


def with_desk(act, **how):
    """Do something as Doan does once it has started."""
    settings = Settings()
    store = prepare(settings, **how)
    try:
        found = act(Desk(store, settings))
        number_and_sign(Desk(store, settings))
        return found
    finally:
        store.close()


def line():
    settings = Settings()
    return verifier_line(settings.mail_domain, signer(settings.journal_seed).public)


def newest_checkpoint(folder):
    return max((folder / "checkpoints").glob("*.txt"))


def goes_on(desk):
    office = Office(desk, CASE)
    office.goes_on()


def verified(*key_lines, checkpoints=()):
    return show_verification("en", checkpoints, key_lines) == 0


def test_after_a_change_the_journal_verifies_by_the_old_key_and_by_the_new(folder):
    old = line()
    change_key("en")
    with_desk(goes_on)

    assert (line() == old, verified(), verified(old), verified(line())) == (False, True, True, True)


def test_what_was_made_before_a_change_goes_on(folder):
    session = with_desk(lambda desk: sign_in(desk, OFFICER, Device()))
    change_key("en")

    def goes_on_by_both(desk):
        with desk.store.reading() as conn:
            signed_in = sessions.signed_in(conn, session, desk.signers)
            keys = desk.settings.passport_keys
            return signed_in, passports.passports_of(conn, CASE, keys)

    signed_in, found = with_desk(goes_on_by_both)
    assert signed_in
    assert list(found) == [1]


def test_after_a_change_passports_need_the_secret_of_before_no_more(folder):
    change_key("en")
    (folder / "secret.key.before").unlink()

    def passports_read(desk):
        with desk.store.reading() as conn:
            return passports.passports_of(conn, CASE, desk.settings.passport_keys)

    assert list(with_desk(passports_read)) == [1]


def test_doan_does_not_start_with_a_key_the_journal_does_not_know(folder):
    (folder / "secret.key").write_text("another secret of more than 32 bytes", encoding="ascii")

    with pytest.raises(JournalBeyondUs):
        prepare(Settings())


def test_of_a_lost_key_auditors_have_to_be_told_the_next(folder, capsys):
    old = line()
    (folder / "secret.key").unlink()
    give_up_key("en")
    with_desk(goes_on)

    assert (verified(), verified(line()), verified(old)) == (True, True, False)
    assert "handed over by none you hold (lost)" in " ".join(capsys.readouterr().err.split())


def test_after_a_lost_key_everybody_signs_in_again(folder):
    with_desk(lambda desk: sign_in(desk, OFFICER, Device()))
    (folder / "secret.key").unlink()
    give_up_key("en")

    def sessions_left(desk):
        with desk.store.reading() as conn:
            return sessions.sessions_of(conn, OFFICER)

    assert with_desk(sessions_left) == ()


def kept_under_the_key(desk, draft):
    """What of it can be read: passports of the case, words of a draft, people of an address book."""
    keys = desk.settings.passport_keys
    with desk.store.reading() as conn:
        return (
            passports.passports_of(conn, CASE, keys),
            drafts.draft_of(conn, draft, keys).values,
            [each.name for each in address_book.of_units(conn, (UNIT,), keys)],
        )


def test_what_lay_under_a_lost_key_is_nothing_and_stops_nobody(folder):
    def begins(desk):
        keys = desk.settings.passport_keys
        with desk.store.writing() as conn:
            return drafts.begin(conn, OFFICER, UNIT, Kind.OUTBOUND, {"title": "Thăm bạn"}, keys)

    draft = with_desk(begins)
    before = with_desk(lambda desk: kept_under_the_key(desk, draft))
    (folder / "secret.key").unlink()
    give_up_key("en")
    after = with_desk(lambda desk: kept_under_the_key(desk, draft))
    with_desk(lambda desk: Office(desk).submits(with_passport()))
    # The next key takes over what there is.
    change_key("en")
    again = with_desk(lambda desk: kept_under_the_key(desk, draft))

    assert (list(before[0]), before[1], len(before[2])) == ([1], {"title": "Thăm bạn"}, 2)
    assert after == ({}, {}, [])
    assert (again[:2], len(again[2]), verified(line())) == (({}, {}), 2, True)


def test_what_a_key_in_other_hands_signed_after_the_checkpoint_does_not_count(folder, capsys):
    covered = newest_checkpoint(folder)
    with_desk(goes_on)
    revoke_key(covered, "en")

    assert not verified(line())
    assert "signed by a key in other hands" in capsys.readouterr().err.replace("\n", " ")


def test_what_the_checkpoint_covers_of_it_counts(folder):
    revoke_key(newest_checkpoint(folder), "en")
    with_desk(goes_on)

    assert verified(line(), checkpoints=[newest_checkpoint(folder)])


def test_an_auditor_needs_the_public_key_alone_and_leaves_no_secret_behind(
    folder, tmp_path, monkeypatch
):
    key, copy = line(), tmp_path / "copy"
    copy.mkdir()
    shutil.copy(folder / "doan.sqlite", copy)
    monkeypatch.setenv("DOAN_FOLDER", str(copy))

    assert verified(key)
    assert not (copy / "secret.key").exists()


def test_it_is_said_how_far_a_checkpoint_covers(folder, capsys):
    checkpoint = newest_checkpoint(folder)
    with_desk(goes_on)
    verified(checkpoints=[checkpoint])

    said = capsys.readouterr().out
    size = int(checkpoint.stem)
    assert f"covers {size} entries" in said.replace("\n", " ")


def test_each_checkpoint_lies_in_the_folder_too(folder):
    def kept(desk):
        with desk.store.reading() as conn:
            return leaves.notes(conn)

    notes = with_desk(kept)
    files = {int(path.stem): path.read_text() for path in (folder / "checkpoints").glob("*.txt")}
    assert files == notes
    assert read_settings().checkpoints_kept == folder / "checkpoints"
