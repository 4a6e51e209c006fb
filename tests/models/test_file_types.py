"""Which files are taken: what is in them counts, beside the ending of their name."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from models.request.papers.file_types import media_type_of

PDF, PNG = b"%PDF-1.7 ...", b"\x89PNG\r\n\x1a\n..."
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def zipped(*names, mimetype=""):
    """A zipped document with these parts."""
    file = BytesIO()
    with ZipFile(file, "w") as written:
        if mimetype:
            written.writestr("mimetype", mimetype)
        for name in names:
            written.writestr(name, "")
    return file.getvalue()


WORD, EXCEL = zipped("word/document.xml"), zipped("xl/workbook.xml")
OPEN_TEXT = zipped("content.xml", mimetype="application/vnd.oasis.opendocument.text")
OLD_WORD = OLE + "WordDocument".encode("utf-16-le")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("quyet-dinh.pdf", PDF),
        ("QUYET-DINH.PDF", PDF),
        ("du-toan.xlsx", EXCEL),
        ("to-trinh.docx", WORD),
        ("to-trinh.odt", OPEN_TEXT),
        ("to-trinh.doc", OLD_WORD),
        ("anh.png", PNG),
        ("ghi-chu.txt", "Ghi chú.".encode()),
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
        ("macro.docm", WORD),
        ("macro.docx", zipped("word/document.xml", "word/vbaProject.bin")),
        ("to-trinh.docx", EXCEL),
        ("to-trinh.docx", zipped("setup.exe")),
        ("to-trinh.docx", b"PK\x03\x04..."),
        ("to-trinh.docx", OLD_WORD),
        ("to-trinh.xls", OLD_WORD),
        ("to-trinh.odt", WORD),
        ("trong.txt", b""),
        ("ghi-chu.txt", b"MZ\x00\x01"),
        ("ghi-chu.txt", b"\xff\xfe"),
        ("khong-duoi", PDF),
        ("", PDF),
    ],
)
def test_what_starts_a_program_or_is_not_what_it_says_is_not(name, content):
    assert media_type_of(name, content) is None
