"""What a kind of case adds to the letters about it; one that adds nothing gets them all the same."""

import re

import pytest

from config.settings import Settings
from flows.acts.filing import Filing
from flows.acts.submitting import submit
from models.request.reading import read_request
from tests.factories.letters import letters, read, text_of, want_receipts
from tests.factories.note import note_text, notes_planted, regulation_with_notes
from tests.factories.office import OFFICER, Office

TITLE = "Bản ghi nhớ về nông nghiệp"
PURPOSE = "Xin chủ trương ký bằng văn thư."


@pytest.fixture
def settings(tmp_path):
    return Settings(folder=tmp_path, regulation=str(regulation_with_notes(tmp_path)))


@pytest.fixture
def noted(desk):
    """A note has gone its way; it has no traveller, no country, no head and no programme."""
    text = note_text(title=TITLE, purpose=PURPOSE)
    with notes_planted():
        office = Office(desk)
        want_receipts(desk.store)
        request = read_request(text, desk.regulation(), format="yaml")
        office.case_no = submit(desk, request, {}, Filing(OFFICER, OFFICER)).case.no
        office.goes_on_to_the_end()
        yield office


def texts(office, language):
    return [text_of(read(office, row, language)) for row in letters(office)]


def test_a_kind_that_adds_nothing_gets_its_letters(noted):
    notices = {row.notice for row in letters(noted)}

    assert {"case_received", "to_sign", "receipt", "progress", "to_vote"} <= notices
    assert {"receipt_of_vote", "case_approved", "case_archived"} <= notices


OF_EVERY_CASE = {
    "vi": (
        f"- Nội dung: {TITLE}\n- Đơn vị đề nghị: UBND thị xã Long Mỹ\n- Mục đích: {PURPOSE}\n"
        "- Thời gian: từ 03/08/2020 đến 03/08/2020\n\n"
    ),
    "en": (
        f"- Matter: {TITLE}\n- Unit: People's Committee of Long My Town\n- Purpose: {PURPOSE}\n"
        "- Dates: 3 August 2020 to 3 August 2020\n\n"
    ),
}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_they_name_what_every_case_has_and_nothing_more(noted, language):
    for text in texts(noted, language):
        assert OF_EVERY_CASE[language] in text


@pytest.mark.parametrize("language", ["vi", "en"])
def test_they_speak_of_no_trip_and_of_no_guests(noted, language):
    strange = r"\b(abroad|trip|guests?|visit|None)\b|nước ngoài|khách|[Cc]huyến đi"

    for text in texts(noted, language):
        assert not re.search(strange, text), text
