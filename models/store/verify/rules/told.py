"""What a case's entries have told so far, as an entry that follows is held against it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any, NamedTuple

from models.store.verify.ground import Ground
from models.store.verify.kept import Kept
from models.store.verify.reading import Unreadable
from models.store.verify.rebuilt import Rebuilt
from models.store.verify.rules.acts import GOES_ON, HANDED_IN, OVER, effect_of
from models.store.verify.rules.regulation import Rulebook

Said = dict[str, Any]
_NEVER = datetime.min.replace(tzinfo=UTC)
ENGINE = "doan"
# The province's time; it has known no other since 1975.
_PROVINCE = timezone(timedelta(hours=7))


class Broken(Unreadable):
    """An entry that breaks a rule."""


class StepPlace(NamedTuple):
    """What tells a step from all others of a case but from another round of the same."""

    stage: str
    act: str
    seat: str
    key: str


@dataclass
class CaseTold:
    """A case as its entries tell it before the one in hand, and that one's number, time and author."""

    case_no: str
    ground: Ground
    kept: Kept
    rebuilt: Rebuilt = field(default_factory=dict)
    seq: int = 0
    kind: str = ""
    actor: str = ""
    at: datetime = _NEVER
    # The entries before that happened at this same moment, which is one transaction, in their order.
    at_once: list[tuple[str, Said]] = field(default_factory=list)
    # What has to follow at the same moment, by the number of the entry that asks for it.
    owes: dict[str, int] = field(default_factory=dict)
    rulebook: Rulebook | None = None

    # --- what is said of an entry ------------------------------------------------------------------

    def demand(self, holds: object, what: str, found: object, expected: str) -> None:
        """Break off unless something holds of the entry in hand; `what` of it is not as expected."""
        if not holds:
            raise Broken(found, expected, f"entry {self.seq}, {what}")

    def by(self, *actors: str | None) -> None:
        """Demand that one of these acted."""
        wanted = " or ".join(str(actor) for actor in actors)
        self.demand(self.actor in actors, "column actor", self.actor, wanted)

    def owe(self, *kinds: str) -> None:
        """Demand that entries of these kinds follow at this same moment."""
        self.owes |= dict.fromkeys(kinds, self.seq)

    def demand_all_followed(self) -> None:
        """Break off if something had to follow at a moment that is over."""
        for kind, seq in self.owes.items():
            raise Broken("nothing after it", kind, f"entry {seq}, column kind")

    def said_at_once(self, *kinds: str) -> list[Said]:
        """Return what entries of some kinds said at this same moment."""
        return [said for kind, said in self.at_once if kind in kinds]

    # --- the case ----------------------------------------------------------------------------------

    @property
    def case(self) -> Said:
        return self.rebuilt["cases"].get((), {})

    @property
    def status(self) -> str:
        return str(self.case["status"])

    @property
    def is_over(self) -> bool:
        return self.status in OVER

    @property
    def day(self) -> date:
        """Return the day it is in the province."""
        return day_of(self.at)

    @property
    def steps(self) -> list[tuple[int, Said]]:
        """Return the steps with their numbers, in their order."""
        return [(key[0], step) for key, step in self.rebuilt["steps"].items()]

    @property
    def plan(self) -> list[Said]:
        """Return the plan's steps in their order; each knows its ordinal."""
        return [{"ordinal": key[0], **step} for key, step in self.rebuilt["plan_steps"].items()]

    def step(self, number: int) -> Said:
        """Return a step; an entry that names none is a difference."""
        step = self.rebuilt["steps"].get((number,))
        if step is None:
            raise Broken(number, "a step that was opened", f"entry {self.seq}, step")
        return step

    def open_step(self, number: int) -> Said:
        """Return a step that waits for somebody; of any other the entry is a difference."""
        step = self.step(number)
        self.demand(
            step["state"] == "open", "step", f"step {number} {step['state']}", "an open one"
        )
        return step

    def amendment(self, number: int) -> Said:
        """Return an amendment; an entry that names none is a difference."""
        amendment = self.rebuilt["amendments"].get((number,))
        if amendment is None:
            raise Broken(number, "an amendment that was proposed", f"entry {self.seq}, number")
        return amendment

    @property
    def open_amendment(self) -> tuple[int, Said] | None:
        found = ((k[0], a) for k, a in self.rebuilt["amendments"].items() if a["state"] == "open")
        return next(found, None)

    def of_amendment(self, step: Said) -> Said:
        """Return the amendment that a step of such a stage is about."""
        return self.amendment(int(step["key"]) if step["key"].isdecimal() else 0)

    def version_judged(self, step: Said) -> int:
        """Return the version of the dossier that a step is about."""
        version: int = self.case["version"]
        if step["stage"] == "amendment":
            return self.of_amendment(step)["version"] or version
        return version

    def digest_shown(self, step: Said) -> str:
        """Return the digest of the dossier that whoever answers a step has seen."""
        about = self.of_amendment(step) if step["stage"] == "amendment" else self.case
        return str(about["dossier_digest"])

    def numbered(self, table: str) -> list[tuple[int, Said]]:
        """Return the rows of a table that are numbered, in their order."""
        return [(key[0], row) for key, row in self.rebuilt[table].items()]

    def demand_next(self, table: str, number: int) -> None:
        """Demand that a number is the next one of its table."""
        wanted = len(self.rebuilt[table]) + 1
        self.demand(number == wanted, "number", number, str(wanted))

    def demand_seen(self, step: Said, seen: str) -> None:
        """Demand that somebody has seen the very dossier that a step is about."""
        shown = self.digest_shown(step)
        self.demand(seen == shown, "seen", seen, shown)

    def votes_of(self, number: int) -> dict[str, Said]:
        """Return the votes of a step that stand, by whose they are."""
        return {key[1]: vote for key, vote in self.rebuilt["votes"].items() if key[0] == number}

    # --- outcomes ----------------------------------------------------------------------------------

    def at_place(self, place: StepPlace) -> Iterator[tuple[int, Said]]:
        """Yield the steps of a place, the newest first."""
        return (each for each in reversed(self.steps) if place_of(each[1]) == place)

    def newest(self, stage: str, act: str, key: str) -> Said | None:
        """Return the newest step of an act about the same thing that is not void, of any seat."""
        wanted = (stage, act, key)
        for _, step in reversed(self.steps):
            if (step["stage"], step["act"], step["key"]) == wanted and step["state"] != "void":
                return step
        return None

    def has_outcome(self, planned: Said) -> bool:
        """Tell whether a planned step was answered so that the case goes on, on the present facts."""
        return any(
            step["state"] == "silent"
            or (step["state"] == "decided" and effect_of(step["choice"]) == GOES_ON)
            for _, step in self.at_place(place_of(planned))
            if self.may_count(step)
        )

    def may_count(self, step: Said) -> bool:
        """Tell whether a step rests on the present facts; while nobody knows, it may."""
        if step["state"] == "void":
            return False
        names = [name for name in step["rests_on"] if name not in self.immaterial]
        if not HANDED_IN.isdisjoint(names):
            # It is about what was filed, and filed anew it is asked anew.
            return True
        return self.kept.says_the_same(step["version"], self.case["version"], names)

    @property
    def immaterial(self) -> tuple[str, ...]:
        return self.rulebook.immaterial if self.rulebook else ()


def place_of(step: Said) -> StepPlace:
    """Return where a step stands, opened or planned."""
    return StepPlace(step["stage"], step["act"], step["seat"], step["key"])


def day_of(moment: datetime) -> date:
    """Return the day a moment falls on in the province."""
    return moment.astimezone(_PROVINCE).date()
