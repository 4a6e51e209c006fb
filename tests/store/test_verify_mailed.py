"""An auditor hands over a checkpoint as it came: the note, or the saved mail around it."""

from email.message import EmailMessage

import pytest

from cli.auditing import notes_in
from models.errors import CheckpointInvalid

NOTE = "hau-giang.example\n3\ncpuIbmBYz453JSTj/eVdNnyPpNxCTlX34RyqtTqI6sA=\n\n— hau-giang.example bKVf\n"


def make_mail(**attached):
    mail = EmailMessage()
    mail["Subject"] = "Điểm kiểm chứng nhật ký"
    mail.set_content("Kính gửi: Ông/Bà. Tệp kèm theo là điểm kiểm chứng đã ký.")
    for name, note in attached.items():
        mail.add_attachment(note.encode(), "text", "plain", filename=f"{name}.txt")
    return mail


@pytest.fixture
def file(tmp_path):
    return tmp_path / "checkpoint"


def test_a_saved_note_is_read(file):
    file.write_text(NOTE, encoding="utf-8")

    assert notes_in(file) == [NOTE]


def test_a_note_an_editor_saved_with_a_byte_order_mark_is_read(file):
    file.write_text(NOTE, encoding="utf-8-sig")

    assert notes_in(file) == [NOTE]


def test_the_note_attached_to_a_saved_mail_is_read(file):
    file.write_bytes(make_mail(checkpoint=NOTE, other="not this").as_bytes())

    assert notes_in(file) == [NOTE]


def test_the_note_of_a_mail_that_was_forwarded_is_read(file):
    forwarded = make_mail()
    forwarded.add_attachment(make_mail(checkpoint=NOTE))
    file.write_bytes(forwarded.as_bytes())

    assert notes_in(file) == [NOTE]


def test_a_missing_file_is_named(file):
    with pytest.raises(CheckpointInvalid, match=str(file)):
        notes_in(file)


def test_a_folder_is_no_checkpoint(tmp_path):
    with pytest.raises(CheckpointInvalid, match=str(tmp_path)):
        notes_in(tmp_path)


def test_a_file_that_is_no_text_is_named(file):
    file.write_bytes(b"\xff\xfe\x00")

    with pytest.raises(CheckpointInvalid, match=str(file)):
        notes_in(file)
