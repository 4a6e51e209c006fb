"""What is wrong with an installation is a sentence that names the setting, in the language asked for."""

import fcntl
import os
import socket
import subprocess
import sys
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from cli.running import ports
from cli.running.one import RunningPart, the_only_one
from cli.setting_up import prepare
from config.settings import Settings
from models.store.amiss import pulse
from models.store.database.engine import Store
from models.store.mail.trouble import note_trouble
from tests.factories.console import typed
from tests.factories.prefect import free_port

ROOT = Path(__file__).parent.parent.parent
PORTS = ("PORT", "CATCHER_PORT", "PREFECT_PORT", "WORKER_PORT", "WORKER_HEALTH_PORT", "POKE_PORT")


@pytest.fixture
def doan(tmp_path, monkeypatch):
    """The command on an empty folder, every port its own, mail caught."""
    given = {f"DOAN_{name}": str(free_port()) for name in PORTS} | {"DOAN_CATCH_MAIL": "1"}
    # Nobody has just been killed here.
    monkeypatch.setattr(ports, "PATIENCE_SECONDS", 0)

    def run(*arguments, **variables):
        return typed(*arguments, **{"DOAN_FOLDER": str(tmp_path)} | given | variables)

    return run


@pytest.fixture
def prepared(doan, tmp_path):
    prepare(Settings(folder=tmp_path)).close()
    return doan


def refused(said, *named):
    """Tell whether the command ended with a sentence of ours that names these."""
    is_sentence = said.code == 1 and "Traceback" not in said.err
    return is_sentence and all(name in said.err for name in named)


# --- the language -------------------------------------------------------------------------------


def test_an_error_is_said_in_the_language_of_the_option(prepared):
    said = prepared("show", "DR-2020-0099", "-l", "en", DOAN_LANGUAGE="vi")

    assert refused(said, "There is no case")


def test_an_error_is_said_in_the_language_of_the_environment(prepared):
    said = prepared("directory", "leave", "a/b", "nobody", "2020-07-01", DOAN_LANGUAGE="en")

    assert (said.code, said.err.isascii()) == (1, True)


def test_without_a_language_errors_are_said_in_vietnamese(doan):
    assert refused(doan("list"), "chưa có cơ sở dữ liệu")


def test_problems_of_a_request_are_said_in_the_language_of_the_option(prepared, tmp_path):
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("unit: x\n")

    assert refused(prepared("submit", str(wrong), "--as", "a", "-l", "en"), "have to be corrected")


def test_a_missing_database_is_said_in_one_language(doan):
    assert refused(doan("list", "-l", "en"), "Not set up: there is no database")


def test_a_terminal_that_knows_fewer_letters_ends_no_command(prepared):
    told, wrong = (prepared(*c, PYTHONIOENCODING="ascii") for c in (("list",), ("show", "x")))

    assert (told.code, told.err) == (0, "")
    assert refused(wrong, "x")


def test_who_reads_no_further_ends_no_command_with_a_traceback(prepared, tmp_path):
    doan = f"{sys.executable} -m cli.main regulation"
    said = subprocess.run(
        ["bash", "-c", f"{doan} | head -1"],
        cwd=ROOT,
        env={**os.environ, "DOAN_FOLDER": str(tmp_path)},
        capture_output=True,
        check=False,
        timeout=60,
    )

    assert (said.returncode, said.stderr) == (0, b"")


# --- variables ----------------------------------------------------------------------------------


def test_an_unknown_variable_stops_the_command_with_the_nearest_name(prepared):
    assert refused(prepared("list", DOAN_PROT="8112"), "DOAN_PROT", "DOAN_PORT")


def test_a_wrong_value_stops_the_command_and_is_named(prepared):
    assert refused(prepared("list", DOAN_PORT="many"), "DOAN_PORT")


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("PUBLIC_URL", "doan.tinh.example", "https://"),
        ("MAIL_FROM", "doan", "địa chỉ hộp thư"),
        ("SMTP_HOST", "mail.example:587", "DOAN_SMTP_PORT"),
        ("PORT", "0", "1 trở lên"),
        ("SMTP_TLS", "ssl", "starttls"),
    ],
)
def test_a_value_that_cannot_be_used_stops_the_start_in_the_readers_language(
    doan, name, value, said
):
    assert refused(doan("up", **{f"DOAN_{name}": value}), f"DOAN_{name}", said)


def test_a_file_of_a_secret_that_is_not_there_is_named(prepared):
    said = prepared("list", DOAN_SMTP_PASSWORD_FILE="/nowhere/password")

    assert refused(said, "DOAN_SMTP_PASSWORD_FILE", "/nowhere/password")


@pytest.mark.parametrize("command", ["up", "deliver"])
def test_what_sends_messages_is_told_where_to(doan, command):
    said = doan(command, DOAN_CATCH_MAIL="0")

    assert refused(said, "DOAN_SMTP_HOST", "DOAN_CATCH_MAIL=1", "doan up --demo")


# --- database and folder ------------------------------------------------------------------------


@pytest.mark.parametrize("url", ["nonsense", "oracle9://x", "postgresql+nothing://x/y"])
@pytest.mark.parametrize("command", ["up", "list"])
def test_what_is_no_database_url_is_named(doan, url, command):
    assert refused(doan(command, DOAN_DATABASE_URL=url), "DOAN_DATABASE_URL")


@pytest.mark.parametrize("command", ["up", "list"])
def test_a_database_server_that_is_down_is_named_without_its_password(doan, command):
    url = f"postgresql+psycopg://doan:hidden@127.0.0.1:{free_port()}/doan"

    said = doan(command, DOAN_DATABASE_URL=url)

    assert (refused(said, "DOAN_DATABASE_URL"), "hidden" in said.err) == (True, False)


@pytest.mark.parametrize("below", ["", "below"])
def test_a_folder_that_cannot_be_made_is_named(doan, tmp_path, below):
    file = tmp_path / "file"
    file.touch()

    assert refused(doan("up", DOAN_FOLDER=str(file / below)), "DOAN_FOLDER")


def test_a_database_file_that_is_none_is_a_sentence(doan, tmp_path):
    (tmp_path / "doan.sqlite").write_bytes(b"not a database" * 100)

    assert refused(doan("list"), os.fspath(tmp_path), "file is not a database")


# --- ports --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["PORT", "CATCHER_PORT", "PREFECT_PORT", "WORKER_HEALTH_PORT"])
def test_a_port_that_is_taken_is_named_before_anything_starts(doan, tmp_path, name):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        said = doan("up", **{f"DOAN_{name}": str(taken.getsockname()[1])})

    assert refused(said, f"DOAN_{name}")
    assert not (tmp_path / "log").exists()


@pytest.mark.parametrize(
    ("command", "name"),
    [
        ("up", "POKE_PORT"),
        ("up", "WORKER_PORT"),
        ("deliver", "POKE_PORT"),
        ("worker", "WORKER_PORT"),
    ],
)
def test_a_port_for_pokes_that_is_taken_is_named(prepared, command, name):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.1", 0))
        said = prepared(command, **{f"DOAN_{name}": str(taken.getsockname()[1])})

    assert refused(said, f"DOAN_{name}")


def test_one_port_set_twice_is_named(doan):
    port = str(free_port())

    assert refused(doan("up", DOAN_PORT=port, DOAN_CATCHER_PORT=port), "DOAN_CATCHER_PORT")


def test_an_address_of_another_machine_is_named(doan):
    elsewhere = {"DOAN_HOST": "192.0.2.1", "DOAN_SMTP_HOST": "mail.tinh.example"}
    elsewhere["DOAN_CATCH_MAIL"] = "0"

    assert refused(doan("up", **elsewhere), "192.0.2.1", "DOAN_HOST")


def test_a_second_doan_on_a_folder_is_refused(prepared, tmp_path):
    with (tmp_path / "doan.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        said = prepared("up")

    assert refused(said, str(tmp_path), "DOAN_FOLDER")


def test_a_demo_does_not_begin_in_a_folder_that_is_in_earnest_use(prepared, tmp_path):
    assert refused(prepared("up", "--demo"), str(tmp_path), "--demo")


# --- status -------------------------------------------------------------------------------------


class _Well(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path in ("/readyz", "/health", "/api/health") else 404)
        self.end_headers()

    def log_message(self, format, *args):
        """Say nothing."""


def test_the_status_says_in_both_languages_that_nothing_is_running(prepared):
    told = [prepared("status", "-l", language).out for language in ("vi", "en")]

    assert [told[0].count("không chạy"), told[1].count("not running")] == [4, 4]


def test_the_status_exits_by_how_everything_is(prepared, tmp_path):
    with ExitStack() as stack:
        running = {}
        stack.enter_context(the_only_one(tmp_path, RunningPart.DELIVERER))
        for name in ("PORT", "WORKER_HEALTH_PORT", "PREFECT_PORT"):
            server = stack.enter_context(HTTPServer(("127.0.0.1", 0), _Well))
            Thread(target=server.serve_forever, daemon=True).start()
            stack.callback(server.shutdown)
            running[f"DOAN_{name}"] = str(server.server_port)

        swept(tmp_path)
        codes = [prepared("status", **given).code for given in (running, {})]
        no_letter_leaves(tmp_path)
        codes.append(prepared("status", **running).code)

    assert codes == [0, 1, 1]


def swept(folder):
    store = Store(Settings(folder=folder).store_url)
    with store.writing() as conn:
        pulse.beat(conn, {})
    store.close()


def no_letter_leaves(folder):
    store = Store(Settings(folder=folder).store_url)
    with store.writing() as conn:
        note_trouble(conn, stage="connection", code=535, said="5.7.8 authentication failed")
    store.close()


def test_the_status_says_whether_letters_are_sent_from_here(prepared, tmp_path):
    with the_only_one(tmp_path, RunningPart.DELIVERER):
        said = prepared("status", "-l", "en").out

    (line,) = (line for line in said.splitlines() if "Deliverer" in line)
    assert ("not running" in line, said.count("not running")) == (False, 3)


@pytest.mark.parametrize("running", ["PORT", "WORKER_HEALTH_PORT", "PREFECT_PORT"])
def test_the_status_names_what_is_running(prepared, running):
    lines = {
        "PORT": "Web pages",
        "WORKER_HEALTH_PORT": "Worker",
        "PREFECT_PORT": "Prefect's server",
    }
    with ExitStack() as stack:
        server = stack.enter_context(HTTPServer(("127.0.0.1", 0), _Well))
        Thread(target=server.serve_forever, daemon=True).start()
        stack.callback(server.shutdown)
        said = prepared("status", "-l", "en", **{f"DOAN_{running}": str(server.server_port)}).out

    told = {line.strip()[: len(lines[running])]: line for line in said.splitlines()}
    assert "not running" not in told[lines[running]]
    assert said.count("not running") == 3


def test_the_status_is_told_although_a_part_hangs(prepared):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        said = prepared("status", "-l", "en", DOAN_PORT=str(silent.getsockname()[1])).out

    assert said.count("not running") == 4


# --- the key that signs letters -----------------------------------------------------------------


def is_missing(path):
    """Nothing is there."""


def is_a_folder(path):
    path.mkdir(mode=0o700)


def is_open_to_others(path):
    path.write_bytes(rsa_key(2048))
    path.chmod(0o644)


def is_no_key(path):
    path.touch(mode=0o600)
    path.write_text("no key at all")


def is_too_short(path):
    path.touch(mode=0o600)
    path.write_bytes(rsa_key(1024))


def rsa_key(bits):
    key = rsa.generate_private_key(65537, bits)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


@pytest.mark.parametrize(
    ("becomes", "says"),
    [
        (is_missing, "cannot be read (DOAN_DKIM_KEY_FILE)"),
        (is_a_folder, "cannot be read (DOAN_DKIM_KEY_FILE)"),
        (is_open_to_others, "is open to others; run: chmod 600"),
        (is_no_key, "has no RSA key of at least 2048 bits"),
        (is_too_short, "has no RSA key of at least 2048 bits"),
    ],
)
def test_a_check_of_mail_says_what_is_wrong_with_the_key_that_signs_letters(
    prepared, tmp_path, becomes, says
):
    key = tmp_path / "dkim.pem"
    becomes(key)
    signing = {"DOAN_DKIM_KEY_FILE": str(key), "DOAN_DKIM_SELECTOR": "doan2026"}

    assert refused(prepared("mail", "check", "-l", "en", **signing), f"{key}", says)


@pytest.mark.parametrize("command", ["up", "deliver"])
def test_nothing_starts_that_could_not_sign_its_letters(prepared, tmp_path, command):
    signing = {"DOAN_DKIM_KEY_FILE": str(tmp_path / "none"), "DOAN_DKIM_SELECTOR": "doan2026"}

    said = prepared(command, DOAN_LANGUAGE="en", **signing)

    assert refused(said, "the key that signs letters", "cannot be read (DOAN_DKIM_KEY_FILE)")


@pytest.mark.parametrize("name", ["DOAN_DKIM_KEY_FILE", "DOAN_DKIM_SELECTOR"])
def test_a_key_without_its_name_in_dns_or_a_name_without_a_key_is_refused(prepared, tmp_path, name):
    said = prepared("mail", "check", "-l", "en", **{name: "doan2026"})

    assert refused(said, "have to be set together")


@pytest.mark.parametrize("command", ["list", "audit verify"])
def test_who_only_reads_needs_no_key_that_signs_letters(prepared, tmp_path, command):
    signing = {"DOAN_DKIM_KEY_FILE": str(tmp_path / "none"), "DOAN_DKIM_SELECTOR": "doan2026"}

    said = prepared(*command.split(), DOAN_LANGUAGE="en", **signing)

    assert said.code == 0, said.err
