"""Our templates, an office's own in their place, and what is said of one that is wrong."""

from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from config.regulation.codes import Kind
from config.words import words
from models.errors import PaperTemplateWrong
from papers.laying_out.checking import wrong_papers
from papers.laying_out.filling import filled
from papers.laying_out.templates import all_templates, our_template, template, template_name
from papers.told.paper import Layout, PaperType
from papers.told.samples import sample
from tests.factories.papers import text_of

DECISION = (Kind.OUTBOUND, PaperType.SENDING_DECISION, Layout.STATE)
NAMED = [template_name(*each) for each in all_templates()]


def with_line(said):
    """Return our template of the decision with a line more."""
    document = Document(BytesIO(our_template(*DECISION)))
    document.add_paragraph(said)
    content = BytesIO()
    document.save(content)
    return content.getvalue()


def own(folder, content):
    path = folder / template_name(*DECISION)
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    return folder


def named(name):
    """Return what is told of a decision whose head bears a name."""
    told = sample(*DECISION)
    return replace(told, trip=replace(told.trip, head=name, is_private=False))


def test_every_template_of_ours_names_only_what_is_told():
    assert list(wrong_papers()) == []


@pytest.mark.parametrize("each", all_templates(), ids=NAMED)
def test_the_same_facts_give_the_same_bytes(each):
    made_anew = our_template.__wrapped__(*each)

    first, second = (filled(t, sample(*each), "x") for t in (our_template(*each), made_anew))

    assert first == second


def test_a_document_names_no_moment_at_which_it_was_made():
    document = filled(our_template(*DECISION), sample(*DECISION), "x")

    with ZipFile(BytesIO(document)) as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"dcterms" not in archive.read("docProps/core.xml").replace(b"xmlns:dcterms", b"")


def test_the_page_has_the_margins_and_the_typeface_of_the_decree():
    document = Document(BytesIO(our_template(*DECISION)))
    page, style = document.sections[0], document.styles["Normal"]

    margins = (page.left_margin, page.right_margin, page.top_margin, page.bottom_margin)
    assert [round(each.cm, 1) for each in margins] == [3.0, 1.5, 2.0, 2.0]
    assert [round(each.cm, 1) for each in (page.page_width, page.page_height)] == [21.0, 29.7]
    assert (style.font.name, style.font.size.pt) == ("Times New Roman", 14)


@pytest.mark.parametrize(
    ("layout", "said", "not_said"),
    [
        (
            Layout.STATE,
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc",
            "ĐẢNG CỘNG",
        ),
        (Layout.PARTY, "ĐẢNG CỘNG SẢN VIỆT NAM", "CỘNG HÒA"),
    ],
)
def test_the_head_is_that_of_the_state_or_of_the_party(layout, said, not_said):
    kind, paper, _ = DECISION

    text = text_of(filled(our_template(kind, paper, layout), sample(kind, paper, layout), "x"))

    assert said in text
    assert not_said not in text


def test_an_office_has_its_own_template_in_the_place_of_ours(tmp_path):
    folder = own(tmp_path, with_line("Văn thư: {{ trip.head }}"))

    text = text_of(filled(template(*DECISION, folder), named("Trần Thị Ví Dụ"), "x"))

    assert text.endswith("Văn thư: Trần Thị Ví Dụ")
    assert list(wrong_papers(folder)) == []


@pytest.mark.parametrize(
    ("said", "name", "near"),
    [
        ("{{ trip.haed }}", "haed", "head"),
        ("{{ tirp.head }}", "tirp", "trip"),
        ("{% for m in trip.members %}{{ m.nmae }}{% endfor %}", "nmae", "name"),
        ("{% if false %}{{ course.resaon }}{% endif %}", "resaon", "reason"),
        ("{{ visit.title }}", "visit", "trip"),
    ],
)
def test_a_template_with_an_unknown_field_is_told_with_the_nearest(tmp_path, said, name, near):
    folder = own(tmp_path, with_line(said))

    (wrong,) = wrong_papers(folder)

    assert (wrong.why, wrong.facts["name"]) == ("unknown_field", name)
    assert near in (wrong.facts["near"], "trip")
    assert "outbound/sending_decision.docx" in wrong.said(words("vi"))


def test_a_paper_is_not_made_from_a_template_with_an_unknown_field():
    with pytest.raises(PaperTemplateWrong) as refused:
        filled(with_line("{{ trip.haed }}"), sample(*DECISION), "outbound/x.docx")

    assert refused.value.facts["file"] == "outbound/x.docx"
    assert "haed" in refused.value.said(words("vi"))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no archive",
        b"PK\x05\x06" + bytes(18),
        with_line("{% for %}"),
        with_line("{{ trip.head"),
    ],
    ids=["empty", "text", "empty archive", "syntax", "open"],
)
def test_a_file_that_is_no_template_is_told(tmp_path, content):
    (wrong,) = wrong_papers(own(tmp_path, content))

    assert (wrong.file, wrong.why) == ("outbound/sending_decision.docx", "cannot_be_filled")


def test_a_file_that_stands_for_none_of_ours_is_told_with_the_nearest(tmp_path):
    (tmp_path / "outbound").mkdir()
    (tmp_path / "outbound" / "sending_decison.docx").write_bytes(our_template(*DECISION))

    (wrong,) = wrong_papers(tmp_path)

    assert (wrong.why, wrong.facts["near"]) == ("stands_for_none", "outbound/sending_decision.docx")


def test_a_folder_that_is_none_is_told(tmp_path):
    (wrong,) = wrong_papers(tmp_path / "missing")

    assert wrong.why == "no_folder"


def test_a_template_reaches_nothing_but_what_is_told():
    with pytest.raises(PaperTemplateWrong):
        filled(with_line("{{ trip.__class__.__mro__ }}"), sample(*DECISION), "x")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("A & B <C> ]]> &amp;", "A & B <C> ]]> &amp;"),
        ("{{ trip.title }} {% if x %}", "{{ trip.title }} {% if x %}"),
        ("Nguyễn\x00Văn\x0bMẫu\x0c", "Nguyễn\ufffdVăn\ufffdMẫu\ufffd"),
        ("\a\ud800x", "\ufffd\ufffdx"),
        ("Tarō 山田", "Tarō 山田"),
    ],
)
def test_a_name_that_would_break_the_document_stands_in_it_as_text(name, shown):
    text = text_of(filled(our_template(*DECISION), named(name), "x"))

    assert shown in text


@settings(max_examples=25)
@given(st.text(max_size=40))
def test_whatever_is_written_the_document_can_be_opened(said):
    Document(BytesIO(filled(our_template(*DECISION), named(said), "x")))
