"""The report of a trip is its head's duty: they are asked where the directory knows them."""

from datetime import timedelta

import pytest

from config.province_time import office_opens
from config.regulation.codes import Act, Stage
from flows.case.read import CaseRead
from flows.case.views import view_of
from models.competence.seeing import Shown
from models.errors import DecisionRefused
from models.ids import HEAD_OF_DELEGATION, PersonId
from models.route.plan import draw_plan
from models.store import cases, directory
from tests.factories.audit import verify
from tests.factories.house import house
from tests.factories.letters import said, told
from tests.factories.office import OFFICER
from tests.factories.regulation import make_regulation
from tests.factories.request import make_leader, make_member, make_request

# Of another unit than the one that asks.
HEAD = PersonId("cao.van.vi.du")


def led_by(person=None, **changed):
    name = "Cao Văn Ví Dụ" if person == HEAD else "Cao Thị Minh Họa"
    head = make_leader(name=name, person=person)
    return make_request(members=(head, make_member()), **changed)


def report_of(office, request):
    office.submits(request)
    return office.goes_on_until(Stage.REPORT)


def whole(office):
    with office.desk.store.reading() as conn:
        return verify(conn).difference is None


def test_the_head_of_the_delegation_is_asked_for_the_report(office):
    step = report_of(office, led_by(HEAD))

    assert (step.seat, step.holders) == (f"long_my/{HEAD_OF_DELEGATION}", (HEAD,))
    assert told(office, "to_file") == [HEAD]
    assert whole(office)


def test_the_officer_is_told_of_it(office):
    report_of(office, led_by(HEAD))

    assert told(office, "report_owed_by_head") == [OFFICER]
    assert "trưởng đoàn nộp báo cáo" in said(office, "report_owed_by_head")


@pytest.mark.parametrize("person", [None, "not_in_directory"])
def test_a_head_whom_the_directory_does_not_know_leaves_it_to_the_officer(office, person):
    step = report_of(office, led_by(person))

    assert step.holders == (OFFICER,)
    assert (told(office, "to_file"), told(office, "report_owed_by_head")) == ([OFFICER], [])
    assert whole(office)


def test_the_report_of_the_head_is_accepted_and_the_case_ends(office):
    report_of(office, led_by(HEAD))

    office.goes_on_to_the_end()

    assert whole(office)


def test_the_head_is_shown_the_case_though_they_are_of_another_unit(office):
    report_of(office, led_by(HEAD))

    with office.desk.store.reading() as conn:
        work = CaseRead(conn, cases.read_case(conn, office.case_no), office.desk.settings)
        assert view_of(work, HEAD).sees(Shown.DOSSIER)
        assert not view_of(work, PersonId("phan.thi.thi.du")).sees(Shown.DOSSIER)


def test_where_the_head_leaves_all_seats_the_officer_is_asked(office):
    step = report_of(office, led_by(HEAD))
    with office.desk.store.writing() as conn:
        yesterday = office.today - timedelta(days=1)
        for seat in directory.seats_of(conn, HEAD, office.today):
            directory.end_seat(house(conn), seat, HEAD, yesterday)

    # They came home on a Friday: on Saturday nothing but what is urgent changes hands.
    office.time_passes(to=office_opens(office.today + timedelta(days=2)))

    assert office.case.step(step.number).holders == (OFFICER,)
    assert whole(office)


def test_a_regulation_that_does_not_say_so_asks_its_seat(office):
    rules = make_regulation()
    duties = rules.afterwards.model_copy(update={"report_by_head": None})

    _, steps = draw_plan(led_by(HEAD), rules.model_copy(update={"afterwards": duties}))

    asked = [p.seat for p in steps if (p.stage, p.act) == (Stage.REPORT, Act.FILE)]
    assert asked == [duties.report.seat.replace("unit", "long_my")]


def test_nobody_else_files_it(office):
    step = report_of(office, led_by(HEAD))

    with pytest.raises(DecisionRefused):
        office.takes(step, office.smooth_answer(step), "phan.thi.thi.du")
