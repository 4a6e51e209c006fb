"""A case and what it rests on: dossier, programme, regulation, who sits in which seat. Rows only."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import Connection

from config.province_time import WorkingCalendar, day_of, working_calendar
from config.regulation.codes import Act, Stage
from config.regulation.inbound import Inbound
from config.regulation.parts import Text
from config.regulation.province import Regulation
from config.settings import Settings
from flows.case.around import Around
from models import entries as e
from models.acts import Effect
from models.authority import Authority
from models.case import Case, CaseStatus, Step, StepState
from models.directory import seat_title
from models.errors import StepUnknown
from models.ids import BodyKey, Digest, PersonId, SeatKey, body_of, is_of_delegation
from models.journal.entry import JSON, digest_of_facts
from models.part_on_guests import part_on_guests
from models.programme.booking import Booking
from models.programme.items import Item
from models.read_once import read_once
from models.request.base import Request
from models.request.people.kept_at_home import numbered_now
from models.route.planned import seat_in
from models.store import (
    bookings,
    directory,
    dossiers,
    programmes,
    regulations,
)

R = TypeVar("R", bound=Request)


class CaseRead:
    """One case as it is at one moment, read as far as it is asked for and each thing once.

    `around` is that moment; several cases read together share it.
    """

    def __init__(
        self, conn: Connection, case: Case, settings: Settings, around: Around | None = None
    ) -> None:
        self.conn = conn
        self.settings = settings
        self.around = around or Around(conn)
        self._stored = case
        self._dossiers: dict[int, Request] = {}
        self._facts: dict[int, dict[str, JSON]] = {}
        self._namesakes: dict[int, dict[PersonId, str]] = {}
        self._programmes: dict[int, tuple[Item, ...]] = {}

    @property
    def case(self) -> Case:
        """Return the case as it stands in the database."""
        return self._stored

    @property
    def now(self) -> datetime:
        """Return the moment: what is done in one transaction is done, and written, at one."""
        return self.around.now

    @property
    def today(self) -> date:
        """Return the day it is in the province."""
        return self.around.today

    @read_once
    def regulation(self) -> Regulation:
        """Return the regulation the case was submitted under."""
        return regulations.regulation(self.conn, self.case.regulation_digest)

    @property
    def inbound_rules(self) -> Inbound:
        """Return what that regulation says of receiving guests; raises `RegulationInvalid`."""
        return part_on_guests(self.regulation)

    def seat(self, seat: str) -> SeatKey:
        """Return a seat of the regulation, with this case's unit in the place of `unit/…`."""
        return seat_in(seat, self.case.unit)

    @property
    def calendar(self) -> WorkingCalendar:
        """Return the working calendar of that regulation, with the days a later list has moved."""
        return working_calendar(self.regulation, self.case.moved_days)

    @read_once
    def salt(self) -> bytes:
        """Return the salt of the case's digests."""
        return dossiers.salt_of(self.conn, self.case.no)

    @property
    def said(self) -> Mapping[Digest, str]:
        """Return everything written in the case, by digest."""
        return self._texts

    @read_once
    def _texts(self) -> dict[Digest, str]:
        return dossiers.texts_of(self.conn, self.case.no)

    @property
    def unit_names(self) -> dict[str, Text]:
        """Return what the units are called."""
        return self.around.unit_names

    def seat_called(self, seat: SeatKey) -> Text:
        """Return what people call a seat."""
        return seat_title(seat, self.regulation, self.unit_names)

    @property
    def request(self) -> Request:
        """Return the dossier in force."""
        return self.version(self.case.version)

    def version(self, number: int) -> Request:
        """Return a version of the dossier, the one in force or an earlier one."""
        if number not in self._dossiers:
            case = self.case
            self._dossiers[number] = dossiers.dossier(self.conn, case.no, number, case.kind)
        return self._dossiers[number]

    def persons_of(self, version: int) -> tuple[tuple[str, str | None], ...]:
        """Return who travels by a version: each name, and the directory's id for it."""
        return self.version(version).persons

    @property
    def kept_at_home(self) -> frozenset[int]:
        """Return the numbers of the members whom a decision that counts does not let go."""
        case, now = self.case, self.case.version
        kept: set[int] = set()
        for step in case.refusals:
            if not self.counts_for_now(step):
                continue
            refused = step.refused_members
            if step.version != now:
                refused = tuple(
                    numbered_now(refused, self.persons_of(step.version), self.persons_of(now))
                )
            kept.update(refused)
        return frozenset(kept)

    def namesakes(self, version: int) -> dict[PersonId, str]:
        """Return who of the directory bears the name of a traveller of a version, and its one form."""
        if version not in self._namesakes:
            names = [name for name, _ in self.persons_of(version)]
            self._namesakes[version] = directory.namesakes(self.conn, names)
        return self._namesakes[version]

    def request_as(self, model: type[R]) -> R:
        """Return the dossier in force, which is of this kind: for what belongs to that kind alone."""
        assert isinstance(self.request, model), f"the case is of another kind than {model}"  # noqa: S101
        return self.request

    @property
    def programme(self) -> tuple[Item, ...]:
        """Return the programme in force: the dossier's, or the one it was revised to."""
        return self.programme_at(self.case.programme_revision)

    def programme_at(self, revision: int) -> tuple[Item, ...]:
        """Return a revision of the programme; 0 is the dossier's."""
        if not revision:
            return self.request.planned_items
        if revision not in self._programmes:
            self._programmes[revision] = programmes.programme(self.conn, self.case.no, revision)
        return self._programmes[revision]

    @property
    def booked(self) -> tuple[Booking, ...]:
        """Return what the case has booked."""
        return bookings.of_case(self.conn, self.case.no)

    # --- what an outcome rests on --------------------------------------------------------------

    def planned(self, stage: Stage, act: Act | None = None) -> tuple[e.PlannedStep, ...]:
        """Return what the plan has of a stage; nothing when the route does without it."""
        return self.case.planned(stage, act)

    def standing(self, planned: e.PlannedStep) -> Step | None:
        """Return the step that answers to a planned one and still counts, open or with its outcome."""
        place = planned.place
        asked = (step for step in reversed(self.case.steps) if step.place == place)
        return next((step for step in asked if self.counts(step)), None)

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

    def counts_for_now(self, step: Step) -> bool:
        """Tell whether a decision stands: until the approval as any outcome does, then as given."""
        return self.case.status is not CaseStatus.IN_APPROVAL or self.counts(step)

    def digest(self, names: Sequence[str]) -> Digest:
        """Return the digest of named facts as they are now, those that are immaterial left out."""
        return self._digest_of(self._kept_facts(self.case.version), names)

    def _digest_known_to(self, step: Step) -> Digest:
        """Return that digest with what is the same as in the step's version told as it was there.

        A later release may have asked for more in between, and nobody said anything to it.
        """
        then, now = (self.version(number).facts() for number in (step.version, self.case.version))
        kept = self._kept_facts(step.version)
        same = {name: kept[name] for name in kept if then[name] == now[name]}
        return self._digest_of({**self._kept_facts(self.case.version), **same}, step.rests_on)

    def _digest_of(self, facts: dict[str, JSON], names: Sequence[str]) -> Digest:
        names = [name for name in names if name not in self.regulation.immaterial]
        filed = {
            str(stage): self._handed_in(stage, act)
            for stage, act in ((Stage.REPORT, Act.FILE), (Stage.ACCOUNTS, Act.SETTLE))
        }
        present = {**facts, **filed}
        return digest_of_facts(self.salt, present, names)

    def _kept_facts(self, version: int) -> dict[str, JSON]:
        """Return the facts of a version as it says them."""
        if version not in self._facts:
            # A walk asks this of every step, and a version of the dossier never changes.
            self._facts[version] = self.version(version).facts(as_kept=True)
        return self._facts[version]

    def _handed_in(self, stage: Stage, act: Act) -> JSON:
        """Return the report or accounts an acceptance rests on: number, date and file."""
        filed = [
            s
            for s in self.case.steps
            if (s.stage, s.act, s.state) == (stage, act, StepState.DECIDED)
        ]
        if not filed:
            return None
        return [
            filed[-1].number,
            filed[-1].paper_number,
            str(filed[-1].paper_date),
            filed[-1].paper_file,
        ]

    def holders(self, seat: SeatKey, *, collective: bool = False) -> tuple[PersonId, ...]:
        """Return who holds a seat today; for a collective body its chair and all its members."""
        if is_of_delegation(seat):
            return self.head_of_delegation or self.around.sitting(self.seat("unit/officer"))
        seats = [seat]
        if collective:
            body = body_of(seat)
            seats = [SeatKey(f"{body}/{key}") for key in self.regulation.bodies[body].seats]
        found = (self.around.sitting(s) for s in seats)
        return tuple(dict.fromkeys(person for persons in found for person in persons))

    @property
    def head_of_delegation(self) -> tuple[PersonId, ...]:
        """Return who leads the delegation, where they go, and have a seat and so a mailbox here."""
        number = self.request.head_number
        person = self.request.persons[number - 1][1] if number else None
        goes = person and number not in self.kept_at_home and self.bodies_of(PersonId(person))
        return (PersonId(person),) if person and goes else ()

    def bodies_of(self, person: PersonId) -> frozenset[BodyKey]:
        """Return the bodies and units in which a person holds a seat today."""
        return self.around.bodies_of(person)

    def is_of_body(self, person: PersonId, body: BodyKey) -> bool:
        """Tell whether a person holds any seat of a body or a unit today."""
        return body in self.bodies_of(person)

    def sits_in(self, person: PersonId, seat: SeatKey) -> bool:
        """Tell whether a person holds a seat today; of bodies they are not of nothing is read."""
        return self.is_of_body(person, body_of(seat)) and person in self.holders(seat)

    def is_of_unit(self, person: PersonId) -> bool:
        """Tell whether a person is of the unit whose case it is."""
        return self.is_of_body(person, self.case.unit)

    def is_of_office(self, person: PersonId) -> bool:
        """Tell whether a person is of the focal office of the case."""
        return self.is_of_body(person, body_of(SeatKey(self.regulation.focal_office)))

    def asked_now(self, step: Step) -> tuple[PersonId, ...]:
        """Return whom a step still asks: of a body that votes not those who have left it since.

        They are counted among its members all the same: those who were asked make quorum and majority.
        """
        if not step.collective:
            return step.holders
        body = body_of(step.seat)
        acting = {a.holder for a in self.authorities if step.seat in a.seats}
        return tuple(p for p in step.holders if p in acting or self.is_of_body(p, body))

    def step(self, number: int) -> Step:
        """Return a step of the case; raises `StepUnknown`."""
        return step_of(self.case, number)

    def days_left(self, step: Step) -> int | None:
        """Return the calendar days until a step is due, negative afterwards; None without a limit."""
        return (day_of(step.due_at) - self.today).days if step.due_at else None

    @property
    def authorities(self) -> tuple[Authority, ...]:
        """Return the authorities in force today."""
        return self.around.authorities


def step_of(case: Case, number: int) -> Step:
    """Return a step of a case; raises `StepUnknown`."""
    step = case.step(number)
    if step is None:
        raise StepUnknown(case=case.no, step=number)
    return step
