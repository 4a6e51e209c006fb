"""An approver asks the unit something without returning the dossier."""

from datetime import datetime, timedelta

import pytest

from config.province_time import PROVINCE_TIME
from config.regulation.codes import Act, Stage
from flows.acts.asking_the_unit import ask_unit
from flows.acts.taking_back import take_back
from flows.case.answers import Identified
from models import entries as e
from models.errors import DecisionIncomplete, DecisionRefused, StepClosed
from models.store import directory, moments
from models.store.journal import newest
from models.store.moments import MomentKind
from tests.factories.audit import verify
from tests.factories.forging import Journal
from tests.factories.house import house
from tests.factories.office import OFFICER, make_answer

QUESTION = "Ai chịu chi phí đi lại trong tỉnh bạn?"


def asks(office, step, person="", question=QUESTION):
    who = Identified(person or step.holders[0], "mailbox_code")
    return ask_unit(office.desk, office.case_no, step.number, who, question)


def answers(office):
    office.takes(office.waiting(Act.ANSWER), make_answer("answered", remarks="Phía bạn chịu."))


@pytest.fixture
def asked(office):
    office.submits()
    step = office.goes_on_until(Stage.APPRAISAL)
    asks(office, step)
    return step


def test_the_unit_is_asked_and_the_step_stays_open(office, asked):
    assert {step.act for step in office.case.open_steps} == {Act.APPRAISE, Act.ANSWER}


def test_a_unit_with_nobody_to_answer_is_not_asked(office):
    office.submits()
    step = office.goes_on_until(Stage.APPRAISAL)
    with office.desk.store.writing() as conn:
        officer = office.at_work(conn).seat("unit/officer")
        for person in directory.holders(conn, officer, office.today):
            directory.end_seat(house(conn), officer, person, office.today - timedelta(days=1))

    with pytest.raises(DecisionIncomplete) as incomplete:
        asks(office, step)

    assert (incomplete.value.field, office.case.questions) == ("question_vacant", ())


def test_the_clock_of_the_asking_step_stands_still(office, asked):
    with office.desk.store.reading() as conn:
        armed = moments.armed(conn, office.case_no, asked.number, MomentKind.DEADLINE)

    assert (armed, office.case.step(asked.number).paused_at is None) == (None, False)


def test_the_deadline_moves_by_the_time_the_answer_took(office, asked):
    with office.desk.store.reading() as conn:
        a_week_later = office.at_work(conn).now + timedelta(days=7)
    office.time_passes(to=a_week_later)

    answers(office)

    assert office.case.step(asked.number).due_at == asked.due_at + timedelta(days=7)


def test_it_is_reminded_again_after_the_answer(office, asked):
    answers(office)

    with office.desk.store.reading() as conn:
        armed = moments.armed(conn, office.case_no, asked.number, MomentKind.DEADLINE)
    assert armed == office.case.step(asked.number).due_at


def test_the_step_can_be_answered_while_the_question_waits(office, asked):
    office.takes_smoothly(office.case.step(asked.number))

    assert Act.ANSWER not in {step.act for step in office.case.open_steps}


def test_a_question_outlives_what_somebody_else_takes_back(office):
    office.submits()
    office.goes_on_until(Stage.OPINIONS)
    police, finance = office.case.open_steps
    office.takes_smoothly(police)
    asks(office, finance)

    take_back(office.desk, office.case_no, police.number, Identified(police.holders[0], "code"))
    answers(office)

    assert office.case.step(finance.number).paused_at is None


def test_an_answer_is_not_taken_back_and_the_asker_left_without_one(office, asked):
    question = office.waiting(Act.ANSWER)
    answers(office)

    with pytest.raises(StepClosed):
        take_back(office.desk, office.case_no, question.number, Identified(OFFICER, "code"))


def test_one_question_waits_at_a_time(office, asked):
    with pytest.raises(StepClosed):
        asks(office, asked)


def test_only_who_has_the_step_asks(office):
    office.submits()
    step = office.goes_on_until(Stage.APPRAISAL)

    with pytest.raises(DecisionRefused):
        asks(office, step, person=OFFICER)


def test_signing_for_the_unit_asks_the_unit_nothing(office):
    office.submits()

    with pytest.raises(StepClosed):
        asks(office, office.waiting(Act.SIGN))


def test_a_question_has_words(office):
    office.submits()
    step = office.goes_on_until(Stage.APPRAISAL)

    with pytest.raises(DecisionIncomplete) as incomplete:
        asks(office, step, question="  ")

    assert incomplete.value.field == "question"


def newest_restart(office):
    with office.desk.store.reading() as conn:
        return newest(conn, office.case_no, e.ClockRestarted.kind)


def test_the_journal_tells_the_moved_deadline_in_utc(office, asked):
    answers(office)

    assert newest_restart(office).payload.due_at.utcoffset() == timedelta(0)


@pytest.fixture
def told_in_local_time(office, asked):
    """The journal as earlier releases wrote it: the moved deadline in the province's time."""
    answers(office)
    with office.desk.store.writing() as conn:
        journal = Journal.of(conn, office.case_no)
        restarted = journal.last("clock_restarted")
        due_at = datetime.fromisoformat(restarted.said["due_at"]).astimezone(PROVINCE_TIME)
        restarted.says(due_at=due_at.isoformat())
        journal.written()


def test_a_deadline_journaled_in_local_time_is_read_as_it_was_sealed(office, told_in_local_time):
    entry = newest_restart(office)

    assert ("+07:00" in entry.body(), entry.hash()) == (True, office.case.head)


def test_a_deadline_journaled_in_local_time_verifies(office, told_in_local_time):
    with office.desk.store.reading() as conn:
        assert verify(conn).difference is None


def test_a_case_with_a_question_verifies(office, asked):
    answers(office)

    with office.desk.store.reading() as conn:
        assert verify(conn).difference is None
