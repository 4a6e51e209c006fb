"""The files of a case: for those who have a part in it; only what is safe to be shown is."""

import pytest

from config.regulation.codes import Act
from models.request.reading import Attachment
from models.store import dossiers
from models.store.privacy import openings
from tests.factories.office import OFFICER
from web.ground.download import handed_out_as

A_PAGE = Attachment("tờ trình <1>.html", "text/html", b"<script>alert(1)</script>")


@pytest.fixture
def step(office):
    office.submits(attachments={0: A_PAGE})
    return office.waiting(Act.SIGN)


@pytest.fixture
def head(browser, step):
    return browser.signs_in(step, step.holders[0])


@pytest.fixture
def address(head):
    return next(link for link in head.links if "/files/" in link)


def test_a_file_comes_as_it_was_handed_in(head, address):
    assert head.opens(address).shows.content == A_PAGE.content


def test_what_might_be_a_page_is_saved_under_its_name_and_never_shown(head, address):
    headers = head.opens(address).shows.headers

    named = headers["content-disposition"]
    assert named.startswith('attachment; filename="to-trinh')
    assert "; filename*=UTF-8''t%E1%BB%9D" in named
    assert headers["content-security-policy"].startswith("sandbox")


def test_the_focal_office_may_have_a_file(site, address):
    clerk = site.browser()
    clerk.client.cookies.set("doan-session", site.session_of("do.thi.minh.hoa"))

    assert clerk.opens(address).status == 200


def test_without_a_session_there_is_no_file(site, address):
    assert site.browser().opens(address).status == 404


def test_who_has_no_part_in_the_case_gets_no_file(site, address):
    stranger = site.browser()
    stranger.client.cookies.set("doan-session", site.session_of("mai.van.mau"))

    assert stranger.opens(address).status == 404


def test_asking_for_a_file_of_others_stands_in_the_security_log(site, address):
    stranger = site.browser()
    stranger.client.cookies.set("doan-session", site.session_of("mai.van.mau"))

    stranger.opens(address)

    assert site.turned_away() == ["file_refused"]


def test_a_file_that_is_not_there_is_not_found(head, address):
    assert head.opens(address[:-64] + "0" * 64).status == 404


def test_a_file_of_one_case_is_not_found_in_another(office, head, address):
    first = office.case_no
    office.submits()

    assert head.opens(address.replace(first, office.case_no)).status == 404


# --- read in the browser ------------------------------------------------------------------------------


def kept_as(office, name, media_type, content):
    """The address of a file that came with a request."""
    office.submits(attachments={0: Attachment(name, media_type, content)})
    with office.desk.store.reading() as conn:
        (digest,) = dossiers.file_names(conn, office.case_no)
    return f"/cases/{office.case_no}/files/{digest}"


@pytest.mark.parametrize(
    ("name", "media_type"),
    [("thư mời.pdf", "application/pdf"), ("anh.jpg", "image/jpeg"), ("anh.png", "image/png")],
)
def test_a_pdf_and_a_picture_are_read_in_the_browser_under_their_name(
    browser, office, name, media_type
):
    address = kept_as(office, name, media_type, b"...")

    headers = browser.is_of(OFFICER).opens(address).shows.headers

    assert headers["content-type"] == media_type
    assert headers["content-disposition"] == handed_out_as(name, way="inline")
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("media_type", ["application/pdf", "image/jpeg", "text/plain", "text/html"])
def test_no_file_runs_anything_or_stands_in_another_page(browser, office, media_type):
    address = kept_as(office, "tep", media_type, b"<script>alert(1)</script>")

    said = browser.is_of(OFFICER).opens(address).shows.headers["content-security-policy"]

    assert {"default-src 'none'", "frame-ancestors 'none'"} <= set(said.split("; "))
    assert "script-src" not in said


@pytest.mark.parametrize("media_type", ["text/plain; charset=utf-8", "application/msword"])
def test_every_other_file_is_saved(browser, office, media_type):
    address = kept_as(office, "tep", media_type, b"...")

    headers = browser.is_of(OFFICER).opens(address).shows.headers

    assert headers["content-disposition"].startswith("attachment;")
    assert headers["content-security-policy"].startswith("sandbox")


def test_a_picture_that_is_read_is_noted_as_opened(browser, office, site):
    address = kept_as(office, "anh.jpg", "image/jpeg", b"...")

    browser.is_of(OFFICER).opens(address)

    site.app.state.running.openings.write(site.desk.store)
    with site.desk.store.reading() as conn:
        opened = openings.of_case(conn, office.case_no)
    assert [(each.opening.person, each.opening.what) for each in opened] == [(OFFICER, "file")]
