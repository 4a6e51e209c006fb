"""Visits of guests, some days ahead of whatever day it is in the database of the past."""

from datetime import timedelta

from config.regulation.codes import Activity
from tests.factories.office import Office
from tests.factories.programme import HALL, LEADER
from tests.factories.visit import (
    make_conference,
    make_head_guest,
    make_item,
    make_lodging,
    make_ngo_visit,
    make_visit_request,
)
from tests.proofs.past_maker import AHEAD

_DAY = timedelta(days=1)


def of_a_friendship_locality(office: Office):
    return _ahead(office, make_visit_request)


def of_an_organisation(office: Office):
    return _ahead(office, make_ngo_visit)


def for_a_conference(office: Office):
    return _ahead(office, make_conference)


def of_a_governor(office: Office):
    governor = make_head_guest(rank="provincial_governor", position="Thống đốc")
    return _ahead(office, make_visit_request, guests=(governor,))


def _ahead(office: Office, make, **changed):
    arrives = office.today + AHEAD
    departs = arrives + _DAY
    visit = make_item(day=departs, activity=Activity.SITE_VISIT, what="Thăm vùng trồng mãng cầu")
    return make(
        arrives=arrives,
        departs=departs,
        lodging=(make_lodging(arrives=arrives, leaves=departs),),
        programme=(make_item(day=arrives, hall=HALL, leader=LEADER), visit),
        **changed,
    )


VISITS = (of_a_friendship_locality, of_an_organisation, for_a_conference, of_a_governor)
