"""What the page of a case shows: where it stands, its past and what is to come, what can be done."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from config.regulation import Act, Kind
from config.words import Words, day_of
from flows.case_at_work import CaseAtWork
from flows.entitled import verdict_on
from models import entries as e
from models.case import Amendment, Case, Commitment, Condition, Step
from models.forecast import latest_dates
from models.journal import Entry
from models.rounds import rounds
from models.store import directory, dossiers, journal
from models.timeline import When, timeline
from models.timeline_told import TimelineTold
from web.allowed import may_see_reception
from web.case_verbs import Verb, verbs_open
from web.delegation import Delegation, delegation
from web.history import History
from web.names import Names
from web.office import may_be_reassigned, may_come_on_paper
from web.visit import VisitShown, visit_shown


@dataclass(frozen=True)
class OpenStep:
    """A step the case waits for; `mine`: this person may take it. The office may help it along."""

    step: Step
    asked: str
    who: str
    days_left: int | None
    mine: bool
    on_paper: bool
    reassign: bool


@dataclass(frozen=True)
class LineShown:
    """A line of the timeline in words; `at` is when it was done, opened, or is due at the latest."""

    when: When
    asked: str
    seat: str
    outcome: str
    who: str
    at: datetime | None
    due_at: datetime | None
    unconfirmed: bool


@dataclass(frozen=True)
class VersionShown:
    """A version of the dossier that came into force, with the facts in which it differs."""

    number: int
    at: datetime
    filed_for: str
    changed: tuple[str, ...]
    amendment: int | None


@dataclass(frozen=True)
class AmendmentShown:
    """An amendment, with when and for whom it was proposed and why."""

    amendment: Amendment
    at: datetime | None
    filed_for: str
    reason: str


@dataclass(frozen=True)
class ConditionShown:
    """A condition in words, and who set it."""

    condition: Condition
    words: str
    by: str


@dataclass(frozen=True)
class CommitmentShown:
    """Something agreed on in words, and who owes it."""

    made: Commitment
    words: str
    owner: str


@dataclass(frozen=True)
class RoundShown:
    """The whole days a version of the dossier was with the unit and with the approvers."""

    version: int
    with_unit: int
    with_approvers: int


@dataclass(frozen=True)
class CasePage:
    """Everything the page of a case says."""

    case: Case
    unit: str
    filed_for: str
    open_steps: tuple[OpenStep, ...]
    lines: tuple[LineShown, ...]
    dossier: Delegation | VisitShown
    versions: tuple[VersionShown, ...]
    amendments: tuple[AmendmentShown, ...]
    conditions: tuple[ConditionShown, ...]
    commitments: tuple[CommitmentShown, ...]
    rounds: tuple[RoundShown, ...]
    verbs: tuple[Verb, ...]
    ended_because: str
    sees_reception: bool

    @property
    def case_no(self) -> str:
        return self.case.no


def case_page(work: CaseAtWork, person: str, w: Words) -> CasePage:
    """Return the page of a case for a person who may see it."""
    case, names = work.case, Names(work, w.language)
    entries = journal.entries_of(work.conn, case.no)
    history = History(work, entries, names)
    said = dossiers.texts_of(work.conn, case.no)
    people = directory.persons_by_id(work.conn)
    told = TimelineTold(work.regulation, work.unit_names, people, w)
    inbound = case.kind is Kind.INBOUND
    return CasePage(
        case=case,
        unit=names.body(case.unit),
        filed_for=names.person(case.filed_for),
        open_steps=tuple(_open_steps(work, person, names, told)),
        lines=tuple(_lines(work, told)),
        dossier=visit_shown(work, names, history)
        if inbound
        else delegation(work, w.language, names.body(case.unit)),
        versions=tuple(_versions(work, entries, names)),
        amendments=tuple(_amendments(work, entries, names, said)),
        conditions=tuple(
            ConditionShown(c, said.get(c.what, ""), names.asked_of(case.steps[c.step - 1]))
            for c in case.conditions
        ),
        commitments=tuple(
            CommitmentShown(made, said.get(made.what, ""), names.seat(made.owner))
            for made in case.commitments
        ),
        rounds=tuple(
            RoundShown(r.version, _days(r.with_unit), _days(r.with_approvers))
            for r in rounds(case, work.now)
        ),
        verbs=verbs_open(work, person),
        ended_because=_why_ended(entries, said),
        sees_reception=inbound and may_see_reception(work, person),
    )


def _open_steps(
    work: CaseAtWork, person: str, names: Names, told: TimelineTold
) -> Iterator[OpenStep]:
    lines = [line for line in timeline(work.case, {}) if line.when is When.PRESENT]
    for step, line in zip(work.case.open_steps, lines, strict=True):
        yield OpenStep(
            step=step,
            asked=f"{told.asked(line)} – {names.asked_of(step)}",
            who=told.who(line),
            days_left=(day_of(step.due_at) - work.today).days if step.due_at else None,
            mine=verdict_on(work, step, person).allowed,
            on_paper=may_come_on_paper(work, step, person),
            reassign=may_be_reassigned(work, step, person),
        )


def _lines(work: CaseAtWork, told: TimelineTold) -> Iterator[LineShown]:
    dates = latest_dates(work.case, work.regulation, work.now)
    for line in timeline(work.case, dates):
        if line.when is When.PRESENT:
            at = line.since
        else:
            at = line.until or line.since or line.due_at
        yield LineShown(
            when=line.when,
            asked=told.asked(line),
            seat=told.seat(line.seat),
            outcome=told.outcome(line),
            who=told.who(line),
            at=at,
            due_at=line.due_at,
            unconfirmed=line.unconfirmed,
        )


def _versions(work: CaseAtWork, entries: tuple[Entry, ...], names: Names) -> Iterator[VersionShown]:
    """Yield the versions in the order in which they came into force."""
    before: int | None = None
    for entry in entries:
        match entry.payload:
            case e.CaseSubmitted():
                number, filed_for, amendment = 1, entry.payload.filed_for, None
            case e.DossierRevised():
                number, filed_for, amendment = (
                    entry.payload.version,
                    entry.payload.filed_for,
                    None,
                )
            case e.AmendmentInForce():
                amended = work.case.amendments[entry.payload.number - 1]
                if amended.version is None:
                    continue
                number, filed_for, amendment = amended.version, amended.filed_for, amended.number
            case _:
                continue
        changed = _changed(work, before, number) if before else ()
        yield VersionShown(number, entry.at, names.person(filed_for), changed, amendment)
        before = number


def _changed(work: CaseAtWork, old: int, new: int) -> tuple[str, ...]:
    before, now = (work.version(version).facts() for version in (old, new))
    return tuple(name for name, value in now.items() if before[name] != value)


def _amendments(
    work: CaseAtWork, entries: tuple[Entry, ...], names: Names, said: dict[str, str]
) -> Iterator[AmendmentShown]:
    proposed = {
        entry.payload.number: entry.at
        for entry in entries
        if isinstance(entry.payload, e.AmendmentProposed)
    }
    for amendment in work.case.amendments:
        yield AmendmentShown(
            amendment=amendment,
            at=proposed.get(amendment.number),
            filed_for=names.person(amendment.filed_for),
            reason=said.get(amendment.reason or "", ""),
        )


def _why_ended(entries: tuple[Entry, ...], said: dict[str, str]) -> str:
    """Return the unit's reason for taking its request back; empty for any other end."""
    for entry in reversed(entries):
        if isinstance(entry.payload, e.CaseWithdrawn):
            return said.get(entry.payload.reason or "", "")
    return ""


def _days(span: timedelta) -> int:
    """Return whole days, the begun one counted: less than a day with somebody is a day."""
    return -(-span // timedelta(days=1))


def asks_for_revision(case: Case) -> Step | None:
    """Return the step that asks the unit for a new version; its page takes it."""
    return next((step for step in case.open_steps if step.act is Act.REVISE), None)
