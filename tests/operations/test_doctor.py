"""`doan doctor`: whatever is broken, it says so in words, says what to mend, and never breaks itself."""

import json
import os
import socket

import pytest
from sqlalchemy import text

from cli.health.doctor import CHECKS
from cli.setting_up import prepare
from config.settings import Settings
from models.store.database.engine import Store
from tests.factories.console import typed
from tests.factories.prefect import free_port
from tests.factories.prepared import MONDAY_MORNING

PORTS = ("PORT", "CATCHER_PORT", "PREFECT_PORT", "WORKER_PORT", "WORKER_HEALTH_PORT", "POKE_PORT")


@pytest.fixture
def folder(tmp_path):
    """A folder in which Doan has been before."""
    made = tmp_path / "doan"
    prepare(Settings(folder=made), demo_from=MONDAY_MORNING).close()
    return made


@pytest.fixture
def examined(folder):
    """What the doctor finds in a folder, under some variables: by check, what is not well."""
    ports = {f"DOAN_{name}": str(free_port()) for name in PORTS}

    def look(**variables):
        given = {"DOAN_FOLDER": str(folder), "DOAN_CATCH_MAIL": "1", **ports, **variables}
        said = typed("doctor", "--json", "-l", "en", **given)
        found = json.loads(said.out)["checks"]
        assert (said.code, said.err) == (int(not all(each["well"] for each in found)), "")
        return {each["check"]: each["said"] for each in found if not each["well"]}

    return look


def damaged(folder, statement):
    store = Store(f"sqlite:///{folder / 'doan.sqlite'}")
    with store.writing() as conn:
        conn.execute(text(statement))
    store.close()


def test_of_an_installation_that_is_well_it_says_so_of_everything(examined, folder):
    said = typed(
        "doctor",
        *("-l", "en"),
        DOAN_FOLDER=str(folder),
        DOAN_CATCH_MAIL="1",
        **{f"DOAN_{name}": str(free_port()) for name in PORTS},
    )

    assert (said.code, examined()) == (0, {})
    assert all(line.startswith("✓") for line in said.out.splitlines())


@pytest.mark.parametrize(("language", "title"), [("vi", "Ổ đĩa"), ("en", "Disk")])
def test_it_speaks_the_language_that_is_asked_for(folder, language, title):
    said = typed("doctor", "-l", language, DOAN_FOLDER=str(folder), DOAN_CATCH_MAIL="1")

    assert title in said.out


def test_a_program_is_told_the_same_as_a_list(folder):
    said = typed("doctor", "--json", DOAN_FOLDER=str(folder), DOAN_CATCH_MAIL="1")

    found = json.loads(said.out)["checks"]
    assert {each["check"] for each in found} <= set(CHECKS)
    assert {type(each["well"]) for each in found} == {bool}


# --- settings, folder, secrets -------------------------------------------------------------------


def test_an_unknown_variable_is_named_with_the_one_that_is_meant(examined):
    assert "DOAN_SMTP_HOST" in examined(DOAN_SMTP_HOTS="mail.example")["settings"]


def test_variables_that_do_not_fit_are_named_and_all_else_is_looked_at(examined):
    found = examined(DOAN_DIGEST_AT="never", DOAN_RECONCILE_SECONDS="-1")

    assert set(found) == {"settings"}
    assert all(name in found["settings"] for name in ("DIGEST_AT", "RECONCILE_SECONDS"))


def test_the_file_of_a_secret_that_is_not_there_is_named(examined, tmp_path):
    found = examined(DOAN_SMTP_PASSWORD_FILE=str(tmp_path / "nowhere"))

    assert "DOAN_SMTP_PASSWORD_FILE" in found["settings"]


def test_that_nobody_said_where_letters_go_is_said(examined):
    assert {"settings", "mail"} <= examined(DOAN_CATCH_MAIL="0").keys()


def test_a_folder_that_is_not_there_is_named_and_not_made(examined, tmp_path):
    found = examined(DOAN_FOLDER=str(tmp_path / "elsewhere"))

    assert "elsewhere" in found["folder"]
    assert not (tmp_path / "elsewhere").exists()


def test_a_file_in_the_place_of_the_folder_is_named(examined, tmp_path):
    (tmp_path / "file").write_text("no folder")

    assert "no folder" in examined(DOAN_FOLDER=str(tmp_path / "file"))["folder"]


def test_a_folder_that_nobody_can_write_to_is_named(examined):
    """What the kernel tells of processes can be written to by nobody, whoever runs the tests."""
    found = examined(DOAN_FOLDER=f"/proc/{os.getpid()}/task")

    assert "nothing can be written" in found["folder"]


def test_a_folder_that_others_can_enter_is_named(examined, folder):
    folder.chmod(0o755)

    assert "chmod 700" in examined()["folder"]


def test_a_lost_secret_is_named_and_none_is_made_instead(examined, folder):
    (folder / "secret.key").unlink(missing_ok=True)

    found = examined(DOAN_SECRET="")

    assert "secret.key" in found["secrets"]
    assert not (folder / "secret.key").exists()


@pytest.mark.parametrize(("secret", "mode"), [("short", 0o600), ("x" * 40, 0o644)])
def test_a_secret_that_is_none_is_named(examined, folder, secret, mode):
    (folder / "secret.key").write_text(secret)
    (folder / "secret.key").chmod(mode)

    assert "secret" in examined(DOAN_SECRET="")["secrets"]


def test_the_secret_of_another_installation_is_named(examined):
    found = examined(DOAN_SECRET="another one: as long as it has to be")

    assert set(found) == {"journal_key"}


# --- the databases -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content", [b"", b"no database at all" * 100, b"SQLite format 3\0" + b"\xff" * 5000]
)
def test_a_database_that_is_none_is_named(examined, folder, content):
    (folder / "doan.sqlite").write_bytes(content)
    for beside in folder.glob("doan.sqlite-*"):
        beside.unlink()

    assert "database" in examined()


def test_damaged_pages_of_the_database_are_found(examined, folder):
    file = folder / "doan.sqlite"
    with file.open("r+b") as opened:
        size = file.stat().st_size
        for at in range(8 * 4096, size - 4096, 3 * 4096):
            opened.seek(at)
            opened.write(b"\xa5" * 4096)
    for beside in folder.glob("doan.sqlite-*"):
        beside.unlink()

    assert "database" in examined()


def test_a_database_of_another_release_is_named(examined, folder):
    damaged(folder, "UPDATE alembic_version SET version_num = '0001'")

    assert set(examined()) == {"database"}


def test_a_guard_that_is_gone_is_named(examined, folder):
    damaged(folder, "DROP TRIGGER journal_no_delete")

    assert "journal_no_delete" in examined()["database"]


def test_a_database_nobody_can_write_to_now_is_named(examined, folder):
    store = Store(f"sqlite:///{folder / 'doan.sqlite'}")
    with store.writing():
        assert "locked" in examined()["database"]
    store.close()


def test_a_server_that_is_away_is_named_without_its_password(examined):
    url = f"postgresql+psycopg://doan:verborgen@127.0.0.1:{free_port()}/doan"

    found = examined(DOAN_DATABASE_URL=url)

    assert ("database" in found, "verborgen" in str(found)) == (True, False)


@pytest.mark.parametrize("url", ["no address", "mysql://x/y", "postgresql+psycopg://["])
def test_an_address_that_is_none_is_no_fault_of_the_doctor(examined, url):
    assert "database" in examined(DOAN_DATABASE_URL=url)


def test_a_damaged_database_of_prefect_is_named(examined, folder):
    (folder / "prefect").mkdir()
    (folder / "prefect" / "prefect.sqlite").write_bytes(b"no database at all" * 100)

    assert "prefect.sqlite" in examined()["prefect"]


def test_a_prefect_of_ones_own_that_is_away_is_named(examined):
    found = examined(DOAN_PREFECT_API_URL=f"http://127.0.0.1:{free_port()}/api")

    assert set(found) == {"prefect"}


# --- around --------------------------------------------------------------------------------------


def test_a_disk_with_less_than_is_set_is_named(examined):
    found = examined(DOAN_DISK_LEAST_FREE_MB=str(10**9))

    assert set(found) == {"disk"}


def test_a_port_that_is_taken_is_named_by_its_variable(examined):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        found = examined(DOAN_PORT=str(taken.getsockname()[1]))

    assert "DOAN_PORT" in found["ports"]


def test_a_mail_server_that_is_away_is_named(examined):
    found = examined(
        DOAN_CATCH_MAIL="0",
        DOAN_SMTP_HOST="127.0.0.1",
        DOAN_SMTP_PORT=str(free_port()),
        DOAN_SMTP_TLS="none",
    )

    assert set(found) == {"mail"}


def test_a_public_address_without_encryption_that_nobody_answers_is_named(examined):
    found = typed(
        *("doctor", "--json", "-l", "en"),
        DOAN_PUBLIC_URL="http://doan.invalid",
        DOAN_SMTP_HOST="127.0.0.1",
        DOAN_SMTP_PORT=str(free_port()),
    )

    said = [e["said"] for e in json.loads(found.out)["checks"] if e["check"] == "public_address"]
    assert (len(said), "https" in said[0], "does not answer" in said[1]) == (2, True, True)


def test_a_place_of_checkpoints_that_is_not_there_is_named(examined, tmp_path):
    found = examined(DOAN_CHECKPOINT_FOLDER=str(tmp_path / "worm"))

    assert "worm" in found["checkpoints"]


def test_a_regulation_that_is_not_there_is_named(examined):
    assert "regulation" in examined(DOAN_REGULATION="nowhere")


def test_everything_that_is_broken_is_named_at_once(examined, folder):
    (folder / "doan.sqlite").write_bytes(b"x")

    found = examined(DOAN_REGULATION="nowhere", DOAN_SECRET="x", DOAN_PORT="0", DOAN_NOPE="1")

    assert {"settings", "secrets", "regulation", "database"} <= found.keys()
