"""A leader lets somebody act for them from the page, sees it there, and ends it."""

from datetime import date, timedelta

import pytest

from flows.case.answers import Identified
from models.store import authorities
from models.store.tables import seats_held
from tests.factories.office import lets_act

CHAIR = "pham.van.mau"
DEPUTY = "bui.van.thi.du"
SECRETARY = "ho.van.tuong.trung"
SEAT = "people_committee/chair"
TODAY = date(2020, 7, 6)


@pytest.fixture
def secretary(site):
    with site.desk.store.writing() as conn:
        seat = {"seat": "people_committee/secretary", "person": SECRETARY}
        conn.execute(seats_held.insert().values(**seat, since=date(2020, 1, 1), until=None))
    return SECRETARY


def all_of(site):
    with site.desk.store.reading() as conn:
        return authorities.everything(conn)


def gives(site, by=CHAIR, **written):
    browser = site.browser().is_of(by).opens("/authorities")
    values = {
        "seats": f"{CHAIR} {SEAT}",
        "holder": DEPUTY,
        "since": "2020-07-06",
        "until": "2020-07-31",
        "capacity": "kt",
        **written,
    }
    return browser.sends(browser.form("/authorities$"), **values)


def given(site, set_by=CHAIR):
    until, who = TODAY + timedelta(days=20), Identified(set_by, "mailbox_code")
    return lets_act(site.desk, CHAIR, DEPUTY, SEAT, until=until, set_by=who)


def test_a_leader_lets_somebody_act(site):
    shown = gives(site)

    (kept,) = all_of(site)
    assert (kept.giver, kept.holder, kept.seats, kept.confirmed) == (CHAIR, DEPUTY, (SEAT,), True)
    assert (shown.status, "Bùi Văn Thí Dụ" in shown.text) == (200, True)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ({"until": ""}, "ngày bắt đầu và ngày kết thúc"),
        ({"until": "2020-07-01"}, "đứng trước ngày bắt đầu"),
        ({"holder": ""}, "Chọn người"),
        ({"capacity": "emperor"}, "hình thức"),
        ({"seats": ""}, "ít nhất một chức danh"),
        ({"seats": f"{CHAIR} standing_committee/member"}, "biểu quyết trong tập thể"),
        ({"since": "nonsense"}, "ngày/tháng/năm"),
    ],
)
def test_what_keeps_an_authority_from_being_given_is_told(site, written, said):
    shown = gives(site, **written)

    assert (shown.status, said in shown.text, all_of(site)) == (422, True, ())


def test_what_was_chosen_comes_back(site):
    shown = gives(site, until="2020-07-01")

    form = shown.form("/authorities$")
    assert (form.values["holder"], form.values["until"]) == (DEPUTY, "2020-07-01")
    assert form.checked["seats"] == [f"{CHAIR} {SEAT}"]


def test_votes_are_not_offered_to_be_given(site):
    shown = site.browser().is_of(CHAIR).opens("/authorities")

    assert "standing_committee/member" not in shown.html


def test_set_by_a_colleague_it_waits_for_the_leader_and_takes_effect_by_their_word(site, secretary):
    gives(site, by=secretary)
    leader = site.browser().is_of(CHAIR).opens("/authorities")
    assert "Chờ Ông/Bà xác nhận" in leader.text

    leader.sends(leader.form("/confirm$"))

    assert [a.confirmed for a in all_of(site)] == [True]


def test_the_start_page_leads_a_leader_to_what_waits_for_their_word(site, secretary):
    given(site, set_by=secretary)

    assert "1 phân công đang chờ" in site.browser().is_of(CHAIR).opens("/").text


def test_a_leader_ends_it(site):
    given(site)
    leader = site.browser().is_of(CHAIR).opens("/authorities")

    leader.sends(leader.form("/end$"))

    assert [a.ended_on for a in all_of(site)] == [TODAY]
    assert "Đã lập" not in leader.text


@pytest.mark.parametrize("what", ["confirm", "end"])
def test_nobody_but_the_giver_confirms_or_ends(site, secretary, what):
    kept = given(site, set_by=secretary)
    other = site.browser().is_of(secretary)
    token = site.token_of(other, "/authorities")

    sent = other.client.post(f"/authorities/{kept.number}/{what}", data={"token": token})

    assert (sent.status_code, all_of(site)) == (403, (kept,))


def test_an_authority_that_is_not_there_is_told_so(site):
    leader = site.browser().is_of(CHAIR)
    token = site.token_of(leader, "/authorities")

    assert leader.client.post("/authorities/99/end", data={"token": token}).status_code == 404


def test_the_holder_sees_for_whom_they_act(site):
    given(site)

    assert "Phạm Văn Mẫu" in site.browser().is_of(DEPUTY).opens("/authorities").text


def test_others_see_nothing_of_it(site):
    given(site)

    assert "Phạm Văn Mẫu →" not in site.browser().is_of("nguyen.thi.mau").opens("/authorities").text


def test_a_forged_form_gives_nothing(site):
    shown = gives(site, token="made-up")

    assert (shown.status, all_of(site)) == (403, ())


def test_from_the_letter_the_giver_ends_it_with_one_press(site):
    kept = given(site)
    site.deliver()
    letter = next(m for m in site.catcher.messages() if m.to.startswith(CHAIR))
    leader = site.browser().opens("/v/" + letter.text.partition("/v/")[2].split()[0])

    leader.asks_for_code().enters(site.codes[-1][1])
    leader.sends(leader.form(f"/{kept.number}/end$"))

    assert [a.ended_on for a in all_of(site)] == [TODAY]


def test_the_page_says_how_long_an_authority_may_last(site):
    shown = site.browser().is_of(CHAIR).opens("/authorities")

    assert "Lâu nhất 366 ngày: nếu bắt đầu hôm nay thì đến hết ngày 06/07/2021." in shown.text


def test_one_that_would_last_longer_is_refused_with_the_span_that_is_allowed(site):
    shown = gives(site, until="2021-07-07")

    assert (shown.status, "lâu nhất 366 ngày" in shown.text, all_of(site)) == (422, True, ())
