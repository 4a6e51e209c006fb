"""An authority is given while another one is, or while a step is opened."""

from config.regulation.codes import Act, Stage
from flows.acts.authority import end_authority
from flows.acts.submitting import submit
from flows.case.answers import Identified
from tests.factories.request import (
    make_head,
    make_member,
    make_request,
)
from tests.proofs.acts import CHAIR, UNIT, UNIT_HEAD, answers, gives, request_of, sweeps
from tests.proofs.pair import Pairs

AUTHORITIES = Pairs()


@AUTHORITIES.add
def two_leaders_make_each_other_their_substitutes(office):
    one = gives(office, CHAIR, "duong.van.vi.du", "people_committee/chair")
    return one, gives(office, "duong.van.vi.du", CHAIR, "police/head")


@AUTHORITIES.add
def a_leader_gives_one_seat_to_two(office):
    one = gives(office, CHAIR, "duong.van.vi.du", "people_committee/chair")
    return one, gives(office, CHAIR, "bui.van.thi.du", "people_committee/chair")


@AUTHORITIES.add
def a_leader_is_asked_while_a_substitute_is_named(office):
    office.submits(make_request(members=(make_head(), make_member())))
    office.goes_on_until(Stage.OPINIONS)
    while len([s for s in office.case.open_steps if s.act is Act.CONSULT]) > 1:
        office.takes_smoothly(office.waiting(Act.CONSULT))
    last = answers(office, office.waiting(Act.CONSULT))
    return last, gives(office, CHAIR, "bui.van.thi.du", "people_committee/chair")


@AUTHORITIES.add
def a_request_comes_while_a_substitute_is_named(office):
    request = request_of()
    desk = office.desk
    named = gives(office, UNIT_HEAD, "vu.van.mau", "long_my/head")
    return lambda: submit(desk, request, {}, UNIT), named


@AUTHORITIES.add
def a_checkpoint_is_signed_while_a_substitute_is_named(office):
    office.submits(request_of())
    return sweeps(office), gives(office, CHAIR, "bui.van.thi.du", "people_committee/chair")


@AUTHORITIES.add
def an_authority_ends_while_it_is_used(office):
    gives(office, CHAIR, "bui.van.thi.du", "people_committee/chair")()
    office.submits(make_request(members=(make_head(), make_member())))
    step = office.goes_on_until(Stage.STATE_DECISION)
    ends = lambda: end_authority(office.desk, 1, Identified(CHAIR, "code"))  # noqa: E731
    return answers(office, step, person="bui.van.thi.du"), ends
