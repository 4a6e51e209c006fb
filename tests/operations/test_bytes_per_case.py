"""`doan status` says how much a case takes; where there is none yet, it says nothing of it."""

from cli.setting_up import prepare
from config.settings import Settings
from flows.acts.desk import Desk
from tests.factories.console import typed
from tests.factories.office import Office
from tests.factories.prepared import MONDAY_MORNING


def line_in(folder):
    said = typed("status", "-l", "en", DOAN_FOLDER=str(folder))
    return next(
        (line for line in said.out.splitlines() if line.strip().startswith("Bytes a case")), ""
    )


def installed(folder):
    settings = Settings(folder=folder)
    return Office(Desk(prepare(settings, demo_from=MONDAY_MORNING), settings))


def test_without_a_case_nothing_is_said(tmp_path):
    installed(tmp_path / "doan").desk.store.close()

    assert line_in(tmp_path / "doan") == ""


def test_with_cases_it_is_said_of_doans_database(tmp_path):
    office = installed(tmp_path / "doan")
    office.submits()
    office.desk.store.close()

    line = line_in(tmp_path / "doan")

    assert ("kB in Doan's database" in line, "Prefect" in line) == (True, False)


def test_with_an_embedded_prefect_it_is_said_of_both(tmp_path):
    office = installed(tmp_path / "doan")
    office.submits()
    office.submits()
    office.desk.store.close()
    (tmp_path / "doan" / "prefect").mkdir()
    (tmp_path / "doan" / "prefect" / "prefect.sqlite").write_bytes(b"x" * 300_000)

    assert "150 kB in Prefect's" in line_in(tmp_path / "doan")
