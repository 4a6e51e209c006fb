"""`python -m notifications.telling.notices_table` writes docs/messages.md from the table of messages."""

import re
from collections.abc import Iterator
from pathlib import Path

from models.entries import PAYLOADS, Payload
from notifications.telling.authority_letters import GIVEN, TO_CONFIRM
from notifications.telling.notices import NOTICES, TOLD_NOBODY, Notice
from notifications.writing.wording import SIGN_IN_CODE, STANDARD, subject_pattern

PAGE = Path(__file__).parents[2] / "docs" / "messages.md"

_FACT = re.compile(r"\{\{\s*([a-z_.]+).*?\}\}")
_CONDITION = re.compile(r"\{%.*?%\}")


def messages_page() -> str:
    """Return the page: what each event of the journal tells whom, and in which words it begins."""
    return "\n".join(
        [
            "# Messages",
            "",
            "Which event tells whom what. Written by `python -m notifications.telling.notices_table`",
            "from `notifications/telling/notices.py` and the templates; a test holds it to them.",
            "Names in braces are facts of the case. A message marked → carries the link to its step,",
            "one marked ↗ the link to its case.",
            "",
            "| Event | Message | Recipients | Subject (vi) | Subject (en) |",
            "|---|---|---|---|---|",
            *(_line(notice) for notice in _by_event()),
            "",
            "Of no event of the journal:",
            "",
            "| Message | When | Subject (vi) | Subject (en) |",
            "|---|---|---|---|",
            f"| `{SIGN_IN_CODE}` | somebody asks for a one-time code; kept nowhere "
            f"| {_subjects(SIGN_IN_CODE)} |",
            "| `checkpoint` | once a day, to the auditors: the signed checkpoint of the journal "
            f"| {_subjects('checkpoint')} |",
            f"| `{TO_CONFIRM}` | an authority was set in a leader's name, who is asked to confirm it "
            f"| {_subjects(TO_CONFIRM)} |",
            f"| `{GIVEN}` | an authority takes effect, told to whoever may act by it "
            f"| {_subjects(GIVEN)} |",
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
    return f"| `{event.kind}` | `{notice.key}`{mark} | {recipients} | {_subjects(notice.key)} |"


def _subjects(template: str) -> str:
    patterns = (subject_pattern(template, language) for language in ("vi", "en"))
    return " | ".join(_FACT.sub(r"{\1}", _CONDITION.sub("", said)) for said in patterns)


if __name__ == "__main__":
    PAGE.write_text(messages_page(), encoding="utf-8")
