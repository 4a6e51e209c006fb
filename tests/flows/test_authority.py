"""A leader lets somebody act for them, for some days and some seats."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from config.regulation.codes import Act, Stage
from flows.acts.authority import confirm_authority, end_authority, tell_holders
from flows.case.answers import Identified
from models.authority import Capacity, Lack
from models.errors import AuthorityRefused, DecisionRefused
from models.ids import PersonId, SeatKey
from models.store import directory, journal
from models.store.house.journal import HOUSE
from models.store.tables import seats_held
from tests.factories.audit import verify
from tests.factories.house import house
from tests.factories.office import SMOOTH, VOTE_FOR, lets_act, votes_under
from tests.factories.province import text_of_the_tests
from tests.factories.request import make_head, make_leader, make_member, make_request

CHAIR = PersonId("pham.van.mau")
DEPUTY = PersonId("bui.van.thi.du")
SEAT = SeatKey("people_committee/chair")
TODAY = date(2020, 7, 6)
MONTH_LATER = TODAY + timedelta(days=60)


def gives(office, **changed):
    asked = {"giver": CHAIR, "holder": DEPUTY, "seat": SEAT, **changed}
    return lets_act(office.desk, **asked)


def before_the_chair(office, request=None):
    office.submits(request or make_request(members=(make_head(), make_member())))
    return office.goes_on_until(Stage.STATE_DECISION)


def decides(office, step, person):
    return office.takes(step, SMOOTH[Act.DECIDE], person)


def test_a_substitute_is_asked_beside_the_leader(office):
    gives(office)

    decision = before_the_chair(office)

    assert decision.holders == (CHAIR, DEPUTY)


def test_the_journal_says_who_acted_for_whom_in_which_capacity(office):
    authority = gives(office)

    decides(office, before_the_chair(office), DEPUTY)

    decided = next(p for p in reversed(office.journal()) if p.kind == "step_decided")
    told = (decided.person, decided.on_behalf_of, decided.authority, decided.capacity)
    assert told == (DEPUTY, CHAIR, authority.number, Capacity.DEPUTY)


def test_it_reaches_a_step_that_waits_already(office):
    decision = before_the_chair(office)

    gives(office)

    assert DEPUTY in office.case.step(decision.number).holders


def test_it_reaches_no_step_that_its_holder_may_not_take(office):
    """Whoever has appraised the request would only be refused."""
    decision = before_the_chair(office)

    gives(office, holder="dang.thi.mau")

    assert office.case.step(decision.number).holders == (CHAIR,)


def test_it_reaches_waiting_steps_on_its_first_day(office):
    decision = before_the_chair(office)
    gives(office, since=office.today + timedelta(days=1))
    assert DEPUTY not in office.case.step(decision.number).holders

    with office.desk.store.reading() as conn:
        tomorrow = office.at_work(conn).now + timedelta(days=1)
    office.time_passes(to=tomorrow)

    assert DEPUTY in office.case.step(decision.number).holders


def test_waiting_steps_are_told_once(office):
    before_the_chair(office)
    gives(office)
    before = office.case.seq

    tell_holders(office.desk)

    assert office.case.seq == before


def test_after_its_last_day_nobody_acts_under_it(office):
    decision = before_the_chair(office)
    gives(office, until=office.today)
    with office.desk.store.reading() as conn:
        tomorrow = office.at_work(conn).now + timedelta(days=1)
    office.time_passes(to=tomorrow)

    with pytest.raises(DecisionRefused):
        decides(office, decision, DEPUTY)


def test_it_ends_when_the_leader_leaves_the_seat(office):
    gives(office)
    decision = before_the_chair(office)
    with office.desk.store.writing() as conn:
        directory.end_seat(house(conn), SEAT, CHAIR, office.today - timedelta(days=1))

    with pytest.raises(DecisionRefused):
        decides(office, decision, DEPUTY)


def test_nobody_acts_for_a_leader_who_travels_themselves(office):
    gives(office)
    travels = make_member(name="Phạm Văn Mẫu", person=CHAIR)
    office.submits(make_request(members=(make_head(), travels)))
    office.goes_on_until(Stage.OPINIONS)
    for step in office.case.open_steps:
        office.takes_smoothly(step)

    assert office.case.fault == "seat_vacant"


def test_nobody_comes_back_in_as_somebodys_substitute(office):
    gives(office, holder="dang.thi.mau")
    decision = before_the_chair(office)

    with pytest.raises(DecisionRefused) as refused:
        decides(office, decision, "dang.thi.mau")

    assert refused.value.reason == "other_body"


def test_set_by_a_colleague_it_waits_for_the_leaders_word(office):
    set_by_deputy = Identified(PersonId("ho.van.tuong.trung"), "mailbox_code")
    with office.desk.store.writing() as conn:
        seat = {"seat": "people_committee/secretary", "person": "ho.van.tuong.trung"}
        conn.execute(seats_held.insert().values(**seat, since=date(2020, 1, 1), until=None))
    authority = gives(office, set_by=set_by_deputy)
    decision = before_the_chair(office)
    assert decision.holders == (CHAIR,)

    confirm_authority(office.desk, authority.number, Identified(CHAIR, "mailbox_code"))

    assert DEPUTY in office.case.step(decision.number).holders


def test_only_the_leader_confirms(office):
    authority = gives(office)

    with pytest.raises(DecisionRefused):
        confirm_authority(office.desk, authority.number, Identified(DEPUTY, "mailbox_code"))


def test_the_leader_ends_it_at_any_time(office):
    authority = gives(office)
    decision = before_the_chair(office)

    end_authority(office.desk, authority.number, Identified(CHAIR, "mailbox_code"))

    with pytest.raises(DecisionRefused):
        decides(office, decision, DEPUTY)


def test_ended_twice_it_ends_once(office):
    authority = gives(office)
    who = Identified(CHAIR, "mailbox_code")

    for _ in range(2):
        end_authority(office.desk, authority.number, who)

    with office.desk.store.reading() as conn:
        told = [entry.kind for entry in journal.entries_of(conn, HOUSE)]
    assert told.count("authority_ended") == 1


@pytest.mark.parametrize(
    ("changed", "lack"),
    [
        ({"holder": CHAIR}, Lack.SELF),
        ({"seats": ("police/head",)}, Lack.NO_SEAT),
        ({"seats": ("standing_committee/member",)}, Lack.COLLECTIVE),
        ({"until": TODAY - timedelta(days=1)}, Lack.ENDS_BEFORE_IT_BEGINS),
        (
            {"since": TODAY - timedelta(days=9), "until": TODAY - timedelta(days=1)},
            Lack.IN_THE_PAST,
        ),
        ({"until": TODAY + timedelta(days=366)}, Lack.TOO_LONG),
    ],
)
def test_an_authority_that_cannot_be_is_refused_with_its_reason(office, changed, lack):
    with pytest.raises(AuthorityRefused) as refused:
        gives(office, **changed)

    assert lack in refused.value.lacks


def test_the_longest_span_is_counted_with_its_first_and_last_day(office):
    assert gives(office, until=TODAY + timedelta(days=365)).until == date(2021, 7, 6)


def test_a_regulation_names_its_own_longest_span(office, tmp_path):
    text = text_of_the_tests().replace("longest_days: 366", "longest_days: 30")
    (tmp_path / "short.yaml").write_text(text, encoding="utf-8")
    settings = office.desk.settings.model_copy(update={"regulation": str(tmp_path / "short.yaml")})

    with pytest.raises(AuthorityRefused) as refused:
        lets_act(replace(office.desk, settings=settings), CHAIR, DEPUTY, SEAT)

    assert "at most 30 days" in str(refused.value)


def test_two_who_act_for_each_other_leave_both_seats_empty(office):
    gives(office)

    with pytest.raises(AuthorityRefused) as refused:
        gives(
            office,
            giver=DEPUTY,
            holder=CHAIR,
            seats=("pc_office/foreign_affairs",),
            set_by=Identified(DEPUTY, "mailbox_code"),
        )

    assert refused.value.lacks == (Lack.MUTUAL,)


def test_a_case_decided_by_a_substitute_verifies(office):
    gives(office)
    decides(office, before_the_chair(office), DEPUTY)

    with office.desk.store.reading() as conn:
        assert verify(conn).difference is None


def test_what_a_substitute_decided_is_theirs_to_take_back(office):
    gives(office)
    decision = before_the_chair(office)
    decides(office, decision, DEPUTY)

    assert office.case.step(decision.number).decided_by == DEPUTY


MEMBER_SEAT = "standing_committee/member"


def of_a_member(office):
    """A delegation in which a member of the standing committee travels."""
    member = make_member(name="Võ Văn Minh Họa", person="vo.van.minh.hoa")
    office.submits(make_request(members=(make_leader(), member)))
    return office.goes_on_until(Stage.PARTY_DECISION)


def test_a_member_who_must_not_vote_is_left_out_and_the_quorum_shrinks(office):
    decision = of_a_member(office)

    assert ("vo.van.minh.hoa" in decision.holders, len(decision.holders)) == (False, 4)


def test_or_a_substitute_comes_where_the_regulation_says_so(office, tmp_path):
    office = votes_under(office, "substitutes: true", tmp_path)
    member = Identified(PersonId("vo.van.minh.hoa"), "mailbox_code")
    gives(office, giver=member.person, seats=(MEMBER_SEAT,), set_by=member)

    decision = of_a_member(office)

    assert (DEPUTY in decision.holders, len(decision.holders)) == (True, 5)


def test_the_journal_says_for_whom_a_substitute_voted(office, tmp_path):
    office = votes_under(office, "substitutes: true", tmp_path)
    member = Identified(PersonId("vo.van.minh.hoa"), "mailbox_code")
    authority = gives(office, giver=member.person, seats=(MEMBER_SEAT,), set_by=member)

    office.takes(of_a_member(office), VOTE_FOR, DEPUTY)

    with office.desk.store.reading() as conn:
        cast = next(en.payload for en in reversed(office.entries(conn)) if en.kind == "vote_cast")
    said = (cast.person, cast.on_behalf_of, cast.authority, cast.capacity)
    assert said == (DEPUTY, member.person, authority.number, Capacity.DEPUTY)


def test_for_a_member_who_may_vote_nobody_else_does(office, tmp_path):
    office = votes_under(office, "substitutes: true", tmp_path)
    member = Identified(PersonId("huynh.thi.gia.dinh"), "mailbox_code")
    gives(office, giver=member.person, seats=(MEMBER_SEAT,), set_by=member)

    assert DEPUTY not in of_a_member(office).holders
