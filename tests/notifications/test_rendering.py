"""Every message reads well in both languages and both parts, whatever people wrote into it."""

import re
from datetime import UTC, datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.policy import default
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import TemplateError

from config.settings import Settings
from models.errors import AddressUnusable
from notifications.telling.notices import NOTICES
from notifications.writing.rendering import render, render_sign_in_code, render_standard
from tests.factories.messages import (
    CASE_NO,
    LINK,
    make_case_facts,
    make_facts,
    make_guest_facts,
    make_person,
    make_row,
    make_step_facts,
)

TRICKS = [
    "[x](http://evil.example)",
    "<script>alert(1)</script>",
    "<b onclick=x>&lt;i&gt;</b>",
    "![x](http://evil.example/p.png)",
    "<http://evil.example>",
    "{{ 7 * 7 }} {% raw %}",
    "**not bold** _nor this_ `nor code`",
    "# no heading",
    "- no list",
    "1. no list",
    "> no quotation",
    "a\\",
    "trailing  ",
]


def make_settings(**changed):
    return Settings(**{"secret": "a key for tests alone", **changed})


SETTINGS = make_settings()


class Page(HTMLParser):
    """What somebody sees of a page: its text, its links, its elements."""

    def __init__(self, html):
        super().__init__()
        self.said, self.links, self.tags = [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name in ("href", "src")]

    def handle_data(self, data):
        if "title" not in self.tags[-1:]:
            self.said.append(data)

    @property
    def words(self):
        return " ".join("".join(self.said).split())


def letter(notice="to_consult", *, link=LINK, language="vi", facts=None, **case):
    """Render a message and read it back as a mail program would."""
    facts = facts or make_facts(case=make_case_facts(**case))
    person = make_person(language=language)
    return parsed(render(make_row(notice, facts=facts), person, SETTINGS, link=link))


def parsed(content):
    return message_from_bytes(content, policy=default)


def text_of(message):
    return message.get_body(("plain",)).get_content().replace("\r\n", "\n")


def page_of(message):
    return Page(message.get_body(("html",)).get_content())


def without_marks(text):
    """Return the text part as the words of a page: no dashes of lists, no address of the link."""
    lines = (re.sub(r"^(- |-- $)", "", line) for line in text.splitlines())
    return " ".join(" ".join(line for line in lines if not line.startswith("http")).split())


@pytest.fixture(params=NOTICES, ids=lambda notice: notice.key)
def notice(request):
    return request.param


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_message_says_the_same_in_its_text_and_in_its_page(notice, language):
    message = letter(
        notice.key, language=language, link=LINK if notice.asks or notice.shows else None
    )

    said = without_marks(text_of(message)).replace(":", "")

    assert said == page_of(message).words.replace(":", "")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_subject_starts_with_the_case_and_ends_with_the_trip(notice, language):
    subject = letter(notice.key, language=language)["Subject"]

    assert subject.startswith(f"{CASE_NO} – ")
    assert subject.endswith(": Thăm và làm việc tại huyện Gokseong")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_text_shows_marks_of_the_source(notice, language):
    text = text_of(letter(notice.key, language=language))

    assert not re.search(r"\*|\\|\{|\}|\]\(|<|None|\n\n\n", text)


def test_every_fact_stands_on_a_line_of_its_own(notice):
    text = text_of(letter(notice.key))

    assert f"\n- Hồ sơ: {CASE_NO}\n- Chuyến đi: " in text
    assert "\n- Thành phần: 5 người, trưởng đoàn Lê Giả Định\n" in text


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_message_about_guests_speaks_of_a_delegation_abroad(notice, language):
    facts = make_facts(case=make_guest_facts())

    text = text_of(letter(notice.key, language=language, facts=facts))

    only_of_those_abroad = ("to_prepare", "to_confirm_departure", "to_confirm_return")
    if notice.key not in (*only_of_those_abroad, "to_hand_back"):
        assert not re.search(r"abroad|[Tt]rip\b|come back|đi nước ngoài|[Cc]huyến đi|đoàn ra", text)


def test_a_message_queued_before_guests_were_received_speaks_of_a_delegation_abroad():
    text = text_of(letter("to_sign", facts=make_facts(case=make_case_facts())))

    assert "cử đoàn đi nước ngoài" in text


def test_every_message_can_be_written_without_a_deadline(notice):
    facts = make_facts()
    facts["step"]["due_at"] = None

    assert "2020" in text_of(letter(notice.key, facts=facts))


def test_every_message_can_be_written_from_the_fewest_facts(notice):
    needed = ("case", "step", "outcome", "calendar", "failed", "answered", "replied")
    facts = {key: make_facts()[key] for key in needed}
    facts |= {"fault": "seat_vacant", "replied": {}}
    del facts["failed"]["name"]
    facts["case"] = {key: facts["case"][key] for key in ("title", "unit", "begins", "ends")}
    facts["outcome"] |= {"remarks": None, "answer": None, "paper": None, "day": None}
    facts["step"]["item"] = None

    assert CASE_NO in text_of(letter(notice.key, facts=facts))


def test_a_message_that_asks_has_the_link_on_a_line_of_its_own():
    text = text_of(letter(link=LINK))

    assert text.splitlines().count(LINK) == 1


def test_the_page_has_the_same_link_and_no_other():
    page = page_of(letter(link=LINK))

    assert page.links == [LINK]


def test_a_message_that_asks_nothing_has_no_link(notice):
    message = letter(notice.key, link=None)

    assert "http" not in text_of(message)
    assert page_of(message).links == []


def test_a_message_says_first_what_is_asked_and_by_when():
    text = text_of(letter("to_consult"))

    greeting, what, *_ = text.split("\n\n")

    assert greeting == "Kính gửi: Ông/Bà Trần Thị Ví Dụ."
    assert "cho ý kiến" in what
    assert "17:00 08/07/2020" in what


def test_dates_and_countries_are_said_in_the_readers_language():
    text = text_of(letter("to_sign", language="en"))

    assert "- Destination: Gokseong, South Korea" in text
    assert "- Dates: 24 August 2020 to 29 August 2020" in text


def test_a_decider_reads_objections_and_silences():
    text = text_of(letter("to_decide"))

    assert "Không thống nhất: Chưa rõ kinh phí." in text
    assert "không có ý kiến trả lời trong thời hạn; điều này không được coi là đồng ý" in text


def test_the_remarks_of_a_return_keep_their_lines():
    text = text_of(letter("to_revise"))

    assert "- Nội dung cần sửa: 1. Thiếu thư mời.\n  2. Thiếu dự toán.\n" in text


# --- what people wrote is text, and nothing else -------------------------------------------------


@pytest.mark.parametrize("trick", TRICKS)
def test_what_people_wrote_reads_as_they_wrote_it(trick):
    message = letter(purpose=trick)

    assert f"- Mục đích: {trick.strip()}\n" in text_of(message)
    assert trick.split()[0] in page_of(message).words


@pytest.mark.parametrize("trick", TRICKS)
def test_what_people_wrote_makes_no_element_and_no_link(trick):
    plain, tricky = page_of(letter()), page_of(letter(purpose=trick))

    assert (tricky.tags, tricky.links) == (plain.tags, plain.links)


@given(st.text(max_size=200))
def test_no_text_at_all_makes_an_element_other_than_a_line_break(written):
    plain, tricky = page_of(letter()), page_of(letter(purpose=f"a {written} b"))

    assert [tag for tag in tricky.tags if tag != "br"] == plain.tags
    assert tricky.links == plain.links


@given(st.text(max_size=200))
def test_no_text_at_all_makes_a_paragraph_of_its_own(written):
    plain, tricky = text_of(letter()), text_of(letter(purpose=f"a {written} b"))

    assert tricky.count("\n\n") == plain.count("\n\n")


def test_direction_marks_that_hide_what_is_written_are_left_out():
    text = text_of(letter(purpose="quyết \u202eđịnh\u200b"))

    assert "- Mục đích: quyết định\n" in text


# --- headers -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "title",
    ["Thăm\r\nBcc: thief@example.org", "Thăm\nX-Doan-Case: x", "Thăm\u2028Bcc: x", "Thăm\x00"],
)
def test_a_line_end_in_a_title_makes_no_header(title):
    message = letter(title=title)

    assert message["Bcc"] is None
    assert message.get_all("X-Doan-Case") == [CASE_NO]


def test_a_line_end_in_a_name_makes_no_header():
    person = make_person(name="Trần\r\nBcc: thief@example.org")

    message = parsed(render(make_row(), person, SETTINGS, link=None))

    assert message["Bcc"] is None
    assert message["To"].addresses[0].addr_spec == "tran.thi.vi.du@example.org"


@given(st.text(st.sampled_from("ăâđêôơưạảãầếộợựỹ ĐƯ abcXYZ019.,:;()-–/“”\"'=?_"), max_size=300))
def test_a_long_vietnamese_title_comes_back_as_it_was(written):
    title = " ".join(f"Đoàn {written} Gokseong".split())

    subject = letter(title=title)["Subject"]

    assert subject == f"{CASE_NO} – Đề nghị cho ý kiến: {title}"


@given(st.text(st.sampled_from("ăâđêôơưạảãầếộợựỹ ĐƯ abcXYZ.,()-\"'=?_@<>\\"), max_size=200))
def test_a_long_vietnamese_name_comes_back_as_it_was(written):
    name = " ".join(f"Trần {written} Dụ".split())

    content = render(make_row(), make_person(name=name), SETTINGS, link=None)

    to = make_header(decode_header(message_from_bytes(content)["To"]))
    assert str(to) == f"{name} <tran.thi.vi.du@example.org>"


@given(st.text(st.sampled_from("ăâđêôơưạảãầếộợựỹ ĐƯ abcXYZ.,()-\"'=?_@<>\\"), max_size=200))
def test_encoded_words_and_their_lines_are_as_short_as_the_standard_has_them(written):
    """RFC 2047, 2: a word of at most 75 letters, a line with one of at most 76."""
    name = " ".join(f"Trần {written} Dụ".split())
    facts = make_facts(case=make_case_facts(title=name))

    content = render(make_row(facts=facts), make_person(name=name), SETTINGS, link=None)

    for line in content.partition(b"\r\n\r\n")[0].split(b"\r\n"):
        words = re.findall(rb"=\?[^? ]+\?[bq]\?[^? ]*\?=", line)
        assert all(len(word) <= 75 for word in words)
        assert not words or len(line) <= 76


@given(st.integers(1, 60), st.integers(1, 60))
def test_however_long_an_address_is_it_stands_whole_on_a_short_line(name, domain):
    mailbox = f"{'a' * name}@{'b' * domain}.example"

    person = make_person(name="Trần Thị Ví Dụ " * 4, mailbox=mailbox)
    content = render(make_row(), person, SETTINGS, link=None)

    assert f"<{mailbox}>".encode() in content
    assert parsed(content)["To"].addresses[0].addr_spec == mailbox


@pytest.mark.parametrize("name", ["Tran Thi Vi Du", "Trần Thị Ví Dụ", "Vi Du, Tran (Ms)", ""])
def test_a_name_goes_with_one_address(name):
    message = parsed(render(make_row(), make_person(name=name), SETTINGS, link=None))

    assert [(a.display_name, a.addr_spec) for a in message["To"].addresses] == [
        (name, "tran.thi.vi.du@example.org")
    ]


def test_no_line_of_a_message_is_longer_than_mail_allows():
    message = render(
        make_row(facts=make_facts(case=make_case_facts(title="Đ" * 300, purpose="ư" * 5000))),
        make_person(name="Trần " * 40),
        SETTINGS,
        link=LINK,
    )

    assert max(len(line) for line in message.split(b"\r\n")) <= 998
    assert message.isascii()


def test_all_messages_of_a_case_are_one_conversation():
    messages = [letter("to_sign"), letter("receipt")]

    assert {m["References"] for m in messages} == {f"<case.{CASE_NO}@hau-giang.example>"}
    assert {m["In-Reply-To"] for m in messages} == {f"<case.{CASE_NO}@hau-giang.example>"}


@pytest.mark.parametrize("recipient", ["a.b", "a" * 80])
def test_the_message_id_is_the_one_of_the_row(recipient):
    message_id = f"<dr-2020-0001.12.to_confirm_departure.{recipient}@doan.hau-giang.example>"
    row = make_row("to_confirm_departure", message_id=message_id)

    content = render(row, make_person(), SETTINGS, link=None)

    # Never folded before its value: a server that looks at the first line alone finds it.
    assert f"\r\nMessage-ID: {message_id}\r\n".encode() in content
    assert parsed(content)["Message-ID"] == message_id


def test_the_date_is_the_event_in_the_provinces_time():
    message = letter()

    assert message["Date"] == "Mon, 06 Jul 2020 08:00:00 +0700"


@pytest.mark.parametrize(("language", "said"), [("vi", "vi"), ("en", "en"), ("fr", "vi")])
def test_a_message_names_its_language(language, said):
    message = letter(language=language)

    assert message["Content-Language"] == said
    assert f'<html lang="{said}">' in message.get_body(("html",)).get_content()


def test_answering_machines_are_asked_not_to_answer():
    assert letter()["Auto-Submitted"] == "auto-generated"


def test_the_sender_is_the_one_of_the_settings():
    settings = make_settings(mail_from="doan@example.org", mail_from_name="Đoàn\r\ntỉnh")

    message = parsed(render(make_row(), make_person(), settings, link=None))

    sender = message["From"].addresses[0]
    assert (sender.display_name, sender.addr_spec) == ("Đoàn tỉnh", "doan@example.org")


@pytest.mark.parametrize(
    "mailbox", ["", "a@", "no one@example.org", "đoàn@example.org", "a@b\r\nc"]
)
def test_a_mailbox_nothing_can_be_sent_to_is_refused(mailbox):
    with pytest.raises(AddressUnusable):
        render(make_row(), make_person(mailbox=mailbox), SETTINGS, link=None)


def test_the_same_row_gives_the_same_words_every_time():
    first, second = letter(), letter()

    assert text_of(first) == text_of(second)


# --- what cannot be filled, and what belongs to no case ------------------------------------------


@pytest.mark.parametrize("missing", ["case", "step"])
def test_a_missing_fact_is_an_error_and_no_gap(missing):
    row = make_row("to_consult", facts=make_facts(**{missing: None}))

    with pytest.raises((TemplateError, TypeError)):
        render(row, make_person(), SETTINGS, link=LINK)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_standard_text_needs_no_facts(language):
    row = make_row(facts={})

    content = render_standard(row, make_person(language=language), SETTINGS, link=LINK)

    text = text_of(parsed(content))
    assert CASE_NO in text
    assert LINK in text


def test_the_standard_text_needs_no_case():
    row = make_row("checkpoint", case_no=None, facts={})

    content = render_standard(row, make_person(language="en"), SETTINGS, link=None)

    assert parsed(content)["Subject"] == "News from Doan"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_code_stands_alone_on_its_line(language):
    content = render_sign_in_code(
        make_person(language=language),
        SETTINGS,
        code="012345",
        minutes=10,
        at=datetime(2020, 7, 6, 1, 0, tzinfo=UTC),
    )

    message = parsed(content)
    assert "012345" in text_of(message).splitlines()
    assert "012345" not in message["Subject"]
    assert message["X-Doan-Kind"] == "sign-in-code"


@pytest.mark.parametrize(
    ("language", "why"),
    [
        ("vi", "vì hồ sơ đã sửa đổi: thành viên đoàn, thời gian"),
        ("en", "because these changed: members, dates"),
    ],
)
def test_who_is_asked_once_more_is_told_why(language, why):
    facts = make_facts(step=make_step_facts(changed=["members", "dates"]))

    assert why in text_of(letter(facts=facts, language=language))
