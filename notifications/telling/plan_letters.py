"""What only letters about an annual plan may say: the task a step is about."""

from config.regulation.parts import Text
from models.annual_plan.request import AnnualPlanRequest
from models.case import Step
from notifications.telling.in_hand import EntryInHand


def item_of(about: EntryInHand, step: Step) -> Text | None:
    """Return what is to be done; None where the plan in force has no such task any more."""
    request = about.of.request
    task = request.task(step.key) if isinstance(request, AnnualPlanRequest) else None
    return Text(vi=task.what, en=task.what) if task else None
