"""What a Word document says."""

from io import BytesIO

from docx import Document


def text_of(document):
    """Return its paragraphs and the rows of its tables, line by line, in their order."""
    lines = []
    for part in Document(BytesIO(document)).iter_inner_content():
        rows = getattr(part, "rows", None)
        if rows is None:
            lines.append(part.text)
            continue
        lines += ["\n".join(p.text for c in row.cells for p in c.paragraphs) for row in rows]
    return "\n".join(lines)
