"""What somebody's calendar answers stands with the event, and who arranges is told of a refusal."""

import pytest

from flows.acts.programme.answering import AnswerTaken, answer_to_invitation
from models.ids import PersonId
from models.programme.calendar import PartStat
from tests.factories.audit import verify
from tests.factories.calendars import make_reply
from tests.factories.letters import letters, said, told
from tests.factories.programme import COORDINATOR, LEADER, OFFICER, approves, revises

MAILBOX = f"mailto:{LEADER}@hau-giang.example"


@pytest.fixture
def visit(office):
    """An approved visit, at whose first item a leader receives the guests."""
    approves(office)
    return office


def answers(office, *, item=1, **how):
    """The leader's calendar answers the invitation to an item."""
    name = office.case.event_name(item)
    reply = make_reply(name.uid, **{"attendee": MAILBOX, "sequence": 0, **how})
    return answer_to_invitation(office.desk, reply)


def answered(office, item=1):
    """What each person answered last to an item, and to which invitation."""
    return {
        call.person: (call.answer, call.answered)
        for call in office.case.calls
        if call.item == item and call.answer
    }


def test_an_answer_stands_with_its_event_and_its_person(visit):
    taken = answers(visit, answer="ACCEPTED")

    assert taken == (AnswerTaken(visit.case_no, 1, PersonId(LEADER), PartStat.ACCEPTED),)
    assert answered(visit) == {LEADER: (PartStat.ACCEPTED, 0)}


def test_who_arranges_and_the_office_are_told_who_cannot_come_and_why(visit):
    answers(visit, comment="Tôi đi công tác ở Hà Nội.")

    assert set(told(visit, "invitation_declined")) == {OFFICER, COORDINATOR}
    text = said(visit, "invitation_declined", to=COORDINATOR)
    assert "Cao Văn Ví Dụ trả lời thư mời là không dự được" in text
    assert "- Lời nhắn kèm theo: Tôi đi công tác ở Hà Nội.\n" in text


@pytest.mark.parametrize("answer", ["ACCEPTED", "TENTATIVE"])
def test_nobody_is_written_to_of_who_comes_or_may_come(visit, answer):
    answers(visit, answer=answer)

    assert letters(visit, "invitation_declined") == []


def test_the_same_answer_once_more_changes_nothing(visit):
    answers(visit)
    before = visit.journal()

    assert answers(visit) != ()
    assert visit.journal() == before


def test_an_older_answer_that_arrives_later_is_passed_over(visit):
    answers(visit, answer="ACCEPTED", stamp="20200818T030000Z")
    answers(visit, answer="DECLINED", stamp="20200818T020000Z")

    assert answered(visit) == {LEADER: (PartStat.ACCEPTED, 0)}


def test_an_answer_stays_when_the_event_changes_and_is_of_the_invitation_before(visit):
    answers(visit, answer="ACCEPTED")
    revises(visit, begins="09:00")

    assert answered(visit) == {LEADER: (PartStat.ACCEPTED, 0)}
    assert visit.case.told_of(1)[LEADER].sequence == 1


def test_nobody_answers_an_invitation_that_was_not_sent_yet(visit):
    answers(visit, sequence=7)

    assert answered(visit) == {LEADER: (PartStat.DECLINED, 0)}


def test_the_mailbox_a_message_comes_from_tells_who_answers_where_the_calendar_names_another(visit):
    name = visit.case.event_name(1)
    reply = make_reply(name.uid, attendee="mailto:l@telephone.example", sequence=0)

    answer_to_invitation(visit.desk, reply, sender=f"{LEADER}@hau-giang.example")

    assert answered(visit) == {LEADER: (PartStat.DECLINED, 0)}


@pytest.mark.parametrize(
    "how",
    [{"attendee": "mailto:stranger@example.org"}, {"answer": "DELEGATED"}],
    ids=["of a stranger", "that is none"],
)
def test_what_nobody_can_place_is_left_to_people(visit, how):
    before = visit.journal()

    assert answers(visit, **how) == ()
    assert visit.journal() == before


def test_an_answer_to_an_event_of_another_name_or_of_no_case_is_none(visit):
    for name in ("dv-2020-0001.item-1.0000@doan", "dv-2029-0001.item-1.0000@doan", "x@y.example"):
        assert answer_to_invitation(visit.desk, make_reply(name, attendee=MAILBOX)) == ()


def test_the_auditor_finds_nothing_amiss_in_answers(visit):
    answers(visit, comment="Bận.")
    revises(visit, begins="09:00")

    with visit.desk.store.reading() as conn:
        assert verify(conn).difference is None
