"""A body of the regulation is no more: its cases go on with its successor's people."""

from datetime import date, datetime, timedelta

import pytest

from config.province_time import PROVINCE_TIME
from config.regulation.codes import Act, Stage
from flows.acts.house.bodies import Reorganised, body_passing, let_body_pass
from flows.acts.house.confirming import confirm_changes, turn_down_change
from flows.acts.house.directory import leave_seat
from flows.case.answers import Identified
from models import entries as e
from models.errors import DecisionRefused, DirectoryInvalid
from models.ids import BodyKey, PersonId, SeatKey
from models.store import directory
from models.store.house import proposed
from models.store.house.bodies import bodies_that_passed, no_more_on
from models.store.house.journal import HOUSE
from models.store.journal import entries_of
from tests.factories.audit import verify
from tests.factories.letters import told
from tests.factories.office import SMOOTH
from tests.factories.request import make_head, make_member, make_request

ACCOUNT = Identified(PersonId("console:root"), "console:root")
ADMINISTRATOR = Identified(PersonId("mai.van.mau"), "mailbox_code_fresh")
SECOND = Identified(PersonId("bui.van.thi.du"), "mailbox_code_fresh")
GONE, HEIR = BodyKey("people_committee"), BodyKey("people_council")
CHAIR, HEIRS_CHAIR = PersonId("pham.van.mau"), PersonId("lai.van.mau")
SEAT = SeatKey("people_committee/chair")
VOTING, PERMANENT = BodyKey("standing_committee"), BodyKey("party_permanent")
TODAY, TOMORROW = date(2020, 7, 6), date(2020, 7, 7)
WEDNESDAY = datetime(2020, 7, 8, 8, tzinfo=PROVINCE_TIME)


def passes_on(office, body=GONE, successor=HEIR, day=None, who=ACCOUNT, seats=()):
    day = day or office.today + timedelta(days=1)
    return let_body_pass(office.desk, Reorganised(body, successor, day, dict(seats)), who)


def before_the_chair(office):
    office.submits(make_request(members=(make_head(), make_member())))
    return office.goes_on_until(Stage.STATE_DECISION)


def a_day_later(office):
    office.time_passes(datetime.combine(office.today + timedelta(days=1), WEDNESDAY.timetz()))


def why(refused):
    return [(each.place, each.why) for each in refused.value.wrong]


def is_whole(office):
    with office.desk.store.reading() as conn:
        return verify(conn).difference is None


def test_what_would_pass_on_is_told_before_and_nothing_is_done_by_it(office):
    step = before_the_chair(office)
    day = office.today + timedelta(days=1)

    with office.desk.store.reading() as conn:
        passes = body_passing(office.desk, conn, Reorganised(GONE, HEIR, day))
        assert bodies_that_passed(conn) == ()

    chair = next(each for each in passes.seats if each.seat == SEAT)
    assert (chair.to, chair.heirs) == ("people_council/chair", (HEIRS_CHAIR,))
    assert [(no, each.number) for no, each in chair.steps] == [(office.case_no, step.number)]
    assert [each.seat for each in passes.empty] == ["people_committee/secretary"]
    assert CHAIR in {each.person for each in passes.leaving}
    assert (passes.cases, passes.ballots) == (1, 0)


def test_an_open_step_passes_to_the_successors_people_with_an_entry_and_letters(office):
    step = before_the_chair(office)
    passes_on(office)
    assert office.case.step(step.number).holders == (CHAIR,)

    a_day_later(office)

    assert office.case.step(step.number).holders == (HEIRS_CHAIR,)
    changed = [each for each in office.journal() if isinstance(each, e.HoldersChanged)]
    assert [(each.came, each.left) for each in changed] == [((HEIRS_CHAIR,), (CHAIR,))]
    assert (told(office, "to_take_over"), told(office, "no_longer_asked")) == (
        [HEIRS_CHAIR],
        [CHAIR],
    )
    office.takes(step, SMOOTH[Act.DECIDE], HEIRS_CHAIR)
    assert is_whole(office)


def test_a_step_that_is_not_open_yet_asks_the_successors_people(office):
    office.submits(make_request(members=(make_head(), make_member())))
    passes_on(office, day=TOMORROW)
    office.time_passes(WEDNESDAY)

    assert office.goes_on_until(Stage.STATE_DECISION).holders == (HEIRS_CHAIR,)


def test_an_open_ballot_of_a_body_that_is_no_more_begins_anew(office):
    office.submits()
    ballot = office.goes_on_until(Stage.PARTY_DECISION)
    passes_on(office, VOTING, PERMANENT)

    a_day_later(office)

    anew = office.goes_on_until(Stage.PARTY_DECISION)
    asked = {"tran.thi.du", "le.thi.vi.du", "pham.van.mau"}
    assert (anew.number > ballot.number, set(anew.holders) <= asked) == (True, True)
    voided = [each for each in office.journal() if isinstance(each, e.StepVoided)]
    assert [(each.step, each.because) for each in voided] == [(ballot.number, "body_passed")]
    assert is_whole(office)
    office.takes_smoothly(anew)
    assert is_whole(office)


def test_it_begins_anew_once(office):
    office.submits()
    office.goes_on_until(Stage.PARTY_DECISION)
    passes_on(office, VOTING, PERMANENT)

    a_day_later(office)
    a_day_later(office)

    assert sum(isinstance(each, e.StepVoided) for each in office.journal()) == 1


def test_the_only_decider_is_not_dissolved(office):
    with pytest.raises(DirectoryInvalid) as refused:
        passes_on(office, successor=None, day=TOMORROW)

    assert why(refused) == [(SEAT, "nobody_would_decide")]
    assert "nobody would hold it" in str(refused.value)
    with office.desk.store.reading() as conn:
        assert directory.holders(conn, SEAT, TOMORROW) == (CHAIR,)


def test_nor_does_it_pass_to_a_seat_that_nobody_holds(office):
    leave_seat(office.desk, SeatKey("people_council/chair"), HEIRS_CHAIR, TODAY, ACCOUNT)

    with pytest.raises(DirectoryInvalid) as refused:
        passes_on(office, day=TOMORROW)

    assert why(refused) == [(SEAT, "nobody_would_decide")]


def test_who_runs_doan_and_who_examines_it_stay(office):
    for body, seat in (("administration", "administrator"), ("inspectorate", "auditor")):
        with pytest.raises(DirectoryInvalid) as refused:
            passes_on(office, BodyKey(body), None, TOMORROW)
        assert why(refused) == [(f"{body}/{seat}", "always_held")]


def test_who_is_only_heard_may_be_dissolved_and_is_shown_as_empty(office):
    passes = passes_on(office, BodyKey("police"), None, TOMORROW)

    assert [each.seat for each in passes.empty] == ["police/head"]
    with office.desk.store.reading() as conn:
        assert directory.holders(conn, SeatKey("police/head"), TOMORROW) == ()
        assert no_more_on(conn, TOMORROW) == {"police": TOMORROW}
    assert is_whole(office)


def test_whoever_has_judged_the_case_for_another_body_is_not_left_alone_with_it(office):
    """The police's director has given their opinion; alone in the chair's seat they may not decide."""
    step = before_the_chair(office)
    heard = [s for s in office.case.steps if s.act is Act.CONSULT and s.decided_by]
    assert heard, "nobody was consulted"
    body = heard[0].seat.partition("/")[0]

    with pytest.raises(DirectoryInvalid) as refused:
        passes_on(office, successor=BodyKey(body), seats={SEAT: heard[0].seat})

    assert why(refused) == [(SEAT, "all_kept_from_it")]
    assert office.case.step(step.number).is_open


@pytest.mark.parametrize(
    ("body", "successor", "day", "seats", "code"),
    [
        ("people_comittee", HEIR, TOMORROW, {}, "body_unknown"),
        ("long_my", HEIR, TOMORROW, {}, "is_a_unit"),
        (GONE, "long_my", TOMORROW, {}, "is_a_unit"),
        (GONE, "foreign_ministry", TOMORROW, {}, "body_unknown"),
        (GONE, HEIR, TODAY, {}, "is_over"),
        (GONE, HEIR, date(2030, 1, 1), {}, "too_far"),
        (GONE, GONE, TOMORROW, {}, "hands_over_to_itself"),
        (GONE, HEIR, TOMORROW, {SEAT: "people_council/head"}, "no_such_seat"),
        (GONE, HEIR, TOMORROW, {"people_committee/chief": None}, "no_such_seat"),
    ],
)
def test_what_cannot_pass_on_is_refused_by_name(office, body, successor, day, seats, code):
    with pytest.raises(DirectoryInvalid) as refused:
        passes_on(office, BodyKey(body), BodyKey(successor), day, seats=seats)

    assert code in [each.why for each in refused.value.wrong]


def test_a_body_that_is_no_more_goes_on_with_nothing(office):
    passes_on(office, BodyKey("police"), None, TOMORROW)

    with pytest.raises(DirectoryInvalid) as refused:
        passes_on(office, GONE, BodyKey("police"), TOMORROW, seats={SEAT: SeatKey("police/head")})

    assert "is_no_more" in [each.why for each in refused.value.wrong]


def test_what_passed_to_a_body_passes_on_along_with_it(office):
    passes_on(office, BodyKey("culture"), BodyKey("health"), TOMORROW)
    passes_on(office, BodyKey("health"), BodyKey("information"), date(2020, 7, 20))

    with office.desk.store.reading() as conn:
        heirs = directory.holders(conn, SeatKey("information/head"), date(2020, 7, 20))
        sits = directory.holders(conn, SeatKey("culture/head"), date(2020, 7, 20))
    assert sits == heirs != ()
    assert is_whole(office)


def test_on_a_page_it_is_proposed_and_counts_once_a_second_person_has_confirmed_it(office):
    step = before_the_chair(office)
    passes_on(office, who=ADMINISTRATOR)
    a_day_later(office)
    assert office.case.step(step.number).holders == (CHAIR,)
    with office.desk.store.reading() as conn:
        (passed,) = bodies_that_passed(conn)
        assert (passed.counts_from, no_more_on(conn, office.today)) == (None, {})

    confirm_changes(office.desk, passed.changes, SECOND)
    assert is_whole(office)
    for _ in range(3):
        a_day_later(office)

    assert office.case.step(step.number).holders == (HEIRS_CHAIR,)
    with office.desk.store.reading() as conn:
        assert set(no_more_on(conn, office.today)) == {GONE}
    assert is_whole(office)


def test_what_was_turned_down_has_never_been(office):
    passes_on(office, day=TOMORROW, who=ADMINISTRATOR)
    with office.desk.store.reading() as conn:
        numbers = [each.number for each in proposed.under_way(conn)]

    for number in numbers:
        turn_down_change(office.desk, number, SECOND)

    with office.desk.store.reading() as conn:
        (passed,) = bodies_that_passed(conn)
        assert (passed.is_dropped, no_more_on(conn, date(2020, 8, 1))) == (True, {})
    assert is_whole(office)


def test_nobody_else_lets_a_body_pass_on(office):
    with pytest.raises(DecisionRefused):
        passes_on(office, day=TOMORROW, who=Identified(CHAIR, "mailbox_code_fresh"))


def test_the_house_says_what_passed_to_what(office):
    passes_on(office, day=TOMORROW)

    with office.desk.store.reading() as conn:
        newest = entries_of(conn, HOUSE)[-1].payload
    assert isinstance(newest, e.BodyPassesOn)
    assert (newest.body, newest.successor, newest.since) == (GONE, HEIR, TOMORROW)
    assert (SEAT, "people_council/chair") in newest.seats
    assert newest.changes == ()
