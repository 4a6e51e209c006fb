"""Which files are taken: documents, sheets, pictures and plain text, told by what is in them. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from zipfile import BadZipFile, ZipFile

_ZIPPED, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OPEN_XML = "application/vnd.openxmlformats-officedocument"
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument"
# What a document carries that brings programs of its own with it.
_PROGRAMS = "vbaproject.bin"

JPEG, PNG, PDF = "image/jpeg", "image/png", "application/pdf"
TEXT = "text/plain; charset=utf-8"


@dataclass(frozen=True)
class FileType:
    """A type of file: what it is sent as, what people call it, how its names end, how it is told."""

    media_type: str
    called: str
    endings: tuple[str, ...]
    is_it: Callable[[bytes], bool]


def type_within(content: bytes) -> FileType | None:
    """Return the type that a content is of; None for one that is not taken, or empty."""
    return next((each for each in _TYPES if content and each.is_it(content)), None)


def media_type_of(name: str, content: bytes) -> str | None:
    """Return the type of a file; None for one that is not taken, or not what its name says.

    Whoever opens a paper of Doan's must not start a program by it.
    """
    found = type_within(content)
    return found.media_type if found and ending_of(name) in found.endings else None


def ending_of(name: str) -> str:
    """Return how a name ends: `.pdf`."""
    return PurePosixPath(name).suffix.lower()


def _begins(*begin: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(begin)


def _holds_stream(*names: str) -> Callable[[bytes], bool]:
    """Tell documents of before 2007 apart: each names what it holds in its directory."""
    told = [name.encode("utf-16-le") for name in names]
    return lambda content: content.startswith(_OLE) and any(name in content for name in told)


def _zips(part: str) -> Callable[[bytes], bool]:
    """Tell zipped documents apart by their main part; one that brings programs along is none."""

    def is_it(content: bytes) -> bool:
        names = [name.lower() for name in _names_in(content)]
        return part in names and not any(name.endswith(_PROGRAMS) for name in names)

    return is_it


def _is_open_document(media_type: str) -> Callable[[bytes], bool]:
    # What it is stands first in it, and uncompressed, so that it can be told like this.
    said = f"mimetype{media_type}".encode()
    return lambda content: content.startswith(_ZIPPED) and said in content[:120]


def _names_in(content: bytes) -> list[str]:
    if not content.startswith(_ZIPPED):
        return []
    try:
        with ZipFile(BytesIO(content)) as zipped:
            return zipped.namelist()
    except (BadZipFile, ValueError, OSError):
        return []


def _is_text(content: bytes) -> bool:
    try:
        return "\0" not in content.decode()
    except UnicodeDecodeError:
        return False


_TYPES = (
    FileType(PDF, "PDF", (".pdf",), _begins(b"%PDF")),
    FileType(JPEG, "JPEG", (".jpg", ".jpeg"), _begins(b"\xff\xd8\xff")),
    FileType(PNG, "PNG", (".png",), _begins(b"\x89PNG\r\n\x1a\n")),
    FileType(
        f"{_OPEN_XML}.wordprocessingml.document", "Word", (".docx",), _zips("word/document.xml")
    ),
    FileType(f"{_OPEN_XML}.spreadsheetml.sheet", "Excel", (".xlsx",), _zips("xl/workbook.xml")),
    FileType("application/msword", "Word 97–2003", (".doc",), _holds_stream("WordDocument")),
    FileType(
        "application/vnd.ms-excel", "Excel 97–2003", (".xls",), _holds_stream("Workbook", "Book")
    ),
    *(
        FileType(
            f"{_OPEN_DOCUMENT}.{said}",
            "OpenDocument",
            (ending,),
            _is_open_document(f"{_OPEN_DOCUMENT}.{said}"),
        )
        for said, ending in (("text", ".odt"), ("spreadsheet", ".ods"))
    ),
    FileType(TEXT, "TXT", (".txt",), _is_text),
)
ENDINGS = tuple(ending for each in _TYPES for ending in each.endings)
ALLOWED = ", ".join(ending.removeprefix(".") for ending in ENDINGS)
