"""Lists over many cases say the same on both databases: found, owed, decided, by pages."""

from datetime import date

import pytest
from sqlalchemy import select

from config.regulation.codes import Act
from flows.acts.filing import Filing
from flows.acts.submitting import change
from flows.case.around import Around
from flows.case.lists.reach import reach_of
from flows.case.lists.search import terms_of
from models.competence.seeing import Shown
from models.ids import BodyKey, PersonId
from models.outbound.parts import Host, Invitation
from models.store.lists.asked import steps_of_units, waiting_collectively
from models.store.lists.decided import decided_by
from models.store.lists.found import cases_found, numbers_found, numbers_given
from models.store.lists.sought import Sought
from models.store.migrations import migrate
from models.store.tables import case_words, search_words
from tests.factories.earlier import becomes_older
from tests.factories.house import the_signer
from tests.factories.office import Office
from tests.factories.request import make_head, make_leader, make_member, make_request, make_stop

OFFICE, CHAIR = PersonId("bui.van.thi.du"), PersonId("pham.van.mau")
LONG_MY = BodyKey("long_my")


@pytest.fixture
def office(desk):
    return Office(desk)


def found(office, words="", person=OFFICE, **sought):
    with office.desk.store.reading() as conn:
        around = Around(conn)
        sees, reads = (
            reach_of(office.desk.settings, around, person, what)
            for what in (Shown.CASE, Shown.DOSSIER)
        )
        terms = terms_of(words, around.unit_names)
        return [c.no for c in cases_found(conn, Sought(terms, **sought), sees, reads).items]


def words_kept(office):
    with office.desk.store.reading() as conn:
        of_lists = conn.execute(select(case_words).order_by(case_words.c.case_no)).all()
        found_by = select(search_words).order_by(search_words.c.case_no, search_words.c.word)
        return [*of_lists, *conn.execute(found_by).all()]


@pytest.mark.parametrize("words", ["gokseong", "GOKSEONG huyện", "hàn quốc", "tran thi vi du"])
def test_a_case_is_found_on_either_database(office, words):
    case = office.submits(make_request(members=(make_head(), make_member())))

    assert found(office, words) == [case.no]
    assert found(office, f"{words} pháp") == []


def test_what_is_found_goes_by_the_dossier_in_force(office):
    case = office.submits(make_request(members=(make_leader(), make_member())))
    stops = (make_stop(country="JP", place="Saga"),)
    host = Host(name="Tỉnh Saga", country="JP", invitation=Invitation(date=date(2020, 6, 15)))
    office.goes_on_until_asked(Act.APPRAISE)
    changed = make_request(
        members=(make_leader(), make_member()),
        title="Thăm tỉnh Saga",
        host=host,
        itinerary=stops,
    )
    by = Filing(PersonId("nguyen.thi.mau"), PersonId("nguyen.thi.mau"))
    change(office.desk, case.no, changed, {}, by)

    assert found(office, "nhat ban saga") == [case.no]
    assert found(office, "gokseong") == found(office, "han quoc") == []


def test_numbers_are_found_in_part(office):
    first, second = office.submits().no, office.receives().no
    with office.desk.store.reading() as conn:
        sees = reach_of(office.desk.settings, Around(conn), OFFICE, Shown.CASE)

        def meant(*number):
            wanted = Sought(numbers=numbers_given(conn, *number))
            return numbers_found(conn, wanted, sees, 9)

        assert meant(1) == meant(1, "", 2020) == (first, second)
        assert meant(1, "DV") == (second,)
        assert meant(2) == meant(1, "DR", 2019) == ()


def test_what_is_owed_and_what_was_decided_is_listed_on_either_database(office):
    office.submits()
    office.goes_on_until_asked(Act.FILE)
    with office.desk.store.reading() as conn:
        owed = steps_of_units(conn, [LONG_MY], [Act.FILE, Act.HAND_BACK], 1)
        decided = decided_by(conn, CHAIR, {BodyKey("people_committee")}, (), 1)

    assert {step.act for step in owed.items} == {Act.FILE, Act.HAND_BACK}
    assert owed.items[0].title == "Thăm và làm việc tại huyện Gokseong"
    assert [(d.act, bool(d.issued_number)) for d in decided.items] == [(Act.DECIDE, True)]


def test_a_body_is_asked_as_a_whole_in_the_order_of_coming(office):
    asked = []
    for _ in range(2):
        office.submits()
        while not any(s.collective for s in office.case.open_steps):
            office.goes_on()
        asked.append(office.case_no)
    with office.desk.store.reading() as conn:
        waiting = waiting_collectively(conn, BodyKey("standing_committee"), Act.DECIDE)

    assert [no for no, _ in waiting] == asked


def test_cases_of_an_earlier_release_are_found_after_it(office):
    office.submits()
    office.receives()
    before = words_kept(office)
    with office.desk.store.writing() as conn:
        becomes_older(conn, "0012")

    migrate(office.desk.store, the_signer())

    assert {row.case_no for row in before} == {"DR-2020-0001", "DV-2020-0001"}
    assert words_kept(office) == before
