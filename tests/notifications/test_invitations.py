"""An invitation is an ordinary message that mail programs also take for an event."""

from email import message_from_bytes
from email.policy import default

import pytest
from jinja2 import TemplateError
from pydantic import SecretStr

from config.settings import Settings
from notifications.writing.rendering import render, render_standard
from tests.factories.calendars import CANCELLED, CASE_NO, CHANGED, INVITED, WITHDRAWN, make_part
from tests.factories.messages import LINK, make_case_facts, make_facts, make_person, make_row

SETTINGS = Settings(secret=SecretStr("a key for tests alone"), mail_from_name="Đoàn tỉnh")
EVENTS = [INVITED, CHANGED, WITHDRAWN, CANCELLED]


def make_invitation(facts=INVITED, **changed):
    return make_row(
        "invitation",
        case_no=CASE_NO,
        facts=make_facts(calendar=facts, case=make_case_facts(no=CASE_NO), **changed),
    )


def content(facts=INVITED, *, language="vi", **changed):
    row = make_invitation(facts, **changed)
    return render(row, make_person(language=language), SETTINGS, link=None)


def read(facts=INVITED, **how):
    """Render an invitation and read it back as a mail program would."""
    return message_from_bytes(content(facts, **how), policy=default)


def part(message, content_type):
    [found] = [p for p in message.walk() if p.get_content_type() == content_type]
    return found


def shape(message):
    """Return the tree of a message's parts."""
    kind = message.get_content_type()
    return (kind, [shape(p) for p in message.iter_parts()]) if message.is_multipart() else kind


def text_of(message):
    return message.get_body(("plain",)).get_content().replace("\r\n", "\n")


@pytest.fixture(params=EVENTS, ids=lambda facts: facts["why"])
def facts(request):
    return request.param


def test_an_event_is_an_alternative_of_the_text_and_a_file_beside_it(facts):
    message = read(facts)

    # The last alternative is the richest: a program that knows calendars takes it.
    alternatives = ("multipart/alternative", ["text/plain", "text/html", "text/calendar"])
    assert shape(message) == ("multipart/mixed", [alternatives, "application/ics"])


def test_the_alternative_names_its_method_and_its_letters(facts):
    calendar = part(read(facts), "text/calendar")

    named = calendar["Content-Type"].params
    assert named["method"] == facts["method"]
    assert named["charset"] == "UTF-8"
    assert calendar["Content-Disposition"] is None


def test_the_alternative_is_the_event_to_the_letter(facts):
    calendar = part(read(facts), "text/calendar")

    assert calendar.get_payload(decode=True) == make_part(facts).encode()


def test_the_file_is_the_same_event(facts):
    [file] = read(facts).iter_attachments()

    assert file.get_filename() == "invite.ics"
    assert file.get_content() == make_part(facts).encode()


def test_the_organiser_is_who_writes_and_the_guest_is_who_is_written_to():
    message = read()

    event = part(message, "text/calendar").get_content()
    assert 'ORGANIZER;CN="Đoàn tỉnh":mailto:doan@hau-giang.example' in event
    assert message["From"].addresses[0].addr_spec == "doan@hau-giang.example"
    assert message["To"].addresses[0].addr_spec == "tran.thi.vi.du@example.org"


def test_the_message_stays_seven_bits_in_short_lines(facts):
    sent = content(facts)

    assert sent.isascii()
    assert max(len(line) for line in sent.split(b"\r\n")) <= 998


SUBJECTS = {
    "invited": "Mời tham dự (08:30 24/08/2020)",
    "changed": "Thay đổi lịch (10:30 24/08/2020)",
    "withdrawn": "Điều chỉnh thành phần tham dự (10:30 24/08/2020)",
    "cancelled": "Hủy lịch (10:30 24/08/2020)",
}


def test_the_subject_says_why_and_when(facts):
    subject = read(facts)["Subject"]

    assert subject.startswith(f"{CASE_NO} – {SUBJECTS[facts['why']]}: ")


SAID = {
    "invited": ("Kính mời Ông/Bà tham dự", "You are invited to the event"),
    "changed": ("có điều chỉnh", "has changed"),
    "withdrawn": ("Hoạt động vẫn diễn ra theo chương trình", "takes place as planned"),
    "cancelled": ("không tổ chức nữa", "will not take place"),
}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_text_says_first_what_has_happened(facts, language):
    _greeting, what, *_ = text_of(read(facts, language=language)).split("\n\n")

    assert SAID[facts["why"]][("vi", "en").index(language)] in what


def test_the_text_says_what_when_and_where():
    text = text_of(read(CHANGED))

    assert f"- Hoạt động: {CHANGED['what']['vi']}\n" in text
    assert "- Bắt đầu: 10:30 24/08/2020\n- Kết thúc: 12:00 24/08/2020\n" in text
    assert "- Địa điểm: Phòng khánh tiết, tầng 2\n" in text


@pytest.mark.parametrize("facts", [INVITED, CHANGED])
def test_who_is_invited_is_told_that_no_answers_are_taken(facts):
    assert "Hệ thống không nhận trả lời từ lịch" in text_of(read(facts))


@pytest.mark.parametrize("facts", [WITHDRAWN, CANCELLED])
def test_who_is_not_to_come_is_asked_for_nothing(facts):
    text = text_of(read(facts))

    assert "không cần phản hồi" in text
    assert "không nhận trả lời" not in text


def test_a_checkpoint_goes_beside_as_it_did():
    row = make_row("checkpoint", case_no=None, facts={"checkpoint": "doan 12\n", "entries": 12})

    sent = render(row, make_person(), SETTINGS, link=None)

    message = message_from_bytes(sent, policy=default)
    alternatives = ("multipart/alternative", ["text/plain", "text/html"])
    assert shape(message) == ("multipart/mixed", [alternatives, "text/plain"])
    [file] = message.iter_attachments()
    assert (file.get_filename(), file.get_payload(decode=True)) == ("checkpoint.txt", b"doan 12\n")


def test_a_message_without_an_event_is_as_it_was():
    facts = make_facts(calendar=None)

    sent = render(make_row(facts=facts), make_person(), SETTINGS, link=LINK)

    message = message_from_bytes(sent, policy=default)
    assert shape(message) == ("multipart/alternative", ["text/plain", "text/html"])


def test_the_standard_text_carries_no_event():
    sent = render_standard(make_invitation(), make_person(), SETTINGS, link=None)

    assert b"text/calendar" not in sent


@pytest.mark.parametrize("lacking", ["uid", "sequence", "begins", "why", "stamp"])
def test_an_event_that_lacks_a_fact_is_an_error_and_no_gap(lacking):
    with pytest.raises((TemplateError, TypeError, ValueError)):
        read({name: fact for name, fact in INVITED.items() if name != lacking})
