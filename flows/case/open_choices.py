"""What can be answered to a step in its case: offered by its page, and nothing else is accepted."""

from collections.abc import Mapping

from config.regulation.codes import Act, Stage
from flows.case.read import CaseRead
from models.acts import CHOICES, VOTES, Choice, Chosen, Needs
from models.case import CaseStatus, Step, StepState
from models.ids import BodyKey, SeatKey
from models.store import directory

_DECIDING = frozenset({Act.DECIDE, Act.RECORD})
_DECIDED_IN = (Stage.PARTY_DECISION, Stage.STATE_DECISION)


def open_choices(work: CaseRead, step: Step) -> tuple[Choice, ...]:
    """Return the choices a step has in this case."""
    known = VOTES if step.collective else CHOICES[step.act]
    return tuple(choice for choice in known if _is_open(work, step, choice))


def _is_open(work: CaseRead, step: Step, choice: Choice) -> bool:
    """Tell whether a choice can be made in this case at all.

    Missing papers are asked for once. Single guests are not refused: their list is the guests' own;
    nor are members by an amendment, which is taken or refused as it was asked for.
    """
    if choice.key is Chosen.SUPPLEMENT:
        return not any(other.choice == Chosen.SUPPLEMENT for other in work.case.steps)
    if Needs.MEMBERS in choice.needs:
        alone = len(work.request.persons) == 1
        return work.request.refuses_members and step.stage is not Stage.AMENDMENT and not alone
    return True


def seats_to_give(work: CaseRead) -> Mapping[BodyKey, tuple[SeatKey, ...]]:
    """Return the seats something can be given to today, of each body and each unit that has one.

    Left out are seats nobody holds, a collective's members, who act together, and whoever runs or
    audits the system; of a unit it is the officer.
    """
    held = directory.sitting(work.conn, work.today)
    apart = (work.regulation.administrator, work.regulation.auditor)
    seats = {
        BodyKey(key): tuple(
            SeatKey(f"{key}/{name}") for name, seat in body.seats.items() if not seat.shared
        )
        for key, body in work.regulation.bodies.items()
    }
    seats |= {BodyKey(unit): (SeatKey(f"{unit}/officer"),) for unit in work.unit_names}
    free = {
        of: tuple(s for s in each if s in held and s not in apart) for of, each in seats.items()
    }
    return {of: each for of, each in free.items() if each}


def can_be_given_to(work: CaseRead, seat: SeatKey) -> bool:
    """Tell whether something can be given to a seat today."""
    return any(seat in seats for seats in seats_to_give(work).values())


def takes_late(work: CaseRead, step: Step) -> bool:
    """Tell whether an agency that was silent can still give its opinion: until the last decision."""
    if step.state is not StepState.SILENT or step.choice or step.stage is not Stage.OPINIONS:
        return False
    if work.case.status is not CaseStatus.IN_APPROVAL or not work.counts(step):
        return False
    planned = (p for stage in _DECIDED_IN for p in work.planned(stage) if p.act in _DECIDING)
    given = (work.standing(each) for each in planned)
    return any(decision is None or decision.is_open for decision in given)
