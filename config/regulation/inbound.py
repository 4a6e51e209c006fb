"""The parts of a regulation that are about receiving foreign guests."""

from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import Self

from pydantic import Field, model_validator

from config.regulation.codes import Activity, GuestClass, NormCode, Occasion, PlaceArea
from config.regulation.parts import Duty, Record, Rule, Text, TimeLimit, Travel


class Dated(Record):
    """A rule that holds for visits that begin in a time, both days included; absent, for all."""

    since: date | None = None
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Tell whether the rule holds for a visit that begins on a day."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )


class GuestRank(Rule):
    """A rank of a foreign guest; a higher `level` is a higher rank.

    `guest_class` is the class the circular gives it. Where the circular does not name the rank, the
    host fixes the class by a recorded decision.
    """

    title: Text
    level: int
    guest_class: GuestClass | None = None


class Place(Rule):
    """A place of the province, and what the law says of foreigners there."""

    name: Text
    area: PlaceArea = PlaceArea.ORDINARY


class AssignmentCondition(Record):
    """When an assignment is drawn; an absent field does not restrict.

    `activities`: the programme has one of them. `areas`: it goes to a place of such an area. `has`:
    the request names some of it (`lodging`, `interpreters`, `gifts`).
    """

    classes: tuple[GuestClass, ...] | None = None
    activities: tuple[Activity, ...] | None = None
    areas: tuple[PlaceArea, ...] | None = None
    occasions: tuple[Occasion, ...] | None = None
    has: str | None = Field(default=None, pattern="^(lodging|interpreters|gifts|vehicles)$")


class Assignment(Dated, Rule):
    """Something to arrange for guests: by whom, confirmed by when, done by when.

    The visit waits until what is `mandatory` is confirmed, or the coordinator does without.
    """

    key: str
    title: Text
    seat: str
    when: AssignmentCondition = AssignmentCondition()
    mandatory: bool = False
    answer_within: TimeLimit
    done_within: TimeLimit


class ReportDuty(Dated, Duty):
    """The report after a visit; the first row that names the occasion and the day is taken."""

    occasions: tuple[Occasion, ...] | None = None


class Agreements(Rule):
    """How an international agreement is signed that a visit led to (70/2020/QH14).

    The bodies asked answer within `opinions_within`; after the signing `reported_by` tells of it.
    """

    consulted: tuple[str, ...]
    opinions_within: TimeLimit
    signed_by: str
    signed_within: TimeLimit | None = None
    reported_by: str
    report_within: TimeLimit


class LocalNorm(Rule):
    """An amount of the province's own, within the ceilings of the circular; VND.

    Without `role` or `place` it holds for every role or place that has none of its own.
    """

    norm: NormCode
    guest_class: GuestClass
    role: str | None = None
    place: str | None = None
    amount: Decimal = Field(gt=0)


class Inbound(Record):
    """Everything that is about receiving guests.

    `coordinator` sees to the arrangements. `minister_level` is the level from which on guests make a
    conference the Prime Minister's. `classified_by` fixes the class of a head whose rank has none.
    `unannounced_told` are told of guests who came without notice.
    """

    coordinator: str
    classified_by: str
    classified_within: TimeLimit | None = None
    minister_level: int
    guest_ranks: dict[str, GuestRank]
    places: dict[str, Place]
    unannounced_told: tuple[str, ...] = ()
    notice_of_visit: TimeLimit
    coordinated_within: TimeLimit
    assignments: tuple[Assignment, ...]
    visit: Travel
    reports: tuple[ReportDuty, ...]
    accounts: Duty | None = None
    agreements: Agreements
    local_norms: tuple[LocalNorm, ...] = ()

    @model_validator(mode="after")
    def _one_row_an_assignment_at_a_time(self) -> Self:
        """Refuse assignments that share a key and a day: their steps could not be told apart."""
        for one, other in combinations(self.assignments, 2):
            starts = [row.since or date.min for row in (one, other)]
            if one.key == other.key and one.holds_on(max(starts)) and other.holds_on(max(starts)):
                raise ValueError(f"inbound.assignments.{one.key} is given twice for one day")
        return self

    @model_validator(mode="after")
    def _local_norms_are_of_its_places(self) -> Self:
        for norm in self.local_norms:
            if norm.place is not None and norm.place not in self.places:
                raise ValueError(f"inbound.local_norms: {norm.place!r} is no place of this file")
        return self

    def seats_named(self) -> list[tuple[str, str | None]]:
        """Return every seat it names, with the place in the file."""
        named: list[tuple[str, str | None]] = [
            ("inbound.coordinator", self.coordinator),
            ("inbound.classified_by", self.classified_by),
            ("inbound.visit", self.visit.confirmed_by),
            ("inbound.agreements", self.agreements.signed_by),
            ("inbound.agreements", self.agreements.reported_by),
        ]
        named += [("inbound.unannounced_told", seat) for seat in self.unannounced_told]
        named += [("inbound.agreements", seat) for seat in self.agreements.consulted]
        named += [(f"inbound.assignments.{a.key}", a.seat) for a in self.assignments]
        for duty in (*self.reports, *([self.accounts] if self.accounts else ())):
            named += [("inbound.reports", duty.seat), ("inbound.reports", duty.accepted_by)]
        return named
