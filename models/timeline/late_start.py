"""What was to be done before a delegation begins, and is open on its first day all the same. Pure."""

from datetime import date

from config.province_time import day_of
from config.regulation.codes import Act, Gate, Stage
from models.case import Case, Step

OF_THE_APPROVAL = frozenset(
    {
        Stage.REVISION,
        Stage.UNIT_SIGNATURE,
        Stage.APPRAISAL,
        Stage.CLASSIFICATION,
        Stage.HOSTING,
        Stage.OPINIONS,
        Stage.ASKING,
        Stage.PARTY_DECISION,
        Stage.STATE_DECISION,
        Stage.QUESTION,
    }
)
# Of these some are for later, or came up on the way.
_SOME = frozenset({Stage.PREPARATION, Stage.CONDITIONS, Stage.RECEPTION, Stage.AMENDMENT})
BEFORE_THE_START = OF_THE_APPROVAL | _SOME


def open_at_start(case: Case, on: date) -> tuple[Step, ...]:
    """Return the open steps that were to be done before the first day, once that has come.

    What was asked for on the way, such as a longer stay, is not among them.
    """
    if case.begins is None or case.begins > on:
        return ()
    return tuple(step for step in case.open_steps if _was_to_be_done(case, step, case.begins))


def _was_to_be_done(case: Case, step: Step, begins: date) -> bool:
    if step.stage in OF_THE_APPROVAL:
        return True
    if step.stage not in _SOME or day_of(step.opened_at) >= begins:
        return False
    if step.stage is Stage.CONDITIONS:
        return case.conditions[step.key_number - 1].gate is Gate.START
    return step.act is not Act.DELIVER
