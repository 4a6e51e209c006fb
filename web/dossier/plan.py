"""The annual plan, and what is registered for it, as a decider has to see them."""

from dataclasses import dataclass
from datetime import datetime

from config.regulation.codes import Act, Stage
from flows.case.planned import uses_in
from flows.findings import findings_of, known_of
from models.annual_plan.parts import PlannedDelegation, PlannedTask
from models.annual_plan.request import AnnualPlanRequest, OfTheYear, PlanContribution
from models.annual_plan.use import EntryUse, PlanAndActual, plan_against_actual
from models.case import Step, latest
from models.competence.seeing import Shown
from web.dossier.dossier import DossierShown
from web.dossier.history import CaseHistory


@dataclass(frozen=True)
class TaskShown:
    """A task of a plan, and how it stands: the step that asks for it, where it is asked for already."""

    task: PlannedTask
    step: Step | None

    @property
    def due_at(self) -> datetime | None:
        """Return when its step is due; None where it is not asked for yet."""
        return self.step.due_at if self.step else None


class RegistrationShown(DossierShown):
    """What a unit registers for a plan."""

    template = "dossier/dossier_plan.html"

    def __init__(self, history: CaseHistory) -> None:
        super().__init__(history)
        work = history.work
        self.of_year: OfTheYear = work.request_as(PlanContribution)
        self.beside: dict[str, PlanAndActual] = {}
        self.uses: dict[str, EntryUse] = {}
        self.tasks: tuple[TaskShown, ...] = ()
        if history.view.sees(Shown.FINDINGS):
            self.findings = findings_of(work, known_of([work])[work.case.no])


class PlanShown(DossierShown):
    """A plan: its delegations with what became of each, its tasks with how they stand.

    `beside` says by kind what was planned and what became of it.
    """

    template = "dossier/dossier_plan.html"

    def __init__(self, history: CaseHistory) -> None:
        super().__init__(history)
        work = history.work
        request = work.request_as(AnnualPlanRequest)
        self.of_year: OfTheYear = request
        uses = uses_in(work)
        self.uses = {each.entry.key: each for each in uses}
        self.beside = plan_against_actual(uses, by=_way)
        self.tasks = tuple(
            TaskShown(task, _step_of(work.case.steps, task)) for task in request.tasks
        )
        if history.view.sees(Shown.FINDINGS):
            self.findings = findings_of(work, known_of([work])[work.case.no])


def _way(entry: PlannedDelegation) -> str:
    return entry.kind


def _step_of(steps: tuple[Step, ...], task: PlannedTask) -> Step | None:
    return latest(steps, Stage.TASKS, Act.CARRY_OUT, task.key)
