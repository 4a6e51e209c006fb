"""Invitations of a made-up visit: the facts of one event through its life, and how it is written."""

from email.headerregistry import Address
from pathlib import Path

from config.words import words
from models.ids import CaseNo
from notifications.facts.visits import EventFacts
from notifications.writing.calendars import calendar_part
from tests.factories.messages import make_calendar_facts, make_person

GOLDEN = Path(__file__).parents[1] / "notifications" / "golden"
CASE_NO = CaseNo("DV-2020-0001")
ORGANIZER = Address("Đoàn tỉnh", addr_spec="doan@hau-giang.example")
TALKS = {
    "vi": "Hội đàm giữa lãnh đạo tỉnh và đoàn; ký biên bản ghi nhớ, chụp ảnh lưu niệm",
    "en": "Talks; signing of the memorandum, photograph",
}
INVITED = make_calendar_facts(
    uid="dv-2020-0001.item-3@hau-giang.example", what=TALKS, stamp="2020-08-17T02:30:00+00:00"
)
# Two hours later in the day, told the day after; the first change in between is not shown.
CHANGED = INVITED | {
    "sequence": 2,
    "why": "changed",
    "begins": "2020-08-24T03:30:00+00:00",
    "ends": "2020-08-24T05:00:00+00:00",
    "stamp": "2020-08-18T02:30:00+00:00",
}
OFF = CHANGED | {"sequence": 3, "method": "CANCEL", "stamp": "2020-08-19T02:30:00+00:00"}
WITHDRAWN = OFF | {"why": "withdrawn"}
CANCELLED = OFF | {"why": "cancelled"}


def make_part(facts, *, language="vi", sender=ORGANIZER, **person):
    """Write an event as a mail would have it; what is said in Vietnamese alone has no English."""
    said = {name: {"en": "", **facts[name]} for name in ("what", "place") if facts.get(name)}
    return calendar_part(
        EventFacts.read({**facts, **said}),
        sender=sender,
        attendee=make_person(**person),
        reader=words(language),
        case_no=CASE_NO,
    )


def make_reply(
    uid, *, answer="DECLINED", attendee="", sequence=1, stamp="20200818T023000Z", comment=""
):
    """Write what somebody's calendar answers to an invitation, as Outlook and others do."""
    lines = [
        "BEGIN:VCALENDAR",
        "PRODID:-//Somebody//Calendar//EN",
        "VERSION:2.0",
        "METHOD:REPLY",
        "BEGIN:VEVENT",
        f"ATTENDEE;PARTSTAT={answer};CN=Ví Dụ:{attendee or 'mailto:tran.thi.vi.du@example.org'}",
        "ORGANIZER:mailto:doan@hau-giang.example",
        f"UID:{uid}",
        f"SEQUENCE:{sequence}",
        f"DTSTAMP:{stamp}",
        *([f"COMMENT:{comment}".replace(",", "\\,").replace("\n", "\\n")] if comment else []),
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]
    return "\r\n".join(lines).encode()
