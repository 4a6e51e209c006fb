"""The regulation of a province as typed, read-only data.

A file or folder of `config/regulations/` says which bodies and seats there are, who must agree in which
order, within which time, with which papers and duties. It names seats, never persons. Every rule
cites its document, article and how sure we are; a value nobody has confirmed shows as such wherever
it is used.
"""

import hashlib
from collections.abc import Iterator
from datetime import date
from functools import cache, lru_cache
from typing import Self

from pydantic import Field, model_validator

from config.regulation.inbound import Inbound
from config.regulation.parts import (
    AmendmentRoute,
    Body,
    ChecklistItem,
    Document,
    Duties,
    Fact,
    Limits,
    MovedWorkday,
    PaperKind,
    Rank,
    Record,
    Route,
    Rule,
    Suspension,
    Text,
    TimeLimit,
    Travel,
    rules_in,
)
from config.regulation.text import regulation_text, regulation_values

# The seats every submitting unit has; a regulation names them as the body `unit`.
UNIT_SEATS = frozenset(("head", "officer"))


class Regulation(Record):
    """Everything a case is walked by. `digest` pins a case to the text it was submitted under.

    `province` is the name by which papers of the ministries know it; without it, no paper is held
    against it. `immaterial` facts may change without anybody being asked again: that is journaled and
    told. `papers_by` are the seats that keep the papers of units, and of bodies that name none of their
    own; `one_clerk_suffices` lets one clerk record for more than one body that judges a case.
    """

    name: str
    title: Text
    valid_from: date
    province: Text | None = None
    documents: dict[str, Document]
    focal_office: str
    administrator: str
    auditor: str
    bodies: dict[str, Body]
    ranks: dict[str, Rank]
    areas_of_work: dict[str, Text]
    papers: dict[str, PaperKind]
    routes: tuple[Route, ...]
    preparation: tuple[ChecklistItem, ...]
    travel: Travel
    afterwards: Duties
    limits: Limits
    inbound: Inbound | None = None
    papers_by: tuple[str, ...] = ()
    one_clerk_suffices: bool = False
    remind_before: TimeLimit
    questions_answered_within: TimeLimit | None = None
    immaterial: tuple[Fact, ...] = ()
    amendments: tuple[AmendmentRoute, ...] = ()
    suspensions: tuple[Suspension, ...] = ()
    moved_workdays: tuple[MovedWorkday, ...] = ()
    extra_holidays: tuple[date, ...] = ()
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

    def deputies_of(self, seat: str) -> tuple[str, ...]:
        """Return the seats whose holders may be given what is asked of a seat; of a unit's none."""
        body_key, _, name = seat.partition("/")
        body = self.bodies.get(body_key)
        named = body.seats[name].deputies if body and name in body.seats else ()
        return tuple(f"{body_key}/{deputy}" for deputy in named)

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
            document = rule.source.document
            if document is not None and document not in self.documents:
                raise ValueError(f"{place} cites {document!r}, which is not under documents")
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
            strange = sorted(set(route.when.received_by or ()) - set(self.ranks))
            if strange:
                raise ValueError(f"routes.{route.key}.when.received_by: {strange} is no rank")
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
    return read_regulation(regulation_text(name))


@lru_cache(maxsize=16)
def read_regulation(text: str) -> Regulation:
    """Read a regulation from its text; the digest of that text is its version.

    Raises `ValueError` when the text is no YAML or the regulation does not hold together.
    """
    values = regulation_values(text)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Regulation.model_validate({**values, "digest": digest, "text": text})
