"""What people call the parts of a timeline, for the terminal and the pages alike. Pure."""

from collections.abc import Mapping

from config.regulation.codes import Act, Stage
from config.regulation.parts import Text
from config.regulation.province import Regulation
from config.words import Words
from models.directory import Person, seat_title
from models.ids import SeatKey, body_of
from models.timeline.lines import Line, item_titles

# For these acts the stage says more than the act: whose decision it is, which day is confirmed.
NAMED_BY_STAGE = (Act.DECIDE, Act.CONFIRM, Act.CONSULT)
# A report is filed after every delegation; these papers are filed after nothing else.
FILED_BY_STAGE = ((Stage.HOSTING, Act.FILE), (Stage.AGREEMENTS, Act.FILE))


class TimelineTold:
    """The words of one case's timeline."""

    def __init__(
        self,
        regulation: Regulation,
        units: Mapping[str, Text],
        people: Mapping[str, Person],
        w: Words,
    ) -> None:
        self._regulation = regulation
        self._units = dict(units)
        self._people = people
        self._w = w
        titles = item_titles(regulation)
        self._items = {place: title.of(w.language) for place, title in titles.items()}

    def asked(self, line: Line) -> str:
        """Say what is asked."""
        if line.stage == Stage.AMENDMENT:
            act = self._w.label("act", line.act, line.stage)
            return f"{self._w.label('stage', line.stage)}: {act}"
        named = ("stage", line.stage) if _is_named_by_stage(line) else ("act", line.act, line.stage)
        asked = self._w.label(*named)
        if item := self._items.get((Stage(line.stage), line.key)):
            # What is prepared needs no act beside it; of an assignment several acts are asked.
            return item if line.act == Act.PREPARE else f"{asked}: {item}"
        return asked

    def seat(self, seat: str) -> str:
        """Say what people call a seat."""
        return seat_title(seat, self._regulation, self._units).of(self._w.language)

    def body(self, seat: str) -> str:
        """Say what people call the body or unit of a seat."""
        key = body_of(SeatKey(seat))
        known = self._regulation.bodies.get(key)
        named = known.name if known else self._units.get(key)
        return named.of(self._w.language) if named else key

    def outcome(self, line: Line) -> str:
        """Say what came of it, or where it stands: an outcome that counts no more is told as such."""
        if not line.choice:
            return self._w.label("state", line.state)
        said = self._w.label("choice", line.choice, line.stage, line.act)
        if line.late:
            return self._w.text("timeline.late", choice=said)
        return self._w.text(f"timeline.{line.undone}", choice=said) if line.undone else said

    def who(self, line: Line) -> str:
        """Name who answered, or whom it waits for."""
        return ", ".join(self._people[p].name if p in self._people else p for p in line.persons)


def _is_named_by_stage(line: Line) -> bool:
    return line.act in NAMED_BY_STAGE or (line.stage, line.act) in FILED_BY_STAGE
