"""The same document is the same bytes: a Word file names no moment at which it was packed."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.document import Document as OpenDocument
from docx.oxml.ns import qn

# The first moment a ZIP archive can name.
_PACKED_AT = (1980, 1, 1, 0, 0, 0)


def same_bytes(content: bytes) -> bytes:
    """Return a Word file packed anew: its parts in one order, and no moment in it."""
    packed = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(packed, "w", ZIP_DEFLATED) as new:
        names = old.namelist()
        # Readers look for the list of parts first.
        for name in sorted(names, key=lambda each: (each != "[Content_Types].xml", each)):
            part = ZipInfo(name, _PACKED_AT)
            part.compress_type = ZIP_DEFLATED
            part.create_system = 3
            new.writestr(part, old.read(name), compresslevel=6)
    return packed.getvalue()


def of_no_moment(document: OpenDocument) -> None:
    """Take out of a document when and with what it was made: it is a draft whenever it is taken."""
    properties = document.core_properties
    properties.author = properties.comments = properties.title = ""
    for name in ("dcterms:created", "dcterms:modified"):
        for element in properties._element.findall(qn(name)):
            properties._element.remove(element)
