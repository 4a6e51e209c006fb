"""Which files are taken: what is in them counts, beside the ending of their name."""

import pytest

from models.request.file_types import media_type_of

PDF, ZIP, PNG = b"%PDF-1.7 ...", b"PK\x03\x04...", b"\x89PNG\r\n\x1a\n..."


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("quyet-dinh.pdf", PDF),
        ("QUYET-DINH.PDF", PDF),
        ("du-toan.xlsx", ZIP),
        ("anh.png", PNG),
        ("ghi-chu.txt", "Ghi chú.".encode()),
        ("trong.txt", b""),
    ],
)
def test_papers_as_offices_have_them_are_taken(name, content):
    assert media_type_of(name, content)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("quyet-dinh.pdf.exe", PDF),
        ("quyet-dinh.exe", b"MZ..."),
        ("quyet-dinh.pdf", b"MZ..."),
        ("quyet-dinh.pdf", b""),
        ("trang.html", b"<script>alert(1)</script>"),
        ("anh.svg", b"<svg onload=alert(1)>"),
        ("macro.docm", ZIP),
        ("ghi-chu.txt", b"MZ\x00\x01"),
        ("ghi-chu.txt", b"\xff\xfe"),
        ("khong-duoi", PDF),
        ("", PDF),
    ],
)
def test_what_starts_a_program_or_is_not_what_it_says_is_not(name, content):
    assert media_type_of(name, content) is None
