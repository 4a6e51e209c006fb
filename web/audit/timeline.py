"""One timeline of a delegation: its journal, its run in Prefect, its letters, each with its times."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from config.words import Words
from flows.case.read import CaseRead
from models import entries as e
from models.case import Step
from models.competence.seeing import AUDITED
from models.ids import account_at_console
from models.journal.entry import ENGINE, Entry
from models.store import journal
from models.store.auditing import run_states
from models.store.auditing.run_states import RunState
from models.store.mail.standing import LetterOfCase, letters_of_case
from web.dossier.history import votes_shown_of
from web.ground.names import Names


class EventSource(StrEnum):
    """Where an event is told."""

    JOURNAL = "journal"
    RUN = "run"
    LETTER = "letter"


@dataclass(frozen=True)
class Event:
    """Something that happened: when, when it was recorded (None: nobody noted that), who, and what.

    `details` are short sentences beside; `by_hand`: a state of the run that Doan did not ask for.
    """

    source: EventSource
    number: str
    at: datetime
    recorded_at: datetime | None
    said: str
    who: str = ""
    details: tuple[str, ...] = field(default=())
    by_hand: bool = False


def timeline_of(work: CaseRead, w: Words) -> tuple[Event, ...]:
    """Return all that is known of a case, in the order in which it happened."""
    names = Names(work, w.language)
    told = _Told(work, names, w)
    events = [
        *map(told.entry, journal.entries_of(work.conn, work.case.no)),
        *(_state(state, w) for state in run_states.of_case(work.conn, work.case.no)),
        *(_letter(each, names, w) for each in letters_of_case(work.conn, work.case.no)),
    ]
    # What happened at one moment stands in its journal's order, then as Prefect and the post told it.
    order = {source: place for place, source in enumerate(EventSource)}
    return tuple(sorted(events, key=lambda each: (each.at, order[each.source])))


def _state(state: RunState, w: Words) -> Event:
    return Event(
        source=EventSource.RUN,
        number=state.run[:8],
        at=state.at,
        recorded_at=state.kept_at,
        said=state.name or state.type,
        details=(state.message,) if state.message else (),
        by_hand=state.asked is False,
    )


def _letter(letter: LetterOfCase, names: Names, w: Words) -> Event:
    details = [
        w.text("page.audit.letter_to", name=names.person(letter.recipient)),
        w.label("letter_standing", letter.standing),
        w.text("page.audit.queued_at", at=w.moment(letter.queued_at)),
    ]
    if letter.accepted_as:
        details.append(w.text("page.letters.accepted_as", said=letter.accepted_as))
    if letter.trouble:
        details.append(w.text("page.audit.trouble", said=letter.trouble))
    return Event(
        source=EventSource.LETTER,
        number=str(letter.id),
        at=letter.sent_at or letter.queued_at,
        recorded_at=None,
        said=w.label("notice", letter.notice),
        details=tuple(details),
    )


class _Told:
    """The entries of a case in words, as far as the competence table shows them to who audits."""

    def __init__(self, work: CaseRead, names: Names, w: Words) -> None:
        self._work = work
        self._names = names
        self._w = w

    def entry(self, entry: Entry) -> Event:
        """Return an entry as an event."""
        said, step = entry.payload, self._step_of(entry.payload)
        hidden = isinstance(said, e.VoteCast | e.VoteTakenBack) and not self._sees_votes(step)
        details = () if hidden else self._details(entry, step)
        return Event(
            source=EventSource.JOURNAL,
            number=str(entry.seq),
            at=entry.at,
            recorded_at=entry.recorded_at,
            said=self._w.label("entry", entry.kind),
            who=self._w.text("page.audit.vote_hidden") if hidden else self._who(entry),
            details=tuple(filter(None, (self._of_step(step), *details))),
        )

    def _step_of(self, said: e.Payload) -> Step | None:
        number = getattr(said, "step", None)
        known = isinstance(number, int) and 0 < number <= len(self._work.case.steps)
        return self._work.case.steps[number - 1] if known and number else None

    def _sees_votes(self, step: Step | None) -> bool:
        return step is not None and AUDITED.sees_votes(step, votes_shown_of(self._work, step))

    def _who(self, entry: Entry) -> str:
        if entry.actor == ENGINE:
            return self._w.text("page.audit.by_doan")
        account = account_at_console(entry.actor)
        if account:
            return self._w.text("page.audit.at_console", account=account)
        return self._names.person(entry.actor)

    def _of_step(self, step: Step | None) -> str:
        if step is None:
            return ""
        stage = self._w.label("stage", step.stage)
        return f"{stage}: {self._names.asked_of(step)}"

    def _details(self, entry: Entry, step: Step | None) -> tuple[str, ...]:
        return tuple(filter(None, self._each_detail(entry.payload, step)))

    def _each_detail(self, said: e.Payload, step: Step | None) -> Iterator[str]:
        w, name = self._w, self._names.person
        if choice := getattr(said, "choice", None):
            where = (step.stage, step.act) if step else ()
            yield w.label("choice", choice, *where)
        if isinstance(said, e.RefusalNoted):
            yield w.label("refusal", said.reason)
        if giver := getattr(said, "on_behalf_of", None):
            yield w.text("page.audit.for", name=name(giver))
        if clerk := getattr(said, "recorded_by", None):
            yield w.text("page.audit.on_paper", name=name(clerk))
        if paper := getattr(said, "evidence", None) or getattr(said, "paper", None):
            day = w.date(paper.dated)
            yield w.text("page.paper_of", number=paper.number, day=day)
            if paper.incoming:
                yield w.text("page.paper_register", number=paper.incoming)
        if isinstance(said, e.MessageFailed):
            yield w.text("page.audit.letter_to", name=name(said.recipient))
        if notice := getattr(said, "notice", None):
            yield w.label("notice", notice)
        if isinstance(said, e.RunRepaired):
            yield said.found
        if due := getattr(said, "due_at", None):
            yield w.text("page.due", at=w.moment(due))
        if account := account_at_console(getattr(said, "identity", "") or ""):
            yield w.text("page.audit.at_console", account=account)
