"""A province some weeks into its year: cases at every turn, for whoever spends a day with them."""

from dataclasses import dataclass
from datetime import date, datetime

from config.province_time import PROVINCE_TIME
from config.regulation.codes import Stage
from flows.sweeps.checkpoints import number_and_sign
from models.ids import CaseNo
from models.outbound.parts import Host, Invitation
from tests.factories import seen
from tests.factories.office import Office, lets_act, make_answer
from tests.factories.request import make_head, make_leader, make_member, make_request, make_stop

CHAIR, DEPUTY = "pham.van.mau", "bui.van.thi.du"
_CHAIRS_SEAT = "people_committee/chair"
_LEFT, _CAME_HOME = date(2020, 7, 15), date(2020, 7, 18)
_MONDAY_AFTER = datetime(2020, 7, 20, 8, tzinfo=PROVINCE_TIME)


@dataclass(frozen=True)
class ProvinceAtWork:
    """The cases of the province, by how they stand.

    `travelled`: came home, approved by a substitute, owes its report; `prepares`: returned, questioned,
    objected to, approved, leaves in August; `visit`: guests in August, being arranged; `votes`: waits
    for the standing committee; `signs`: waits for its unit's signature.
    """

    travelled: CaseNo
    prepares: CaseNo
    visit: CaseNo
    votes: CaseNo
    signs: CaseNo


def province_at_work(office: Office) -> ProvinceAtWork:
    """Let the people of the sample province work from a Monday in July; the journal is signed."""
    at_work = ProvinceAtWork(
        travelled=_travels(office),
        prepares=_comes_to(office, seen.until_it_prepares),
        visit=_comes_to(office, seen.until_it_is_arranged),
        votes=_comes_to(office, _waits_for_the_committee),
        signs=_comes_to(office, _waits_for_a_signature),
    )
    number_and_sign(office.desk)
    return at_work


def _comes_to(office: Office, lives) -> CaseNo:
    lives(office)
    return office.case_no


def _travels(office: Office) -> CaseNo:
    lets_act(office.desk, CHAIR, DEPUTY, _CHAIRS_SEAT)
    there = make_stop(place="Jeonju", arrives=_LEFT, leaves=_CAME_HOME)
    office.submits(
        make_request(
            title="Học tập kinh nghiệm bảo quản trái cây tại Jeonju",
            departs=_LEFT, returns=_CAME_HOME, itinerary=(there,),
            members=(make_head(), make_member()),
        )
    )  # fmt: skip
    step = office.goes_on_until(Stage.STATE_DECISION)
    office.takes(step, make_answer("approve", answer="Đã xem xét ý kiến."), DEPUTY)
    office.goes_on_until(Stage.REPORT)
    office.time_passes(to=_MONDAY_AFTER)
    return office.case_no


def _waits_for_the_committee(office: Office) -> None:
    title = "Ký thỏa thuận hợp tác với huyện Gokseong"
    office.submits(make_request(title=title, members=(make_leader(), make_member())))
    office.goes_on_until(Stage.PARTY_DECISION)


def _waits_for_a_signature(office: Office) -> None:
    city = "Thành phố Ōmura"
    office.submits(
        make_request(
            unit="nga_bay",
            title="Khảo sát chợ nông sản tại Ōmura",
            purpose="Tìm đối tác tiêu thụ khóm, mãng cầu xiêm.",
            host=Host(name=city, country="JP", invitation=Invitation(date=date(2020, 6, 15))),
            itinerary=(make_stop(country="JP", place="Ōmura"),),
            members=(make_head(), make_member()),
        )
    )
