"""A request that another system sends twice is filed once, on both databases, be it at once."""

import threading

import pytest

from flows.acts.filing import Filing
from flows.acts.submitting import submit
from models.errors import CallRepeated, RequestInvalid
from models.ids import CaseNo
from models.store.calls.given import answer_given, repeatable
from models.store.lists.asked import titles_of
from tests.factories.office import OFFICER
from tests.factories.request import make_leader, make_member, make_request

CALL = repeatable(OFFICER, "POST /api/v1/requests", "k-1", "{}")


def files(desk, request=None):
    asked = request or make_request(members=(make_leader(), make_member()))
    return submit(desk, asked, {}, Filing(OFFICER, OFFICER, "token", call=CALL)).case.no


def kept(desk):
    with desk.store.reading() as conn:
        return answer_given(conn, CALL)


def test_what_is_answered_is_kept_with_the_case(desk):
    no = files(desk)

    assert kept(desk).answer == no


def test_the_same_call_files_nothing_more(desk):
    files(desk)

    with pytest.raises(CallRepeated):
        files(desk)
    with desk.store.reading() as conn:
        both = [CaseNo("DR-2020-0001"), CaseNo("DR-2020-0002")]
        assert set(titles_of(conn, both)) == {"DR-2020-0001"}


def test_of_two_that_come_at_once_one_files(desk):
    filed, repeated = [], []

    def sends():
        try:
            filed.append(files(desk))
        except CallRepeated as refusal:
            repeated.append(refusal)

    both = [threading.Thread(target=sends) for _ in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join()

    assert (filed, len(repeated)) == (["DR-2020-0001"], 1)


def test_what_was_refused_keeps_no_answer(desk):
    with pytest.raises(RequestInvalid):
        files(desk, make_request(unit="khong_co", members=(make_leader(),)))

    assert kept(desk) is None
