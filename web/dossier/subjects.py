"""What a step is about where its seat and act do not say it: the thing that its key names."""

from collections.abc import Mapping

from config.regulation.codes import Act, Stage
from flows.case.read import CaseRead
from models.annual_plan.request import AnnualPlanRequest
from models.case import Case, Commitment, Step
from models.ids import Digest
from models.timeline.lines import item_titles

# A heading holds no more; the whole words stand in a section of their own.
_LONGEST = 90
_FOLLOWING_UP = (Stage.COMMITMENTS, Stage.AGREEMENTS)


class Subjects:
    """The subjects of one case's steps; `said` are the texts of the case by digest."""

    def __init__(self, work: CaseRead, language: str, said: Mapping[Digest, str]) -> None:
        self._work = work
        self._said = said
        titles = item_titles(work.regulation)
        self._titles = {place: title.of(language) for place, title in titles.items()}

    def of(self, step: Step) -> str:
        """Return what is prepared, arranged, resolved or kept; empty where the question says all."""
        if step.act is Act.RESOLVE:
            # An amendment may bring a programme with fewer items.
            items = self._work.programme[step.key_number - 1 :]
            return items[0].what if items else ""
        if step.stage is Stage.TASKS:
            return self._task(step)
        made = commitment_of(self._work.case, step)
        if made:
            return _shortened(self.words(made))
        return self._titles.get((step.stage, step.key), "")

    def _task(self, step: Step) -> str:
        """Return what an open step asks a unit to do; the plan itself tells of those that are done."""
        request = self._work.request if step.is_open else None
        task = request.task(step.key) if isinstance(request, AnnualPlanRequest) else None
        return _shortened(task.what) if task else ""

    def words(self, made: Commitment) -> str:
        """Return the words of a commitment; empty once they are erased."""
        return self._said.get(made.what, "")


def commitment_of(case: Case, step: Step) -> Commitment | None:
    """Return the commitment a step follows up."""
    if step.stage not in _FOLLOWING_UP:
        return None
    return next((made for made in case.commitments if str(made.number) == step.key), None)


def _shortened(words: str) -> str:
    line = " ".join(words.split()).rstrip(".")
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1].rstrip()}…"
