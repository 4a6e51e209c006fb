"""A unit is no more: what it was writing goes on with its successor, and nothing is lost."""

from datetime import datetime

import pytest

from config.province_time import PROVINCE_TIME
from flows.acts.house.directory import enter_directory
from flows.acts.house.handing_over import hand_over
from models.directory import DirectoryFile
from tests.flows.test_units_that_go import (
    ACCOUNT,
    GONE,
    HEIR,
    NEW_OFFICER,
    NEW_UNIT,
    OFFICER,
    TOMORROW,
)
from tests.web.test_request_form import EXAMPLE, writes

ON_THE_NEXT_MORNING = datetime(2020, 7, 8, 8, tzinfo=PROVINCE_TIME)


@pytest.fixture
def draft(browser):
    """The address of a full draft, by the officer of a unit that is dissolved soon."""
    browser.is_of(OFFICER).opens("/requests/new")
    form = next(f for f in browser.forms if f.has_files)
    browser.sends(form, files={"request_file": ("de-nghi.yaml", EXAMPLE.read_bytes())})
    return browser.shows.url.path.rpartition("/")[0]


@pytest.fixture
def dissolved(site, draft):
    enter_directory(site.desk, DirectoryFile.model_validate(NEW_UNIT), ACCOUNT)
    hand_over(site.desk, GONE, HEIR, TOMORROW, ACCOUNT)
    site.office.time_passes(ON_THE_NEXT_MORNING)
    return site


def test_its_successor_finds_the_draft_among_its_own_and_files_it(dissolved, draft):
    heir = dissolved.browser().is_of(NEW_OFFICER)
    assert f"{draft}/letter" in heir.opens("/requests/new").links
    writes(heir, f"{draft}/letter", unit="Phường Vĩ Bình")
    heir.opens(f"{draft}/check")

    heir.sends(heir.form("/check$"))

    assert heir.shows.url.path.startswith("/cases/"), heir.text
    assert "Phường Vĩ Bình" in heir.text


def test_who_was_of_it_reads_it_no_more_and_gets_back_what_they_were_writing(
    site, browser, draft, request
):
    form = browser.opens(f"{draft}/purpose").form("/requests/")
    request.getfixturevalue("dissolved")
    other = site.browser().is_of(NEW_OFFICER)

    browser.sends(form, do="save", title="Thăm huyện Gokseong lần hai")

    assert browser.status in (403, 404)
    assert "Thăm huyện Gokseong lần hai" in browser.text
    kept = other.opens(f"{draft}/purpose").form("/requests/").values
    assert kept["title"] != "Thăm huyện Gokseong lần hai"


def test_before_it_is_handed_over_nobody_else_reads_it(site, draft):
    enter_directory(site.desk, DirectoryFile.model_validate(NEW_UNIT), ACCOUNT)

    heir = site.browser().is_of(NEW_OFFICER)

    assert heir.opens(f"{draft}/purpose").status == 404
