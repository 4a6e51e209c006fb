"""Logs of processes end: laid aside day by day, and deleted when they are old."""

from datetime import UTC, datetime, timedelta

import pytest

from cli.running.log_files import shorten

TODAY = datetime(2020, 7, 6, 9, tzinfo=UTC)


@pytest.fixture
def log(tmp_path):
    file = tmp_path / "worker.log"
    file.write_text("of the first day\n")
    shorten(tmp_path, 30, TODAY)
    return file


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_on_the_first_day_a_log_stays_as_it_is(log):
    shorten(log.parent, 30, TODAY + timedelta(hours=3))

    assert log.read_text() == "of the first day\n"


def test_on_the_next_day_it_is_laid_aside_and_begins_anew(log):
    shorten(log.parent, 30, TODAY + timedelta(days=1))

    assert (log.read_text(), (log.parent / "worker.log.2020-07-06").read_text()) == (
        "",
        "of the first day\n",
    )


def test_a_process_that_writes_goes_on_writing_to_the_new_one(log):
    with log.open("a") as written:
        shorten(log.parent, 30, TODAY + timedelta(days=1))
        written.write("of the second day\n")

    assert log.read_text() == "of the second day\n"


def test_whoever_looks_again_on_a_day_lays_nothing_over_what_is_there(log):
    shorten(log.parent, 30, TODAY + timedelta(days=1))
    log.write_text("more\n")

    shorten(log.parent, 30, TODAY + timedelta(days=1, hours=5))

    assert (log.parent / "worker.log.2020-07-06").read_text() == "of the first day\n"


def test_what_is_laid_aside_is_its_owners_alone(log):
    shorten(log.parent, 30, TODAY + timedelta(days=1))

    assert (log.parent / "worker.log.2020-07-06").stat().st_mode & 0o077 == 0


def test_what_is_older_than_is_set_goes_and_other_files_stay(log):
    (log.parent / "notes.txt").write_text("somebody's own")
    for day in range(1, 12):
        shorten(log.parent, 3, TODAY + timedelta(days=day))

    assert names(log.parent) == [
        "notes.txt",
        "worker.log",
        *(f"worker.log.2020-07-{day}" for day in (13, 14, 15, 16)),
    ]


def test_a_folder_without_logs_is_left_alone(tmp_path):
    shorten(tmp_path, 30, TODAY)

    assert names(tmp_path) == []
