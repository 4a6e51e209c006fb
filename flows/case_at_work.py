"""A case under its lock: what it is, what it rests on, and how something is added to it.

Everything is gathered first and written by `save`, in the transaction that holds the lock. Rows
only: nothing here sends, renders or asks Prefect.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from config.calendar import WorkingCalendar, working_calendar
from config.regulation import Act, Inbound, Regulation, Stage, Text
from config.settings import Settings
from config.words import day_of
from flows.read_once import read_once
from models import entries as e
from models.acts import Effect
from models.applying import after
from models.authority import Authority
from models.case import Case, Step, StepState
from models.inbound.booking import Booking
from models.inbound.parts import Item
from models.inbound.plan import part_on_guests
from models.inbound.request import InboundRequest
from models.journal import JSON, Entry, digest_of_facts
from models.outbound.request import OutboundRequest
from models.plan_parts import seat_in
from models.request import Request
from models.store import (
    authorities,
    bookings,
    cases,
    directory,
    dossiers,
    journal,
    moments,
    programmes,
    regulations,
)
from models.store.announcements import announce_at_commit
from models.store.clock import both_times
from models.store.engine import in_one_go
from models.store.moments import DueMoment
from notifications.letters import Letter, letters_for, queue_letters

ENGINE = "doan"


@dataclass(frozen=True)
class _Gathered:
    """What waits to be written; a failed walk is undone by taking an older one back."""

    case: Case
    entries: tuple[Entry, ...] = ()
    letters: tuple[Letter, ...] = ()
    moments: tuple[DueMoment, ...] = ()
    bookings: tuple[Booking, ...] | None = None
    disarmed: tuple[int, ...] = ()


class CaseAtWork:
    """One case inside the transaction that holds its lock."""

    def __init__(self, conn: Connection, case: Case, settings: Settings) -> None:
        self.conn = conn
        self.settings = settings
        # What is done in one transaction is written at one moment.
        self._written_at, self.now = both_times(conn)
        self._stored = case
        self._gathered = _Gathered(case)
        self._dossiers: dict[int, Request] = {}
        self._facts: dict[int, dict[str, JSON]] = {}
        self._seats: dict[str, tuple[str, ...]] = {}
        self._programmes: dict[int, tuple[Item, ...]] = {}

    @property
    def case(self) -> Case:
        """Return the case as it stands, what is not written yet included."""
        return self._gathered.case

    @property
    def today(self) -> date:
        """Return the day it is in the province."""
        return day_of(self.now)

    @read_once
    def regulation(self) -> Regulation:
        """Return the regulation the case was submitted under."""
        return regulations.regulation(self.conn, self.case.regulation_digest)

    @property
    def inbound_rules(self) -> Inbound:
        """Return what that regulation says of receiving guests; raises `RegulationInvalid`."""
        return part_on_guests(self.regulation)

    def seat(self, seat: str) -> str:
        """Return a seat of the regulation, with this case's unit in the place of `unit/…`."""
        return seat_in(seat, self.case.unit)

    @read_once
    def calendar(self) -> WorkingCalendar:
        """Return the working calendar of that regulation."""
        return working_calendar(self.regulation)

    @read_once
    def salt(self) -> bytes:
        """Return the salt of the case's digests."""
        return dossiers.salt_of(self.conn, self.case.no)

    @read_once
    def unit_names(self) -> dict[str, Text]:
        """Return what the units are called."""
        return directory.unit_names(self.conn)

    @property
    def request(self) -> Request:
        """Return the dossier in force."""
        return self.version(self.case.version)

    @property
    def travellers(self) -> frozenset[str]:
        """Return the directory ids of those who travel by the dossier in force."""
        return frozenset(person for _, person in self.request.persons if person)

    def version(self, number: int) -> Request:
        """Return a version of the dossier, the one in force or an earlier one."""
        if number not in self._dossiers:
            case = self.case
            self._dossiers[number] = dossiers.dossier(self.conn, case.no, number, case.kind)
        return self._dossiers[number]

    @property
    def outbound(self) -> OutboundRequest:
        """Return the dossier in force of a delegation that goes abroad."""
        assert isinstance(self.request, OutboundRequest), "the case is about guests"  # noqa: S101
        return self.request

    @property
    def inbound(self) -> InboundRequest:
        """Return the dossier in force of guests who are received."""
        assert isinstance(self.request, InboundRequest), "the case goes abroad"  # noqa: S101
        return self.request

    def dossier_arrives(self, version: int, request: Request) -> None:
        """Take a version of the dossier in hand; the journal entry that follows puts it in force."""
        self._dossiers[version] = dossiers.as_kept(request)

    @property
    def programme(self) -> tuple[Item, ...]:
        """Return the programme in force: the dossier's, or the one it was revised to."""
        return self.programme_at(self.case.programme_revision)

    def programme_at(self, revision: int) -> tuple[Item, ...]:
        """Return a revision of the programme; 0 is the dossier's."""
        if not revision:
            return self.inbound.programme
        if revision not in self._programmes:
            self._programmes[revision] = programmes.programme(self.conn, self.case.no, revision)
        return self._programmes[revision]

    def programme_arrives(self, revision: int, items: tuple[Item, ...]) -> None:
        """Take a programme in hand; the journal entry that follows puts it in force."""
        self._programmes[revision] = items

    @property
    def is_locked(self) -> bool:
        """Tell whether this is a transaction that may write, with the case's lock in its hand."""
        return bool(self.conn.get_execution_options().get("doan_writes"))

    # --- what an outcome rests on --------------------------------------------------------------

    def planned(self, stage: Stage, act: Act | None = None) -> tuple[e.PlannedStep, ...]:
        """Return what the plan has of a stage; nothing when the route does without it."""
        return self.case.planned(stage, act)

    def standing(self, planned: e.PlannedStep) -> Step | None:
        """Return the step that answers to a planned one and still counts, open or with its outcome."""
        return next(
            (s for s in reversed(self.case.steps) if same_place(s, planned) and self.counts(s)),
            None,
        )

    def counts(self, step: Step) -> bool:
        """Tell whether a step counts: the facts it rests on, by its own list, are the present ones.

        A return to the unit is answered by the next version of the dossier and then counts no more.
        """
        if step.state is StepState.VOID:
            return False
        if step.effect is Effect.TO_UNIT and step.version < self.case.version:
            return False
        if step.digest == self.digest(step.rests_on):
            return True
        return step.version != self.case.version and step.digest == self._digest_known_to(step)

    def digest(self, names: Sequence[str]) -> str:
        """Return the digest of named facts as they are now, those that are immaterial left out."""
        return self._digest_of(self._kept_facts(self.case.version), names)

    def _digest_known_to(self, step: Step) -> str:
        """Return that digest with what is the same as in the step's version told as it was there.

        A later release may have asked for more in between, and nobody said anything to it.
        """
        then, now = (self.version(number).facts() for number in (step.version, self.case.version))
        kept = self._kept_facts(step.version)
        same = {name: kept[name] for name in kept if then[name] == now[name]}
        return self._digest_of({**self._kept_facts(self.case.version), **same}, step.rests_on)

    def _digest_of(self, facts: dict[str, JSON], names: Sequence[str]) -> str:
        names = [name for name in names if name not in self.regulation.immaterial]
        present = {**facts, "report": self._report_filed()}
        return digest_of_facts(self.salt, present, names)

    def _kept_facts(self, version: int) -> dict[str, JSON]:
        """Return the facts of a version as it says them."""
        if version not in self._facts:
            # A walk asks this of every step, and a version of the dossier never changes.
            self._facts[version] = self.version(version).facts(as_kept=True)
        return self._facts[version]

    def _report_filed(self) -> JSON:
        """Return the report an acceptance rests on: its number, date and file."""
        filed = [
            s
            for s in self.case.steps
            if (s.stage, s.act, s.state) == (Stage.REPORT, Act.FILE, StepState.DECIDED)
        ]
        if not filed:
            return None
        return [
            filed[-1].number,
            filed[-1].paper_number,
            str(filed[-1].paper_date),
            filed[-1].paper_file,
        ]

    def holders(self, seat: str, *, collective: bool = False) -> tuple[str, ...]:
        """Return who holds a seat today; for a collective body its chair and all its members."""
        seats = [seat]
        if collective:
            body = seat.partition("/")[0]
            seats = [f"{body}/{key}" for key in self.regulation.bodies[body].seats]
        found = (self._sitting(s) for s in seats)
        return tuple(dict.fromkeys(person for persons in found for person in persons))

    def _sitting(self, seat: str) -> tuple[str, ...]:
        """Return who sits in a seat today; a walk asks this of the same seats again and again."""
        if seat not in self._seats:
            self._seats[seat] = directory.holders(self.conn, seat, self.today)
        return self._seats[seat]

    @read_once
    def authorities(self) -> tuple[Authority, ...]:
        """Return the authorities in force today."""
        return authorities.in_force(self.conn, self.today)

    # --- adding to it --------------------------------------------------------------------------

    def record(self, payload: e.Payload, actor: str = ENGINE) -> None:
        """Add an entry to the journal and queue the messages it calls for."""
        before = self.case
        entry = Entry(
            case_no=before.no,
            seq=before.seq + 1,
            at=self.now,
            recorded_at=self._written_at,
            actor=actor,
            payload=payload,
            previous=before.head,
        )
        self._gather(case=after(before, entry), entries=(entry,))
        self._gather(letters=letters_for(self, entry))

    def keep_text(self, words: str) -> str | None:
        """Keep what a person wrote in the erasable table; None when they wrote nothing."""
        said = words.strip()
        return dossiers.keep_text(self.conn, self.case.no, self.salt, said) if said else None

    def void(self, step: Step, because: str) -> None:
        """Let a step count for nothing, and tell those it waited for."""
        self.record(e.StepVoided(step=step.number, because=because))

    def disarm(self, step: int) -> None:
        """Take back the moments of a step whose clock stands still."""
        self._gather(disarmed=(step,))

    def arm(self, *due: DueMoment) -> None:
        """Set moments at which the case is looked at again."""
        self._gather(moments=due)

    @property
    def booked(self) -> tuple[Booking, ...]:
        """Return what the case has booked, what is not written yet included."""
        gathered = self._gathered.bookings
        return bookings.of_case(self.conn, self.case.no) if gathered is None else gathered

    def book(self, wanted: tuple[Booking, ...]) -> None:
        """Have these bookings and no others; whoever calls has found them free under their lock."""
        self._gather(booked=wanted)

    def _gather(
        self,
        *,
        case: Case | None = None,
        entries: tuple[Entry, ...] = (),
        letters: tuple[Letter, ...] = (),
        moments: tuple[DueMoment, ...] = (),
        booked: tuple[Booking, ...] | None = None,
        disarmed: tuple[int, ...] = (),
    ) -> None:
        so_far = self._gathered
        self._gathered = _Gathered(
            case or so_far.case,
            so_far.entries + entries,
            so_far.letters + letters,
            so_far.moments + moments,
            so_far.bookings if booked is None else booked,
            so_far.disarmed + disarmed,
        )

    @property
    def has_gathered(self) -> bool:
        """Tell whether there is something to write."""
        gathered = self._gathered
        return bool(gathered.entries or gathered.moments or gathered.bookings is not None)

    def save(self) -> bool:
        """Write what was gathered; False when there was nothing to write."""
        gathered = self._gathered
        if not self.has_gathered:
            return False
        with in_one_go(self.conn):
            self._write(gathered)
        self._stored = gathered.case
        self._gathered = _Gathered(gathered.case)
        return True

    def _write(self, gathered: _Gathered) -> None:
        case = gathered.case
        journal.append(self.conn, gathered.entries)
        cases.save(self.conn, self._stored, case)
        moments.disarm(self.conn, case.no, gathered.disarmed)
        moments.arm(self.conn, gathered.moments)
        if gathered.bookings is not None:
            bookings.replace(self.conn, case.no, gathered.bookings)
        moments.disarm(self.conn, case.no, _closed(self._stored, case))
        queue_letters(self.conn, gathered.letters, self.settings, at=self.now)
        announce_at_commit(self.conn, case.no)

    @contextmanager
    def undone_on_failure(self) -> Iterator[None]:
        """Work in a savepoint: on any failure the case is again what it was before."""
        stored, gathered = self._stored, self._gathered
        try:
            with self.conn.begin_nested():
                yield
        except Exception:
            self._stored, self._gathered = stored, gathered
            raise


def _closed(before: Case, case: Case) -> list[int]:
    """Return the steps that waited for somebody before and do so no more."""
    return [s.number for s in before.open_steps if not case.steps[s.number - 1].is_open]


def same_place(step: Step, planned: e.PlannedStep) -> bool:
    """Tell whether a step stands where the plan has another one: a round before, or the same."""
    asked = (planned.stage, planned.act, planned.seat, planned.key)
    return (step.stage, step.act, step.seat, step.key) == asked
