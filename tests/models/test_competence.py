"""Who may take a step: one rule, with a reason."""

from datetime import UTC, datetime

import pytest

from config.regulation.codes import Act, Kind, Stage
from models.case import Case, Step, StepState
from models.competence.deciding import Refusal, may_decide
from models.ids import CaseNo, PersonId

AT = datetime(2020, 7, 6, 1, 0, tzinfo=UTC)


def make_step(**changed):
    defaults = {
        "number": 1,
        "stage": Stage.STATE_DECISION,
        "act": Act.DECIDE,
        "seat": "people_committee/chair",
        "key": "",
        "collective": False,
        "holders": ("chair",),
        "version": 1,
        "rests_on": (),
        "digest": "",
        "digest_version": 1,
        "opened_at": AT,
        "due_at": None,
    }
    return Step(**{**defaults, **changed})


def make_judged(seat, person, **changed):
    return make_step(
        seat=seat, state=StepState.DECIDED, choice="agree", decided_by=person, **changed
    )


def verdict(person, step, *earlier, holders=("chair",), travellers=(), authors=()):
    case = Case(CaseNo("DR-2020-0001"), Kind.OUTBOUND, authors=tuple(authors), steps=earlier)
    return may_decide(
        person, case, step, holders=frozenset(holders), travellers=frozenset(travellers)
    )


def test_who_holds_the_seat_may_decide():
    assert verdict("chair", make_step()).allowed


def test_who_does_not_hold_the_seat_may_not():
    assert verdict("clerk", make_step()).refusal is Refusal.NOT_HOLDER


@pytest.mark.parametrize("act", [Act.APPRAISE, Act.CONSULT, Act.DECIDE])
def test_nobody_judges_their_own_trip(act):
    assert verdict("chair", make_step(act=act), travellers=["chair"]).refusal is Refusal.OWN_TRIP


@pytest.mark.parametrize("act", [Act.APPRAISE, Act.CONSULT, Act.DECIDE])
def test_nobody_judges_a_request_they_wrote(act):
    assert verdict("chair", make_step(act=act), authors=["chair"]).refusal is Refusal.OWN_REQUEST


def test_a_head_who_travels_may_sign_for_the_unit():
    assert verdict("chair", make_step(act=Act.SIGN), travellers=["chair"]).allowed


def test_nobody_decides_alone_for_two_bodies():
    earlier = make_judged("police/head", "chair", act=Act.CONSULT)

    assert verdict("chair", make_step(), earlier).refusal is Refusal.OTHER_BODY


@pytest.mark.parametrize("signed", [{"decided_by": "chair"}, {"on_behalf_of": "chair"}])
@pytest.mark.parametrize("state", [StepState.DECIDED, StepState.VOID])
def test_who_signed_for_the_unit_does_not_decide(signed, state):
    earlier = make_step(seat="long_my/head", act=Act.SIGN, choice="sign", state=state, **signed)

    assert verdict("chair", make_step(), earlier).refusal is Refusal.SIGNED_FOR_UNIT


def test_who_may_be_a_traveller_does_not_decide():
    case = Case(CaseNo("DR-2020-0001"), Kind.OUTBOUND)
    chair = PersonId("chair")
    who = frozenset({chair})

    found = may_decide(chair, case, make_step(), holders=who, travellers=frozenset(), namesakes=who)

    assert found.refusal is Refusal.MAY_TRAVEL


def test_a_step_that_was_voided_does_not_bar_its_taker():
    earlier = make_judged("police/head", "chair", act=Act.CONSULT)
    voided = make_step(**{**earlier.__dict__, "state": StepState.VOID})

    assert verdict("chair", make_step(), voided).allowed


def test_a_seat_in_a_collective_body_does_not_bar_but_is_shown():
    earlier = make_judged("standing_committee/member", "chair", collective=True)

    assert verdict("chair", make_step(), earlier).notes == ("sits_by_office",)


def test_the_same_body_may_be_decided_for_twice():
    earlier = make_judged("people_committee/chair", "chair")

    assert verdict("chair", make_step(), earlier).notes == ()
