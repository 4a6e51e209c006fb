"""The letters about the change of a mailbox, in both languages, and where each of them leads."""

from datetime import date

import pytest

from config.words import words
from models.directory import Person
from models.ids import PersonId
from notifications.facts.letters import MailboxFacts, MailboxLetter
from notifications.telling.mailbox_letters import CONFIRMED, COUNTS, MEANT_FOR_YOU, OF_MAILBOXES
from notifications.writing.wording import wording

OLD, NEW = "pham.van.mau@hau-giang.example", "pham.van.mau@can-tho.example"
CHAIR = Person(PersonId("pham.van.mau"), "Phạm Văn Mẫu", "vi", OLD)


def letter(notice, language, link="https://doan.example/v/x"):
    counts = date(2020, 7, 7) if notice in (CONFIRMED, COUNTS) else None
    said = MailboxFacts(
        person=CHAIR.name, old=OLD, new=NEW, proposed_by="Mai Văn Mẫu", counts_from=counts
    )
    facts = MailboxLetter(mailbox=said)
    return wording(notice, words(language), facts, person=CHAIR, link=link)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("notice", sorted(OF_MAILBOXES - {MEANT_FOR_YOU}))
def test_a_letter_names_both_mailboxes_and_who_proposed_it(notice, language):
    body = letter(notice, language).body.replace("\\", "")

    assert [said for said in (OLD, NEW, "Mai Văn Mẫu", "Phạm Văn Mẫu") if said not in body] == []


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_letter_to_the_new_mailbox_tells_a_stranger_nothing_but_for_whom_it_is_meant(language):
    said = letter(MEANT_FOR_YOU, language, link=None)

    body = said.body.replace("\\", "")
    assert "Phạm Văn Mẫu" in said.subject
    assert [told for told in (OLD, "Mai Văn Mẫu", "http") if told in body] == []


@pytest.mark.parametrize(("language", "day"), [("vi", "07/07/2020"), ("en", "7 July 2020")])
def test_once_confirmed_the_letter_says_from_which_day_it_counts(language, day):
    assert day in letter(CONFIRMED, language).subject
