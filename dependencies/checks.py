"""What can be told without asking anybody: locks, pyproject.toml, environment and policy agree.

Each check returns its findings, and each finding begins with the name of a package.
"""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from dependencies.installed import Installed, needed_by
from dependencies.lock import Pin

POLICY = Path(__file__).parent / "policy.yaml"


@dataclass(frozen=True)
class Asked:
    """What pyproject.toml asks for: to run Doan, and to change it."""

    by_users: tuple[Requirement, ...]
    by_developers: tuple[Requirement, ...]


def read_asked(pyproject: Path) -> Asked:
    """Return what pyproject.toml asks for, its groups taken together as `make lock` does."""
    said = tomllib.loads(pyproject.read_text(encoding="utf-8"))
    groups = said["dependency-groups"]
    users = (*said["project"]["dependencies"], *_group(groups, "build"))
    developers = (*users, *_group(groups, "dev"))
    return Asked(tuple(map(Requirement, users)), tuple(map(Requirement, developers)))


def _group(groups: dict[str, list[Any]], name: str) -> Iterator[str]:
    for each in groups[name]:
        if isinstance(each, dict):
            yield from _group(groups, each["include-group"])
        else:
            yield each


def unpinned(lock: Iterable[Pin]) -> list[str]:
    """Find what is not pinned to one version by hashes."""
    return [f"{pin.name}: {pin.unfit}" for pin in lock if pin.unfit]


def differing(users: Iterable[Pin], developers: Iterable[Pin]) -> list[str]:
    """Find what users would run and developers would not have tested."""
    tested = {(pin.name, pin.version, pin.hashes) for pin in developers}
    return [
        f"{pin.name}: users get {pin.version}, which is not what developers get"
        for pin in users
        if (pin.name, pin.version, pin.hashes) not in tested
    ]


def unlike_asked(
    lock: Iterable[Pin], asked: Iterable[Requirement], installed: dict[str, Installed]
) -> list[str]:
    """Find what is locked and not asked for, or asked for and not locked as it is asked for."""
    pins = {pin.name: pin for pin in lock if pin.is_for_here}
    needed = needed_by(asked, installed)
    strays = [
        f"{name}: is locked, and nothing asks for it" for name in sorted(pins.keys() - needed)
    ]
    lost = [f"{name}: is asked for and not locked" for name in sorted(needed.keys() - pins)]
    unfit = [
        f"{name}: {pins[name].version} is locked, {need.specifier} is asked for"
        for name in sorted(needed.keys() & pins)
        for need in needed[name]
        if not _fits(pins[name], need.specifier)
    ]
    return strays + lost + unfit


def unlike_installed(lock: Iterable[Pin], installed: dict[str, Installed]) -> list[str]:
    """Find what is locked and not installed so, or installed and not locked."""
    pins = {pin.name: pin for pin in lock if pin.is_for_here}
    here = {name: each for name, each in installed.items() if not each.stands_in_no_lock}
    strays = [f"{name}: is installed, and not locked" for name in sorted(here.keys() - pins)]
    missing = [f"{name}: is locked, and not installed" for name in sorted(pins.keys() - installed)]
    other = [
        f"{name}: {pins[name].version} is locked, {installed[name].version} is installed"
        for name in sorted(pins.keys() & installed)
        if pins[name].version != installed[name].version
    ]
    return strays + missing + other


def refused(lock: Iterable[Pin], policy: dict[str, Any]) -> list[str]:
    """Find releases that are known to be bad."""
    pins = {pin.name: pin for pin in lock}
    return [
        f"{each['name']}: {pins[each['name']].version} is refused: {each['reason']}"
        for each in policy["refused"]
        if each["name"] in pins
        and _fits(pins[each["name"]], SpecifierSet(each["versions"]))
        and _is_beside(each.get("with"), pins)
    ]


def unlicensed(
    users: Iterable[Pin], installed: dict[str, Installed], policy: dict[str, Any]
) -> list[str]:
    """Find what runs under a licence that is unknown or not allowed; tools have to name one."""
    run = {pin.name for pin in users}
    findings = []
    for each in installed.values():
        licences = each.licences(policy["called"])
        unknown = sorted(licences - set(policy["licences"])) if each.name in run else []
        if each.stands_in_no_lock or each.name in policy["looked_at"]:
            continue
        if unknown or not licences:
            findings.append(
                f"{each.name}: its licence is not allowed: {unknown or 'it names none'}"
            )
    return findings


def read_policy() -> dict[str, Any]:
    """Return what is refused and what is allowed."""
    policy: dict[str, Any] = yaml.safe_load(POLICY.read_text(encoding="utf-8"))
    return policy


def _fits(pin: Pin, versions: SpecifierSet) -> bool:
    return pin.version is not None and versions.contains(pin.version, prereleases=True)


def _is_beside(companion: str | None, pins: dict[str, Pin]) -> bool:
    if companion is None:
        return True
    other = Requirement(companion)
    name = canonicalize_name(other.name)
    return name in pins and _fits(pins[name], other.specifier)
