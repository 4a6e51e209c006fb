"""What the lines of the tables are called, in the reader's language."""

from datetime import date

from config.regulation.codes import Kind
from config.regulation.province import Regulation
from config.words import Words
from flows.case.around import Around
from models.figures.tables import CountedBy
from models.figures.waiting import UNITS
from web.figures.asked import NATURES
from web.ground.names import NamesKnown

# Of guests the ranks are others.
_RANKS = {Kind.INBOUND: NamesKnown.guest_rank}


class FiguresNamed:
    """The names of what statistics tell apart."""

    def __init__(self, regulation: Regulation, around: Around, w: Words) -> None:
        self._names = NamesKnown(regulation, around.unit_names, {}, w.language)
        self._regulation, self._w = regulation, w
        self.units = around.units_in(w.language)

    @property
    def areas(self) -> dict[str, str]:
        """Return what the areas of work are called."""
        return {key: self._names.area(key) for key in self._regulation.areas_of_work}

    def line(self, kind: Kind, by: CountedBy, key: str) -> str:
        """Return what a line of a table is called; a line that says nothing is said to."""
        w, names = self._w, self._names
        if not key:
            return w.text("page.figures.not_said")
        match by:
            case CountedBy.MONTH:
                year, month = key.split("-")
                return w.text("page.figures.month", month=int(month), year=year)
            case CountedBy.COUNTRY:
                return names.country(key)
            case CountedBy.NATURE:
                return w.label(NATURES.get(kind, ("kind", ()))[0], key)
            case CountedBy.AREA:
                return names.area(key)
            case CountedBy.RANK:
                return _RANKS.get(kind, NamesKnown.rank)(names, key)
            case CountedBy.UNIT:
                return self.body(key)
            case CountedBy.DECIDER:
                return names.seat(key) if "/" in key else self.body(key)
            case CountedBy.PLAN:
                return w.text(f"page.figures.{key}")
            case _:
                return key

    def body(self, key: str) -> str:
        """Return what a body is called; the units together where none is named."""
        return self._w.text("page.figures.units") if key == UNITS else self._names.body(key)

    def country(self, code: str) -> str:
        """Return what a country is called."""
        return self._names.country(code)

    def place(self, key: str) -> str:
        """Return what a place of the province is called."""
        return self._names.place(key)

    def decider(self, key: str) -> str:
        """Return what whoever decided is called."""
        return self.line(Kind.OUTBOUND, CountedBy.DECIDER, key)

    def days(self, first: date, last: date) -> str:
        """Return from when to when something is."""
        w = self._w
        return w.text("page.figures.days", first=w.date(first), last=w.date(last))
