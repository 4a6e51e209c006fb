"""A case, and an entry of it, as whoever writes about them has them in hand."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol, runtime_checkable

from sqlalchemy import Connection

from config.province_time import WorkingCalendar
from config.regulation.parts import Text
from config.regulation.province import Regulation
from config.settings import Settings
from models import entries as e
from models.case import Case, Step
from models.directory import seat_title
from models.ids import Digest, PersonId
from models.journal.entry import Entry
from models.programme.items import Item
from models.read_once import read_once
from models.request.base import Request


class CaseInHand(Protocol):
    """What must be known of a case to write about it. Only a visit has a `programme`."""

    @property
    def conn(self) -> Connection: ...
    @property
    def settings(self) -> Settings: ...
    @property
    def case(self) -> Case: ...
    @property
    def request(self) -> Request: ...
    def version(self, number: int) -> Request: ...
    @property
    def kept_at_home(self) -> frozenset[int]: ...
    def counts_for_now(self, step: Step) -> bool: ...
    def asked_now(self, step: Step) -> tuple[PersonId, ...]: ...
    @property
    def said(self) -> Mapping[Digest, str]: ...
    @property
    def programme(self) -> tuple[Item, ...]: ...
    @property
    def regulation(self) -> Regulation: ...
    @property
    def calendar(self) -> WorkingCalendar: ...
    @property
    def unit_names(self) -> dict[str, Text]: ...
    @property
    def today(self) -> date: ...


@runtime_checkable
class _OfAStep(Protocol):
    """An entry about a step of its case."""

    @property
    def step(self) -> int | None: ...


@dataclass(frozen=True)
class EntryInHand:
    """An entry with the case it left behind, and what people call and wrote the things it tells of."""

    of: CaseInHand
    entry: Entry

    @property
    def case(self) -> Case:
        """Return the case as the entry left it."""
        return self.of.case

    @property
    def payload(self) -> e.Payload:
        """Return what the entry tells."""
        return self.entry.payload

    @read_once
    def step(self) -> Step | None:
        """Return the step the entry is about, if it is about one."""
        number = self.payload.step if isinstance(self.payload, _OfAStep) else None
        return self.case.step(number) if number else None

    def seat(self, seat: str) -> Text:
        """Return what people call a seat."""
        return seat_title(seat, self.of.regulation, self.of.unit_names)

    def written(self, digest: Digest | None) -> str | None:
        """Return what somebody wrote; None when they wrote nothing, or when it is erased."""
        return self.of.said.get(digest) if digest else None
