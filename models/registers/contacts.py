"""Whom the province keeps in touch with: missions, companies and associations, the press. Pure."""

from typing import Annotated

from models.registers.lines import LineKind
from models.registers.register import Content, Register, RegisterKey
from models.registers.stages import Stage, moves
from models.request.fields import Line
from models.request.values.choices import by_name

STAGES = (Stage.ACTIVE, Stage.DORMANT, Stage.ENDED)
_MOVES = moves(active=(Stage.DORMANT, Stage.ENDED), dormant=(Stage.ACTIVE, Stage.ENDED))
_LINES = (
    LineKind.CONTACT,
    LineKind.NOTE,
    LineKind.VISIT,
    LineKind.COMMITMENT,
    LineKind.DOCUMENT,
)


class InTouch(Content):
    """A mission, a company or association, a press body: where it is, and how one writes to it."""

    stage: Annotated[str, by_name(STAGES, "register_stage")]
    place: Line | None = None
    address: Line | None = None
    telephone: Line | None = None
    mailbox: Line | None = None
    field: Line | None = None


MISSIONS, COMPANIES, PRESS = (
    Register(key, InTouch, STAGES, _MOVES, _LINES)
    for key in (RegisterKey.MISSION, RegisterKey.COMPANY, RegisterKey.PRESS)
)
