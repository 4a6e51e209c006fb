"""A body of the regulation is no more: its successor's people sit in its seats, so that cases go on.

Cases keep the regulation they were submitted under, which still names the body. What would pass on is
told before it is done; what would leave a decision to nobody is refused.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection

from config.nearest import nearest
from config.regulation.province import Regulation
from flows.acts.desk import Desk
from flows.acts.house.changes import check_administers
from flows.acts.house.handing_over import changing_hands, check_first_day, let_change_hands
from flows.case.answers import Identified
from flows.case.around import Around
from flows.case.entitled import who_may
from flows.case.poke import AT_THE_DOOR
from flows.case.read import CaseRead
from models.acts import ACTS
from models.case import Step
from models.competence.deciding import Asked
from models.competence.passing import (
    DECIDING,
    Pairs,
    deciding_seats,
    left_without,
    paired,
    seats_of_body,
    standing_seats,
    voting_bodies,
    with_those_before,
)
from models.errors import DirectoryInvalid, Wrong
from models.ids import BodyKey, CaseNo, PersonId, SeatKey, is_console
from models.store import cases, directory
from models.store.house.bodies import (
    bodies_that_passed,
    cases_deciding,
    cases_planned,
    no_more_on,
    note_passing,
)
from models.store.house.seats import SeatChange


@dataclass(frozen=True)
class Reorganised:
    """What somebody wants: a body that is no more from a day on, and the one that goes on, if any.

    `seats` says of single seats whose people sit there; of the others it is the seat of the same name.
    """

    body: BodyKey
    successor: BodyKey | None
    first_day: date
    seats: Mapping[SeatKey, SeatKey | None] = field(default_factory=dict)

    @property
    def place(self) -> str:
        """Return what of it is named where something is wrong with it."""
        return f"{self.body} → {self.successor}" if self.successor else self.body


@dataclass(frozen=True)
class SeatPassing:
    """A seat that is no more: to which it passes, who sits there then, which open steps ask it."""

    seat: SeatKey
    to: SeatKey | None
    heirs: tuple[PersonId, ...]
    steps: tuple[tuple[CaseNo, Step], ...]


@dataclass(frozen=True)
class BodyPassing:
    """What passes on from a body: seat by seat, who leaves and takes them, how many cases name them."""

    wanted: Reorganised
    seats: tuple[SeatPassing, ...]
    leaving: tuple[SeatChange, ...]
    taken: tuple[SeatChange, ...]
    cases: int

    @property
    def pairs(self) -> Pairs:
        """Return each seat with the one it passes to."""
        return {each.seat: each.to for each in self.seats}

    @property
    def empty(self) -> tuple[SeatPassing, ...]:
        """Return the seats in which nobody would sit."""
        return tuple(each for each in self.seats if not each.heirs)

    @property
    def ballots(self) -> int:
        """Return how many open ballots begin anew among the successor's people."""
        return sum(step.collective for each in self.seats for _, step in each.steps)


def body_passing(desk: Desk, conn: Connection, wanted: Reorganised) -> BodyPassing:
    """Return what would pass on from a body of the regulation; nothing is done by it.

    Raises `DirectoryInvalid` naming all that is wrong: a body or a seat nobody knows, a unit, a day
    before tomorrow, a successor that is no more itself, a decision that would be left to nobody.
    """
    around, regulation = Around(conn), desk.regulation()
    known = (regulation, *around.regulations.values())
    check_first_day(conn, wanted.place, wanted.first_day)
    if wrong := tuple(_unknown(conn, wanted, regulation, known)):
        raise DirectoryInvalid(*wrong)
    pairs = _pairs(conn, wanted, regulation, known)
    heirs = _heirs(conn, pairs, wanted.first_day)
    asked = _open_steps(conn, pairs)
    if wrong := tuple(_left_to_nobody(conn, wanted, pairs, heirs, known)):
        raise DirectoryInvalid(*wrong)
    sitting = {seat: heirs[to] if to else () for seat, to in pairs.items()}
    around.as_if(sitting)
    if wrong := tuple(_kept_from_it(desk, conn, around, wanted, asked)):
        raise DirectoryInvalid(*wrong)
    changes = [changing_hands(conn, s, sitting[s], wanted.first_day) for s in pairs]
    return BodyPassing(
        wanted=wanted,
        seats=tuple(SeatPassing(s, to, sitting[s], asked.get(s, ())) for s, to in pairs.items()),
        leaving=tuple(each for left, _ in changes for each in left),
        taken=tuple(each for _, new in changes for each in new),
        cases=cases_planned(conn, tuple(pairs)),
    )


def _unknown(
    conn: Connection, wanted: Reorganised, regulation: Regulation, known: tuple[Regulation, ...]
) -> Iterator[Wrong]:
    bodies = {key for each in known for key, body in each.bodies.items() if body.seats}
    now = {key for key, body in regulation.bodies.items() if body.seats}
    units = directory.unit_names(conn)
    for key, among in ((wanted.body, bodies), (wanted.successor, now)):
        if key in units and key not in among:
            yield Wrong(str(key), "is_a_unit")
        elif key is not None and key not in among:
            yield Wrong(key, "body_unknown", near=nearest(key, among))
    if wanted.body == wanted.successor:
        yield Wrong(wanted.body, "hands_over_to_itself")
    gone = no_more_on(conn, wanted.first_day)
    if wanted.successor in gone:
        yield Wrong(wanted.successor, "is_no_more", day=gone[wanted.successor])
    ours = seats_of_body(wanted.body, known)
    theirs = seats_of_body(wanted.successor, (regulation,)) if wanted.successor else ()
    for seat, to in wanted.seats.items():
        for each, among_seats in ((seat, ours), (to, theirs)):
            if each is not None and each not in among_seats:
                yield Wrong(each, "no_such_seat", near=nearest(each, among_seats))


def _pairs(
    conn: Connection, wanted: Reorganised, regulation: Regulation, known: tuple[Regulation, ...]
) -> Pairs:
    theirs = seats_of_body(wanted.successor, (regulation,)) if wanted.successor else ()
    pairs = paired(seats_of_body(wanted.body, known), theirs, wanted.seats)
    before = [each.pairs for each in bodies_that_passed(conn) if not each.is_dropped]
    return with_those_before(pairs, before)


def _heirs(conn: Connection, pairs: Pairs, day: date) -> dict[SeatKey, tuple[PersonId, ...]]:
    return {to: directory.holders(conn, to, day) for to in pairs.values() if to}


def _open_steps(conn: Connection, pairs: Pairs) -> dict[SeatKey, tuple[tuple[CaseNo, Step], ...]]:
    found: dict[SeatKey, tuple[tuple[CaseNo, Step], ...]] = {}
    for case_no, step in cases.open_steps(conn, {}):
        if step.seat in pairs:
            found[step.seat] = (*found.get(step.seat, ()), (case_no, step))
    return found


def _left_to_nobody(
    conn: Connection,
    wanted: Reorganised,
    pairs: Pairs,
    heirs: Mapping[SeatKey, tuple[PersonId, ...]],
    known: tuple[Regulation, ...],
) -> Iterator[Wrong]:
    """Find the seats in which nobody would sit, and without which nothing would be decided, or run."""
    in_force, standing = deciding_seats(known[0]), standing_seats(known[0])
    under_way = cases_deciding(conn, tuple(pairs))
    needed = {*in_force, *standing, *under_way}
    for seat in left_without(pairs, heirs, needed, voting_bodies(known)):
        told = {"to": pairs[seat] or "–", "day": wanted.first_day}
        if seat in standing:
            yield Wrong(seat, "always_held", **told)
        elif seat in in_force:
            yield Wrong(seat, "nobody_would_decide", **told)
        else:
            yield Wrong(seat, "nobody_would_decide_cases", **told, count=under_way[seat])


def _kept_from_it(
    desk: Desk,
    conn: Connection,
    around: Around,
    wanted: Reorganised,
    asked: Mapping[SeatKey, tuple[tuple[CaseNo, Step], ...]],
) -> Iterator[Wrong]:
    """Find the open decisions that a rule would keep from everybody who would sit there."""
    for seat, found in asked.items():
        for case_no, step in found:
            if step.act not in DECIDING or not ACTS[step.act].judges:
                continue
            read = CaseRead(conn, cases.read_case(conn, case_no), desk.settings, around)
            anew: Asked = _Anew(step) if step.collective else step
            if not who_may(read, anew):
                yield Wrong(seat, "all_kept_from_it", case=case_no, day=wanted.first_day)


class _Anew:
    """An open ballot as it would be opened once more: nobody was asked by it yet."""

    def __init__(self, step: Step) -> None:
        self.stage, self.act, self.seat = step.stage, step.act, step.seat
        self.key, self.collective = step.key, step.collective


def let_body_pass(desk: Desk, wanted: Reorganised, who: Identified) -> BodyPassing:
    """Let the successor's people sit in the seats of a body that is no more, from a day on.

    Return what passes on. On a page all of it is proposed. The open steps that ask these seats ask them
    from that day on, a ballot begins anew. Raises what `body_passing` raises; on a page, where nobody
    leaves or takes a seat by it, `DirectoryInvalid`; `DecisionRefused` for who does not run Doan.
    """
    with desk.store.writing() as conn:
        if not is_console(who.shown_by):
            check_administers(conn, desk.regulation(), who)
        house = desk.house(conn, who)
        # Of two that are written at once, the second sees the first.
        house.wait()
        passes = body_passing(desk, conn, wanted)
        if not is_console(who.shown_by) and not (passes.leaving or passes.taken):
            raise DirectoryInvalid(Wrong(wanted.place, "nothing_passes"))
        changes = let_change_hands(desk, house, passes.leaving, passes.taken, who)
        about = wanted.body, wanted.successor, wanted.first_day
        note_passing(house, *about, passes.pairs, changes)
    desk.tell(AT_THE_DOOR)
    return passes
