"""`python -m notifications.telling.notices_table` writes docs/messages.md from the table of messages."""

import re
from collections.abc import Iterator
from pathlib import Path

from models.entries import PAYLOADS, Payload
from notifications.gathering.digests import DIGEST
from notifications.gathering.several import INVITATIONS, STEPS
from notifications.gathering.sorts import SORTED, Sort
from notifications.telling.authority_letters import GIVEN, IN_YOUR_NAME, TO_CONFIRM
from notifications.telling.checkpoint_letters import CHECKPOINT, UNREACHED
from notifications.telling.door_letters import (
    ACCESS_GIVEN,
    MANY_WRONG_CODES,
    NEW_DEVICE,
    PASSKEY_ADDED,
)
from notifications.telling.draft_letters import DRAFT_RESTS
from notifications.telling.mailbox_letters import (
    CONFIRMED,
    COUNTS,
    MEANT_FOR_YOU,
    PROPOSED,
    SEATS_CONFIRMED,
    SEATS_PROPOSED,
    SEATS_TO_CONFIRM,
)
from notifications.telling.mailbox_letters import TO_CONFIRM as MAILBOX_TO_CONFIRM
from notifications.telling.notices import NOTICES, TOLD_NOBODY, Notice
from notifications.telling.of_no_case import (
    CLOCK_JUMPED,
    REGISTERS_DUE,
    REPLY_REFUSED,
    SET_ASIDE,
    UNCLAIMED,
    UNDELIVERED,
)
from notifications.writing.wording import SIGN_IN_CODE, STANDARD, subject_pattern

PAGE = Path(__file__).parents[2] / "docs" / "messages.md"

_FACT = re.compile(r"\{\{\s*(?P<fact>[a-z_.]+(?:\[0\][a-z_.]*)?)(?P<counted>\|length)?.*?\}\}")
_ONE_OF_TWO = re.compile(r"\{\{\s*([^{}]+?)\s+if\s[^{}]+?\selse\s+([^{}]+?)\s*\}\}")
_OR_ELSE = re.compile(r"\{%\s*(?:else|elif\b.*?)\s*%\}")
_CONDITION = re.compile(r"\{%.*?%\}")
_WHEN = {
    Sort.ASKS: "at once",
    Sort.PRESSES: "at once",
    Sort.TELLS: "in the digest",
    Sort.RECEIPT: "on request",
}
# What is urgent, amends or calls off: of most messages nothing.
_MARKING = re.compile(r"\{\{\s*case\|marks\(.*?\)\s*\}\}")


def messages_page() -> str:
    """Return the page: what each event of the journal tells whom, and in which words it begins."""
    return "\n".join(
        [
            "# Messages",
            "",
            "Which event tells whom what. Written by `python -m notifications.telling.notices_table`",
            "from `notifications/telling/notices.py` and the templates; a test holds it to them.",
            "Names in braces are facts of the case. A message marked → carries the link to its step,",
            "one marked ↗ the link to its case. The subject of one that asks says after the number of",
            "the case that it is urgent, or amends or calls off what was approved. Where a subject has",
            "two forms, both stand here with a stroke between them.",
            "",
            "When it reaches them: *at once*; *in the digest* of the working day, but at once where the",
            "request is urgent or the days of the delegation are near; *on request* of its reader.",
            "What is not marked as duty a reader can switch off.",
            "",
            "| Event | Message | Recipients | When | Subject (vi) | Subject (en) |",
            "|---|---|---|---|---|---|",
            *(_line(notice) for notice in _by_event()),
            "",
            "Of no event of the journal:",
            "",
            "| Message | When | Subject (vi) | Subject (en) |",
            "|---|---|---|---|",
            f"| `{SIGN_IN_CODE}` | somebody asks for a one-time code; kept nowhere "
            f"| {_subjects(SIGN_IN_CODE)} |",
            f"| `{CHECKPOINT}` | each hour that has entries, and at each final decision: the "
            f"signed checkpoint of the journal, to the auditors | {_subjects(CHECKPOINT)} |",
            f"| `{UNREACHED}` | a checkpoint reached no auditor, told to the administrator "
            f"| {_subjects(UNREACHED)} |",
            f"| `{UNDELIVERED}` | a letter of no case failed, told to the administrator "
            f"| {_subjects(UNDELIVERED)} |",
            f"| `{UNCLAIMED}` | mail came that is of no case, told to the administrator once a day "
            f"| {_subjects(UNCLAIMED)} |",
            f"| `{REPLY_REFUSED}` | an answer by reply took no step, told to whoever was asked, once a "
            f"letter that came | {_subjects(REPLY_REFUSED)} |",
            f"| `{SET_ASIDE}` | something broke twice and is set aside, told to the administrator once "
            f"a thing | {_subjects(SET_ASIDE)} |",
            f"| `{REGISTERS_DUE}` | a day comes on which something of the registers is told, in one "
            f"letter to the focal office | {_subjects(REGISTERS_DUE)} |",
            f"| `{CLOCK_JUMPED}` | the machine's clock jumped, told to the administrator once a jump "
            f"| {_subjects(CLOCK_JUMPED)} |",
            f"| `{TO_CONFIRM}` | an authority was set in a leader's name, who is asked to confirm it "
            f"| {_subjects(TO_CONFIRM)} |",
            f"| `{GIVEN}` | an authority takes effect, told to whoever may act by it "
            f"| {_subjects(GIVEN)} |",
            f"| `{IN_YOUR_NAME}` | the same, told to the giver, who ends it there with one press "
            f"| {_subjects(IN_YOUR_NAME)} |",
            f"| `{PROPOSED}` | another mailbox is proposed for a person, told to the old one "
            f"| {_subjects(PROPOSED)} |",
            f"| `{MEANT_FOR_YOU}` | the same, told to the new one | {_subjects(MEANT_FOR_YOU)} |",
            f"| `{MAILBOX_TO_CONFIRM}` | the same, to those of whom one has to confirm it "
            f"| {_subjects(MAILBOX_TO_CONFIRM)} |",
            f"| `{CONFIRMED}` | it is confirmed, told to the old mailbox before it counts "
            f"| {_subjects(CONFIRMED)} |",
            f"| `{COUNTS}` | it counts, told to the old mailbox and the new one "
            f"| {_subjects(COUNTS)} |",
            f"| `{SEATS_PROPOSED}` | somebody is to take or leave a seat, told to all concerned "
            f"| {_subjects(SEATS_PROPOSED)} |",
            f"| `{SEATS_TO_CONFIRM}` | the same, to those of whom one has to confirm it "
            f"| {_subjects(SEATS_TO_CONFIRM)} |",
            f"| `{SEATS_CONFIRMED}` | it is confirmed, told to the same before it counts "
            f"| {_subjects(SEATS_CONFIRMED)} |",
            f"| `{NEW_DEVICE}` | a person has signed in on a device not seen with them before "
            f"| {_subjects(NEW_DEVICE)} |",
            f"| `{PASSKEY_ADDED}` | a person can sign in by a passkey from now on "
            f"| {_subjects(PASSKEY_ADDED)} |",
            f"| `{ACCESS_GIVEN}` | another system can call for a person from now on "
            f"| {_subjects(ACCESS_GIVEN)} |",
            f"| `{MANY_WRONG_CODES}` | many wrong codes within an hour, told to the administrator once "
            f"| {_subjects(MANY_WRONG_CODES)} |",
            f"| `{DRAFT_RESTS}` | nobody has written in a draft for long, told to who did before "
            f"| {_subjects(DRAFT_RESTS)} |",
            f"| `{STEPS}` | one moment asks somebody for several steps of one case: one letter "
            f"| {_subjects(STEPS)} |",
            f"| `{INVITATIONS}` | one moment calls somebody to several items of a visit: the same "
            f"| {_subjects(INVITATIONS)} |",
            f"| `{DIGEST}` | once a working day, where something was gathered: what tells, by cases "
            f"| {_subjects(DIGEST)} |",
            f"| `{STANDARD}` | in place of a message whose template cannot be filled "
            f"| {_subjects(STANDARD)} |",
            "",
            "Told to nobody:",
            "",
            *(f"- `{event.kind}`: {reason}." for event, reason in TOLD_NOBODY.items()),
            "",
        ]
    )


def _by_event() -> Iterator[Notice]:
    """Yield the messages in the order the journal's events have."""
    for event in PAYLOADS.values():
        yield from (notice for notice in NOTICES if notice.on is event)


def _line(notice: Notice) -> str:
    event: type[Payload] = notice.on
    mark = " →" if notice.asks else " ↗" if notice.shows else ""
    recipients = ", ".join(notice.to)
    sorted_so = SORTED[notice.key]
    when = _WHEN[sorted_so.sort] + (", duty" if sorted_so.duty else "")
    return f"| `{event.kind}` | `{notice.key}`{mark} | {recipients} | {when} | {_subjects(notice.key)} |"


def _subjects(template: str) -> str:
    return " | ".join(_plain(subject_pattern(template, language)) for language in ("vi", "en"))


def _plain(pattern: str) -> str:
    """Return a subject without the language of templates: of two forms both, facts by their names."""
    said = _MARKING.sub("", pattern)
    said = _ONE_OF_TWO.sub(lambda two: f"{_side(two[1])} / {_side(two[2])}", said)
    said = _CONDITION.sub("", _OR_ELSE.sub(" / ", said))
    return _FACT.sub(lambda found: _named(found["fact"], found["counted"]), said)


def _side(said: str) -> str:
    """Return one of two forms: words as they are, a fact as one."""
    return said.strip('"') if said.startswith('"') else "{{ " + said + " }}"


def _named(fact: str, counted: str | None) -> str:
    name = fact.replace("[0]", "").replace("told.facts.", "")
    return "{how many}" if counted else "{" + name + "}"


if __name__ == "__main__":
    PAGE.write_text(messages_page(), encoding="utf-8")
