"""What the journal says of a case as a whole: its dossier, its route, its end, its amendments."""

from datetime import date, datetime
from typing import Any, ClassVar

from pydantic import model_validator

from config.regulation.codes import Kind
from models.entries.base import Beside, Changes, PlannedStep, Tells
from models.ids import BodyKey, Digest, PersonId


class _DossierInForce(Changes):
    """What both the first and each later version of the dossier tell.

    `begins` and `ends` are the first and last day of the trip or visit; entries written before guests
    were received call them `departs` and `returns`. `identity` is how it was shown who filed it; of
    earlier days it is empty.
    """

    begins: date
    ends: date
    dossier_digest: Digest
    beside: Beside | None = None
    filed_for: PersonId
    typed_by: str
    identity: str = ""

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
    is_brief: ClassVar[bool] = True
    route: str
    steps: tuple[PlannedStep, ...]


class WorkingDaysMoved(Changes):
    """A later list of the regulation moves working days that are still to come; the case goes by it.

    `off` are all days that are off from now on though they would be worked, `worked` those that are
    worked instead; those that are past stay what they were. `regulation` is the digest of the text that
    has the list: in all else the case keeps the one it was submitted under.
    """

    kind: ClassVar[str] = "working_days_moved"
    off: tuple[date, ...]
    worked: tuple[date, ...]
    regulation: str


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
    identity: str = ""


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
    identity: str = ""


class AmendmentProposed(Changes):
    """The unit asks to change or to call off what was approved; the decision stands until then.

    `version` is that of the changed dossier (None where the delegation is called off), `changed` the
    facts it changes, `steps` its short route. `begins_at` is the moment (UTC) at which what it is about
    begins, where its steps in their usual time would be due only afterwards: then it is urgent.
    """

    kind: ClassVar[str] = "amendment_proposed"
    number: int
    version: int | None
    begins: date | None
    ends: date | None
    dossier_digest: Digest
    beside: Beside | None = None
    changed: tuple[str, ...]
    reason: Digest | None
    route: str
    steps: tuple[PlannedStep, ...]
    begins_at: datetime | None = None
    filed_for: PersonId
    typed_by: str
    identity: str = ""


class AmendmentInForce(Changes):
    """What was proposed is decided: it takes the place of the decision in force.

    `passports` is the digest of those in force from now on; None where it changes no dossier.
    """

    kind: ClassVar[str] = "amendment_in_force"
    number: int
    passports: Digest | None = None


class ContentErased(Tells):
    """What people were, wrote or handed in is erased; the digests that other entries hold stay.

    Named are the versions of the dossier, the revisions of the programme, texts and files by digest;
    `passports` and `salt` say whether those went too. `keys` are the members whose passports nobody can
    read any more: the ciphertexts stay, their keys are destroyed. `because` is `retention` or `request`.
    """

    kind: ClassVar[str] = "content_erased"
    dossiers: tuple[int, ...] = ()
    programmes: tuple[int, ...] = ()
    texts: tuple[Digest, ...] = ()
    files: tuple[Digest, ...] = ()
    passports: bool = False
    salt: bool = False
    keys: tuple[int, ...] = ()
    because: str
    identity: str = ""


class LegalHoldSet(Tells):
    """Nothing of the case may be erased from now on, for the reason that was given."""

    kind: ClassVar[str] = "legal_hold_set"
    reason: Digest
    identity: str


class EvidenceBundled(Tells):
    """What proves the case was put together for somebody outside, for the reason that was given.

    Of a case that is erased no reason can be kept: it stands in the bundle alone.
    """

    kind: ClassVar[str] = "evidence_bundled"
    reason: Digest | None
    identity: str


class LegalHoldLifted(Tells):
    """What is kept of the case may be erased again when its time comes."""

    kind: ClassVar[str] = "legal_hold_lifted"
    reason: Digest
    identity: str


class AmendmentRefused(Changes):
    """An amendment came to nothing, by a refusal or a return (`step`) or at the unit's wish (None)."""

    kind: ClassVar[str] = "amendment_refused"
    number: int
    step: int | None
    identity: str = ""
