"""The regulation of a province as typed, read-only data.

A file or folder of `config/regulations/` says which bodies and seats there are, who must agree in which
order, within which time, with which papers and duties. It names seats, never persons. Every rule
cites its document, article and how sure we are; a value nobody has confirmed shows as such wherever
it is used.
"""

import hashlib
from collections.abc import Collection, Iterator
from datetime import date
from functools import cache, lru_cache
from typing import Self

from pydantic import Field, model_validator

from config.regulation.inbound import Inbound
from config.regulation.limits import FindingRule, Hindrance, Limits, Overdue
from config.regulation.parts import (
    ActingForOthers,
    AmendmentRoute,
    AnnualPlanRules,
    Body,
    Branch,
    ChecklistItem,
    Document,
    Duties,
    Fact,
    LastDayOff,
    Locality,
    MovedWorkday,
    PaperKind,
    Rank,
    Record,
    Route,
    Rule,
    SignIn,
    Suspension,
    Text,
    TimeLimit,
    Travel,
    rules_in,
)
from config.regulation.retention import Retention
from config.regulation.text import regulation_text, regulation_values

# The seats every submitting unit has; a regulation names them as the body `unit`.
UNIT_SEATS = frozenset(("head", "officer"))
# So long somebody lets another act for them at most, where the regulation does not say.
_LONGEST_AUTHORITY_DAYS = 366


class Regulation(Record):
    """Everything a case is walked by. `digest` pins a case to the text it was submitted under.

    `province` is the name by which papers of the ministries know it; without it, no paper is held
    against it. `immaterial` facts may change without anybody being asked again: that is journaled and
    told. `papers_by` are the seats that keep the papers of units, and of bodies that name none of their
    own; `one_clerk_suffices` lets one clerk record for more than one body that judges a case.
    `last_day_off`: a time limit that ends on a day off ends later; without it, on that day.
    `valid_to` is the last day on which anything is filed under it. `findings` by key; what it does not
    say of one, the national text says that the rule itself names.
    """

    name: str
    title: Text
    valid_from: date
    valid_to: date | None = None
    province: Text | None = None
    documents: dict[str, Document]
    focal_office: str
    administrator: str
    auditor: str
    bodies: dict[str, Body]
    branches: dict[str, Branch] = Field(default_factory=dict)
    localities: dict[str, Locality] = Field(default_factory=dict)
    ranks: dict[str, Rank]
    areas_of_work: dict[str, Text]
    papers: dict[str, PaperKind]
    routes: tuple[Route, ...]
    preparation: tuple[ChecklistItem, ...]
    travel: Travel
    afterwards: Duties
    limits: Limits
    hindrances: tuple[Hindrance, ...] = ()
    findings: dict[str, FindingRule] = Field(default_factory=dict)
    inbound: Inbound | None = None
    annual_plan: AnnualPlanRules | None = None
    papers_by: tuple[str, ...] = ()
    one_clerk_suffices: bool = False
    sign_in: SignIn = SignIn()
    authorities: ActingForOthers | None = None
    retention: Retention = Retention()
    remind_before: TimeLimit
    overdue: Overdue | None = None
    questions_answered_within: TimeLimit | None = None
    immaterial: tuple[Fact, ...] = ()
    amendments: tuple[AmendmentRoute, ...] = ()
    suspensions: tuple[Suspension, ...] = ()
    moved_workdays: tuple[MovedWorkday, ...] = ()
    extra_holidays: tuple[date, ...] = ()
    last_day_off: LastDayOff | None = None
    digest: str = ""
    text: str = Field(default="", repr=False)

    def body_of(self, seat: str) -> Body | None:
        """Return the body a `body/seat` belongs to; None for the submitting unit's own seats."""
        return self.bodies.get(seat.partition("/")[0])

    def papers_of(self, seat: str) -> tuple[str, ...]:
        """Return the seats that keep the papers of a seat's body or unit; none where it does not say."""
        body = self.body_of(seat)
        return (body.papers_by if body else ()) or self.papers_by

    def keepers_of(self, seat: str) -> tuple[str, ...]:
        """Return who keeps the papers of a seat's body or unit: else the focal office does."""
        return self.papers_of(seat) or (self.focal_office,)

    def head_of(self, seat: str) -> str:
        """Return the seat of the head of a seat's body or unit; it may be one that nobody has."""
        body_key, body = seat.partition("/")[0], self.body_of(seat)
        return (body.headed_by if body else None) or f"{body_key}/head"

    def deputies_of(self, seat: str) -> tuple[str, ...]:
        """Return the seats whose holders may be given what is asked of a seat; of a unit's none."""
        body_key, _, name = seat.partition("/")
        body = self.bodies.get(body_key)
        named = body.seats[name].deputies if body and name in body.seats else ()
        return tuple(f"{body_key}/{deputy}" for deputy in named)

    def secretaries_of(self, seat: str) -> tuple[str, ...]:
        """Return the seats whose holders prepare for the holder of a seat; of a unit's none."""
        body = self.body_of(seat)
        found = body.seats.get(seat.partition("/")[2]) if body else None
        return found.secretaries if found else ()

    def prepared_by(self, seats: Collection[str]) -> tuple[str, ...]:
        """Return the seats for whose holders somebody prepares who sits in any of `seats`."""
        return tuple(
            f"{key}/{name}"
            for key, body in self.bodies.items()
            for name, seat in body.seats.items()
            if not set(seat.secretaries).isdisjoint(seats)
        )

    def branch_of(self, unit: str) -> str | None:
        """Return the branch a unit is of; None for a body of the state."""
        return next((key for key, each in self.branches.items() if unit in each.units), None)

    @property
    def longest_authority_days(self) -> int:
        """Return for how many days an authority holds at most, the first and the last included."""
        return self.authorities.longest_days if self.authorities else _LONGEST_AUTHORITY_DAYS

    def rules(self) -> Iterator[tuple[str, Rule]]:
        """Yield every rule with its place in the file, such as `afterwards.report.within`."""
        return rules_in("", self)

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        for place, seat in self._seats_named():
            body, _, key = seat.partition("/")
            if body == "unit":
                known = key in UNIT_SEATS
            else:
                known = body in self.bodies and key in self.bodies[body].seats
            if not known:
                raise ValueError(f"{place} names the seat {seat!r}, which no body of this file has")
        for place, rule in self.rules():
            for source in rule.source.all_of_it():
                if source.document is not None and source.document not in self.documents:
                    missing = f"{source.document!r}, which is not under documents"
                    raise ValueError(f"{place} cites {missing}")
        self._check_deputies()
        self._check_routes()
        return self

    def _check_deputies(self) -> None:
        """Refuse deputies who have no seat in the body of whom they stand in for."""
        for key, body in self.bodies.items():
            for name, seat in body.seats.items():
                if strange := sorted(set(seat.deputies) - (set(body.seats) - {name})):
                    place = f"bodies.{key}.seats.{name}.deputies"
                    raise ValueError(f"{place}: {strange} is no other seat of this body")

    def _check_routes(self) -> None:
        """Refuse keys given twice, outside bodies that are none, areas and ranks nobody has named."""
        keys = [route.key for route in self.routes] + [item.key for item in self.preparation]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        if twice:
            raise ValueError(f"the keys {twice} are given twice among routes and preparation")
        for route in self.routes:
            strange = sorted(set(route.when.area or ()) - set(self.areas_of_work))
            if strange:
                raise ValueError(f"routes.{route.key}.when.area: {strange} is no area of work")
            for name in ("received_by", "ranks"):
                if strange := sorted(set(getattr(route.when, name) or ()) - set(self.ranks)):
                    raise ValueError(f"routes.{route.key}.when.{name}: {strange} is no rank")
            if strange := sorted(set(route.when.branches or ()) - set(self.branches)):
                raise ValueError(f"routes.{route.key}.when.branches: {strange} is no branch")
            for step in route.steps:
                if step.outside and not (
                    step.outside in self.bodies and self.bodies[step.outside].outside
                ):
                    raise ValueError(
                        f"routes.{route.key}.{step.stage}: {step.outside!r} is no outside body"
                    )

    def _seats_named(self) -> Iterator[tuple[str, str]]:
        named: list[tuple[str, str | None]] = [
            ("focal_office", self.focal_office),
            ("administrator", self.administrator),
            ("auditor", self.auditor),
            ("travel", self.travel.confirmed_by),
        ]
        named += [("papers_by", seat) for seat in self.papers_by]
        for key, body in self.bodies.items():
            named += [(f"bodies.{key}.papers_by", seat) for seat in body.papers_by]
            named += [(f"bodies.{key}.headed_by", body.headed_by)]
            for name, seat_of_it in body.seats.items():
                place = f"bodies.{key}.seats.{name}.secretaries"
                named += [(place, seat) for seat in seat_of_it.secretaries]
        for route in self.routes:
            for step in route.steps:
                place = f"routes.{route.key}.{step.stage}"
                named += [(place, step.seat), (place, step.issued_by)]
        for amendment in self.amendments:
            for step in amendment.steps:
                place = f"amendments.{amendment.key}"
                named += [(place, step.seat), (place, step.issued_by)]
        named += [(f"preparation.{item.key}", item.seat) for item in self.preparation]
        for name, duty in (
            ("report", self.afterwards.report),
            ("passports", self.afterwards.passports),
            ("accounts", self.afterwards.accounts),
        ):
            place = f"afterwards.{name}"
            named += [(place, duty.seat), (place, duty.accepted_by)]
        named += self.inbound.seats_named() if self.inbound else []
        return ((place, seat) for place, seat in named if seat)


@cache
def load_regulation(name: str) -> Regulation:
    """Read the regulation `name` (`hau_giang`), or the one at a path; a folder's files are one text.

    Raises `OSError` when there is no such file and `ValueError` when it does not hold together.
    """
    text = regulation_text(name)
    regulation_values(text)
    return read_regulation(text)


@lru_cache(maxsize=16)
def read_regulation(text: str) -> Regulation:
    """Read a regulation from a text that is kept; the digest of that text is its version.

    Raises `ValueError` when the text is no YAML or the regulation does not hold together.
    """
    values = regulation_values(text, kept=True)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Regulation.model_validate({**values, "digest": digest, "text": text})
