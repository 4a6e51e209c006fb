"""What the pages tell of letters that failed or wait, and the button that sends them again."""

import pytest

from models.ids import PersonId
from models.store import outbox
from models.store.mail.failed import letter_counts
from models.store.mail.trouble import note_trouble
from models.store.mail.wishes import MailWishes, Telling, wish
from tests.factories.deliverer import a_minute_passes

OFFICE, ADMINISTRATOR, OFFICER = "bui.van.thi.du", "mai.van.mau", "nguyen.thi.mau"


@pytest.fixture
def failed(site, office):
    """A case of which one letter failed and the others wait; its officer is told at once."""
    with site.desk.store.writing() as conn:
        wish(conn, PersonId(OFFICER), MailWishes(Telling.AT_ONCE))
    office.submits()
    with site.desk.store.writing() as conn:
        for letter in outbox.messages_of(conn, office.case_no)[:1]:
            outbox.mark_failed(conn, letter.id, "550 5.1.1 no such user")
    return office.case_no


@pytest.fixture
def trouble(site):
    said = "5.7.60 <doan@hau-giang.example> may not send as this sender"
    with site.desk.store.writing() as conn:
        note_trouble(conn, stage="sender", code=550, said=said)


def counts(site):
    with site.desk.store.reading() as conn:
        return letter_counts(conn)


def test_the_page_of_the_case_says_how_many_failed_and_wait(site, failed):
    clerk = site.browser().is_of(OFFICE)
    at_once = clerk.opens(f"/cases/{failed}").text
    a_minute_passes(site.desk.store, minutes=6)
    shown = clerk.opens(f"/cases/{failed}")

    assert "Có 1 thư của hồ sơ này không gửi được" in shown.text
    assert "có 1 thư của hồ sơ này đang chờ gửi" in shown.text
    assert "đang chờ gửi" not in at_once
    assert f"/cases/{failed}/letters" in shown.links


def test_its_unit_reads_it_too_and_is_not_led_where_it_may_not_go(site, failed):
    unit = site.browser().is_of(OFFICER).opens(f"/cases/{failed}")

    assert "Có 1 thư của hồ sơ này không gửi được" in unit.text
    assert f"/cases/{failed}/letters" not in unit.links
    assert unit.opens(f"/cases/{failed}/letters").status == 403


def test_the_office_sends_them_again_by_one_press(site, failed):
    clerk = site.browser().is_of(OFFICE).opens(f"/cases/{failed}/letters")

    shown = clerk.sends(clerk.form("/letters$"))

    assert (counts(site).failed, "Thư đã được xếp hàng gửi lại" in shown.text) == (0, True)
    assert shown.forms == [form for form in shown.forms if not form.action.endswith("/letters")]


def test_what_the_server_said_of_a_letter_it_took_stands_beside_it(site, failed):
    with site.desk.store.writing() as conn:
        taken = outbox.messages_of(conn, failed)[-1].id
        outbox.mark_sent(conn, taken, said={taken: "250 2.0.0 Ok: queued as 4F1A2B"})

    shown = site.browser().is_of(OFFICE).opens(f"/cases/{failed}/letters").text

    assert "Máy chủ thư trả lời: 250 2.0.0 Ok: queued as 4F1A2B" in shown


def test_the_desk_of_the_office_leads_to_each_case(site, failed):
    desk = site.browser().is_of(OFFICE).opens("/")

    assert "Có 1 thư không gửi được" in desk.text
    assert f"/cases/{failed}/letters" in desk.links


def test_the_administrator_sends_all_again(site, failed):
    administrator = site.browser().is_of(ADMINISTRATOR)
    led = "/letters" in administrator.opens("/").links
    shown = administrator.opens("/letters")
    administrator.sends(shown.form("/letters$"))

    assert (led, counts(site).failed) == (True, 0)


def test_nobody_else_does(site, failed):
    clerk = site.browser().is_of(OFFICE)
    sent = {"token": site.token_of(clerk, "/letters")}

    answer = clerk.client.post("/letters", data=sent)

    assert (answer.status_code, counts(site).failed) == (403, 1)


def test_the_administrator_reads_what_is_wrong_and_what_to_set(site, trouble):
    shown = site.browser().is_of(ADMINISTRATOR).opens("/letters").text

    assert "Máy chủ thư không nhận thư từ 08:00 06/07/2020" in shown
    assert "Đề nghị kiểm tra DOAN_MAIL_FROM" in shown
    assert "550 5.7.60" in shown


@pytest.mark.parametrize(
    ("person", "is_told"), [(OFFICE, True), (ADMINISTRATOR, True), (OFFICER, False)]
)
def test_trouble_stands_on_the_desk_of_whoever_can_do_something(site, trouble, person, is_told):
    shown = site.browser().is_of(person).opens("/").text

    assert ("Máy chủ thư không nhận thư" in shown) is is_told


def test_probes_are_told_how_many_wait_and_failed_and_since_when(browser, site, failed, trouble):
    told = browser.opens("/readyz").shows.json()

    assert told["ready"] is True
    assert (told["messages_failed"], told["messages_waiting"]) == (1, counts(site).waiting)
    assert told["mail_trouble_since"].startswith("2020-07-06T01:00:0")
    assert told["mail_trouble_code"] == 550


def test_without_trouble_probes_are_told_of_none(browser):
    told = browser.opens("/readyz").shows.json()

    assert (told["messages_failed"], told["mail_trouble_since"]) == (0, None)
