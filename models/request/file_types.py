"""Which files are taken: documents, sheets, pictures and plain text, told by what is in them. Pure."""

from pathlib import PurePosixPath

_ZIPPED, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OPEN_XML = "application/vnd.openxmlformats-officedocument"
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument"

# By the ending of a name: the type it is sent as, and how a content of that type begins.
_TYPES: dict[str, tuple[str, bytes]] = {
    ".pdf": ("application/pdf", b"%PDF"),
    ".txt": ("text/plain; charset=utf-8", b""),
    ".jpg": ("image/jpeg", b"\xff\xd8\xff"),
    ".jpeg": ("image/jpeg", b"\xff\xd8\xff"),
    ".png": ("image/png", b"\x89PNG\r\n\x1a\n"),
    ".doc": ("application/msword", _OLE),
    ".docx": (f"{_OPEN_XML}.wordprocessingml.document", _ZIPPED),
    ".xls": ("application/vnd.ms-excel", _OLE),
    ".xlsx": (f"{_OPEN_XML}.spreadsheetml.sheet", _ZIPPED),
    ".odt": (f"{_OPEN_DOCUMENT}.text", _ZIPPED),
    ".ods": (f"{_OPEN_DOCUMENT}.spreadsheet", _ZIPPED),
}
ALLOWED = ", ".join(ending.removeprefix(".") for ending in _TYPES)


def media_type_of(name: str, content: bytes) -> str | None:
    """Return the type of a file; None for one that is not taken, or not what its name says.

    Whoever opens a paper of Doan's must not start a program by it.
    """
    media_type, begins = _TYPES.get(PurePosixPath(name).suffix.lower(), ("", b""))
    if not media_type or not content.startswith(begins):
        return None
    return media_type if begins or _is_text(content) else None


def _is_text(content: bytes) -> bool:
    try:
        return "\0" not in content.decode()
    except UnicodeDecodeError:
        return False
