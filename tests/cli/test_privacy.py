"""`doan privacy`: erase, hold, release, and tell a person what is known of them."""

import json

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from cli.main import app
from cli.people.directory_file import read_directory
from cli.setting_up import SAMPLE_DIRECTORY
from config.settings import Settings
from flows.acts.desk import Desk
from models.errors import CaseErased, DoanError, ErasureRefused, PersonUnknown
from models.ids import PersonId
from models.store import directory
from models.store.database.clock import make_clock_movable
from models.store.database.engine import Store
from models.store.migrations import migrate
from models.store.privacy import openings
from models.store.privacy.openings import Opened, Opening
from tests.factories.audit import verify
from tests.factories.codes import codes_in
from tests.factories.house import house, the_signer
from tests.factories.office import OFFICER, Office
from tests.factories.prepared import MONDAY_MORNING
from tests.factories.privacy import OPINION, letters_are_sent, submitted


@pytest.fixture
def office(tmp_path, monkeypatch):
    """A case that is over, in the folder that the commands look into."""
    monkeypatch.setenv("DOAN_FOLDER", str(tmp_path))
    settings = Settings(folder=tmp_path)
    store = Store(settings.store_url)
    migrate(store, the_signer())
    with store.writing() as conn:
        make_clock_movable(conn, MONDAY_MORNING)
        directory.load_directory(house(conn), read_directory(SAMPLE_DIRECTORY))
    office = Office(Desk(store, settings))
    submitted(office)
    office.goes_on_to_the_end()
    letters_are_sent(office)
    yield office
    store.close()


def run(*arguments, language="en"):
    return CliRunner().invoke(app, ["privacy", *arguments, "-l", language])


def holds(office, table):
    with office.desk.store.reading() as conn:
        return conn.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() > 0


def test_a_case_is_erased_and_the_audit_is_content(office):
    done = run("erase", office.case_no, "--yes")

    assert (done.exit_code, "Erased" in done.output) == (0, True), done.output
    assert not holds(office, "dossiers")
    with office.desk.store.reading() as conn:
        assert verify(conn).difference is None


def test_one_is_asked_first(office):
    done = CliRunner().invoke(app, ["privacy", "erase", office.case_no, "-l", "vi"], input="n\n")

    assert (done.exit_code, "Không khôi phục được" in done.output) == (1, True)
    assert holds(office, "dossiers")


@pytest.mark.parametrize(("only", "gone"), [("--passports", ["passports"]), ("--letters", [])])
def test_passports_and_letters_are_erased_alone(office, only, gone):
    assert run("erase", office.case_no, only, "--yes").exit_code == 0

    assert [t for t in ("passports", "dossiers", "texts") if not holds(office, t)] == gone


@pytest.mark.parametrize(
    "what",
    [(), ("DR-2020-0001", "--person", "x"), ("DR-2020-0001", "--passports", "--letters")],
)
def test_what_is_to_be_erased_has_to_be_said_once(office, what):
    done = run("erase", *what, "--yes")

    assert isinstance(done.exception, DoanError)
    assert holds(office, "dossiers")


def test_a_held_case_is_erased_once_it_is_released(office):
    run("hold", office.case_no, "--reason", "Inspection of the province.")
    refused = run("erase", office.case_no, "--yes")
    run("release", office.case_no, "--reason", "It has ended.")
    done = run("erase", office.case_no, "--yes")

    assert isinstance(refused.exception, ErasureRefused)
    assert done.exit_code == 0
    assert isinstance(run("hold", office.case_no, "--reason", "Again.").exception, CaseErased)


def test_a_report_tells_all_that_is_known_of_a_person(office):
    with office.desk.store.writing() as conn:
        seen = Opening(office.case_no, PersonId(OFFICER), Opened.CASE)
        openings.count(conn, {seen: 2})

    known = json.loads(run("report", OFFICER, "--json").output)

    (own,) = known["directory"]
    assert own["mailbox"] == f"{OFFICER}@hau-giang.example"
    assert {row["seat"] for row in known["seats"]} == {"long_my/officer"}
    assert [row["case_no"] for row in known["wrote"]] == [office.case_no]
    assert (known["opened"][0]["times"], len(known["messages"]) > 0) == (2, True)


def test_a_report_holds_the_words_somebody_wrote(office):
    step = next(s for s in office.case.steps if s.act == "appraise")

    known = json.loads(run("report", step.decided_by, "--json").output)

    assert OPINION in {row["remarks"] for row in known["decided"]}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_report_is_a_table_for_people(office, language):
    done = run("report", OFFICER, language=language)

    assert done.exit_code == 0, done.output
    assert {"vi": "Thư đã gửi tới", "en": "Messages sent to them"}[language] in done.output
    # Ids and mailboxes of people are told, broken where a column is narrow.
    assert [code for code in codes_in(done.output) if "_" in code] == []


def test_of_nobody_there_is_no_report(office):
    assert isinstance(run("report", "nobody.here").exception, PersonUnknown)
