"""What people are written about the programme of a visit, and what their calendars are told."""

from datetime import time

import pytest
from icalendar import Calendar

from config.regulation.codes import Activity, Stage
from models import entries as e
from models.ids import PersonId
from models.programme.calendar import Why
from tests.factories.letters import letters, read, said, told
from tests.factories.office import OFFICERS, Office
from tests.factories.visit import (
    DEPARTS,
    make_item,
    make_visit_request,
)

HOST_OFFICER = OFFICERS["phung_hiep"]
COORDINATOR = "bui.van.thi.du"
POLICE = "duong.van.vi.du"
HOST_HEAD = PersonId("cao.van.vi.du")


@pytest.fixture
def office(desk):
    return Office(desk)


def make_talks(**changed):
    """Make the request for a visit whose first item takes a hall and one of the province's leaders."""
    hall = make_item(hall="Hội trường lớn", leader=HOST_HEAD, vehicle="Xe 16 chỗ")
    walk = make_item(day=DEPARTS, activity=Activity.SITE_VISIT, what="Thăm vùng trồng")
    return make_visit_request(programme=(hall, walk), **changed)


def event_of(message):
    [part] = [p for p in message.walk() if p.get_content_type() == "text/calendar"]
    return Calendar.from_ical(part.get_payload(decode=True)), part


def test_a_clash_tells_the_other_cases_number_and_nothing_else_of_it(office):
    office.receives(make_talks(title="Đoàn thứ nhất", purpose="Việc của đoàn thứ nhất."))
    office.arranges_everything()
    first = office.case_no
    office.receives(make_talks(title="Đoàn thứ hai"))

    office.goes_on_until(Stage.RECEPTION)

    text = said(office, "to_resolve", to=COORDINATOR)
    assert "Mục “Làm việc với lãnh đạo huyện”" in text
    assert (
        "- Trùng phòng họp, hội trường: Hội trường lớn, 08:30 24/08/2020 – 10:00 24/08/2020, "
        f"đã có trong hồ sơ {first}\n" in text
    )
    assert "- Trùng lãnh đạo tiếp khách: Cao Văn Ví Dụ, " in text
    assert "thứ nhất" not in text


def test_who_takes_part_in_an_item_is_called_with_an_event_for_the_calendar(office):
    office.receives(make_talks())
    office.arranges_everything()

    [row] = letters(office, "invitation", to=HOST_HEAD)

    calendar, part = event_of(read(office, row))
    [event] = calendar.walk("VEVENT")
    domain = office.desk.settings.mail_domain
    assert (calendar["METHOD"], part["Content-Type"].params["method"]) == ("REQUEST", "REQUEST")
    assert event["UID"] == f"{office.case_no.lower()}.item-1@{domain}"
    assert event["SEQUENCE"] == 0
    assert event["LOCATION"] == "Hội trường lớn, Huyện Phụng Hiệp"
    assert event["ATTENDEE"] == f"mailto:{HOST_HEAD}@hau-giang.example"


def test_an_event_is_named_in_the_readers_language(office):
    office.receives(make_talks())
    office.arranges_everything()
    [row] = letters(office, "invitation", to=HOST_HEAD)

    calendar, _ = event_of(read(office, row, "en"))

    [event] = calendar.walk("VEVENT")
    assert event["SUMMARY"] == "Talks with the leaders of the district"
    assert event["LOCATION"] == "Hội trường lớn, Phụng Hiệp district"


def revise(office, number, **changed):
    """Change an item of the programme in force, and tell the calendars that it was cancelled."""
    with office.desk.store.writing() as conn:
        work = office.at_work(conn)
        items = list(work.programme)
        items[number - 1] = items[number - 1].model_copy(update=changed)
        revision = work.case.programme_revision + 1
        digest = work.programme_arrives(revision, tuple(items))
        off = changed.get("cancelled", False)
        work.record(
            e.ProgrammeRevised(
                revision=revision,
                digest=digest,
                changed=() if off else (number,),
                cancelled=(number,) if off else (),
            ),
            actor=HOST_OFFICER,
        )
        if off:
            called = e.ParticipantsCalled(
                item=number, sequence=1, why=Why.CANCELLED, persons=(HOST_HEAD,)
            )
            work.record(called)
        work.save()


def test_a_changed_programme_is_told_to_all_who_have_a_part_in_the_reception(office):
    office.receives(make_talks())
    office.arranges_everything()

    revise(office, 1, begins=time(14), ends=time(15, 30))

    assert told(office, "programme_revised") == [
        HOST_OFFICER, COORDINATOR, "luu.van.mau", POLICE
    ]  # fmt: skip
    changed = "- Mục 1 nay là: 14:00 – 15:30 ngày 24/08/2020, Làm việc với lãnh đạo huyện, tại"
    assert changed in said(office, "programme_revised")


def test_an_item_that_is_off_is_taken_out_of_the_calendars(office):
    office.receives(make_talks())
    office.arranges_everything()

    revise(office, 1, cancelled=True)

    assert "- Mục 1 không tổ chức nữa: " in said(office, "programme_revised")
    calendar, part = event_of(read(office, letters(office, "invitation")[-1]))
    [event] = calendar.walk("VEVENT")
    assert part["Content-Type"].params["method"] == "CANCEL"
    assert (event["SEQUENCE"], event["STATUS"]) == (1, "CANCELLED")
