"""What a trip or visit led to: it is reported, and what was agreed on is followed up to its end."""

from functools import partial

from config.regulation.codes import Act, Stage
from config.regulation.parts import TimeLimit
from flows.case.asking import require, side_by_side
from flows.case.at_work import CaseAtWork
from flows.stages.afterwards import accounts, one_by_one, report
from models import entries as e
from models.acts import Chosen
from models.case import Commitment, StepState
from models.route.planned import planned_step


def report_and_follow_up(work: CaseAtWork) -> None:
    """Have it reported, then see to each thing the accepted report says was agreed on."""
    report(work)
    side_by_side(*(partial(_follow_up, work, made) for made in commitments_that_stand(work)))


def settle_afterwards(work: CaseAtWork) -> None:
    """Settle the three duties of a trip side by side, and follow up what its report tells of."""
    side_by_side(
        partial(report_and_follow_up, work),
        partial(one_by_one, work, Stage.PASSPORTS),
        partial(accounts, work),
    )


def commitments_that_stand(work: CaseAtWork) -> list[Commitment]:
    """Return what was agreed on, as the report that was accepted tells it."""
    made = work.case.commitments
    return [c for c in made if work.case.steps[c.step - 1].state is StepState.DECIDED]


def _follow_up(work: CaseAtWork, made: Commitment) -> None:
    """See to it that what was agreed on is done by its owner; an agreement has its own procedure.

    A regulation that says nothing of guests says none: there it is followed up as any other promise.
    """
    if made.agreement and work.regulation.inbound:
        _conclude_agreement(work, made)
        return
    planned = _following(made, Stage.COMMITMENTS, Act.FULFIL, made.owner)
    require(work, planned, due_at=work.calendar.closes(made.due))


def _conclude_agreement(work: CaseAtWork, made: Commitment) -> None:
    """Ask the bodies concerned, sign, and tell of the signing. Source: 70/2020/QH14, articles 18-19."""
    rules = work.inbound_rules.agreements
    opinions = [
        _following(made, Stage.AGREEMENTS, Act.CONSULT, work.seat(seat), rules.opinions_within)
        for seat in rules.consulted
    ]
    side_by_side(*(partial(require, work, planned) for planned in opinions))
    signer, reporter = work.seat(rules.signed_by), work.seat(rules.reported_by)
    signing = _following(made, Stage.AGREEMENTS, Act.CONCLUDE, signer, rules.signed_within)
    if require(work, signing, due_at=work.calendar.closes(made.due)).choice == Chosen.SIGNED:
        told = _following(made, Stage.AGREEMENTS, Act.FILE, reporter, rules.report_within)
        require(work, told)


def _following(
    made: Commitment, stage: Stage, act: Act, seat: str, limit: TimeLimit | None = None
) -> e.PlannedStep:
    """Return the step about a commitment that the report brought; no plan could foresee it."""
    return planned_step(stage, act, seat, limit, key=str(made.number))
