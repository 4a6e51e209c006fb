"""A Word document as PDF, for the record and the printer.

LibreOffice sets it as Word would; where it is not there, our own setting of what papers are made of
(paragraphs, tables, lines, page numbers) does. The same document gives the same bytes by the second way;
LibreOffice writes when it did it.
"""

import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from papers.printing.setting import set_in_type

MEDIA_TYPE = "application/pdf"
_OFFICES = ("soffice", "libreoffice")
# It has to start first; what takes longer hangs.
_PATIENCE_SECONDS = 60


def as_pdf(document: bytes, *, by_office: bool = True) -> bytes:
    """Return a Word document as PDF; raises `PaperUnprintable` where there is nothing to set it with."""
    office = next(filter(None, map(shutil.which, _OFFICES)), None) if by_office else None
    converted = _converted(office, document) if office else None
    return converted or set_in_type(document)


def _converted(office: str, document: bytes) -> bytes | None:
    """Return what LibreOffice makes of it; None where it makes nothing."""
    with TemporaryDirectory() as folder:
        there = Path(folder)
        word, pdf = there / "paper.docx", there / "paper.pdf"
        word.write_bytes(document)
        # A profile of its own, since one that is open elsewhere would refuse a second office.
        profile = f"-env:UserInstallation={(there / 'profile').as_uri()}"
        command = [
            office,
            profile,
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            folder,
            str(word),
        ]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=_PATIENCE_SECONDS)
        except (subprocess.SubprocessError, OSError):
            return None
        return pdf.read_bytes() if pdf.is_file() else None
