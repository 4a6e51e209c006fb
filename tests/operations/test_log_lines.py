"""The log in JSON: one object a line, what it is about, and never what somebody is or wrote."""

import json
import logging
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from cli.running.log_lines import JsonLines
from cli.setting_up import prepare
from config.settings import Settings
from flows.acts.desk import Desk
from flows.case.poke import tell_running
from models.store.tables import outbox
from notifications.sending.catcher import Catcher
from tests.factories.office import Office
from tests.factories.prefect import Prefect, free_port, wait_until
from tests.factories.prepared import MONDAY_MORNING
from tests.factories.privacy import NAME, NUMBER, OPINION, WORDS, submitted

CANARY = "Nguyễn Văn Kín <kin@tinh.example>"


def line_of(name, said, *args, fault=None, **beside):
    """Return how a record is written."""
    raised = (type(fault), fault, fault.__traceback__) if fault else None
    record = logging.LogRecord(name, logging.ERROR, __file__, 1, said, args, raised)
    vars(record).update(beside)
    written = JsonLines("deliverer").format(record)
    assert "\n" not in written
    return json.loads(written)


def raised(fault):
    try:
        raise fault
    except type(fault) as caught:
        return caught


def test_a_line_says_when_in_utc_how_grave_and_which_process():
    line = line_of("doan.mail", "letters leave")

    assert datetime.fromisoformat(line["at"]).tzinfo == UTC
    assert (line["level"], line["process"], line["said"]) == ("ERROR", "deliverer", "letters leave")


def test_what_others_print_by_themselves_is_lines_of_the_log_too():
    prints = (
        "from cli.running.log_lines import write_log_lines; write_log_lines('worker');"
        f"print('Failed the last 3 attempts.\\n\\nReason: \\'{CANARY}\\''); print()"
    )
    ended = subprocess.run(
        [sys.executable, "-c", prints], capture_output=True, text=True, check=True
    )

    said = [json.loads(line)["said"] for line in ended.stderr.splitlines()]
    assert (said, ended.stdout) == (["Failed the last 3 attempts.", "Reason: …"], "")


def test_a_line_about_a_case_names_it():
    line = line_of("doan.sweeps", "moment %s of %s failed", "remind", "DR-2020-0001")

    assert (line["case"], line["said"]) == ("DR-2020-0001", "moment remind of DR-2020-0001 failed")


def test_a_line_about_a_letter_has_its_number():
    line = line_of("doan.mail", "message %s of %s was not taken: %s", 12, "DR-2020-0001", CANARY)

    assert (line["letter"], "Kín" in json.dumps(line, ensure_ascii=False)) == (12, False)


def test_a_letters_number_may_be_given_beside():
    assert line_of("doan.growth", "damaged", letter=7)["letter"] == 7


def test_a_sentence_has_one_id_whatever_it_is_filled_with():
    one, other, third = (
        line_of("doan.sweeps", "moment %s failed", "a")["id"],
        line_of("doan.sweeps", "moment %s failed", "b")["id"],
        line_of("doan.sweeps", "nothing %s failed", "a")["id"],
    )

    assert (one == other, one == third) == (True, False)


@pytest.mark.parametrize("value", [CANARY, "Nguyen Van Kin", "kin@tinh.example", {"name": "Kin"}])
def test_what_is_no_code_is_left_out(value):
    assert line_of("doan.mail", "%s was refused", value)["said"] == "… was refused"


@pytest.mark.parametrize("value", [550, "DR-2020-0001", "to_sign", "5.1.1", True])
def test_numbers_and_codes_are_told(value):
    assert line_of("doan.mail", "%s was refused", value)["said"] == f"{value} was refused"


def test_an_error_is_told_by_its_kind_and_place_and_not_by_what_it_says():
    line = line_of("doan.web", "%s failed", "GET", fault=raised(ValueError(CANARY)))

    assert line["fault"] == ["ValueError"]
    assert "test_log_lines.py" in line["where"][-1]
    assert "Kín" not in json.dumps(line, ensure_ascii=False)


def test_an_error_in_the_place_of_a_word_is_told_by_its_kind():
    assert (
        line_of("doan.waking", "no answer: %r", KeyError(CANARY))["said"] == "no answer: 'KeyError'"
    )


@pytest.mark.parametrize(
    "said",
    [f"value {CANARY!r} is wrong", 'input "Nguyen Van Kin"', "to kin@tinh.example", "Kín đáo"],
)
def test_what_others_quote_is_left_out(said):
    line = json.dumps(line_of("httpx", said), ensure_ascii=False)

    assert [word for word in ("Kín", "Kin", "kin@", "đáo") if word in line] == []


def test_a_sentence_that_does_not_fit_its_values_is_no_fault():
    assert line_of("doan.mail", "%s and %s", 1)["said"] == "%s and %s"


# --- a whole Doan --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def lived(tmp_path_factory):
    """What all processes of a Doan wrote while a case went its whole way, and the words of that case."""
    folder = tmp_path_factory.mktemp("doan")
    ports = ("port", "prefect_port", "worker_port", "poke_port", "worker_health_port", "smtp_port")
    settings = Settings(folder=folder, smtp_host="127.0.0.1", smtp_tls="none").model_copy(
        update={name: free_port() for name in ports}
    )
    store = prepare(settings, demo_from=MONDAY_MORNING)
    office = Office(Desk(store, settings, tell_running(store, settings)))
    with Catcher(folder / "mail", settings.smtp_port, on_code=lambda *_: None):
        with running(settings, ports) as doan:
            submitted(office)
            office.goes_on_to_the_end()
            wait_until(lambda: not waiting(store), "all letters")
            wait_until(Prefect(settings).worker_is_well, "the worker")
        web = doan.communicate()[1]
    store.close()
    logs = {name: (folder / "log" / f"{name}.log").read_text() for name in ("deliverer", "worker")}
    return {"web": web, **logs}


class running:  # noqa: N801 - it is used as a function is.
    """Run `doan up` that logs in JSON; it ends with the block."""

    def __init__(self, settings, ports):
        given = {f"DOAN_{name.upper()}": str(getattr(settings, name)) for name in ports}
        given |= {"DOAN_FOLDER": str(settings.folder), "DOAN_SMTP_HOST": "127.0.0.1"}
        given |= {"DOAN_SMTP_TLS": "none", "DOAN_LOG_FORMAT": "json", "DOAN_PUBLIC_URL": ""}
        self._environment = {**os.environ, **given}
        self._settings = settings

    def __enter__(self):
        self._doan = subprocess.Popen(
            [sys.executable, "-m", "cli.main", "up"],
            env=self._environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        wait_until(Prefect(self._settings).answers, "Prefect's server")
        return self._doan

    def __exit__(self, *raised):
        self._doan.send_signal(signal.SIGTERM)
        self._doan.wait(timeout=60)


def waiting(store):
    with store.reading() as conn:
        return conn.execute(
            outbox.select().where(outbox.c.state.in_(("queued", "rendered")))
        ).first()


def test_every_process_writes_nothing_but_json_lines(lived):
    lines = {name: [json.loads(each) for each in log.splitlines()] for name, log in lived.items()}

    assert {line["process"] for log in lines.values() for line in log} <= set(lived)
    assert lines["worker"]
    assert all({"at", "level", "id"} <= line.keys() for log in lines.values() for line in log)


def test_no_log_says_what_a_whole_case_was_about(lived):
    private = (NAME, NUMBER, WORDS, OPINION, *(json.dumps(s)[1:-1] for s in (NAME, WORDS)), "@")

    assert [(name, word) for name, log in lived.items() for word in private if word in log] == []
