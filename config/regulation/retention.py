"""How long what people wrote or are is kept; the journal stays for ever."""

from typing import Self

from pydantic import model_validator

from config.regulation.codes import Direction, StartEvent
from config.regulation.parts import Record, TimeLimit


class Retention(Record):
    """After what time each kind of data is erased; a kind without a limit is kept: nothing is guessed.

    `content` (dossiers, programmes, texts, files) and `passports` are counted from the end of the case,
    `messages` (what letters said, and where to) from when they were sent, `openings` (who opened what of
    a case) from the day itself, `drafts` from when somebody last wrote in them. A change holds for what
    is kept already: erasing goes by the regulation in force, not by the one a case was submitted under.
    """

    content: TimeLimit | None = None
    passports: TimeLimit | None = None
    messages: TimeLimit | None = None
    openings: TimeLimit | None = None
    drafts: TimeLimit | None = None

    @model_validator(mode="after")
    def _counted_from_the_end(self) -> Self:
        limits = (self.content, self.passports, self.messages, self.openings, self.drafts)
        usual = (Direction.AFTER, StartEvent.STEP_OPENED)
        if any(limit and (limit.direction, limit.counted_from) != usual for limit in limits):
            raise ValueError("what is kept is counted from its own end: no direction, no event")
        return self
