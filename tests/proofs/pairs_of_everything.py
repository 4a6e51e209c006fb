"""Whatever can be done to a case where it stands, met by whatever else can be, itself included."""

from config.regulation.codes import Act, Stage
from tests.factories.office import Office, make_answer
from tests.proofs.acts import (
    APPRAISER,
    APPRAISING_COLLEAGUE,
    CHAIR,
    RETURNED,
    UNIT_HEAD,
    answers,
    approved,
    asks,
    calls_off,
    changes,
    comes_due,
    drops,
    enters,
    gives,
    proposes,
    reassigns,
    records,
    request_of,
    resubmits,
    sweeps,
    takes_back,
    takes_over,
    withdraws,
)
from tests.proofs.interleaving import Command

Commands = dict[str, Command]
DEPUTY = "bui.van.thi.du"


def where_the_unit_signs(office: Office) -> Commands:
    office.submits(request_of())
    return {
        "sign": answers(office, office.waiting(Act.SIGN)),
        "return": answers(office, office.waiting(Act.SIGN), RETURNED),
        "change": changes(office),
        "withdraw": withdraws(office),
        "take over": takes_over(office),
        "sweep": sweeps(office),
    }


def where_agencies_are_asked(office: Office) -> Commands:
    office.submits(request_of())
    office.goes_on_until(Stage.OPINIONS)
    police = office.waiting(Act.CONSULT, seat="police")
    finance = office.waiting(Act.CONSULT, seat="dof")
    return {
        "police agree": answers(office, police),
        "finance agrees": answers(office, finance),
        "ask": asks(office, police),
        "on paper": records(office, police, make_answer("agree")),
        "reassign": reassigns(office, police, APPRAISING_COLLEAGUE),
        "take the appraisal back": takes_back(office, office.case.steps[1], APPRAISER),
        "change": changes(office),
        "withdraw": withdraws(office),
        "take over": takes_over(office),
        "sweep": sweeps(office),
    }


def where_an_agency_is_late(office: Office) -> Commands:
    """One moment is due, so that the sweep is one transaction like all others."""
    office.submits(request_of())
    office.goes_on_until(Stage.OPINIONS)
    answers(office, office.waiting(Act.CONSULT, seat="dof"))()
    office.time_passes()
    police = office.waiting(Act.CONSULT, seat="police")
    comes_due(office, police)
    return {
        "police agree": answers(office, police),
        "ask": asks(office, police),
        "on paper": records(office, police, make_answer("agree")),
        "change": changes(office),
        "withdraw": withdraws(office),
        "sweep": sweeps(office),
    }


def where_a_body_votes(office: Office) -> Commands:
    office.submits(request_of())
    step = office.goes_on_until(Stage.PARTY_DECISION)
    first, second, third, *_ = step.holders
    for person in (first, second):
        answers(office, step, person=person)()
    return {
        "the deciding vote": answers(office, step, person=third),
        "take a vote back": takes_back(office, step, first),
        "minutes": enters(office, {office.case_no: step}),
        "ask": asks(office, step, third),
        "change": changes(office),
        "withdraw": withdraws(office),
        "sweep": sweeps(office),
    }


def where_the_chair_decides(office: Office) -> Commands:
    office.submits(request_of())
    step = office.goes_on_until(Stage.STATE_DECISION)
    reject = make_answer("reject", remarks="Chưa cần thiết.", answer="Đã xem xét.")
    return {
        "approve": answers(office, step),
        "reject": answers(office, step, reject),
        "return": answers(office, step, RETURNED),
        "ask": asks(office, step),
        "name a substitute": gives(office, CHAIR, DEPUTY, "people_committee/chair"),
        "change": changes(office),
        "withdraw": withdraws(office),
        "sweep": sweeps(office),
    }


def where_the_unit_revises(office: Office) -> Commands:
    office.submits(request_of())
    answers(office, office.waiting(Act.SIGN), RETURNED)()
    return {
        "resubmit": resubmits(office),
        "take the return back": takes_back(office, office.case.steps[0], UNIT_HEAD),
        "withdraw": withdraws(office),
        "take over": takes_over(office),
        "sweep": sweeps(office),
    }


def where_it_is_prepared(office: Office) -> Commands:
    approved(office)
    task, *_ = (step for step in office.case.open_steps if step.act is Act.PREPARE)
    return {
        "a task is done": answers(office, task),
        "amend": proposes(office),
        "call off": calls_off(office),
        "withdraw": withdraws(office),
        "take over": takes_over(office),
        "sweep": sweeps(office),
    }


def where_it_is_amended(office: Office) -> Commands:
    approved(office)
    task, *_ = (step for step in office.case.open_steps if step.act is Act.PREPARE)
    proposes(office)()
    asked = next(step for step in office.case.open_steps if step.stage is Stage.AMENDMENT)
    return {
        "agree": answers(office, asked),
        "return": answers(office, asked, RETURNED),
        "drop": drops(office),
        "amend": proposes(office),
        "a task is done": answers(office, task),
        "sweep": sweeps(office),
    }


STATES = (
    where_the_unit_signs,
    where_agencies_are_asked,
    where_an_agency_is_late,
    where_a_body_votes,
    where_the_chair_decides,
    where_the_unit_revises,
    where_it_is_prepared,
    where_it_is_amended,
)
