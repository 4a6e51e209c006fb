"""What people are written about the programme of a visit, and what their calendars are told."""

from dataclasses import replace
from datetime import time

import pytest
from icalendar import Calendar
from sqlalchemy import update

from config.regulation.codes import Activity, Stage
from models import entries as e
from models.ids import PersonId
from models.programme.calendar import Why
from models.store.tables import outbox
from tests.factories.letters import letters, read, said, told
from tests.factories.office import OFFICERS, Office
from tests.factories.programme import revises
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
    assert (calendar["METHOD"], part["Content-Type"].params["method"]) == ("REQUEST", "REQUEST")
    assert event["UID"] == office.case.event_name(1).uid
    assert event["ORGANIZER"] == "mailto:doan@hau-giang.example"
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
    assert event["LOCATION"] == "Hội trường lớn, Phung Hiep District"


# --- whatever is set otherwise, an event stays what it is in calendars ----------------------------


def sends_as(office, sender, **more):
    """Doan is set to send as another mailbox from now on."""
    settings = office.desk.settings.model_copy(update={"mail_from": sender, **more})
    return Office(replace(office.desk, settings=settings), office.case_no)


def newest_event(office, to=HOST_HEAD):
    [*_, row] = letters(office, "invitation", to=to)
    calendar, _ = event_of(read(office, row))
    [event] = calendar.walk("VEVENT")
    return calendar["METHOD"], event


def told_as_in_earlier_days(office, conn):
    """Let the calls be those of a release that kept nothing but why and which sequence."""
    conn.exec_driver_sql("UPDATE calls SET event = NULL, uid = '', organizer = ''")
    for row in letters(office, "invitation"):
        event = {
            **row.facts["calendar"],
            "uid": f"{office.case_no.lower()}.item-1@hau-giang.example",
        }
        kept = {k: v for k, v in event.items() if k not in ("organizer", "answers", "received_by")}
        this = update(outbox).where(outbox.c.id == row.id)
        conn.execute(this.values(facts={**row.facts, "calendar": kept}))


def test_an_event_is_called_off_under_the_name_and_organiser_it_stands_under(office):
    office.receives(make_talks())
    office.arranges_everything()
    _, before = newest_event(office)

    moved = sends_as(office, "doan@can-tho.example")
    revises(moved, person=HOST_OFFICER, cancelled=True)

    method, event = newest_event(moved)
    assert (method, event["UID"], event["ORGANIZER"]) == (
        "CANCEL", before["UID"], before["ORGANIZER"]
    )  # fmt: skip
    assert event["ORGANIZER"].params["SENT-BY"] == "mailto:doan@can-tho.example"


def test_an_event_of_earlier_days_keeps_the_name_and_organiser_its_letters_had(office):
    office.receives(make_talks())
    office.arranges_everything()
    with office.desk.store.writing() as conn:
        told_as_in_earlier_days(office, conn)

    moved = sends_as(office, "doan@can-tho.example")
    revises(moved, person=HOST_OFFICER, begins="09:00")

    _, event = newest_event(moved)
    assert event["UID"] == f"{office.case_no.lower()}.item-1@hau-giang.example"
    assert event["ORGANIZER"] == "mailto:doan@hau-giang.example"
    assert event["SEQUENCE"] == 1


def test_a_walk_tells_calendars_of_earlier_days_nothing(office):
    office.receives(make_talks())
    office.arranges_everything()
    with office.desk.store.writing() as conn:
        told_as_in_earlier_days(office, conn)
    seq = office.case.seq

    office.desk.walk(office.case_no)

    assert office.case.seq == seq


def test_answers_to_an_invitation_go_to_the_office_where_it_has_a_mailbox_for_them(office):
    asked = sends_as(office, "doan@hau-giang.example", reply_to="doi.ngoai@hau-giang.example")
    asked.receives(make_talks())
    asked.arranges_everything()

    _, event = newest_event(asked)

    assert event["ORGANIZER"] == "mailto:doi.ngoai@hau-giang.example"
    assert "Xin trả lời ngay trong lịch" in event["DESCRIPTION"]
    assert "Đề nghị Ông/Bà trả lời ngay trong lịch" in said(asked, "invitation", to=HOST_HEAD)


def test_an_amendment_that_clashes_is_told_when_it_does_so_no_more(office):
    office.receives(make_talks())
    office.arranges_everything()
    first = office.case_no
    other = Office(office.desk)
    other.receives(make_talks())
    other.goes_on_until(Stage.RECEPTION)
    assert other.case.told_of(1) == {}

    revises(other, person=HOST_OFFICER, begins="14:00", ends="15:30")

    _, event = newest_event(other)
    assert (first != other.case_no, event["SEQUENCE"]) == (True, 0)
    assert event["DTSTART"].dt.hour == 14


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
            known = work.case.event_name(number)
            called = e.ParticipantsCalled(
                item=number,
                sequence=1,
                why=Why.CANCELLED,
                persons=(HOST_HEAD,),
                uid=known.uid,
                organizer=known.organizer,
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
