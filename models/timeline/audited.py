"""What an auditor looks for in the journals of all cases: a line for each decision and attempt. Pure.

Votes come with the outcome of their step, for before that nobody reads them; of a body whose votes the
regulation keeps secret there are none.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from config.province_time import is_after_hours
from models import entries as e
from models.acts import Chosen
from models.ids import SeatKey, body_of
from models.journal.entry import Entry


class Audited(StrEnum):
    """What a line tells of. Stored: the names never change."""

    DECIDED = "decided"
    VOTED = "voted"
    LATE_OPINION = "late_opinion"
    SILENT = "silent"
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"
    DISPUTED = "disputed"
    REASSIGNED = "reassigned"
    REROUTED = "rerouted"


KINDS_AUDITED: dict[type[e.Payload], Audited] = {
    e.StepDecided: Audited.DECIDED,
    e.VoteCast: Audited.VOTED,
    e.OpinionLate: Audited.LATE_OPINION,
    e.StepSilent: Audited.SILENT,
    e.RefusalNoted: Audited.REFUSED,
    e.DecisionTakenBack: Audited.TAKEN_BACK,
    e.RecordingDisputed: Audited.DISPUTED,
    e.DisputeNoted: Audited.DISPUTED,
    e.StepReassigned: Audited.REASSIGNED,
    e.RouteDrawn: Audited.REROUTED,
}
# What has to be read beside them to tell of whom something was asked, since when and until when.
KINDS_READ: tuple[type[e.Payload], ...] = (
    *KINDS_AUDITED,
    e.StepOpened,
    e.StepDueMoved,
    e.QuestionAsked,
    e.ClockRestarted,
    e.VoteTakenBack,
)


_AGREES = (
    Chosen.APPROVE,
    Chosen.APPROVE_WITH_CONDITIONS,
    Chosen.APPROVE_SOME,
    Chosen.APPROVED_OUTSIDE,
    Chosen.VOTE_FOR,
)


@dataclass(frozen=True)
class AuditLine:
    """One line: who did what, of which step, and what is remarkable about it.

    `choice` is the outcome, or why somebody was refused; `took` the seconds since the step was opened;
    `late`: after its deadline; `overrides`: somebody answered an objection that was put before them, and
    went on all the same.
    """

    seq: int
    what: Audited
    at: datetime
    step: int = 0
    stage: str = ""
    act: str = ""
    seat: str = ""
    body: str = ""
    person: str | None = None
    on_behalf_of: str | None = None
    recorded_by: str | None = None
    choice: str | None = None
    late: bool = False
    after_hours: bool = False
    overrides: bool = False
    took: int | None = None


@dataclass(frozen=True)
class _Asked:
    """A step as it was asked: of which seat, since when, and until when now."""

    stage: str
    act: str
    seat: SeatKey
    opened_at: datetime
    due_at: datetime | None
    shows: tuple[int, ...]


def audit_lines(
    entries: Iterable[Entry], is_secret: Callable[[SeatKey], bool]
) -> Iterator[AuditLine]:
    """Yield the lines of a case from its entries, which come in their order.

    `is_secret` tells whether the body of a seat keeps its votes to itself.
    """
    asked: dict[int, _Asked] = {}
    votes: dict[int, dict[str, AuditLine]] = {}
    objections: set[int] = set()
    routes = 0
    for entry in entries:
        payload, step = entry.payload, int(getattr(entry.payload, "step", 0) or 0)
        _note(asked, entry, step)
        routes += isinstance(payload, e.RouteDrawn)
        if isinstance(payload, e.VoteTakenBack | e.RecordingDisputed):
            votes.get(step, {}).pop(payload.person, None)
        what = KINDS_AUDITED.get(type(payload))
        if what is None or (what is Audited.REROUTED and routes == 1):
            continue
        if getattr(payload, "choice", None) == Chosen.OBJECT:
            objections.add(step)
        line = _line(entry, what, step, asked.get(step), objections)
        if isinstance(payload, e.VoteCast):
            if step in asked and not is_secret(asked[step].seat):
                votes.setdefault(step, {})[payload.person] = line
            continue
        if isinstance(payload, e.StepDecided):
            yield from votes.pop(step, {}).values()
        yield line


def _goes_on(payload: e.Payload) -> bool:
    """Tell whether somebody answers what was objected, and agrees."""
    answered = getattr(payload, "answer", None) is not None
    return answered and getattr(payload, "choice", None) in _AGREES


def _note(asked: dict[int, _Asked], entry: Entry, step: int) -> None:
    """Keep what is asked, and until when: the clock of whoever asks the unit something stands still."""
    payload = entry.payload
    if isinstance(payload, e.StepOpened):
        at, due_at, shows = entry.at, payload.due_at, payload.shows
        asked[step] = _Asked(payload.stage, payload.act, payload.seat, at, due_at, shows)
    elif step in asked and isinstance(payload, e.StepDueMoved | e.ClockRestarted):
        asked[step] = replace(asked[step], due_at=payload.due_at)
    elif step in asked and isinstance(payload, e.QuestionAsked):
        asked[step] = replace(asked[step], due_at=None)


def _line(
    entry: Entry, what: Audited, step: int, asked: _Asked | None, objections: set[int]
) -> AuditLine:
    payload, at = entry.payload, entry.at
    person = getattr(payload, "person", None)
    clerk = getattr(payload, "recorded_by", None) or getattr(payload, "clerk", None)
    route = payload.route if isinstance(payload, e.RouteDrawn) else None
    reason = payload.reason if isinstance(payload, e.RefusalNoted) else None
    line = AuditLine(
        seq=entry.seq,
        what=what,
        at=at,
        step=step,
        person=person,
        on_behalf_of=getattr(payload, "on_behalf_of", None),
        recorded_by=clerk,
        choice=getattr(payload, "choice", None) or reason or route,
        after_hours=person is not None and is_after_hours(at),
    )
    if asked is None:
        return line
    return replace(
        line,
        stage=asked.stage,
        act=asked.act,
        seat=asked.seat,
        body=body_of(asked.seat),
        late=asked.due_at is not None and at > asked.due_at,
        overrides=_goes_on(payload) and not objections.isdisjoint(asked.shows),
        took=int((at - asked.opened_at).total_seconds()),
    )
