"""What one moment asks of one person several times in one case goes in one letter; so do invitations."""

from collections.abc import Iterable
from datetime import datetime

from config.settings import Settings
from models import entries as e
from models.ids import CaseNo
from models.store.outbox import NewMessage
from notifications.facts.cases import CaseFacts
from notifications.facts.letters import SeveralLetter, ToldFacts
from notifications.telling.notices import NOTICES

STEPS = "several_steps"
INVITATIONS = "several_invitations"
OF_SEVERAL = frozenset((STEPS, INVITATIONS))

# Which letter takes a message in, where there are several for the same person.
_TAKEN_IN = {
    **{notice.key: STEPS for notice in NOTICES if notice.asks and notice.on is e.StepOpened},
    "invitation": INVITATIONS,
}


def named(case_no: CaseNo | None, seq: int, notice: str, recipient: str, settings: Settings) -> str:
    """Return the Message-ID of a letter about an entry: the same for this letter, and for no other."""
    name = f"{case_no}.{seq}.{notice}.{recipient}"
    return f"<{name.lower()}@{settings.mail_domain}>"


def told_facts(message: NewMessage, at: datetime) -> ToldFacts:
    """Return a message as a letter has it that carries it; `at` is when it was queued."""
    return ToldFacts(
        message_id=message.message_id,
        case_no=str(message.case_no),
        notice=message.notice,
        at=at,
        step=(message.facts.get("step") or {}).get("number"),
        facts=message.facts,
    )


def those_together(messages: Iterable[NewMessage]) -> list[list[NewMessage]]:
    """Return the messages that go in a letter with others, those of each letter."""
    found: dict[tuple[str, str], list[NewMessage]] = {}
    for message in messages:
        if letter := _TAKEN_IN.get(message.notice):
            found.setdefault((letter, message.recipient), []).append(message)
    return [those for those in found.values() if len(those) > 1]


def letter_of_several(messages: list[NewMessage], settings: Settings, at: datetime) -> NewMessage:
    """Return the letter of several messages of one case to one person; its name is that of the first."""
    first = messages[0]
    notice = _TAKEN_IN[first.notice]
    facts = SeveralLetter(
        case=CaseFacts.read({**(first.facts.get("case") or {}), "no": first.case_no}),
        told=tuple(told_facts(each, at) for each in messages),
    )
    return NewMessage(
        case_no=first.case_no,
        seq=first.seq,
        notice=notice,
        recipient=first.recipient,
        facts=facts.stored(),
        message_id=named(first.case_no, first.seq, notice, first.recipient, settings),
        asks=first.asks,
    )
