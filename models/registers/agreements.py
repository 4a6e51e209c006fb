"""Agreements with foreign partners: who signed in whose name, for how long, what follows. Pure.

In the name of the province, a department, or of what was a district (Luật Thỏa thuận quốc tế
70/2020/QH14; NĐ 64/2021/NĐ-CP for the latter two). How one is signed is the procedure of trips and
visits.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated

from config.province_time import WorkingCalendar
from models.errors import Problem
from models.registers.dues import Due, DueKind, a_year_after
from models.registers.lines import LineKind
from models.registers.register import Content, LineNow, Register, RegisterKey, last_day
from models.registers.stages import Stage, moves
from models.request.fields import Count, Country, Day, Line
from models.request.values.choices import by_name

STAGES = (Stage.PREPARED, Stage.IN_FORCE, Stage.EXPIRED, Stage.ENDED)
NAMES_OF = ("province", "department", "district", "other")


class Agreement(Content):
    """An agreement: its parties, in whose name ours signed, its days; without `until` it has no term."""

    stage: Annotated[str, by_name(STAGES, "register_stage")]
    country: Country
    partner: Count | None = None
    our_party: Line
    their_party: Line
    in_name_of: Annotated[str, by_name(NAMES_OF, "register_in_name_of")]
    signer: Line | None = None
    number: Line | None = None
    signed: Day | None = None
    until: Day | None = None
    case: Line | None = None

    @property
    def rests_on(self) -> tuple[int, ...]:
        """Return the number of the partner locality, where it is one of the register."""
        return (self.partner,) if self.partner else ()

    def lacking(self, today: date) -> Iterator[Problem]:
        """Yield what is wrong: in force and never signed, an end before the signing, or over already."""
        yield from super().lacking(today)
        if self.stage == Stage.IN_FORCE and self.signed is None:
            yield Problem("signed", "", "register_signed_missing")
        # One that is renewed holds beyond the day since when.
        begins = self.since if self.stage == Stage.IN_FORCE else self.signed
        if begins and self.until and self.until < begins:
            told = (("signed", begins.isoformat()),)
            yield Problem("until", self.until.isoformat(), "register_until_before", told)

    def dues(self, lines: Sequence[LineNow], calendar: WorkingCalendar) -> Iterator[Due]:
        """Yield its end, and a look through it a year after the last one, or after the signing."""
        if self.stage != Stage.IN_FORCE:
            return
        if self.until:
            yield Due(0, DueKind.TERM, self.until)
        if looked := last_day(lines, LineKind.REVIEW) or self.signed:
            yield Due(0, DueKind.REVIEW, a_year_after(looked))


AGREEMENTS = Register(
    RegisterKey.AGREEMENT,
    Agreement,
    STAGES,
    moves(
        prepared=(Stage.IN_FORCE, Stage.ENDED),
        in_force=(Stage.EXPIRED, Stage.ENDED),
        # It is renewed.
        expired=(Stage.IN_FORCE, Stage.ENDED),
    ),
    (
        LineKind.TASK,
        LineKind.REVIEW,
        LineKind.CONTACT,
        LineKind.DOCUMENT,
        LineKind.NOTE,
    ),
    rests_on=(RegisterKey.RELATION,),
)
