"""The page of webhooks: what each is told, whether it takes it, and the buttons that try or end one."""

import pytest

from flows.acts.house.webhooks import remove_webhook, try_webhook
from flows.case.answers import Identified
from models import entries as e
from models.errors import DecisionRefused
from models.ids import PersonId
from models.store import journal
from models.store.house.journal import HOUSE
from tests.factories.receiver import (
    asks_to_wait,
    calling,
    calls,
    difference,
    queues,
    receiver,
    registered,
    stands,
    waiting,
)

PATH = "/webhooks"
ADMINISTRATOR, OFFICE = "mai.van.mau", "bui.van.thi.du"


@pytest.fixture
def desk(site):
    return calling(site.desk)


@pytest.fixture
def administrator(site):
    return site.browser().is_of(ADMINISTRATOR)


def ended_by(desk):
    """Who ended a webhook, as the house's journal has it."""
    with desk.store.reading() as conn:
        return [entry.actor for entry in journal.all_of(conn, HOUSE, e.WebhooksEnded.kind)]


def test_the_desk_leads_there(administrator):
    assert PATH in administrator.opens("/").links


def test_without_a_webhook_it_says_so_and_how_one_is_registered(administrator):
    shown = administrator.opens(PATH).text

    assert "Chưa đăng ký webhook nào" in shown
    assert "doan webhook add" in shown


def test_it_shows_what_each_is_told_and_where(desk, administrator):
    with receiver() as made:
        registered(desk, made, "case_approved")
        registered(desk, made, name="Cổng tỉnh")
        shown = administrator.opens(PATH).text

    assert ("Một cửa" in shown, "Cổng tỉnh" in shown, made.url() in shown) == (True, True, True)
    assert ("mọi việc" in shown, "chưa gọi lần nào" in shown) == (True, True)


def test_of_one_that_works_it_shows_what_it_answered(desk, administrator):
    with receiver(204) as made:
        try_webhook(desk, registered(desk, made)[0])
        calls(desk)
        shown = administrator.opens(PATH).text

    assert ("đang nhận" in shown, "đã nhận (204)" in shown) == (True, True)


def test_of_one_that_fails_it_shows_since_when_and_what_waits(desk, office, administrator):
    with receiver(asks_to_wait("7200")) as made:
        registered(desk, made)
        office.submits()
        queues(desk)
        calls(desk)
        shown, count = administrator.opens(PATH).text, stands(desk).health.queued

    assert "Từ 08:00 06/07/2020 không nhận lượt nào; đã gọi 1 lần không được" in shown
    assert "hệ thống nhận trả lời 503" in shown
    assert f"Còn {count} lượt chờ gửi" in shown
    assert ("không gọi trước 10:00 06/07/2020" in shown, office.case_no in shown) == (True, True)


def test_it_shows_no_secret(desk, administrator):
    with receiver() as made:
        _, secret = registered(desk, made)

    assert secret.removeprefix("whsec_") not in administrator.opens(PATH).html


def test_one_press_calls_it_to_try(desk, administrator):
    with receiver() as made:
        registered(desk, made)
        page = administrator.opens(PATH)
        shown = page.sends(page.form("/test$"))
        calls(desk)

        assert (made.types, "Đã xếp một lượt gọi thử" in shown.text) == (["ping"], True)


def test_one_press_ends_it_withdraws_what_waits_and_is_journaled_as_theirs(
    desk, office, administrator
):
    with receiver() as made:
        registered(desk, made)
        office.submits()
        queues(desk)
        page = administrator.opens(PATH)
        shown = page.sends(page.form("/end$"))
        calls(desk)

    assert ("Đã dừng webhook" in shown.text, made.came, waiting(desk)) == (True, [], [])
    assert (ended_by(desk), difference(desk)) == ([ADMINISTRATOR], None)


def test_one_whose_receiver_is_gone_can_be_ended_and_not_tried(desk, administrator):
    with receiver(410) as made:
        try_webhook(desk, registered(desk, made)[0])
        calls(desk)
        page = administrator.opens(PATH)

    assert ("đã dừng" in page.text, "không còn nhận nữa (410)" in page.text) == (True, True)
    here = [form.action for form in page.forms if form.action.startswith(PATH)]
    assert here == [f"{PATH}/1/end"]


@pytest.mark.parametrize("act", ["test", "end"])
def test_of_one_that_is_removed_meanwhile_it_says_so(desk, administrator, act):
    account = Identified(PersonId("console:admin"), "console:admin")
    with receiver() as made:
        registered(desk, made)
        page = administrator.opens(PATH)
        remove_webhook(desk, account, 1)
        shown = page.sends(page.form(f"/{act}$"))

    assert "Không có webhook số 1" in shown.text


@pytest.mark.parametrize("act", ["test", "end"])
def test_nobody_else_reads_it_or_presses(site, desk, act):
    clerk = site.browser().is_of(OFFICE)
    with receiver() as made:
        registered(desk, made)
        sent = {"token": site.token_of(clerk, f"{PATH}/1/{act}")}
        answer = clerk.client.post(f"{PATH}/1/{act}", data=sent)

    assert (clerk.opens(PATH).status, answer.status_code) == (403, 403)
    assert (stands(desk).health.queued, ended_by(desk)) == (0, [])


def test_the_act_itself_asks_who_runs_doan(desk):
    clerk = Identified(PersonId(OFFICE), "mailbox_code")
    with receiver() as made:
        number, _ = registered(desk, made)
    with pytest.raises(DecisionRefused, match="administers_only"):
        remove_webhook(desk, clerk, number)
    with pytest.raises(DecisionRefused, match="administers_only"):
        try_webhook(desk, number, clerk)
