"""Of one SQLite file there is one Doan, and one of each of its parts; who comes second hears which."""

import fcntl
import os
from contextlib import ExitStack, contextmanager

import pytest

from cli.lacks import SetupLacks
from cli.running import one
from cli.running.one import RunningPart, demand_nobody, folder_of, runs, the_only_one
from cli.setting_up import prepare
from config.settings import Settings
from models.store.database.engine import Store
from tests.factories.console import typed
from tests.factories.prefect import free_port
from tests.factories.prepared import MONDAY_MORNING


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    made = tmp_path / "doan"
    made.mkdir(mode=0o700)
    prepare(Settings(folder=made), demo_from=MONDAY_MORNING).close()
    monkeypatch.setenv("DOAN_FOLDER", str(made))
    monkeypatch.setenv("DOAN_CATCH_MAIL", "1")
    for name in (
        "PORT",
        "CATCHER_PORT",
        "PREFECT_PORT",
        "WORKER_PORT",
        "WORKER_HEALTH_PORT",
        "POKE_PORT",
    ):
        monkeypatch.setenv(f"DOAN_{name}", str(free_port()))
    # Whoever is refused is refused at once: nobody has just been killed here.
    monkeypatch.setattr(one, "PATIENCE_SECONDS", 0)
    return made


@contextmanager
def running(folder, part, process="4242"):
    """Another process has a part's lock, as it would leave it."""
    with (folder / part.lock).open("a+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.write(f"{process}\n")
        lock.flush()
        yield


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    ("there", "comes"),
    [
        (RunningPart.DOAN, "up"),
        (RunningPart.DELIVERER, "deliver"),
        (RunningPart.WORKER, "worker"),
        # With ports of its own it would find nothing taken.
        (RunningPart.DELIVERER, "up"),
        (RunningPart.WORKER, "up"),
        *((part, "key change") for part in RunningPart),
        *((part, "key lost") for part in RunningPart),
    ],
)
def test_a_second_one_is_refused_with_the_process_that_is_there(
    folder, monkeypatch, there, comes, language
):
    if comes.startswith("key"):
        # The key that changes lies in the folder.
        (folder / "secret.key").write_text(os.environ["DOAN_SECRET"], encoding="ascii")
        (folder / "secret.key").chmod(0o600)
        monkeypatch.delenv("DOAN_SECRET")

    with running(folder, there):
        said = typed(*comes.split(), DOAN_LANGUAGE=language)

    told = {"vi": "tiến trình 4242: doan", "en": "process 4242: doan"}[language]
    assert (said.code, f"{told} {there}" in said.err, str(folder) in said.err) == (1, True, True)


@pytest.mark.parametrize("how", ["link to the folder", "link to the file", "address"])
def test_it_is_one_folder_by_whatever_name_it_is_reached(folder, tmp_path, how):
    if how == "link to the folder":
        (tmp_path / "other").symlink_to(folder)
        settings = Settings(folder=tmp_path / "other")
    elif how == "link to the file":
        (tmp_path / "other").mkdir()
        (tmp_path / "other" / "doan.sqlite").symlink_to(folder / "doan.sqlite")
        settings = Settings(folder=tmp_path / "other")
    else:
        settings = Settings(folder=tmp_path, database_url=f"sqlite:///{folder}/../doan/doan.sqlite")
    store = Store(settings.store_url)

    assert folder_of(store, settings) == folder.resolve()
    store.close()


def test_whoever_runs_is_written_down_with_its_process(folder):
    with the_only_one(folder):
        assert (folder / "doan.lock").read_text() == f"{os.getpid()}\n"
        with pytest.raises(SetupLacks) as refused, the_only_one(folder):
            pass

    assert refused.value.facts["process"] == str(os.getpid())


def test_a_part_that_has_ended_however_it_ended_is_in_nobodys_way(folder):
    with running(folder, RunningPart.DELIVERER):
        pass

    demand_nobody(folder, *RunningPart)
    assert not any(runs(folder, part) for part in RunningPart)


def test_several_share_the_work_where_they_need_not_be_alone(folder):
    with ExitStack() as stack:
        for _ in range(2):
            stack.enter_context(the_only_one(folder, RunningPart.DELIVERER, alone=False))

        assert runs(folder, RunningPart.DELIVERER)
