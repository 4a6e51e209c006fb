"""What the journal says of a case as a whole: its dossier, its route, its end, its amendments."""

from datetime import date
from typing import Any, ClassVar

from pydantic import model_validator

from config.regulation.codes import Kind
from models.entries.base import Changes, PlannedStep
from models.ids import BodyKey, Digest, PersonId


class _DossierInForce(Changes):
    """What both the first and each later version of the dossier tell.

    `begins` and `ends` are the first and last day of the trip or visit; entries written before guests
    were received call them `departs` and `returns`.
    """

    begins: date
    ends: date
    dossier_digest: Digest
    filed_for: PersonId
    typed_by: str

    @model_validator(mode="before")
    @classmethod
    def _days_by_their_old_names(cls, said: Any) -> Any:
        if isinstance(said, dict) and "departs" in said:
            said = {**said, "begins": said["departs"], "ends": said["returns"]}
            del said["departs"], said["returns"]
        return said


class CaseSubmitted(_DossierInForce):
    kind: ClassVar[str] = "case_submitted"
    delegation: Kind
    unit: BodyKey
    year: int
    regulation: str
    regulation_digest: str


class DossierRevised(_DossierInForce):
    """A new version of the dossier takes the place of the one before."""

    kind: ClassVar[str] = "dossier_revised"
    version: int


class RouteDrawn(Changes):
    kind: ClassVar[str] = "route_drawn"
    route: str
    steps: tuple[PlannedStep, ...]


class CaseApproved(Changes):
    """The last decision of the route is given: the delegation may prepare."""

    kind: ClassVar[str] = "case_approved"


class CaseReopened(Changes):
    """A deciding body took its decision back: the case is in approval again."""

    kind: ClassVar[str] = "case_reopened"


class CaseRejected(Changes):
    kind: ClassVar[str] = "case_rejected"
    step: int


class CaseWithdrawn(Changes):
    """The unit took its request back before the final decision."""

    kind: ClassVar[str] = "case_withdrawn"
    person: PersonId
    reason: Digest | None


class CaseCancelled(Changes):
    """The delegation was called off after its approval."""

    kind: ClassVar[str] = "case_cancelled"


class CaseArchived(Changes):
    kind: ClassVar[str] = "case_archived"


class CaseTakenOver(Changes):
    """A colleague of the unit looks after the case from now on."""

    kind: ClassVar[str] = "case_taken_over"
    person: PersonId
    reason: Digest | None


class AmendmentProposed(Changes):
    """The unit asks to change or to call off what was approved; the decision stands until then.

    `version` is that of the changed dossier (None where the delegation is called off), `changed` the
    facts it changes, `steps` its short route.
    """

    kind: ClassVar[str] = "amendment_proposed"
    number: int
    version: int | None
    begins: date | None
    ends: date | None
    dossier_digest: Digest
    changed: tuple[str, ...]
    reason: Digest | None
    route: str
    steps: tuple[PlannedStep, ...]
    filed_for: PersonId
    typed_by: str


class AmendmentInForce(Changes):
    """What was proposed is decided: it takes the place of the decision in force."""

    kind: ClassVar[str] = "amendment_in_force"
    number: int


class AmendmentRefused(Changes):
    """An amendment came to nothing, by a refusal or a return (`step`) or at the unit's wish (None)."""

    kind: ClassVar[str] = "amendment_refused"
    number: int
    step: int | None
