"""A paper as PDF: the same bytes each time, in a typeface that has its letters, its pages numbered."""

import shutil
import subprocess
from io import BytesIO

import pytest
from docx import Document

from config.regulation.codes import Kind
from models.errors import PaperUnprintable
from papers.laying_out.filling import filled
from papers.laying_out.templates import our_template
from papers.printing import typefaces
from papers.printing.pdf import as_pdf
from papers.told.paper import Layout, PaperType
from papers.told.samples import sample

DECISION = (Kind.OUTBOUND, PaperType.SENDING_DECISION, Layout.STATE)


@pytest.fixture
def document():
    try:
        typefaces.typeface()
    except PaperUnprintable:
        pytest.skip("no typeface with Vietnamese letters is here")
    return filled(our_template(*DECISION), sample(*DECISION), "x")


def test_the_same_document_gives_the_same_page(document):
    first, second = (as_pdf(document, by_office=False) for _ in range(2))

    assert first == second
    assert first.startswith(b"%PDF-")


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not here")
def test_the_page_says_what_the_document_says(document, tmp_path):
    pdf = tmp_path / "paper.pdf"
    pdf.write_bytes(as_pdf(document, by_office=False))

    said = subprocess.run(
        ["pdftotext", "-layout", pdf, "-"], capture_output=True, check=True, text=True
    ).stdout

    first, *others = said.split("\f")
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in first
    assert "DANH SÁCH ĐOÀN ĐI CÔNG TÁC NƯỚC NGOÀI" in " ".join(others)
    assert others[0].split()[0] == "2"


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not here")
def test_a_cell_over_several_columns_is_said_once(document, tmp_path):
    word = Document()
    table = word.add_table(rows=1, cols=3)
    table.rows[0].cells[0].merge(table.rows[0].cells[2]).text = "Thứ Hai"
    content = BytesIO()
    word.save(content)
    pdf = tmp_path / "paper.pdf"
    pdf.write_bytes(as_pdf(content.getvalue(), by_office=False))

    said = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, check=True, text=True)

    assert said.stdout.count("Thứ Hai") == 1


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here")
def test_libreoffice_sets_it_where_it_is_there(document):
    assert as_pdf(document).startswith(b"%PDF-")


def test_without_a_typeface_it_is_said_which_are_wanted(document, monkeypatch, tmp_path):
    monkeypatch.setattr(typefaces, "_FOLDERS", (tmp_path,))
    typefaces.typeface.cache_clear()
    try:
        with pytest.raises(PaperUnprintable) as refused:
            as_pdf(document, by_office=False)
    finally:
        typefaces.typeface.cache_clear()
    assert "Liberation Serif" in str(refused.value)
