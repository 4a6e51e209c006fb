"""A year of working days, lived through in seconds by the database's clock.

Cases of both kinds come all year; people answer late, ask, send back, decline, withdraw, or never answer
at all. Holidays, a moved working day and a holiday of the province's own are among the days.
"""

import shutil
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event, select

from cli.people.directory_file import read_directory
from cli.setting_up import SAMPLE_DIRECTORY
from config.province_time import OFFICE_CLOSES, PROVINCE_TIME, working_calendar
from config.regulation.codes import Act, Stage, TimeUnit
from config.settings import Settings
from flows.acts.desk import Desk
from flows.sweeps.sweep import sweep
from models.case import CaseStatus
from models.store import cases, directory
from models.store.database import clock
from models.store.database.clock import make_clock_movable, move_clock
from models.store.database.engine import Store
from models.store.migrations import migrate
from models.store.tables import due_moments, outbox
from models.timeline.lines import planned_of
from tests.factories.audit import verify
from tests.factories.house import house, the_signer
from tests.factories.office import Office
from tests.factories.province import province_of_the_tests
from tests.proofs.past_maker import led_by_anybody
from tests.proofs.setting import FULLY
from tests.proofs.year import NEVER_ANSWERED, Province

CASES = 300 if FULLY else 30
FIRST_DAY = date(2020, 7, 6)
DAYS = 365
# Whatever was asked for on the last day of the year is over this much later.
RUNS_OUT = 240
SWAPPED = "{off: 2020-09-01, worked: 2020-09-05, unconfirmed: true, source: {mark: design}}"


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    folder = tmp_path_factory.mktemp("year")
    store = Store(f"sqlite:///{folder / 'doan.sqlite'}")
    event.listen(store.engine, "connect", lambda conn, _: conn.execute("PRAGMA synchronous=OFF"))
    migrate(store, the_signer())
    with store.writing() as conn:
        make_clock_movable(conn, morning(FIRST_DAY))
        directory.load_directory(house(conn), read_directory(SAMPLE_DIRECTORY))
    yield Desk(store, Settings(folder=folder, regulation=str(with_moved_days(folder))))
    store.close()


def with_moved_days(folder: Path) -> Path:
    """Write the regulation of a year in which days were moved."""
    there = shutil.copytree(province_of_the_tests(), folder / "hau_giang")
    common = there / "common.yaml"
    text = common.read_text()
    text = text.replace("moved_workdays:\n", f"moved_workdays:\n  - {SWAPPED}\n")
    common.write_text(text.replace("extra_holidays: []", "extra_holidays: [2020-11-20]"))
    return there


def morning(day: date) -> datetime:
    return datetime.combine(day, time(8), PROVINCE_TIME)


@pytest.fixture(scope="module")
def year(desk):
    """The year, lived through until every case that came in it is over."""
    province = Province(desk)
    calendar = working_calendar(desk.regulation())
    working = [d for d in days(DAYS) if calendar.is_working(d)]
    comes_on = [working[n * len(working) // CASES] for n in range(CASES)]
    for day in days(DAYS + RUNS_OUT):
        with desk.store.writing() as conn:
            move_clock(conn, morning(day))
        sweep(desk)
        for place, on in enumerate(comes_on):
            if on == day:
                province.submits(place)
        if calendar.is_working(day):
            province.works()
        if day.weekday() == 2:
            assert forgotten(desk) == []
        if day > comes_on[-1] and not province.open_cases():
            break
    return province


def days(number):
    return [FIRST_DAY + timedelta(days=n) for n in range(number)]


def forgotten(desk):
    """Return what waits for nothing: a step nobody was told of and no moment looks at, a still case."""
    with desk.store.reading() as conn:
        open_cases = cases.all_cases(conn, open_only=True)
        waiting = select(due_moments).where(due_moments.c.fired_at.is_(None))
        armed = {(due.case_no, due.step) for due in conn.execute(waiting)}
        of_these = outbox.c.case_no.in_([case.no for case in open_cases])
        letters = select(outbox.c.case_no, outbox.c.recipient, outbox.c.facts).where(of_these)
        facts = conn.execute(letters).all()
    told = {(f.case_no, (f.facts.get("step") or {}).get("number"), f.recipient) for f in facts}
    found = []
    for case in open_cases:
        if not case.open_steps and (case.no, 0) not in armed:
            found.append(f"{case.no} waits for nothing")
        for step in case.open_steps:
            is_armed = (case.no, step.number) in armed or step.paused_at or step.due_at is None
            know = [p for p in step.holders if (case.no, step.number, p) in told]
            if not is_armed or not know:
                found.append(f"{case.no} step {step.number} ({step.stage}, {step.act})")
    return found


def all_of(desk):
    with desk.store.reading() as conn:
        return [cases.read_case(conn, case.no) for case in cases.all_cases(conn)]


def test_no_case_is_stuck(year, desk):
    assert {case.no: case.open_steps for case in all_of(desk) if not case.is_over} == {}
    assert len(all_of(desk)) == CASES


def test_cases_end_in_every_way_there_is(year, desk):
    assert {case.status for case in all_of(desk)} == {
        CaseStatus.ARCHIVED,
        CaseStatus.REJECTED,
        CaseStatus.WITHDRAWN,
    }


def test_limits_in_working_days_end_when_offices_close_on_one(year, desk):
    calendar = working_calendar(desk.regulation())
    assert calendar.is_working(date(2020, 9, 5))
    assert not calendar.is_working(date(2020, 11, 20))
    seen = 0
    for case in all_of(desk):
        for step in case.steps:
            planned = planned_of(case, step)
            if planned and planned.within and planned.within.unit is TimeUnit.WORKING_DAYS:
                due = step.due_at.astimezone(PROVINCE_TIME)
                assert (calendar.is_working(due.date()), due.time()) == (True, OFFICE_CLOSES), step
                seen += 1
    assert seen > 4 * CASES


def test_an_agency_that_never_answers_holds_nobody_up(year, desk):
    silent = [no for no, oddity in year.oddities.items() if oddity == NEVER_ANSWERED]
    ended = {case.no: case.status for case in all_of(desk) if case.no in silent}

    assert set(ended.values()) == {CaseStatus.ARCHIVED}


def test_the_journal_of_the_year_says_what_the_tables_say(year, desk):
    with desk.store.reading() as conn:
        assert verify(conn).difference is None


# --- the machine's clock ----------------------------------------------------------------------------


@pytest.mark.parametrize("jump", [timedelta(hours=1), timedelta(hours=-1), timedelta(days=-3)])
def test_a_jump_of_the_machines_clock_moves_no_deadline(desk, jump, monkeypatch):
    office = Office(desk)
    office.submits(led_by_anybody(office))
    step = office.goes_on_until(Stage.OPINIONS)
    before = deadlines(desk, office.case_no)

    monkeypatch.setattr(clock, "datetime", jumped(jump))
    sweep(desk)
    office.takes_smoothly(office.waiting(Act.CONSULT, seat="dof"))

    assert office.case.steps[step.number - 1].due_at == step.due_at
    assert (
        deadlines(desk, office.case_no).items()
        >= {key: due for key, due in before.items() if key[0] == step.number}.items()
    )
    with desk.store.reading() as conn:
        found = verify(conn).difference
    # That the clock was set back is all there is to tell, and the auditor is told.
    set_back = jump < timedelta()
    assert (found and found.place.partition(", ")[2]) == ("column at" if set_back else None)


def jumped(by):
    class Jumped(datetime):
        """A machine whose clock has jumped."""

        @classmethod
        def now(cls, tz=None):
            return datetime.now(tz) + by

    return Jumped


def deadlines(desk, case_no):
    with desk.store.reading() as conn:
        rows = conn.execute(select(due_moments).where(due_moments.c.case_no == case_no)).all()
    return {(row.step, row.kind): row.due_at for row in rows}
