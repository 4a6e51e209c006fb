"""How far somebody's sight reaches, asked of all cases at once, is what a case itself lets them see."""

import pytest
from sqlalchemy import select

from config.regulation.codes import Act, Stage
from flows.case.around import Around
from flows.case.entitled import verdict_on
from flows.case.lists.reach import reach_of
from flows.case.lists.waiting import waiting_for
from flows.case.lists.works import read_works
from flows.case.read import CaseRead
from flows.case.views import view_of
from models.competence.seeing import Shown
from models.ids import PersonId, SeatKey
from models.store import cases
from models.store.database.clock import today
from models.store.directory import end_seat
from models.store.lists.reach import in_reach
from models.store.tables import cases as case_rows
from models.store.tables import persons
from tests.factories import seen
from tests.factories.house import house
from tests.factories.office import Office, lets_act, make_answer
from tests.factories.request import make_leader, make_request


def waits_for_the_chair(office):
    """The chair is asked to decide, and so their secretary prepares it."""
    office.submits(make_request(unit="nga_bay"))
    office.goes_on_until(Stage.STATE_DECISION)


@pytest.fixture(scope="module")
def lives():
    """What is done before somebody looks: a trip is prepared, a visit arranged, and more."""
    return (
        seen.until_it_prepares,
        seen.until_it_is_arranged,
        seen.until_the_committee_votes,
        lambda office: office.submits(make_request(unit="nga_bay")),
        waits_for_the_chair,
    )


@pytest.fixture
def office(desk):
    """An office with cases of both kinds in which much was said, and somebody acting for another."""
    return Office(desk)


def everybody(conn):
    return conn.execute(select(persons.c.id).order_by(persons.c.id)).scalars().all()


def differing(office, what):
    """Return the cases that are in somebody's reach and not shown to them, or the other way round."""
    desk, found = office.desk, []
    with desk.store.reading() as conn:
        around = Around(conn)
        every = conn.execute(select(case_rows.c.no)).scalars().all()
        works = [CaseRead(conn, cases.read_case(conn, no), desk.settings, around) for no in every]
        for person in everybody(conn):
            condition = in_reach(reach_of(desk.settings, around, person, what))
            reached = set(conn.execute(select(case_rows.c.no).where(condition)).scalars())
            shown = {work.case.no for work in works if view_of(work, person).sees(what)}
            found += [(person, reached ^ shown)] if reached != shown else []
    assert len(every) > 3
    return found


@pytest.mark.parametrize("what", [Shown.CASE, Shown.DOSSIER, Shown.VOTES, Shown.OUTCOMES])
def test_whoever_is_shown_something_of_a_case_finds_it_and_nobody_else(office, lives, what):
    for live in lives:
        live(office)
    lets_act(office.desk, "ly.thi.gia.dinh", "dang.thi.mau", "dof/head")

    assert differing(office, what) == []


def test_whoever_leaves_a_seat_finds_no_more_what_it_showed(office, lives):
    for live in lives:
        live(office)
    with office.desk.store.writing() as conn:
        leaves = PersonId("duong.van.vi.du")
        end_seat(house(conn), SeatKey("police/head"), leaves, today(conn))
    office.time_passes()

    assert differing(office, Shown.CASE) == []
    assert differing(office, Shown.DOSSIER) == []


def waiting_one_by_one(office, conn, person):
    """What waits for somebody by the rule itself, asked of each step of each case."""
    for no in conn.execute(select(case_rows.c.no).order_by(case_rows.c.no)).scalars().all():
        work = CaseRead(conn, cases.read_case(conn, no), office.desk.settings)
        yield from (
            (no, step.number)
            for step in work.case.open_steps
            if person in step.holders and verdict_on(work, step, person).allowed
        )


def test_what_waits_for_anybody_is_what_they_may_take_by_the_rule(office, lives):
    for live in lives:
        live(office)
    # A leader who travels, one who acts for another, one who judges for two bodies.
    office.submits(make_request(members=(make_leader(name="Phạm Văn Mẫu", person="pham.van.mau"),)))
    lets_act(office.desk, "ly.thi.gia.dinh", "dang.thi.mau", "dof/head")
    office.goes_on_until_asked(Act.APPRAISE)
    office.takes(office.waiting(Act.APPRAISE), make_answer("forward"))

    with office.desk.store.reading() as conn:
        around = Around(conn)
        for person in everybody(conn):
            listed = waiting_for(conn, office.desk.settings, around, person).items
            found = sorted((each.work.case.no, each.step.number) for each in listed)
            assert found == sorted(waiting_one_by_one(office, conn, person)), person


def test_many_cases_are_read_as_each_is_by_itself(office, lives):
    for live in lives:
        live(office)

    with office.desk.store.reading() as conn:
        every = conn.execute(select(case_rows.c.no)).scalars().all()
        works = read_works(conn, office.desk.settings, Around(conn), every)

        for no in every:
            alone = CaseRead(conn, cases.read_case(conn, no), office.desk.settings)
            together = works[no]
            assert together.case.steps == alone.case.steps
            assert together.case.plan == alone.case.plan
            assert together.request == alone.request
            assert together.said == alone.said
            assert together.namesakes(1) == alone.namesakes(1)
            assert together.case.questions == alone.case.questions
