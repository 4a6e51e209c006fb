"""What happens to cases beyond the usual, so that databases of the past have it too."""

from config.regulation.codes import Act, Gate, Stage
from flows.case.answers import ConditionGiven
from tests.factories.office import Office, make_answer
from tests.factories.programme import HALL, make_visit
from tests.factories.request import make_cost
from tests.factories.visit import make_item
from tests.proofs.acts import (
    APPRAISING_COLLEAGUE,
    CHAIR,
    answers,
    approved,
    asks,
    calls_off,
    changes,
    gives,
    proposes,
    reassigns,
    request_of,
    resubmits,
    revises,
    takes_back,
    takes_over,
    withdraws,
)

CONDITIONS = (
    ConditionGiven("Mua bảo hiểm cho cả đoàn.", Gate.START),
    ConditionGiven("Báo cáo nêu rõ số hợp tác xã đã thăm.", Gate.REPORT),
)


def asked_the_unit(office: Office) -> None:
    office.submits(request_of())
    asks(office, office.goes_on_until(Stage.APPRAISAL))()


def given_to_a_colleague(office: Office) -> None:
    office.submits(request_of())
    reassigns(office, office.goes_on_until(Stage.APPRAISAL), APPRAISING_COLLEAGUE)()
    takes_over(office)()


def come_again(office: Office) -> None:
    office.submits(request_of())
    step = office.goes_on_until(Stage.APPRAISAL)
    office.takes(step, make_answer("return", remarks="Nêu rõ hơn mục đích."))
    resubmits(office)()


def changed_by_its_unit(office: Office) -> None:
    office.submits(request_of())
    office.goes_on_until(Stage.PARTY_DECISION)
    changes(office, request_of(costs=(make_cost(item="Ăn ở"),)))()


def taken_back(office: Office) -> None:
    office.submits(request_of())
    step = office.goes_on_until(Stage.APPRAISAL)
    office.takes_smoothly(step)
    takes_back(office, step, step.holders[0])()


def withdrawn(office: Office) -> None:
    office.submits(request_of())
    withdraws(office)()


def approved_with_conditions(office: Office) -> None:
    office.submits(request_of())
    step = office.goes_on_until(Stage.STATE_DECISION)
    agreed = make_answer(
        "approve_with_conditions", answer="Đã xem xét ý kiến.", conditions=CONDITIONS
    )
    office.takes(step, agreed)
    office.goes_on_until(Stage.CONDITIONS)


def amended(office: Office) -> None:
    approved(office)
    proposes(office)()
    while office.case.open_amendment:
        office.takes_smoothly(next(s for s in office.case.open_steps if s.stage == "amendment"))


def being_amended(office: Office) -> None:
    approved(office)
    proposes(office)()


def being_called_off(office: Office) -> None:
    approved(office)
    calls_off(office)()


def called_off(office: Office) -> None:
    approved(office)
    calls_off(office)()
    while not office.case.is_over:
        office.takes_smoothly(next(s for s in office.case.open_steps if s.stage == "amendment"))


def before_a_substitute(office: Office) -> None:
    gives(office, CHAIR, "bui.van.thi.du", "people_committee/chair")()
    office.submits(request_of())
    office.goes_on_until(Stage.STATE_DECISION)


def reception_declined(office: Office) -> None:
    office.receives(make_visit())
    office.goes_on_until(Stage.RECEPTION)
    declined = make_answer("decline", remarks="Không có xe.")
    answers(office, office.waiting(Act.ARRANGE), declined)()


def two_in_one_hall(office: Office) -> None:
    for _ in range(2):
        office.receives(make_visit(make_item(hall=HALL)))
        office.goes_on_until(Stage.RECEPTION)


def programme_changed(office: Office) -> None:
    office.receives(make_visit(make_item()))
    office.goes_on_until(Stage.RECEPTION)
    revises(office, begins="09:00", hall="Hội trường B")()


TURNS = (
    asked_the_unit,
    given_to_a_colleague,
    come_again,
    changed_by_its_unit,
    taken_back,
    withdrawn,
    approved_with_conditions,
    amended,
    being_amended,
    being_called_off,
    called_off,
    before_a_substitute,
    reception_declined,
    two_in_one_hall,
    programme_changed,
)
