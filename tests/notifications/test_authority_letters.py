"""The letters about authorities: to the leader whose word is missing, and to whoever may act."""

import asyncio
from datetime import date, timedelta

import pytest

from flows.acts.authority import confirm_authority
from flows.case.answers import Identified
from models.errors import DecisionRefused
from models.ids import NO_CASE, PersonId
from models.store.tables import outbox, seats_held
from notifications.sending.delivery import Deliverer
from notifications.writing.links import Located, read_token
from tests.factories.office import lets_act
from tests.factories.postbox import Postbox

CHAIR, DEPUTY = PersonId("pham.van.mau"), PersonId("bui.van.thi.du")
SECRETARY = "ho.van.tuong.trung"
SEAT = "people_committee/chair"
TODAY = date(2020, 7, 6)


@pytest.fixture
def secretary(desk):
    with desk.store.writing() as conn:
        seat = {"seat": "people_committee/secretary", "person": SECRETARY}
        conn.execute(seats_held.insert().values(**seat, since=date(2020, 1, 1), until=None))
    return SECRETARY


def given(desk, set_by=CHAIR, shown_by="mailbox_code"):
    until, who = TODAY + timedelta(days=20), Identified(set_by, shown_by)
    return lets_act(desk, CHAIR, DEPUTY, SEAT, until=until, set_by=who)


def queued(desk):
    with desk.store.reading() as conn:
        rows = conn.execute(outbox.select().order_by(outbox.c.id)).all()
    return [(row.notice, row.recipient, row.case_no) for row in rows]


def delivered(desk):
    """Send what waits; return the letters as the mail server took them."""
    with Postbox() as postbox:
        settings = desk.settings.model_copy(
            update={"smtp_host": "127.0.0.1", "smtp_port": postbox.port, "smtp_tls": "none"}
        )
        deliverer = Deliverer(desk.store, settings, on_failed=_trouble, on_unrenderable=_trouble)
        asyncio.run(deliverer.deliver_waiting())
        return list(postbox.accepted)


def _trouble(row, what):
    raise AssertionError(f"message {row.notice} failed: {what}")


def test_whoever_may_act_is_told_at_once_and_the_giver_too(desk):
    given(desk)

    assert queued(desk) == [
        ("authority_given", DEPUTY, None), ("authority_in_your_name", CHAIR, None),
    ]  # fmt: skip


def test_an_authority_from_the_console_waits_for_the_giver_who_alone_is_told(desk):
    kept = given(desk, shown_by="console")

    assert (kept.confirmed, queued(desk)) == (False, [("authority_to_confirm", CHAIR, None)])
    (letter,) = delivered(desk)
    assert "Người quản trị máy chủ đã lập thay Ông/Bà" in letter.text


def test_nobody_confirms_at_the_console(desk):
    kept = given(desk, shown_by="console")

    with pytest.raises(DecisionRefused) as refused:
        confirm_authority(desk, kept.number, Identified(CHAIR, "console"))

    assert refused.value.reason == "confirms_in_person"


def test_set_by_a_colleague_the_leader_is_asked_first(desk, secretary):
    given(desk, set_by=secretary)

    assert queued(desk) == [("authority_to_confirm", CHAIR, None)]


def test_once_it_is_confirmed_whoever_may_act_is_told(desk, secretary):
    kept = given(desk, set_by=secretary)

    confirm_authority(desk, kept.number, Identified(CHAIR, "mailbox_code"))

    assert queued(desk)[-2:] == [
        ("authority_given", DEPUTY, None), ("authority_in_your_name", CHAIR, None),
    ]  # fmt: skip


def test_the_letter_says_who_for_whom_in_which_seat_and_until_when(desk):
    given(desk)

    letter = delivered(desk)[0]

    told = ("Phạm Văn Mẫu", "Bùi Văn Thí Dụ", "Chủ tịch", "06/07/2020", "26/07/2020", "KT.")
    assert [said for said in told if said not in letter.text] == []


def test_the_letter_leads_to_the_page_of_its_reader(desk, secretary):
    given(desk, set_by=secretary)

    (letter,) = delivered(desk)

    token = letter.text.partition("/v/")[2].split()[0]
    assert read_token(desk.settings, token) == Located(NO_CASE, 0, CHAIR, "/authorities")


def test_the_giver_is_told_on_which_days_who_may_act_is_away(desk):
    lets_act(desk, DEPUTY, "do.thi.minh.hoa", "pc_office/foreign_affairs", until=date(2020, 7, 10))
    delivered(desk)

    given(desk)

    told = [letter.text for letter in delivered(desk)]
    assert len(told) == 2
    assert all("vắng từ 06/07/2020 đến hết 10/07/2020" in text for text in told)


def test_who_acts_for_another_and_lets_somebody_act_meanwhile_is_reminded_of_it(desk):
    given(desk)
    delivered(desk)

    lets_act(desk, DEPUTY, "do.thi.minh.hoa", "pc_office/foreign_affairs", until=date(2020, 7, 10))

    assert all(
        "Bùi Văn Thí Dụ đang giải quyết thay Phạm Văn Mẫu" in letter.text
        for letter in delivered(desk)
    )
