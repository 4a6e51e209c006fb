"""How far somebody's sight reaches today: `flows.case.views` said of all cases at once."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from config.regulation.codes import Act, Kind
from config.regulation.province import Regulation
from config.settings import Settings
from flows.case.around import Around
from models.acts import ACTS
from models.competence.reach import Reach, ReachUnder
from models.competence.seeing import PART_OF, SHOWN_TO, CasePart, Shown
from models.ids import BodyKey, PersonId, SeatKey, body_of
from models.kinds import KINDS
from models.regulations import regulation_in_force


def reach_of(settings: Settings, around: Around, person: PersonId, what: Shown) -> Reach:
    """Return in which cases a person is shown something today."""
    seats = frozenset(around.seats_of(person))
    acts = frozenset(act for act, part in PART_OF.items() if what in SHOWN_TO[part])
    holders_own = {act for act in acts if ACTS[act].judges or act is Act.SIGN}
    in_force = regulation_in_force(settings)
    under = [
        _under(regulation, in_force, around, person, seats, what, digest)
        for digest, regulation in around.regulations.items()
    ]
    return Reach(
        person=person,
        seats=seats,
        bodies=frozenset(map(body_of, seats)),
        of_units=what in SHOWN_TO[CasePart.UNIT],
        acts=acts,
        alone=frozenset(holders_own),
        under=tuple(_together(under)),
    )


def acted_in(around: Around, person: PersonId) -> frozenset[SeatKey]:
    """Return the seats in which a person may act today, for whoever sits there."""
    lent = (a for a in around.authorities if a.holder == person)
    return frozenset(s for a in lent for s in a.seats if a.giver in around.sitting(s))


def _under(
    regulation: Regulation,
    in_force: Regulation,
    around: Around,
    person: PersonId,
    seats: frozenset[SeatKey],
    what: Shown,
    digest: str,
) -> ReachUnder:
    bodies = {body_of(seat) for seat in seats}
    acting = acted_in(around, person)
    known = regulation.bodies.keys() | in_force.bodies.keys()
    keeps = frozenset(key for key in known if _keeps(regulation, in_force, key, seats))
    return ReachUnder(
        digests=frozenset({digest}),
        every=any(what in SHOWN_TO[part] for part in _offices(regulation, seats, bodies)),
        kinds=frozenset(kind for kind in KINDS if _looks_after(regulation, kind, bodies, what)),
        votes_in=frozenset(
            BodyKey(key)
            for key, body in regulation.bodies.items()
            if any(f"{key}/{seat}" in seats for seat in body.seats)
        ),
        deputizes=frozenset(
            SeatKey(f"{key}/{seat}")
            for key, body in regulation.bodies.items()
            for seat in body.seats
            if not seats.isdisjoint(SeatKey(s) for s in regulation.deputies_of(f"{key}/{seat}"))
        ),
        acts_alone=acting,
        acts_among=frozenset(seat for seat in acting if _lets_substitutes_in(regulation, seat)),
        keeps=frozenset(map(BodyKey, keeps)),
        # Of a unit no regulation names the papers one by one.
        keeps_rest=_keeps(regulation, in_force, "", seats),
        apart=frozenset(map(BodyKey, known)),
        prepares=frozenset(map(SeatKey, regulation.prepared_by(seats))),
    )


def _offices(
    regulation: Regulation, seats: frozenset[SeatKey], bodies: set[BodyKey]
) -> Iterator[CasePart]:
    if body_of(SeatKey(regulation.focal_office)) in bodies:
        yield CasePart.FOCAL_OFFICE
    if regulation.auditor in seats:
        yield CasePart.AUDITOR
    if regulation.administrator in seats:
        yield CasePart.ADMINISTRATOR


def _looks_after(regulation: Regulation, kind: Kind, bodies: set[BodyKey], what: Shown) -> bool:
    of_kind = KINDS[kind]
    if what not in SHOWN_TO[CasePart.COORDINATOR] or not of_kind.is_in(regulation):
        return False
    return any(body_of(SeatKey(seat)) in bodies for seat in of_kind.looked_after_by(regulation))


def _keeps(
    regulation: Regulation, in_force: Regulation, body: str, seats: frozenset[SeatKey]
) -> bool:
    """Tell whether one of these seats keeps a body's papers: as `flows.case.recording` has it."""
    said = regulation.papers_of(f"{body}/") or in_force.papers_of(f"{body}/")
    return not seats.isdisjoint(SeatKey(s) for s in said or (regulation.focal_office,))


def _lets_substitutes_in(regulation: Regulation, seat: SeatKey) -> bool:
    body = regulation.body_of(seat)
    return bool(body and body.voting and body.voting.substitutes)


def _together(found: Iterable[ReachUnder]) -> Iterator[ReachUnder]:
    """Yield them with those put together that differ in nothing but the regulation."""
    alike: dict[ReachUnder, frozenset[str]] = {}
    for each in found:
        apart = replace(each, digests=frozenset())
        alike[apart] = alike.get(apart, frozenset()) | each.digests
    return (replace(each, digests=digests) for each, digests in alike.items())
