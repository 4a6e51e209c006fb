"""An office words messages itself: what its templates cannot say is found before a letter is sent."""

import re

import pytest

from config.settings import Settings
from config.words import Language, words
from models.errors import NoticeUnknown
from notifications.showing.checking import wrong_templates
from notifications.showing.previews import preview
from notifications.showing.samples import all_notices
from notifications.telling.notices import NOTICES

SUBJECT = "Subject: {{ case.no }} – Kính trình"


@pytest.fixture
def own(tmp_path):
    """The folder of an office's own templates."""
    return tmp_path / "mau-thu"


def has(own, text, name="to_decide/vi.md"):
    path = own / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return own


def faults(own):
    return [(wrong.file, wrong.line, wrong.why) for wrong in wrong_templates(own)]


def test_every_message_can_be_written_in_both_languages():
    assert faults(None) == []
    assert {notice.key for notice in NOTICES} <= {*all_notices()}


@pytest.mark.parametrize("language", Language)
def test_no_message_has_anything_fetched_when_it_is_opened_or_tells_who_opened_it(language):
    """No picture, style, font or script from elsewhere, and of links the one way into Doan."""
    settings = Settings(public_url="https://doan.hau-giang.example")

    for notice in all_notices():
        html = preview(notice, settings, language).html.lower()
        fetched = re.findall(
            r"<(?:img|link|script|iframe|object|embed|video|audio|svg|form|input)\b|\bsrc=|"
            r"\bbackground=|url\(|@import|@font-face",
            html,
        )
        assert (notice, fetched) == (notice, [])
        addresses = re.findall(r'href="([^"]*)"', html)
        assert {a for a in addresses if a != "https://doan.hau-giang.example/v/mau"} == set(), (
            notice
        )


@pytest.mark.parametrize("language", Language)
def test_no_line_of_a_message_is_longer_than_encoded_lines_may_be(language):
    """RFC 2045, 6.7: quoted-printable has at most 76 letters a line."""
    settings = Settings(public_url="https://doan.hau-giang.example")
    letters = {notice: preview(notice, settings, language).content for notice in all_notices()}

    assert [n for n, letter in letters.items() if max(map(len, _lines(letter))) > 76] == []


def _lines(letter):
    """The lines of a letter but its address to be told no more, which no line end may part."""
    stop = b"List-Unsubscribe: "
    return [line for line in letter.split(b"\r\n") if not line.startswith(stop)]


@pytest.mark.parametrize("language", Language)
def test_no_header_asks_for_a_word_that_a_letter_was_opened(language):
    for notice in all_notices():
        head = preview(notice, Settings(), language).content.partition(b"\r\n\r\n")[0].lower()
        for asks in (b"disposition-notification-to", b"return-receipt-to", b"x-confirm-reading-to"):
            assert asks not in head


def test_a_message_is_worded_as_the_office_has_it_and_all_others_as_before(tmp_path, own):
    has(
        own,
        f"{SUBJECT}\n\nKính trình đồng chí {{{{ person.name }}}} hồ sơ **{{{{ case.no }}}}**.\n",
    )
    settings = Settings(folder=tmp_path, templates=own)

    seen = preview("to_decide", settings, Language.VIETNAMESE)

    assert seen.subject == "DR-2020-0000 – Kính trình"
    assert "Kính trình đồng chí Nguyễn Văn Mẫu hồ sơ DR-2020-0000." in seen.text
    assert "<strong>DR-2020-0000</strong>" in seen.html
    others = (settings, Settings(folder=tmp_path))
    one, other = (preview("to_sign", each, Language.VIETNAMESE).text for each in others)
    assert one == other
    assert faults(own) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"{SUBJECT}\n\n{{% if step %}}\n", ("to_decide/vi.md", 3, "syntax")),
        (f"{SUBJECT}\n\n{{{{ cas.no }}}}\n", ("to_decide/vi.md", None, "unknown_fact")),
        (f"{SUBJECT}\n\n{{{{ case.titel }}}}\n", ("to_decide/vi.md", 3, "unknown_fact")),
        (f"{SUBJECT}\n\n{{{{ step.visit.nummer }}}}\n", ("to_decide/vi.md", 3, "unknown_fact")),
        (f"{SUBJECT}\n\n{{{{ case.no|upside }}}}\n", ("to_decide/vi.md", 3, "syntax")),
        (f"{SUBJECT}\n\n{{{{ case.no|said }}}}\n", ("to_decide/vi.md", None, "cannot_be_filled")),
        ("Kính trình\n", ("to_decide/vi.md", 1, "no_subject")),
        ("Subject: \n\nKính trình\n", ("to_decide/vi.md", 1, "no_subject")),
        ("", ("to_decide/vi.md", 1, "no_subject")),
        (
            f"{SUBJECT}\n\n{{{{ case.no.__class__.__mro__ }}}}\n",
            ("to_decide/vi.md", None, "cannot_be_filled"),
        ),
        (
            f'{SUBJECT}\n\n{{% include "_shared/vi/nothing.md" %}}\n',
            ("to_decide/vi.md", None, "cannot_be_filled"),
        ),
    ],
)
def test_what_a_template_cannot_say_is_named_with_its_file_and_line(own, text, found):
    assert faults(has(own, text)) == [found]


def test_a_file_that_stands_for_none_of_ours_is_named_with_the_nearest(own):
    has(own, f"{SUBJECT}\n", "to_decid/vi.md")

    (wrong,) = wrong_templates(own)

    assert wrong.said(words("en")) == (
        "to_decid/vi.md: it stands for none of Doan's templates; the nearest name is to_decide/vi.md."
    )


def test_a_part_that_many_messages_have_is_checked_too(own):
    has(own, "{{ case.titel }}\n", "_shared/vi/case.md")

    assert ("_shared/vi/case.md", 1, "unknown_fact") in faults(own)


def test_a_folder_that_is_not_there_and_a_file_that_is_no_text_are_named(own):
    assert [why for _, _, why in faults(own)] == ["no_folder"]
    has(own, "", "to_decide/vi.md").joinpath("to_decide/vi.md").write_bytes(b"\xff\xfe\x00")
    assert [why for _, _, why in faults(own)] == ["not_utf8"]


@pytest.mark.parametrize("language", Language)
def test_every_message_can_be_looked_at_before_anybody_gets_it(tmp_path, language):
    settings = Settings(folder=tmp_path)
    for notice in all_notices():
        seen = preview(notice, settings, language)
        assert all((seen.subject, seen.text, seen.html)), notice


def test_a_message_nobody_knows_is_refused_with_the_nearest(tmp_path):
    with pytest.raises(NoticeUnknown, match="to_decide"):
        preview("to_decidde", Settings(folder=tmp_path), Language.VIETNAMESE)
