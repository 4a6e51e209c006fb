"""The files of a case: for those who have a part in it, to be saved and never to be shown."""

import pytest
from sqlalchemy import select

from config.regulation.codes import Act
from models.request.reading import Attachment
from models.store.tables import security_log

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


def test_a_file_is_saved_under_its_name_and_never_shown(head, address):
    headers = head.opens(address).shows.headers

    assert headers["content-disposition"].startswith("attachment; filename*=UTF-8''t%E1%BB%9D")
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

    with site.desk.store.reading() as conn:
        assert conn.execute(select(security_log.c.what)).scalars().all() == ["file_refused"]


def test_a_file_that_is_not_there_is_not_found(head, address):
    assert head.opens(address[:-64] + "0" * 64).status == 404


def test_a_file_of_one_case_is_not_found_in_another(office, head, address):
    first = office.case_no
    office.submits()

    assert head.opens(address.replace(first, office.case_no)).status == 404
