"""What every entry is made of: plain values, and no personal data."""

from datetime import date
from typing import Any, ClassVar, NamedTuple

from pydantic import BaseModel, ConfigDict

from config.regulation.codes import Act, Stage
from config.regulation.parts import Limit
from models.ids import Digest, SeatKey


class Part(BaseModel):
    """A frozen part of an entry."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class PaperRef(Part):
    """A paper: its number and date, and the salted digest under which its file is kept.

    `version` is that of the dossier it was given on, where an answer came on it; `incoming` the number
    it has in the office's register of papers that come in.
    """

    number: str
    dated: date
    file: Digest | None = None
    version: int | None = None
    incoming: str | None = None


class Beside(Part):
    """Salted digests of what stands beside a dossier's facts: the unit's letter, and the passports.

    Those of passports are of the ciphertexts, so that nothing of them need be opened to be verified.
    """

    letter: Digest
    passports: Digest


class StepKey(NamedTuple):
    """What tells a step from all others of a case, but from the same one asked in another round."""

    stage: Stage
    act: Act
    seat: SeatKey
    key: str


class PlannedStep(Part):
    """A step the regulation demands of this case, written down at submission.

    `rests_on` are the facts its outcome rests on. `key` tells apart steps of one stage and seat.
    `unconfirmed`: no source confirms that the province has this time limit. `optional`: the case
    goes on without it.
    """

    ordinal: int
    stage: Stage
    act: Act
    seat: SeatKey
    key: str = ""
    outside: str | None = None
    collective: bool = False
    rests_on: tuple[str, ...] = ()
    within: Limit | None = None
    unconfirmed: bool = False
    optional: bool = False

    @property
    def place(self) -> StepKey:
        """Return what a step opened for it is found by."""
        return StepKey(self.stage, self.act, self.seat, self.key)


class Payload(Part):
    """An entry's body: `Changes`, `Tells` or `OfHouse`. `kind`, its stored name, never changes.

    Those of which a case has many are brief: their bodies leave out what is as the defaults of their
    fields have it. So such a default never changes either: `models.store.verify.brief` knows it too.
    """

    kind: ClassVar[str]
    is_brief: ClassVar[bool] = False

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Enter what has a name among the kinds there are; it has to say what it does."""
        super().__init_subclass__(**kwargs)
        if "kind" not in vars(cls):
            return
        if not issubclass(cls, Changes | Tells | OfHouse):
            raise TypeError(f"{cls.__name__} neither Changes a case nor Tells of one or OfHouse")
        if cls.kind in PAYLOADS:
            raise TypeError(f"{cls.__name__} and {PAYLOADS[cls.kind].__name__} are both {cls.kind}")
        PAYLOADS[cls.kind] = cls


class Changes(Payload):
    """An entry that changes its case: `models.applying` has to say how."""


class Tells(Payload):
    """An entry that leaves its case as it is: a reminder, a refusal, a message's trouble."""


class OfHouse(Payload):
    """An entry of the house's journal, of no case. `identity` is how it was shown who did it."""

    identity: str = ""


PAYLOADS: dict[str, type[Payload]] = {}


def payload_of(kind: str, body: dict[str, Any]) -> Payload:
    """Read the body of a stored entry back."""
    return PAYLOADS[kind].model_validate(body)
