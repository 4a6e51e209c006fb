"""What a returned request was remarked on, for the fields that answer it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flows.acts.desk import Desk
from flows.case.verbs import open_revision
from flows.case.views import view_of
from models.ids import PersonId
from models.store.drafts import Draft, Task
from web.dossier.conditions_and_questions import remarks_in_force
from web.dossier.history import CaseHistory

# One fact, and two fields of the form.
_DAYS = ("arrives", "departs", "returns")


@dataclass(frozen=True)
class Remarks:
    """Remarks by the name of their field, and what was said of the request as a whole: who, what."""

    by_field: Mapping[str, Sequence[str]] = field(default_factory=dict)
    of_all: tuple[tuple[str, str], ...] = ()


def remarks_on(desk: Desk, draft: Draft, person: PersonId, language: str) -> Remarks:
    """Return what the version before was returned with; nothing for what answers no return."""
    if draft.task is not Task.RESUBMIT or draft.case_no is None:
        return Remarks()
    with desk.reading(draft.case_no) as work:
        step = open_revision(work.case)
        if step is None:
            return Remarks()
        history = CaseHistory(work, language, view_of(work, person))
        found = {name: [r.words for r in said] for name, said in remarks_in_force(history).items()}
        returned = history.returned(step)
    days = found.pop("dates", [])
    return Remarks(
        {**dict.fromkeys(_DAYS, days), **found} if days else found,
        ((returned.seat, returned.remarks),) if returned and returned.remarks else (),
    )
