"""The head and the foot of a paper, in the layout of the State or of the Party.

Sources: 30/2020/NĐ-CP, annex I; 36-HD/VPTW (unconfirmed). What is filled in later stands as a tag of
the template.
"""

from collections.abc import Callable, Sequence

from docx.document import Document as OpenDocument
from docx.shared import Cm, Pt
from docx.table import _Cell

from papers.laying_out.type import BOTH, LEFT, line, ruled, spaced, table_of
from papers.told.paper import Layout, OfficialPaper

_NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
_MOTTO = "Độc lập - Tự do - Hạnh phúc"
_PARTY = "ĐẢNG CỘNG SẢN VIỆT NAM"
_HEAD = {Layout.STATE: (6.9, 9.6), Layout.PARTY: (7.3, 9.2)}


def head(document: OpenDocument, layout: Layout, about: str) -> None:
    """Set parts 1 to 4: nation and motto, or the Party; the issuer; number and symbol; place and day.

    `about` is what a letter is about, which stands under its number; empty where a paper has a title.
    """
    table = table_of(document, 2, _HEAD[layout], grid=False)
    (issuer, nation), (number, dated) = (row.cells for row in table.rows)
    above = "{{ paper.issuer.above }}"
    _when(issuer, "paper.issuer.above", lambda: line(issuer, above, size=13))
    if layout is Layout.STATE:
        line(issuer, "{{ paper.issuer.name }}", size=13, bold=True)
        ruled(line(issuer, "", size=4), Cm(2.3))
        line(nation, _NATION, size=12, bold=True)
        line(nation, _MOTTO, size=13.5, bold=True)
        ruled(line(nation, "", size=4), Cm(2.0))
        line(number, "{{ paper.number }}", size=13)
    else:
        line(issuer, "{{ paper.issuer.name }}", bold=True)
        line(issuer, "*")
        line(nation, _PARTY, size=15, bold=True)
        ruled(line(nation, "", size=4), Cm(0.7))
        line(number, "{{ paper.number }}")
    if about:
        italic = layout is Layout.PARTY
        line(number, f"V/v {about}" if not italic else about, size=12, italic=italic)
    line(dated, "{{ paper.issuer.place }}, {{ paper.dated }}", size=13.5, italic=True)


def foot(document: OpenDocument, layout: Layout) -> None:
    """Set parts 7 to 9: who signs in which capacity, room for the seal, and who gets a copy."""
    # Nobody signs a page on which nothing else stands.
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    loop = "{%p for each in paper.recipients %}", '- {{ each }}{{ "." if loop.last else ";" }}'
    lines = "{%p for each in paper.signing.lines %}", "{{ each }}"
    end = "{%p endfor %}"
    _foot(document, layout, (*loop, end), (*lines, end), "{{ paper.signing.name }}")


def foot_of(document: OpenDocument, paper: OfficialPaper) -> None:
    """Set the same of a paper that is no template: what it says stands there as it is."""
    *others, last = paper.recipients
    copies = (*(f"- {each};" for each in others), f"- {last}.")
    signing = paper.signing
    _foot(document, paper.issuer.layout, copies, signing.lines, signing.name)


def _foot(
    document: OpenDocument,
    layout: Layout,
    copies: Sequence[str],
    signed: Sequence[str],
    name: str,
) -> None:
    spaced(line(document, "", size=6), after=4).paragraph_format.keep_with_next = True
    table = table_of(document, 1, (8.0, 8.5), grid=False)
    left, right = table.rows[0].cells
    if layout is Layout.STATE:
        line(left, "Nơi nhận:", size=12, bold=True, italic=True, align=LEFT)
    else:
        line(left, "Nơi nhận:", size=14, underlined=True, align=LEFT)
    for each in copies:
        line(left, each, size=11 if layout is Layout.STATE else 12, align=LEFT)
    for each in signed:
        line(right, each, bold=True)
    # Where the hand and the seal go.
    line(right, "").paragraph_format.space_after = Pt(64)
    line(right, name, bold=True)
    _keep_together(left, right)


def _keep_together(*cells: _Cell) -> None:
    """Let no page end between who signs and their name."""
    for cell in cells:
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.keep_with_next = True
            paragraph.paragraph_format.keep_together = True


def _when(cell: _Cell, name: str, lay: Callable[[], object]) -> None:
    line(cell, f"{{%p if {name} %}}", size=13)
    lay()
    line(cell, "{%p endif %}", size=13)


def to_whom(document: OpenDocument, said: str) -> None:
    """Set whom it is sent to."""
    spaced(line(document, f"Kính gửi: {said}", size=14), before=10, after=10)


def body_text(
    document: OpenDocument, said: str, *, bold: bool = False, italic: bool = False
) -> None:
    """Set a paragraph of the text, justified, with its first line in."""
    paragraph = line(document, said, bold=bold, italic=italic, align=BOTH)
    spaced(paragraph, after=6, first=1.27)
    if bold:
        paragraph.paragraph_format.keep_with_next = True
