"""The dossiers of the state machine: a handful of facts, and the request that brings them."""

from datetime import timedelta
from decimal import Decimal

from tests.factories.request import (
    DEPARTS,
    RETURNS,
    make_cost,
    make_leader,
    make_member,
    make_request,
    make_stop,
)

# Who of the directory travels along, by what the members are called in the facts.
ALONG = {
    "nobody": None,
    "of_the_committee": ("Võ Văn Minh Họa", "vo.van.minh.hoa"),
    "the_chair": ("Phạm Văn Mẫu", "pham.van.mau"),
    "of_the_police": ("Dương Văn Ví Dụ", "duong.van.vi.du"),
    "named_like_the_chair": ("PHAM  VĂN MẪU", "not_in_directory"),
}


def make_facts(weeks=0, **changed):
    dates = (DEPARTS + timedelta(weeks=weeks), RETURNS + timedelta(weeks=weeks))
    told = {"purpose": "p0", "title": "t0", "costs": 45, "members": "nobody"}
    return {**told, "dates": dates, "itinerary": dates, **changed}


def travellers(facts):
    along = ALONG[facts["members"]]
    return {along[1]} - {"not_in_directory"} if along else set()


def namesakes(facts):
    """Return who bears the name of somebody who travels and is said to be nobody the province knows."""
    return {"pham.van.mau"} if facts["members"] == "named_like_the_chair" else set()


def request_of(facts):
    begins, ends = facts["dates"]
    along = ALONG[facts["members"]]
    members = [make_leader(), make_member()]
    if along:
        members.append(make_member(name=along[0], person=along[1]))
    return make_request(
        title=facts["title"],
        purpose=facts["purpose"],
        costs=(make_cost(amount=Decimal(facts["costs"]) * 1_000_000),),
        members=tuple(members),
        departs=begins,
        returns=ends,
        itinerary=(make_stop(arrives=begins, leaves=ends),),
    )
