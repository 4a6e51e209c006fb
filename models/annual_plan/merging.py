"""The office puts together what units registered: each part gets its key and its unit. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from models.annual_plan.parts import (
    IntendedDelegation,
    IntendedTask,
    PlannedDelegation,
    PlannedTask,
)
from models.annual_plan.request import PlanContribution
from models.names import name_key

_LETTER = {"outbound": "R", "inbound": "V"}
_OF_TASKS = "N"
P = TypeVar("P", PlannedDelegation, PlannedTask)


@dataclass(frozen=True)
class Registered:
    """What a unit registered, by the number of its case."""

    case_no: str
    content: PlanContribution


@dataclass(frozen=True)
class Stray:
    """Something registered under a key that is none of the unit's in the plan."""

    case_no: str
    key: str


@dataclass(frozen=True)
class PlanContent:
    """Delegations and tasks of a plan, and the registrations that are in it."""

    entries: tuple[PlannedDelegation, ...] = ()
    tasks: tuple[PlannedTask, ...] = ()
    merged: tuple[str, ...] = ()


@dataclass(frozen=True)
class Merged:
    """A plan with what was registered; what was to replace nothing; pairs that may be one thing."""

    content: PlanContent
    stray: tuple[Stray, ...] = ()
    alike: tuple[tuple[str, str], ...] = ()


def merge(standing: PlanContent, registered: Iterable[Registered]) -> Merged:
    """Return a plan with registrations taken in, in the order in which they come.

    What has a key replaces what the same unit has under it; what has none is added under the key after
    the last of its letter. Repeat-safe: what is in the plan already is passed by.
    """
    content, stray = standing, []
    for each in registered:
        if each.case_no in content.merged:
            continue
        content, lost = _taken_in(content, each)
        stray += lost
    return Merged(content, tuple(stray), tuple(alike(content.entries)))


def _taken_in(content: PlanContent, registered: Registered) -> tuple[PlanContent, list[Stray]]:
    unit, stray = registered.content.unit, []
    entries = {each.key: each for each in content.entries}
    tasks = {each.key: each for each in content.tasks}
    for intended in registered.content.entries:
        if not _lay(entries, PlannedDelegation, intended, unit, _LETTER[intended.kind]):
            stray.append(Stray(registered.case_no, intended.key or ""))
    for task in registered.content.tasks:
        if not _lay(tasks, PlannedTask, task, unit, _OF_TASKS):
            stray.append(Stray(registered.case_no, task.key or ""))
    merged = (*content.merged, registered.case_no)
    return PlanContent(tuple(entries.values()), tuple(tasks.values()), merged), stray


def _lay(
    there: dict[str, P],
    model: type[P],
    intended: IntendedDelegation | IntendedTask,
    unit: str,
    letter: str,
) -> bool:
    """Lay something in its place; tell whether there is one.

    Nobody changes what another unit has: that is added, as what has no key is.
    """
    known = there.get(intended.key) if intended.key else None
    is_theirs = known is not None and known.unit == unit
    key = intended.key if intended.key and is_theirs else _next_key(there, letter)
    there[key] = model.model_construct(**{**dict(intended), "key": key, "unit": unit})
    return is_theirs or intended.key is None


def _next_key(there: Mapping[str, object], letter: str) -> str:
    given = [int(key[1:]) for key in there if key[0] == letter]
    return f"{letter}{max(given, default=0) + 1}"


def alike(entries: Sequence[PlannedDelegation]) -> Iterable[tuple[str, str]]:
    """Find delegations that may be registered twice: of one way, partner and quarter."""
    first: dict[tuple[object, ...], str] = {}
    for each in entries:
        partner = name_key(each.partner) if each.partner else name_key(each.title)
        like = (each.kind, partner, frozenset(each.countries), each.quarter)
        before = first.setdefault(like, each.key)
        if before != each.key:
            yield before, each.key


def trimmed(content: PlanContent, *keys: str) -> PlanContent:
    """Return a plan without some of its delegations and tasks; registrations stay known as taken in."""
    return replace(
        content,
        entries=tuple(each for each in content.entries if each.key not in keys),
        tasks=tuple(each for each in content.tasks if each.key not in keys),
    )
