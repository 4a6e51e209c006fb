"""Messages of a made-up case: their facts, rows of the outbox, the people they go to."""

from dataclasses import replace
from datetime import UTC, datetime

from config.regulation.codes import Kind
from models.case import Case
from models.directory import DirectoryFile, Person, PersonRow
from models.ids import CaseNo
from models.store import cases, directory, outbox
from models.store.database.clock import now
from models.store.outbox import MessageState, NewMessage, OutboxRow
from tests.factories.house import house, the_signer

CASE_NO = CaseNo("DR-2020-0001")
LINK = "http://127.0.0.1:8112/v/WzEsIkRSIl0.a-token_of-ours"
QUEUED_AT = datetime(2020, 7, 6, 1, 0, tzinfo=UTC)
DUE_AT = datetime(2020, 7, 8, 10, 0, tzinfo=UTC)
UNIT = {"vi": "UBND huyện Mẫu", "en": "People's committee of Mẫu district"}
SEAT = {"vi": "Giám đốc, Sở Ví dụ", "en": "Director, Example department"}


def make_person(**changed):
    defaults = {
        "id": "tran.thi.vi.du",
        "name": "Trần Thị Ví Dụ",
        "language": "vi",
        "mailbox": "tran.thi.vi.du@example.org",
    }
    return Person(**{**defaults, **changed})


def make_case_facts(**changed):
    defaults = {
        "no": CASE_NO,
        "title": "Thăm và làm việc tại huyện Gokseong",
        "unit": UNIT,
        "purpose": "Trao đổi về hợp tác nông nghiệp.",
        "countries": ["KR"],
        "places": ["Gokseong"],
        "begins": "2020-08-24",
        "ends": "2020-08-29",
        "members": 5,
        "head": "Lê Giả Định",
    }
    return {**defaults, **changed}


def make_step_facts(**changed):
    defaults = {
        "number": 3,
        "stage": "opinions",
        "act": "consult",
        "key": "",
        "seat": SEAT,
        "item": {"vi": "Công hàm đề nghị cấp thị thực", "en": "Visa note"},
        "due_at": DUE_AT.isoformat(),
    }
    return {**defaults, **changed}


def make_outcome_facts(**changed):
    defaults = {
        "choice": "approve",
        "by": SEAT,
        "remarks": "Đề nghị giữ liên lạc.",
        "answer": "Đã tiếp thu.",
        "paper": {"number": "12/QĐ-UBND", "dated": "2020-07-07"},
        "day": "2020-08-24",
    }
    return {**defaults, **changed}


def make_calendar_facts(**changed):
    defaults = {
        "uid": "dr-2020-0001.item-3@hau-giang.example",
        "sequence": 0,
        "method": "REQUEST",
        "why": "invited",
        "begins": "2020-08-24T01:30:00+00:00",
        "ends": "2020-08-24T03:00:00+00:00",
        "what": {"vi": "Hội đàm với đoàn", "en": "Talks with the delegation"},
        "place": {"vi": "Phòng khánh tiết, tầng 2", "en": "State room, 2nd floor"},
        "stamp": QUEUED_AT.isoformat(),
    }
    return {**defaults, **changed}


def make_clash_facts(**changed):
    defaults = {
        "kind": "hall",
        "name": "Hội trường lớn",
        "case_no": "DV-2020-0002",
        "begins": "2020-08-24T01:30:00+00:00",
        "ends": "2020-08-24T03:00:00+00:00",
    }
    return {**defaults, **changed}


def make_item_facts(**changed):
    defaults = {
        "number": 1,
        "day": "2020-08-24",
        "begins": "08:30",
        "ends": "10:00",
        "what": {"vi": "Hội đàm", "en": "Talks"},
        "place": {"vi": "Phòng khánh tiết", "en": "State room"},
    }
    return {**defaults, **changed}


def make_guest_facts(**changed):
    """Make what a case of guests tells beside what every case does."""
    defaults = {
        "kind": "inbound",
        "occasion": "visit",
        "sender": "Chính quyền huyện Gangjin",
        "visited": [{"vi": "Huyện Phụng Hiệp", "en": "Phung Hiep District"}],
        "head_position": "Vụ trưởng",
        "guest_class": "c",
        "visits": 1,
        "unannounced": None,
        "places": [],
    }
    return make_case_facts(**{**defaults, **changed})


def make_facts(**changed):
    """Make facts that suffice for every message."""
    defaults = {
        "case": make_case_facts(),
        "step": make_step_facts(),
        "outcome": make_outcome_facts(),
        "shown": [
            {"seat": SEAT, "state": "decided", "choice": "object", "remarks": "Chưa rõ kinh phí."},
            {"seat": SEAT, "state": "silent", "choice": None, "remarks": None},
        ],
        "returned": {"by": SEAT, "remarks": "1. Thiếu thư mời.\n2. Thiếu dự toán."},
        "fault": "seat_vacant",
        "failed": {
            "notice": "to_sign",
            "recipient": "ly.thi.gia.dinh",
            "reply_code": 550,
            "name": "Lý Thị Giả Định",
        },
        "answered": {
            "by": "Lý Thị Giả Định",
            "answer": "declined",
            "item": {
                "number": 1,
                "day": "2020-07-14",
                "begins": "08:30",
                "ends": "10:00",
                "what": {"vi": "Hội đàm", "en": "Talks"},
                "place": {"vi": "Phòng họp số 2", "en": "Hall 2"},
            },
        },
        "replied": {
            "notice": "to_sign",
            "name": "Lý Thị Giả Định",
            "words": "Tôi đang đi công tác.",
        },
        "calendar": make_calendar_facts(),
        "declined": {"by": SEAT, "remarks": "Đang bận việc khác."},
        "asked_again": {"remarks": "Chỉ cần hai người."},
        "question": {"by": SEAT, "what": "Ai lo vé?", "answer": "Đơn vị lo."},
        "conditions": [{"what": "Mua bảo hiểm.", "gate": "start"}],
        "clashes": [make_clash_facts()],
        "lacking": [{"item": {"vi": "Xe", "en": "Car"}, "seat": SEAT}],
        "programme": {"revision": 1, "changed": [make_item_facts()], "cancelled": []},
        "because": "visit_over",
        "reason": "Khách hoãn.",
        "refused": ["Lê Giả Định"],
        "named": "Lý Thị Giả Định",
    }
    return {**defaults, **changed}


def make_row(notice="to_consult", **changed):
    defaults = {
        "id": 1,
        "case_no": CASE_NO,
        "seq": 12,
        "notice": notice,
        "recipient": "tran.thi.vi.du",
        "facts": make_facts(),
        "message_id": f"<{CASE_NO.lower()}.12.{notice}.tran.thi.vi.du@hau-giang.example>",
        "state": MessageState.QUEUED,
        "address": None,
        "content": None,
        "queued_at": QUEUED_AT,
        "next_try_at": QUEUED_AT,
        "tries": 1,
        "sent_at": None,
        "trouble": None,
    }
    row = OutboxRow(**{**defaults, "seal": None, "letter_seal": None, **changed})
    return replace(row, seal=row.seal or the_signer().seal(row.to_seal()))


def enter_people(store, *people):
    """Enter people into the directory, and the case their messages are about."""
    rows = {p.id: PersonRow(name=p.name, language=p.language, mailbox=p.mailbox) for p in people}
    with store.writing() as conn:
        directory.load_directory(house(conn), DirectoryFile(units={}, persons=rows, seats=()))
        cases.save(conn, Case(CASE_NO, Kind.OUTBOUND), Case(CASE_NO, Kind.OUTBOUND))


def queue_message(
    store, *, seq=1, notice="to_consult", recipient="tran.thi.vi.du", facts=None, asks=False
):
    """Put a message into the outbox at the present moment."""
    message = NewMessage(
        case_no=CASE_NO,
        seq=seq,
        notice=notice,
        recipient=recipient,
        facts=make_facts() if facts is None else facts,
        message_id=f"<{CASE_NO.lower()}.{seq}.{notice}.{recipient}@hau-giang.example>",
        asks=asks,
    )
    with store.writing() as conn:
        outbox.queue(conn, [message], the_signer(), at=now(conn))


def messages(store):
    """Return the messages of the case."""
    with store.reading() as conn:
        return outbox.messages_of(conn, CASE_NO)
