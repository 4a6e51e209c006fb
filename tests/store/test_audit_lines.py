"""The auditor's list of decisions: told as entries get their places, and held against the journal."""

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from sqlalchemy import delete, select, text, update

from config.regulation.codes import Act, Stage
from flows.sweeps.checkpoints import number_and_sign
from models.errors import DecisionRefused
from models.store.auditing import lines
from models.store.database.clock import make_clock_movable
from models.store.tables import audit_lines
from models.timeline.audited import Audited
from tests.factories.audit import verify
from tests.factories.forging import unguarded
from tests.factories.office import VOTE_FOR, Office, lets_act, make_answer, votes_under
from tests.factories.prepared import MONDAY_MORNING
from tests.factories.request import make_head, make_member, make_request

SATURDAY = datetime(2020, 7, 11, 3, tzinfo=UTC)
CHAIR, DEPUTY = "pham.van.mau", "bui.van.thi.du"


@pytest.fixture
def office(desk):
    office = Office(desk)
    office.submits()
    return office


def told(office):
    """Number what was journaled, and return the lines in the order of the journal."""
    number_and_sign(office.desk)
    with office.desk.store.reading() as conn:
        assert verify(conn).difference is None
        return conn.execute(select(audit_lines).order_by(audit_lines.c.leaf)).all()


def of(rows, what):
    return [row for row in rows if row.what == what]


def test_each_decision_has_a_line_with_who_gave_it_and_how_long_it_took(office):
    step = office.waiting(Act.SIGN)
    office.takes_smoothly(step)

    (line,) = told(office)

    assert (line.what, line.act, line.seat, line.choice) == ("decided", "sign", step.seat, "sign")
    assert (line.person, line.body) == (step.holders[0], step.seat.partition("/")[0])
    assert (line.late, line.after_hours, line.overrides) == (False, False, False)
    assert 0 <= line.took < 3600


def test_what_was_decided_on_a_saturday_or_too_late_says_so(office):
    step = office.waiting(Act.SIGN)
    with office.desk.store.writing() as conn:
        make_clock_movable(conn, SATURDAY)
    office.takes_smoothly(step)

    (line,) = of(told(office), Audited.DECIDED)

    assert (line.after_hours, line.late) == (True, True)


def test_a_refused_attempt_has_a_line_with_its_reason(office):
    step = office.waiting(Act.SIGN)
    with suppress(DecisionRefused):
        office.takes(step, make_answer("sign"), "dang.thi.mau")

    (line,) = told(office)

    assert (line.what, line.person, line.choice) == ("refused", "dang.thi.mau", "not_holder")


def test_votes_have_lines_once_their_body_has_decided(office):
    step = office.goes_on_until(Stage.PARTY_DECISION)
    office.takes(step, VOTE_FOR, step.holders[0])
    before = of(told(office), Audited.VOTED)
    office.takes_smoothly(step)
    after = of(told(office), Audited.VOTED)

    assert before == []
    assert step.holders[0] in {line.person for line in after}
    assert {line.choice for line in after} == {"vote_for"}


def test_votes_that_the_regulation_keeps_secret_have_none(office, tmp_path):
    office = votes_under(office, "votes_shown: secret", tmp_path)
    office.submits()
    step = office.goes_on_until(Stage.PARTY_DECISION)
    office.takes_smoothly(step)

    assert of(told(office), Audited.VOTED) == []


def test_who_decides_for_another_is_told_with_whom(office):
    office.submits(make_request(members=(make_head(), make_member())))
    lets_act(office.desk, CHAIR, DEPUTY, "people_committee/chair")
    step = office.goes_on_until(Stage.STATE_DECISION)
    office.takes(step, make_answer("approve", answer="Đã xem xét."), DEPUTY)

    line = of(told(office), Audited.DECIDED)[-1]

    assert (line.person, line.on_behalf_of) == (DEPUTY, CHAIR)


@pytest.mark.parametrize("opinion", ["object", "agree"])
def test_who_agrees_after_an_objection_that_they_answer_goes_on_against_it(office, opinion):
    asked = office.goes_on_until(Stage.OPINIONS)
    office.takes(asked, make_answer(opinion, remarks="Chưa rõ kinh phí."))
    office.goes_on_until(Stage.PREPARATION)

    lines = told(office)

    against = {line.what for line in lines if line.overrides}
    assert against == ({"decided", "voted"} if opinion == "object" else set())


@pytest.mark.parametrize(
    ("edit", "place"),
    [
        (update(audit_lines).values(person="ai.do"), "column person"),
        (update(audit_lines).values(late=True), "column late"),
        (update(audit_lines).values(at=MONDAY_MORNING), "column at"),
        (delete(audit_lines), "audit_lines"),
    ],
)
def test_whoever_edits_a_line_or_takes_it_away_is_found(office, edit, place):
    office.goes_on()
    told(office)

    with office.desk.store.writing() as conn:
        conn.execute(edit)
        found = verify(conn).difference

    assert place in str(found)


def test_a_database_of_earlier_days_has_all_its_lines_told_at_once(office):
    office.goes_on()
    before = told(office)
    with office.desk.store.writing() as conn:
        conn.execute(delete(audit_lines))
        lines.tell_all(conn)

    assert told(office) == before


def test_a_damaged_entry_keeps_no_checkpoint_from_being_signed(office, store):
    office.goes_on()
    with store.writing() as conn:
        unguarded(conn)
        conn.execute(text("UPDATE journal SET body = '{' WHERE kind = 'step_decided'"))

    number_and_sign(office.desk)

    with store.reading() as conn:
        assert conn.execute(select(audit_lines)).all() == []
