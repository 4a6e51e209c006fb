"""Somebody answers a step by answering the letter that asks: the same act as on the page, or a refusal.

Nothing counts but a letter of the registered mailbox, for which the relay before Doan's own mailbox
vouches, with the reference of the letter it answers; and a word alone in its first line.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection

from config.settings import Settings
from flows.acts.deciding import take_in_hand
from flows.acts.desk import Desk
from flows.case.answers import Answer, Identified
from flows.case.at_work import CaseAtWork
from models.acts import Chosen, Needs, choice_of
from models.case import Step
from models.competence.by_reply import BY_REPLY, choices_by_reply
from models.competence.seeing import digest_shown
from models.errors import CaseUnknown, DecisionIncomplete, DecisionRefused, StepUnknown, TooLate
from models.ids import Digest
from models.store import directory
from models.store.mail.returned import ReturnKind
from notifications.returned.came import Came
from notifications.returned.parts import LONGEST_WORDS
from notifications.returned.said import WordSaid, word_said
from notifications.returned.vouching import is_vouched_for
from notifications.writing.reply_tokens import ReplyAsked, read_reply_reference

Notes = Callable[[Connection], bool]


class ReplyRefused(StrEnum):
    """Why an answer by reply changed nothing; the sentence is `reply_refused.<code>`."""

    OTHER_SENDER = "other_sender"
    NOT_VOUCHED = "not_vouched"
    CLOSED = "closed"
    CHANGED = "changed"
    NO_WORD = "no_word"
    NO_REMARKS = "no_remarks"
    TOO_LONG = "too_long"
    FILES = "files"
    PAGE = "page"
    NOT_YOURS = "not_yours"


@dataclass(frozen=True)
class Reply:
    """A letter by which somebody answers what another letter asked for."""

    came: Came
    digest: Digest
    asked: ReplyAsked


class _NothingDone(Exception):
    """A way out of the transaction of an answer that does not count."""

    def __init__(self, why: ReplyRefused) -> None:
        super().__init__(why)
        self.why = why


def reply_in(settings: Settings, came: Came, digest: str) -> Reply | None:
    """Return the answer to a step that a letter is; None for what is none, or where none is taken.

    Only words of people are one. What it answers is told by a reference of ours among those it names.
    """
    if came.kind is not ReturnKind.REPLY or not settings.takes_steps_by_reply:
        return None
    asked = read_reply_reference(settings, came.about)
    return Reply(came, Digest(digest), asked) if asked else None


def take_reply(desk: Desk, reply: Reply, note: Notes) -> ReplyRefused | None:
    """Take the step a reply answers, and note the letter in the same transaction; return why it was not.

    `note` tells whether the letter is new: one that was noted meanwhile changes nothing. Everything is
    asked under the case's lock. A refusal of the person is journaled, as on the page.
    """
    asked = reply.asked
    try:
        with desk.at_work(asked.case_no, asked.person, asked.step) as work:
            if note(work.conn):
                _take(work, reply)
    except _NothingDone as nothing:
        return nothing.why
    except DecisionRefused:
        return ReplyRefused.NOT_YOURS
    except (CaseUnknown, StepUnknown, TooLate):
        return ReplyRefused.CLOSED
    except DecisionIncomplete:
        return ReplyRefused.PAGE
    return None


def _take(work: CaseAtWork, reply: Reply) -> None:
    _demand_sender(work, reply)
    step = work.step(reply.asked.step)
    if not step.is_open:
        raise _NothingDone(ReplyRefused.CLOSED)
    if reply.asked.seen != digest_shown(work.case, step):
        raise _NothingDone(ReplyRefused.CHANGED)
    said = _said(work, step, reply.came)
    who = Identified(reply.asked.person, BY_REPLY, letter=reply.digest)
    take_in_hand(work, step, who, Answer(said.choice, reply.asked.seen, remarks=said.remarks))


def _demand_sender(work: CaseAtWork, reply: Reply) -> None:
    """Demand that a letter is from the mailbox of who was asked, and that the relay says so.

    One without a name of its own could come again under another, so it is not taken.
    """
    came = reply.came
    known = directory.some_persons(work.conn, (reply.asked.person,)).get(reply.asked.person)
    if known is None or not came.one_sender or came.sender != known.mailbox.lower():
        raise _NothingDone(ReplyRefused.OTHER_SENDER)
    relay = work.settings.reply_authserv_id
    if not came.id or not is_vouched_for(came.results, relay, came.sender):
        raise _NothingDone(ReplyRefused.NOT_VOUCHED)


def _said(work: CaseAtWork, step: Step, came: Came) -> WordSaid:
    if came.files:
        raise _NothingDone(ReplyRefused.FILES)
    if len(came.words) > LONGEST_WORDS:
        raise _NothingDone(ReplyRefused.TOO_LONG)
    choices = choices_by_reply(step, work.regulation)
    if not choices:
        raise _NothingDone(ReplyRefused.PAGE)
    said = word_said(came.words, choices)
    if said is None:
        raise _NothingDone(ReplyRefused.NO_WORD)
    if _needs_remarks(step, said.choice) and not said.remarks:
        raise _NothingDone(ReplyRefused.NO_REMARKS)
    return said


def _needs_remarks(step: Step, choice: str) -> bool:
    known = choice_of(step.act, Chosen(choice), collective=step.collective)
    return known is not None and Needs.REMARKS in known.needs
