"""The page on which a second person confirms another mailbox, and its person turns it down."""

from datetime import date, timedelta

import pytest

from flows.acts.house.mailboxes import propose_mailbox
from flows.case.answers import Identified
from models.ids import PersonId
from models.store.house import proposed

CHAIR, CLERK = PersonId("pham.van.mau"), "bui.van.thi.du"
ADMINISTRATOR = Identified(PersonId("mai.van.mau"), "console:root")
OLD, NEW = "pham.van.mau@hau-giang.example", "pham.van.mau@can-tho.example"
PAGE = "/people/mailboxes"


@pytest.fixture
def change(site):
    return propose_mailbox(site.desk, CHAIR, NEW, ADMINISTRATOR)


def standing(site, change):
    with site.desk.store.writing() as conn:
        return proposed.change_of(conn, change.number).standing


def letter_to(site, mailbox):
    site.deliver()
    return next(m for m in site.catcher.messages() if m.to == mailbox)


def test_the_second_person_confirms_it_with_a_fresh_code(site, change):
    clerk = site.browser().is_of(CLERK).opens(PAGE)

    shown = clerk.sends(clerk.form("/confirm$"))

    with site.desk.store.writing() as conn:
        kept = proposed.change_of(conn, change.number)
    assert (kept.confirmed_by, kept.counts_from) == (CLERK, date(2020, 7, 7))
    assert "Có hiệu lực từ 07/07/2020" in shown.text


def test_without_one_the_form_waits_for_it(site, change):
    clerk = site.browser().is_of(CLERK)
    site.time_passes(timedelta(hours=1))
    clerk.opens(PAGE)

    shown = clerk.sends(clerk.form("/confirm$"))

    assert (shown.status, standing(site, change)) == (403, "proposed")


def test_the_page_says_from_which_mailbox_to_which_and_to_ask_the_person(site, change):
    shown = site.browser().is_of(CLERK).opens(PAGE).text

    told = (f"{OLD} → {NEW}", "do Mai Văn Mẫu đề nghị", "hỏi trực tiếp Phạm Văn Mẫu")
    assert [said for said in told if said not in shown] == []


def test_the_start_page_leads_whoever_is_asked_there(site, change):
    starts = {
        each: site.browser().is_of(each).opens("/").text
        for each in (CLERK, CHAIR, "ly.thi.gia.dinh")
    }

    assert ["1 đề nghị cập nhật danh bạ" in text for text in starts.values()] == [True, True, False]


def test_from_the_letter_to_the_old_mailbox_its_person_turns_it_down_with_one_press(site, change):
    letter = letter_to(site, OLD)
    chair = site.browser().opens("/v/" + letter.text.partition("/v/")[2].split()[0])
    chair.asks_for_code().enters(site.codes_of(OLD)[-1])

    chair.sends(chair.form("/turn-down$"))

    assert standing(site, change) == "turned_down"


def test_the_person_is_not_offered_to_confirm_it(site, change):
    chair = site.browser().is_of(CHAIR).opens(PAGE)

    assert [form.action for form in chair.forms if form.action.endswith("confirm")] == []


def test_the_letter_to_the_new_mailbox_leads_nowhere(site, change):
    letter = letter_to(site, NEW)

    assert ("/v/" in letter.text, OLD in letter.text) == (False, False)


def test_who_proposed_it_does_not_confirm_it(site, change):
    proposer = site.browser().is_of(ADMINISTRATOR.person)
    token = site.token_of(proposer, PAGE)

    sent = proposer.client.post(f"{PAGE}/{change.number}/confirm", data={"token": token})

    assert (sent.status_code, standing(site, change)) == (403, "proposed")


def test_others_see_nothing_of_it(site, change):
    shown = site.browser().is_of("nguyen.thi.mau").opens(PAGE)

    assert (NEW in shown.text, "Không có đề nghị" in shown.text) == (False, True)


def test_what_is_settled_is_told_so(site, change):
    clerk = site.browser().is_of(CLERK).opens(PAGE)
    form = clerk.form("/turn-down$")
    clerk.sends(form)

    assert clerk.sends(form).status == 409


def test_one_that_is_not_there_is_told_so(site):
    clerk = site.browser().is_of(CLERK)
    token = site.token_of(clerk, PAGE)

    assert clerk.client.post(f"{PAGE}/99/confirm", data={"token": token}).status_code == 404


def test_a_forged_form_changes_nothing(site, change):
    clerk = site.browser().is_of(CLERK).opens(PAGE)

    shown = clerk.sends(clerk.form("/confirm$"), token="made-up")

    assert (shown.status, standing(site, change)) == (403, "proposed")
