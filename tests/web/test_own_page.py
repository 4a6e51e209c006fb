"""A page of one's own: seats, language, mailbox, devices, and who acts for whom."""

import pytest

from models import entries as e
from models.store import directory
from models.store.house.journal import HOUSE
from models.store.journal import entries_of
from models.store.mail.wishes import MailWishes, Telling, wishes_of
from tests.factories.audit import verify
from tests.factories.office import OFFICER, lets_act

GIVER, HOLDER = "ly.thi.gia.dinh", "dang.thi.mau"


def me(site, person):
    return site.browser().is_of(person).opens("/me")


def language_of(site, person):
    with site.desk.store.reading() as conn:
        return directory.person(conn, person).language


def changes_of(site, person):
    """Who changed what the directory says of somebody."""
    with site.desk.store.reading() as conn:
        told = entries_of(conn, HOUSE)
    changed = ((en.payload, en.actor) for en in told if isinstance(en.payload, e.PersonChanged))
    return [actor for said, actor in changed if said.person == person]


def chooses(browser, language, **written):
    return browser.sends(browser.form("/me/language$"), language=language, **written)


def test_the_page_says_what_is_ones_own(site, office):
    shown = me(site, OFFICER)

    assert "nguyen.thi.mau@" in shown.text
    assert "Công chức đầu mối đối ngoại, UBND thị xã Long Mỹ" in shown.text
    assert {"/devices", "/authorities", "/people/mailboxes"} <= set(shown.links)


def test_the_language_chosen_holds_for_pages_from_then_on(site, office):
    browser = chooses(me(site, OFFICER), "en")

    assert (browser.status, language_of(site, OFFICER)) == (200, "en")
    assert "The language you chose is kept." in browser.text
    assert '<html lang="en">' in browser.opens("/").html


def test_a_choice_of_language_is_an_entry_that_the_auditor_can_check(site, office):
    chooses(me(site, OFFICER), "en")

    assert changes_of(site, OFFICER) == [OFFICER]
    with site.desk.store.reading() as conn:
        assert verify(conn).difference is None


def test_choosing_the_same_again_is_no_entry(site, office):
    chooses(me(site, OFFICER), "vi")

    assert changes_of(site, OFFICER) == []


def test_a_language_nobody_is_written_to_in_is_refused_on_the_form(site, office):
    browser = chooses(me(site, OFFICER), "fr")

    assert (browser.status, language_of(site, OFFICER)) == (422, "vi")
    assert browser.form("/me/language$").offers["language"] == ["vi", "en"]


def test_nobody_chooses_for_another_by_a_forged_form(site, office):
    browser = chooses(me(site, OFFICER), "en", token="forged")

    assert (browser.status, language_of(site, OFFICER)) == (403, "vi")


def wishes(site, person):
    with site.desk.store.reading() as conn:
        return wishes_of(conn, [person])[person]


def wishes_for(browser, tells, **written):
    return browser.sends(browser.form("/me/letters$"), tells=tells, **written)


def test_who_has_said_nothing_has_one_letter_a_day_and_no_receipts(site, office):
    assert wishes(site, OFFICER) == MailWishes(Telling.DIGEST, receipts=False)
    assert "Một thư mỗi ngày làm việc" in me(site, OFFICER).text


def test_how_one_wants_to_be_written_to_is_kept(site, office):
    browser = wishes_for(me(site, OFFICER), "at_once", receipts="on")

    assert "Đã ghi nhận cách nhận thư" in browser.text
    assert wishes(site, OFFICER) == MailWishes(Telling.AT_ONCE, receipts=True)
    assert wishes(site, GIVER) == MailWishes()


def test_what_cannot_be_wished_is_refused_on_the_form(site, office):
    browser = wishes_for(me(site, OFFICER), "never")

    assert (browser.status, wishes(site, OFFICER)) == (422, MailWishes())


@pytest.mark.parametrize("person", [GIVER, HOLDER])
def test_an_authority_in_force_stands_with_both(site, office, person):
    lets_act(site.desk, GIVER, HOLDER, "dof/head")

    assert "đến hết" in me(site, person).text


def test_every_page_leads_to_ones_own(site, office):
    assert "/me" in site.browser().is_of(OFFICER).opens("/").links


def test_strangers_are_asked_who_they_are(site, office):
    assert site.browser().opens("/me").status == 403
