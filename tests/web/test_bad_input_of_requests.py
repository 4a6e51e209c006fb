"""What goes wrong when people fill in a request: each gets a clear answer, and nothing is lost."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from models.ids import PersonId, SeatKey
from models.request.papers.taking import MOST_ATTACHED_BYTES
from models.store.directory import end_seat
from tests.factories.house import house
from tests.factories.office import OFFICER

EXAMPLES = Path(__file__).parents[2] / "examples"
HOST = "thai.van.thi.du"


def begun_from(site, person, example):
    """A browser with a draft that says all an example says, and the draft's address."""
    browser = site.browser().is_of(person).opens("/requests/new")
    form = next(f for f in browser.forms if f.has_files)
    text = (EXAMPLES / f"{example}.yaml").read_bytes()
    browser.sends(form, files={"request_file": ("de-nghi.yaml", text)})
    return browser, browser.shows.url.path.rpartition("/")[0]


@pytest.fixture
def trip(site):
    return begun_from(site, OFFICER, "outbound_gokseong")


@pytest.fixture
def visit(site):
    return begun_from(site, HOST, "inbound_saga")


def one_line(text):
    return " ".join(text.split())


def writes(browser, address, files=None, **written):
    browser.opens(address)
    return browser.sends(browser.form("/requests/"), files=files, do="save", **written)


# What is written where, and the field beside which that is refused.
REFUSED = {
    "a decider's name in capitals": (
        "people", {"members[3].name": "ĐẶNG THỊ MẪU", "members[3].person": ""}, "members[3].person",
    ),
    "a decider's name without accents": (
        "people", {"members[3].name": "dang thi  mau", "members[3].person": ""}, "members[3].person",
    ),
    "an id of somebody else": (
        "people",
        {"members[3].name": "Đặng Thị Mẫu", "members[3].person": "to.thi.gia.dinh"},
        "members[3].person",
    ),
    "one person twice": (
        "people",
        {
            "members[3].name": "Nguyễn Văn Thí Dụ", "members[3].person": "nguyen.van.thi.du",
        },
        "members[3].person",
    ),
    "one passport twice": (
        "people",
        {
            "members[3].passport.kind": "official", "members[3].passport.number": "s 0000412",
            "members[3].passport.expires": "08/01/2024",
        },
        "members[3].passport.number",
    ),
    "a substitute nobody knows": (
        "people", {"members[1].acting.person": "khong.co.ai"}, "members[1].acting.person",
    ),
    "a substitute who travels": (
        "people",
        {"members[1].acting.name": "Nguyễn Thị Đi Cùng", "members[3].name": "NGUYỄN THỊ ĐI CÙNG"},
        "members[1].acting.person",
    ),
    "thousands set apart by a dot": (
        "costs", {"costs[2].currency": "USD", "costs[2].amount": "1.250"}, "costs[2].amount",
    ),
    "half a đồng": ("costs", {"costs[1].amount": "500000,5"}, "costs[1].amount"),
    "a letter of next year": ("letter", {"letter.date": "06/07/2021"}, "letter.date"),
    "an invitation of next month": (
        "purpose", {"host.invitation.date": "06/08/2020"}, "host.invitation.date",
    ),
    "a paper of next year": ("papers", {"papers[1].date": "01/07/2021"}, "papers[1].date"),
    "a departure in the year 20": ("journey", {"departs": "31/08/0020"}, "departs"),
    "a return that never comes": ("journey", {"returns": "31/12/9999"}, "returns"),
    "a day there is not": ("journey", {"departs": "31/06/2020"}, "departs"),
    "a title of a thousand letters": ("purpose", {"title": "Thăm " * 200}, "title"),
}  # fmt: skip


@pytest.mark.parametrize("kind", REFUSED)
def test_it_is_refused_beside_its_field_and_stands_there_as_it_was_written(kind, trip):
    browser, draft = trip
    section, written, field = REFUSED[kind]

    writes(browser, f"{draft}/{section}", **written)

    browser.opens(f"{draft}/check")
    row = re.match(r"\w+\[\d+\]", field)
    rows = f"&rows={row.group()}" if row else ""
    assert f"{draft}/{section}?check=1{rows}#{field}" in browser.links
    shown = browser.opens(f"{draft}/{section}").form("/requests/").values
    assert [name for name in written if one_line(written[name]) not in one_line(shown[name])] == []
    assert f'id="{field}-said"' in browser.html


def test_passports_are_not_repeated_where_a_problem_is_told(trip):
    browser, draft = trip
    writes(browser, f"{draft}/people", **REFUSED["one passport twice"][1])

    assert "0000412" not in browser.opens(f"{draft}/check").html


def test_a_passport_that_ends_before_the_return_is_told_before_filing(trip):
    browser, draft = trip
    ends = {"passport.kind": "ordinary", "passport.number": "C0999999"}
    written = {f"members[2].{name}": said for name, said in ends.items()}

    writes(browser, f"{draft}/people", **written, **{"members[2].passport.expires": "01/09/2020"})

    assert "hết hạn ngày 01/09/2020, trước ngày về" in browser.opens(f"{draft}/check").text


def test_over_the_date_line_one_may_arrive_on_the_day_before(trip):
    browser, draft = trip
    writes(browser, f"{draft}/journey", **{
        "itinerary[1].country": "Nhật Bản", "itinerary[1].leaves": "02/09/2020",
        "itinerary[2].country": "Hoa Kỳ", "itinerary[2].arrives": "01/09/2020",
    })  # fmt: skip

    assert f"{draft}/journey?check=1&rows=itinerary[2]#itinerary[2].arrives" not in (
        browser.opens(f"{draft}/check").links
    )


def test_letters_that_no_document_can_hold_are_dropped(visit):
    browser, draft = visit

    writes(browser, f"{draft}/programme", **{"programme[1].what_en": "Talks on coopera￾tion\x00"})

    told = browser.opens(f"{draft}/check").text
    assert "Đề nghị đã đủ để nộp" in told


# --- files ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("to-trinh.pdf", b"", "Tệp trống, không có nội dung"),
        ("to-trinh.pdf", b"%PDF-1.4 " + b"x" * MOST_ATTACHED_BYTES, "10 MB"),
        ("to-trinh.pdf", b"MZ\x90\x00 a program", "to-trinh.pdf"),
        ("to-trinh.pdf.exe", b"%PDF-1.4 made up", "to-trinh.pdf.exe"),
    ],
    ids=["empty", "too large", "a lie", "another ending"],
)
def test_a_file_that_is_not_taken_is_named_and_every_field_stays(trip, name, content, said):
    browser, draft = trip
    file = {"papers[1].file.upload": (name, content, "application/pdf")}

    writes(browser, f"{draft}/papers", files=file, **{"papers[1].title": "Công văn đề nghị"})

    assert (browser.status, said in browser.text) == (422, True)
    assert browser.form("/requests/").values["papers[1].title"] == "Công văn đề nghị"


# --- people who do things at the wrong time ---------------------------------------------------------


def test_a_page_sent_after_the_draft_was_filed_opens_no_case_and_gives_the_words_back(trip, site):
    browser, draft = trip
    old = browser.opens(f"{draft}/purpose").form("/requests/")
    browser.opens(f"{draft}/check")
    browser.sends(browser.form("/check$"))
    before = site.state()

    browser.sends(old, do="next", title="Thăm huyện Gokseong lần hai")

    assert browser.status == 409
    assert "Thăm huyện Gokseong lần hai" in browser.text
    assert site.state() == before


def test_what_somebody_writes_who_has_left_the_unit_is_given_back_and_the_draft_is_kept(trip, site):
    browser, draft = trip
    old = browser.opens(f"{draft}/purpose").form("/requests/")
    leaves(site, OFFICER, "long_my/officer")

    browser.sends(old, do="save", title="Thăm huyện Gokseong lần hai")

    assert browser.status in (403, 404)
    assert "Thăm huyện Gokseong lần hai" in browser.text
    head = site.browser().is_of("nguyen.van.thi.du")
    assert head.opens(f"{draft}/purpose").status == 200


def leaves(site, person, seat):
    """The seat of somebody ends, and the day after comes; a further seat keeps them signed in."""
    with site.desk.store.writing() as conn:
        end_seat(house(conn), SeatKey(seat), PersonId(person), date(2020, 7, 5))


def test_a_day_later_the_page_is_sent_with_all_that_was_written(trip, site):
    browser, draft = trip
    form = browser.opens(f"{draft}/purpose").form("/requests/")
    site.time_passes(timedelta(days=1))
    browser.sends(form, do="save", title="Thăm huyện Gokseong lần hai")
    waits = browser.form("/requests/")
    browser.is_of(OFFICER).sends(waits)

    browser.sends(browser.form("/requests/"), do="save")

    shown = browser.opens(f"{draft}/purpose").form("/requests/").values
    assert shown["title"] == "Thăm huyện Gokseong lần hai"


def test_a_cookie_taken_along_opens_and_sends_nothing_after_its_person_has_signed_out(trip, site):
    browser, draft = trip
    stolen = browser.client.cookies["doan-session"]
    form = browser.opens(f"{draft}/purpose").form("/requests/")
    browser.sends(browser.form("/sign-out$"))
    thief = site.browser()
    thief.client.cookies.set("doan-session", stolen)

    read = thief.opens(f"{draft}/people")
    status, told = read.status, read.html
    thief.sends(form, do="save", title="Không phải tôi")

    assert (status, "S0000412" in told, thief.status) == (403, False, 403)
    again = site.browser().is_of(OFFICER).opens(f"{draft}/purpose").form("/requests/")
    assert again.values["title"] != "Không phải tôi"
