"""Every event is told to somebody or has a reason not to be; every message has its words."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from config.regulation.codes import Act, Gate, GuestClass, Kind, Occasion, Stage
from config.words import words
from models.acts import CHOICES, VOTES, Chosen
from models.case import Step
from models.entries import PAYLOADS, OfHouse, StepOpened
from models.kinds import KINDS
from models.programme.booking import ResourceKind
from notifications.gathering.digests import DIGEST
from notifications.gathering.several import OF_SEVERAL
from notifications.telling.authority_letters import OF_AUTHORITIES
from notifications.telling.checkpoint_letters import CHECKPOINT, UNREACHED
from notifications.telling.door_letters import OF_DOORS
from notifications.telling.draft_letters import DRAFT_RESTS
from notifications.telling.mailbox_letters import OF_MAILBOXES, OF_SEATS
from notifications.telling.notices import NOTICES, TOLD_NOBODY, Recipient
from notifications.telling.notices_table import PAGE, messages_page
from notifications.telling.of_no_case import (
    CLOCK_JUMPED,
    REGISTERS_DUE,
    REPLY_REFUSED,
    SET_ASIDE,
    UNCLAIMED,
    UNDELIVERED,
)
from notifications.writing.wording import (
    SIGN_IN_CODE,
    STANDARD,
    SUBJECT_LINE,
    TEMPLATES,
    subject_pattern,
)

KEYS = sorted({notice.key for notice in NOTICES})
# A checkpoint is of the whole journal; authorities, mailboxes and who comes in are of no case:
# none of them follows an entry.
OTHERS = [
    SIGN_IN_CODE,
    STANDARD,
    CHECKPOINT,
    UNREACHED,
    UNDELIVERED,
    UNCLAIMED,
    REPLY_REFUSED,
    REGISTERS_DUE,
    SET_ASIDE,
    CLOCK_JUMPED,
    DIGEST,
    *sorted(OF_SEVERAL),
    *sorted(OF_AUTHORITIES | OF_DOORS | OF_MAILBOXES | OF_SEATS | {DRAFT_RESTS}),
]
FLOWS = Path(__file__).parents[2] / "flows"
TELLING = Path(__file__).parents[2] / "notifications" / "telling"
# What a message can name, by the family of its labels.
NAMED: dict[str, Iterable[str]] = {
    "act": Act,
    "stage": Stage,
    "guest_class": GuestClass,
    "resource": ResourceKind,
    "gate": Gate,
    "kind": KINDS,
    "matter": {Kind.OUTBOUND, *Occasion, Stage.HOSTING, "amendment", "cancellation"},
    "report_on": {Kind.OUTBOUND, *Occasion},
    "case": {Kind.OUTBOUND, *Occasion},
}
# Where an act stands whose message goes by its stage; any other asks in whatever stage.
BY_STAGE = {
    Act.CONFIRM: (Stage.DEPARTURE, Stage.RETURN_HOME, Stage.ARRIVAL, Stage.SEND_OFF),
    Act.FILE: (Stage.HOSTING, Stage.REPORT, Stage.AGREEMENTS),
    Act.CONSULT: (Stage.OPINIONS, Stage.AGREEMENTS),
    Act.ACCEPT: (Stage.REPORT, Stage.ACCOUNTS),
}
ASKED = {act: BY_STAGE.get(act, tuple(Stage)) for act in Act}
# What the house's journal says is told to nobody by letter but where an act does.
OF_CASES = {kind: cls for kind, cls in PAYLOADS.items() if not issubclass(cls, OfHouse)}
FOLDERS = sorted(path.name for path in TEMPLATES.iterdir() if path.is_dir())


def make_step(**changed):
    defaults = {
        "number": 1,
        "stage": Stage.OPINIONS,
        "act": Act.CONSULT,
        "seat": "police/head",
        "key": "",
        "collective": False,
        "holders": (),
        "version": 1,
        "rests_on": (),
        "digest": "",
        "digest_version": 1,
        "opened_at": datetime(2020, 7, 6, tzinfo=UTC),
        "due_at": None,
    }
    return Step(**{**defaults, **changed})


@pytest.mark.parametrize("event", OF_CASES.values(), ids=OF_CASES)
def test_every_event_is_told_to_somebody_or_has_a_reason_not_to_be(event):
    is_told = any(notice.on is event for notice in NOTICES)

    assert is_told != (event in TOLD_NOBODY)


@pytest.mark.parametrize("key", [*KEYS, *OTHERS])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_message_has_a_template_that_begins_with_its_subject(key, language):
    template = (TEMPLATES / key / f"{language}.md").read_text(encoding="utf-8")

    assert template.startswith(SUBJECT_LINE)
    assert template.splitlines()[1] == ""


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_two_messages_have_the_same_subject(language):
    subjects = [subject_pattern(key, language) for key in (*KEYS, *OTHERS)]

    assert len(set(subjects)) == len(subjects)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("notice", [n for n in NOTICES if n.asks and n.on is StepOpened])
def test_the_subject_of_what_asks_says_that_it_is_urgent_amends_or_calls_off(notice, language):
    assert "{{ case|marks(step) }}" in subject_pattern(notice.key, language)


def test_there_is_no_template_that_no_event_uses():
    assert sorted([*KEYS, *OTHERS, "_shared"]) == FOLDERS


def test_a_key_names_one_message():
    keys = [notice.key for notice in NOTICES]

    assert len(keys) == len(set(keys))


def test_the_page_of_messages_is_the_one_the_table_gives():
    assert PAGE.read_text(encoding="utf-8") == messages_page()


def test_the_page_of_messages_shows_subjects_with_both_their_forms_and_nothing_of_templates():
    page = messages_page()

    assert "{calendar.why} / Changes of what you take part in ({how many} items)" in page
    assert "Calling-off received / Amendment received" in page
    assert [mark for mark in ("{{", "{%", "|length", "[0]", " if ") if mark in page] == []


def test_for_every_recipient_somebody_is_looked_up():
    """Whoever is looked up nowhere is nobody, and nothing is sent."""
    modules = (path for path in TELLING.glob("*.py") if path.name != "notices.py")
    sources = "".join(path.read_text(encoding="utf-8") for path in modules)

    looked_up = set(re.findall(r"Recipient\.([A-Z_]+)", sources))

    assert {recipient.name for recipient in Recipient} - looked_up == set()


@pytest.mark.parametrize("act", Act)
@pytest.mark.parametrize("collective", [False, True])
def test_every_act_of_every_stage_asks_in_one_message_at_most(act, collective):
    for stage in Stage:
        step = make_step(stage=stage, act=act, collective=collective)

        asking = [n for n in NOTICES if n.on is StepOpened and n.only and n.only(step)]

        assert len(asking) <= 1


@pytest.mark.parametrize(("act", "stages"), ASKED.items(), ids=ASKED)
def test_every_act_asks_wherever_a_lifecycle_has_it(act, stages):
    for stage in stages:
        step = make_step(stage=stage, act=act)

        assert [n for n in NOTICES if n.on is StepOpened and n.asks and n.only and n.only(step)]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_reason_for_which_a_step_is_taken_back_has_words(language):
    sources = "".join(path.read_text(encoding="utf-8") for path in FLOWS.rglob("*.py"))
    reasons = set(re.findall(r'because="([a-z_]+)"', sources))

    assert {f"void.{reason}" for reason in reasons} - set(words(language).catalogue) == set()


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("family", NAMED)
def test_every_code_in_a_message_has_a_name(family, language):
    named = {f"{family}.{code}" for code in NAMED[family]}

    assert named - set(words(language).catalogue) == set()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_answer_and_every_message_has_a_name(language):
    choices = {choice.key for offered in CHOICES.values() for choice in offered}
    recorded = {Chosen.RESUBMITTED, Chosen.ALL_CONFIRMED, Chosen.RESOLVED, Chosen.HEAD_REFUSED}
    named = {
        *(f"choice.{key}" for key in (*choices, *(vote.key for vote in VOTES), *recorded)),
        *(f"notice.{key}" for key in KEYS),
    }

    assert named - set(words(language).catalogue) == set()
