"""A case as whoever writes about it has it in hand, and what people call its seats and units."""

from datetime import date
from typing import Protocol

from sqlalchemy import Connection

from config.regulation.parts import Text
from config.regulation.province import Regulation
from config.settings import Settings
from models.case import Case
from models.directory import seat_title
from models.programme.items import Item
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
    def said(self) -> dict[str, str]: ...
    @property
    def programme(self) -> tuple[Item, ...]: ...
    @property
    def regulation(self) -> Regulation: ...
    @property
    def unit_names(self) -> dict[str, Text]: ...
    @property
    def today(self) -> date: ...


class Titles:
    """What people call the seats and units of a case, in both languages."""

    def __init__(self, in_hand: CaseInHand) -> None:
        self._regulation = in_hand.regulation
        self._units = in_hand.unit_names

    def seat(self, seat: str) -> dict[str, str]:
        return seat_title(seat, self._regulation, self._units).model_dump()

    def unit(self, unit: str) -> dict[str, str]:
        return self._units.get(unit, Text(vi=unit, en=unit)).model_dump()
