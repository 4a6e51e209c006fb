"""Partner localities: from the day one is studied to the exchanges of a friendship. Pure.

Plan 1112/KH-UBND of 3 June 2020, part on international cooperation: friendships Phụng Hiệp–Gangjin and
Long Mỹ–Gokseong are kept up, Kampong Chhnang and Saga are studied.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated

from config.province_time import WorkingCalendar
from models.errors import Problem
from models.registers.dues import Due, DueKind
from models.registers.lines import LineKind
from models.registers.register import Content, LineNow, Register, RegisterKey
from models.registers.stages import Stage, moves
from models.request.fields import Country, Day, Line
from models.request.values.choices import by_name

STAGES = (
    Stage.STUDIED,
    Stage.LETTER_OF_INTENT,
    Stage.AGREEMENT,
    Stage.ACTIVE,
    Stage.DORMANT,
    Stage.ENDED,
)
# A side of the province that has ended needs no heir where the relation rests, too.
_WITHOUT_HEIR = (Stage.DORMANT, Stage.ENDED)


class Relation(Content):
    """A partner locality: `name` is theirs, `local` our side, which may end and has a successor then."""

    stage: Annotated[str, by_name(STAGES, "register_stage")]
    country: Country
    region: Line | None = None
    local: Line
    local_ended: Day | None = None
    successor: Line | None = None
    next_exchange: Day | None = None

    def lacking(self, today: date) -> Iterator[Problem]:
        """Yield what is wrong: our side has ended, and nobody goes on for it."""
        yield from super().lacking(today)
        ended = self.local_ended
        if ended and ended < today and not self.successor and self.stage not in _WITHOUT_HEIR:
            told = (("day", ended.isoformat()),)
            yield Problem("successor", "", "register_without_successor", told)

    def dues(self, lines: Sequence[LineNow], calendar: WorkingCalendar) -> Iterator[Due]:
        """Yield the next exchange, which was named."""
        if self.next_exchange and self.stage != Stage.DORMANT:
            yield Due(0, DueKind.EXCHANGE, self.next_exchange)


RELATIONS = Register(
    RegisterKey.RELATION,
    Relation,
    STAGES,
    moves(
        studied=(Stage.LETTER_OF_INTENT, Stage.AGREEMENT, Stage.DORMANT, Stage.ENDED),
        letter_of_intent=(Stage.STUDIED, Stage.AGREEMENT, Stage.DORMANT, Stage.ENDED),
        agreement=(Stage.ACTIVE, Stage.DORMANT, Stage.ENDED),
        active=(Stage.DORMANT, Stage.ENDED),
        dormant=(
            Stage.STUDIED,
            Stage.LETTER_OF_INTENT,
            Stage.AGREEMENT,
            Stage.ACTIVE,
            Stage.ENDED,
        ),
    ),
    (
        LineKind.CONTACT,
        LineKind.VISIT,
        LineKind.COMMITMENT,
        LineKind.DOCUMENT,
        LineKind.NOTE,
    ),
)
