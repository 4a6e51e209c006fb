"""A unit brings its papers: what the regulation asks for, and files of every kind people have."""

import re
import unicodedata
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from models.ids import PersonId
from tests.factories.office import OFFICER

EXAMPLE = Path(__file__).parents[2] / "examples" / "outbound_gokseong.yaml"
GUESTS = Path(__file__).parents[2] / "examples" / "inbound_saga.yaml"
HOST = PersonId("thai.van.thi.du")
PDF = b"%PDF-1.4 a made-up paper"


@pytest.fixture
def officer(browser):
    return browser.is_of(OFFICER)


def begun(browser, example=None, kind="outbound"):
    """The address of the papers of a draft: empty, or with what an example says."""
    browser.opens("/requests/new")
    if example:
        form = next(f for f in browser.forms if f.has_files)
        browser.sends(form, files={"request_file": ("de-nghi.yaml", example.read_bytes())})
    else:
        browser.sends(next(f for f in browser.forms if f.values.get("kind") == kind))
    return browser.shows.url.path.rpartition("/")[0]


@pytest.fixture
def draft(officer):
    return begun(officer)


def the_form(browser):
    return browser.form("/requests/")


def brings(browser, draft, *files, do="save", **written):
    """Choose files in fields of the papers section: field, name, content."""
    browser.opens(f"{draft}/papers")
    chosen = [(field, (name, content, "")) for field, name, content in files]
    return browser.sends(the_form(browser), files=chosen, do=do, **written)


def asked(browser, draft):
    """How each paper stands that is asked for."""
    browser.opens(f"{draft}/papers")
    return {
        kind: how for how, kind in re.findall(r'<li class="(\w+)" id="asked\.(\w+)"', browser.html)
    }


def links_to_files(browser):
    return [link for link in browser.links if re.search(r"/files/[0-9a-f]{64}$", link)]


def told_beside(browser, field):
    """What is told of a field's files."""
    return browser.html.partition(f'id="{field}-said"')[2].partition("</div>")[0]


def photo():
    file = BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "May chup cua toi"
    Image.new("RGB", (30, 20), "red").save(file, "JPEG", exif=exif)
    return file.getvalue()


# --- what is asked for -----------------------------------------------------------------------------


def test_of_an_empty_request_only_what_every_request_brings_is_asked_for(officer, draft):
    assert asked(officer, draft) == {"request_letter": "owed"}


def test_what_is_written_decides_which_papers_are_asked_for(officer, draft):
    officer.opens(f"{draft}/purpose")
    officer.sends(
        the_form(officer), do="save", trip="official", **{"host.invitation.date": "1/7/2020"}
    )
    officer.opens(f"{draft}/costs")
    officer.sends(the_form(officer), do="add:costs")
    officer.sends(the_form(officer), do="save", **{"costs[1].payer": "state_budget"})

    assert set(asked(officer, draft)) == {
        *("request_letter", "invitation", "programme", "cost_estimate"),
    }


def test_a_private_trip_is_asked_for_other_papers(officer, draft):
    officer.opens(f"{draft}/purpose")
    officer.sends(the_form(officer), do="save", trip="private")

    assert "leave_application" in asked(officer, draft)
    assert "programme" not in asked(officer, draft)


@pytest.mark.parametrize(("example", "person"), [(EXAMPLE, OFFICER), (GUESTS, HOST)])
def test_the_list_asks_for_just_what_the_findings_miss(site, example, person):
    browser = site.browser().is_of(person)
    full = begun(browser, example)
    everything = asked(browser, full)
    browser.opens(f"{full}/papers")
    while int((form := the_form(browser)).values["papers.rows"]):
        browser.sends(form, do="remove:papers[1]")

    owed = asked(browser, full)
    assert set(owed) == set(everything)
    assert set(owed.values()) == {"owed"}
    browser.opens(f"{full}/papers")
    titles = re.findall(r'id="asked\.\w+">\s*<p><strong>([^<]*)', browser.html)
    browser.opens(f"{full}/check")
    assert [title in browser.text for title in titles] == [True] * len(titles)


def test_a_paper_that_is_listed_without_its_file_is_told_so(officer):
    full = begun(officer, EXAMPLE)

    assert "listed" in asked(officer, full).values()


def test_where_a_paper_is_asked_for_its_ground_is_told(officer, draft):
    officer.opens(f"{draft}/papers")

    assert "12/2018/QĐ-UBND" in officer.text


# --- files -----------------------------------------------------------------------------------------


def test_files_brought_for_what_is_asked_for_are_papers_of_that_kind(officer, draft):
    brings(
        officer,
        draft,
        ("asked.request_letter", "to-trinh.pdf", PDF),
        ("asked.request_letter", "to-trinh-2.pdf", PDF + b"2"),
    )

    assert asked(officer, draft) == {"request_letter": "there"}
    form = the_form(officer)
    assert [form.values[f"papers[{n}].title"] for n in (1, 2)] == ["to-trinh", "to-trinh-2"]
    assert form.values["papers[1].kind"] == form.values["papers[2].kind"]


def test_a_file_for_a_paper_that_is_listed_comes_into_its_row(officer):
    full = begun(officer, EXAMPLE)
    rows = the_form(officer.opens(f"{full}/papers")).values["papers.rows"]

    brings(officer, full, ("asked.request_letter", "to-trinh.pdf", PDF))

    assert the_form(officer).values["papers.rows"] == rows
    assert asked(officer, full)["request_letter"] == "there"


def test_one_bad_file_among_good_ones_is_told_beside_its_paper_and_loses_nothing(officer, draft):
    brings(officer, draft, do="add:papers")
    brings(
        officer,
        draft,
        ("asked.request_letter", "to-trinh.pdf", PDF),
        ("more_files", "virus.exe", b"MZ\x90\x00"),
        ("more_files", "ke-hoach.pdf", PDF + b"2"),
        ("papers[1].file.upload", "thu.pdf", b""),
        **{"papers[1].title": "Thư mời"},
    )

    assert officer.status == 422
    assert "virus.exe" in told_beside(officer, "more_files")
    assert "Tệp trống" in told_beside(officer, "papers[1].file.upload")
    form = the_form(officer)
    assert [form.values[f"papers[{n}].title"] for n in (1, 2, 3)] == [
        *("Thư mời", "to-trinh", "ke-hoach"),
    ]


def test_what_is_shown_after_a_refused_file_is_sent_again_without_a_quarrel(officer, draft):
    brings(officer, draft, ("more_files", "virus.exe", b"MZ"), ("more_files", "a.pdf", PDF))

    officer.sends(the_form(officer), do="next")

    assert officer.shows.url.path == f"{draft}/check"


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("to-trinh.pdf", b"", "Tệp trống"),
        ("to-trinh.pdf", b"MZ...", "Chỉ nhận các loại tệp"),
        ("to-trinh.docx", PDF, "bên trong là PDF"),
        ("anh.jpg", photo()[:200], "Ảnh bị hỏng"),
        ("to-trinh.pdf", PDF + b" " * 10 * 1024 * 1024, "quá lớn, tối đa 10 MB"),
    ],
)
def test_why_a_file_is_not_taken_is_told_beside_its_paper(officer, draft, name, content, why):
    brings(officer, draft, ("asked.request_letter", name, content))

    assert why in told_beside(officer, "asked.request_letter")
    assert name in told_beside(officer, "asked.request_letter")


def test_the_same_file_twice_for_one_paper_is_told_with_its_place(officer, draft):
    brings(officer, draft, ("asked.request_letter", "to-trinh.pdf", PDF))

    brings(officer, draft, ("asked.request_letter", "ban-sao.pdf", PDF))

    assert "giấy tờ 1" in told_beside(officer, "asked.request_letter")
    assert the_form(officer).values["papers.rows"] == "1"


def test_a_file_that_is_there_for_one_paper_is_not_taken_for_another(officer, draft):
    """When the request is filed it would be refused: a file stands in it once."""
    officer.opens(f"{draft}/purpose")
    officer.sends(the_form(officer), do="save", trip="official")
    brings(officer, draft, ("asked.request_letter", "to-trinh.pdf", PDF))

    brings(officer, draft, ("asked.programme", "chuong-trinh.pdf", PDF))

    assert "giấy tờ 1" in told_beside(officer, "asked.programme")
    assert the_form(officer).values["papers.rows"] == "1"


@pytest.mark.parametrize(
    "name",
    [
        unicodedata.normalize("NFD", "tờ trình.pdf"),
        "C:\\Users\\mau\\tờ trình.pdf",
        "../../etc/tờ trình.pdf",
    ],
)
def test_a_name_is_kept_composed_and_without_its_folders(officer, draft, name):
    brings(officer, draft, ("more_files", name, PDF))

    officer.opens(f"{draft}/papers")
    assert "> tờ trình.pdf<" in officer.html.replace(">tờ", "> tờ")
    assert "Users" not in officer.html


def test_of_a_secret_paper_no_file_is_taken(officer, draft):
    brings(officer, draft, do="add:papers")

    secret = {"papers[1].kind": "Văn bản đề nghị (tờ trình) của đơn vị", "papers[1].secret": "true"}
    brings(officer, draft, ("papers[1].file.upload", "mat.pdf", PDF), **secret)

    assert "đánh dấu mật" in told_beside(officer, "papers[1].file.upload")
    officer.opens(f"{draft}/papers")
    assert "mat.pdf" not in officer.html


# --- reading them ------------------------------------------------------------------------------------


def test_what_a_unit_has_brought_it_can_open_and_other_units_cannot(officer, draft, site):
    brings(officer, draft, ("more_files", "thu.pdf", PDF))
    (address,) = links_to_files(officer.opens(f"{draft}/papers"))

    assert officer.opens(address).shows.content == PDF
    assert site.browser().is_of(HOST).opens(address).status == 404
    assert site.browser().opens(address).status == 403
    assert officer.opens(address[:-64] + "0" * 64).status == 404


def test_a_picture_is_kept_without_what_it_tells_beside_itself(officer, draft):
    brings(officer, draft, ("more_files", "anh.jpg", photo()))
    (address,) = links_to_files(officer.opens(f"{draft}/papers"))

    kept = officer.opens(address).shows.content

    assert b"May chup" in photo()
    assert b"May chup" not in kept
    assert Image.open(BytesIO(kept)).size == (30, 20)


def test_that_pictures_are_cleaned_is_told_before_they_are_chosen(officer, draft):
    assert "Ảnh được bỏ thông tin kèm theo" in officer.opens(f"{draft}/papers").text
