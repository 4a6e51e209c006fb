"""What findings rest on, read of many cases at once, is what is read of each alone."""

import pytest

from flows.case.around import Around
from flows.case.lists.works import read_works
from flows.case.read import CaseRead
from flows.findings import KnownBeside, findings_of, known_of, passports_kept
from models.store import cases
from models.store.other_trips import other_trips
from tests.factories.request import make_leader, make_member, make_passport, make_request
from tests.factories.visit import make_host_leader, make_item, make_visit_request

RECEIVES = "truong.van.gia.dinh"


@pytest.fixture
def submitted(office):
    """Delegations with travellers and passports in common, visits that want one hall and leader."""
    traveller = make_leader(person="cao.van.vi.du", name="Cao Văn Ví Dụ", passport=make_passport())
    host = make_host_leader(name="Trương Văn Giả Định", person=RECEIVES)
    visit = make_visit_request(
        programme=(make_item(hall="Hội trường A", leader=RECEIVES),), received_by=(host,)
    )
    numbers = []
    for request in (
        make_request(members=(traveller,)),
        make_request(members=(traveller, make_member(passport=make_passport(number="S0000002")))),
        make_request(),
        visit,
        visit,
    ):
        numbers.append(office.submits(request).no)
    office.case_no = numbers[3]
    office.arranges_everything()
    return numbers


def test_each_has_the_findings_it_has_alone(office, submitted):
    desk = office.desk
    with desk.store.reading() as conn:
        works = read_works(conn, desk.settings, Around(conn), submitted)
        known = known_of(list(works.values()))
        together = {no: findings_of(work, known[no]) for no, work in works.items()}
        alone = {}
        for no in submitted:
            work = CaseRead(conn, cases.read_case(conn, no), desk.settings)
            beside = KnownBeside(other_trips(conn, no), passports_kept(work))
            alone[no] = findings_of(work, beside)
            assert (known[no].trips, known[no].held) == (beside.trips, beside.held)

    assert together == alone
    assert [bool(known[no].trips) for no in submitted[:3]] == [True, True, True]
    assert len(known[submitted[1]].held) == 2
    meanwhile = known[submitted[4]].meanwhile
    assert meanwhile
    assert meanwhile.clashes


def test_of_no_cases_nothing_is_known(office):
    assert known_of([]) == {}
