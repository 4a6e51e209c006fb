"""Every event is told to somebody or has a reason not to be; every message has its words."""

import pytest

from config.words import words
from models.acts import CHOICES, RESUBMITTED, VOTES
from models.entries import PAYLOADS
from notifications.notices import NOTICES, TOLD_NOBODY
from notifications.notices_table import PAGE, messages_page
from notifications.rendering import SIGN_IN_CODE, STANDARD
from notifications.wording import SUBJECT_LINE, TEMPLATES

KEYS = sorted({notice.key for notice in NOTICES})
# A checkpoint is of the whole journal and follows no entry of a case.
OTHERS = [SIGN_IN_CODE, STANDARD, "checkpoint"]
FOLDERS = sorted(path.name for path in TEMPLATES.iterdir() if path.is_dir())


@pytest.mark.parametrize("event", PAYLOADS.values(), ids=PAYLOADS)
def test_every_event_is_told_to_somebody_or_has_a_reason_not_to_be(event):
    is_told = any(notice.on is event for notice in NOTICES)

    assert is_told != (event in TOLD_NOBODY)


@pytest.mark.parametrize("key", [*KEYS, *OTHERS])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_message_has_a_template_that_begins_with_its_subject(key, language):
    template = (TEMPLATES / key / f"{language}.md").read_text(encoding="utf-8")

    assert template.startswith(SUBJECT_LINE)
    assert template.splitlines()[1] == ""


def test_there_is_no_template_that_no_event_uses():
    assert sorted([*KEYS, *OTHERS, "_shared"]) == FOLDERS


def test_a_key_names_one_message():
    keys = [notice.key for notice in NOTICES]

    assert len(keys) == len(set(keys))


def test_the_page_of_messages_is_the_one_the_table_gives():
    assert PAGE.read_text(encoding="utf-8") == messages_page()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_answer_and_every_message_has_a_name(language):
    choices = {choice.key for offered in CHOICES.values() for choice in offered}
    named = {
        *(f"choice.{key}" for key in (*choices, *(vote.key for vote in VOTES), RESUBMITTED)),
        *(f"notice.{key}" for key in KEYS),
    }

    assert named - set(words(language).catalogue) == set()
