"""What is installed here, as each package describes itself: its version, its needs, its licence."""

from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

# What makes an environment, and Doan itself, stand in no lock file.
_NOT_LOCKED = frozenset(("doan", "pip", "setuptools"))


@dataclass(frozen=True)
class Installed:
    """An installed package."""

    name: str
    version: Version
    needs: tuple[Requirement, ...]
    says_licence: str
    called_licences: tuple[str, ...]

    @property
    def stands_in_no_lock(self) -> bool:
        return self.name in _NOT_LOCKED

    def licences(self, called: dict[str, str]) -> set[str]:
        """Return its licences as SPDX identifiers, as far as its own words and `called` tell."""
        try:
            expression = canonicalize_license_expression(self.says_licence)
        except InvalidLicenseExpression:
            return {called.get(name, name) for name in self.called_licences}
        words = expression.replace("(", " ").replace(")", " ").split()
        return {word for word in words if word not in ("AND", "OR", "WITH")}


def read_installed() -> dict[str, Installed]:
    """Return by name what is installed in the environment this runs in."""
    return {each.name: each for each in map(_installed, distributions())}


def needed_by(
    roots: Iterable[Requirement], installed: dict[str, Installed]
) -> dict[str, list[Requirement]]:
    """Return what the roots need here, directly or not: each name with how it is asked for."""
    found: dict[str, list[Requirement]] = {}
    # A package is looked through once for each extra it is asked for with; "" is the package itself.
    seen: set[tuple[str, str]] = set()
    waiting = [(root, "") for root in roots]
    while waiting:
        asked, extra = waiting.pop()
        if asked.marker is not None and not asked.marker.evaluate({"extra": extra}):
            continue
        name = canonicalize_name(asked.name)
        found.setdefault(name, []).append(asked)
        for new in {(name, wanted) for wanted in ("", *asked.extras)} - seen:
            seen.add(new)
            needs = installed[name].needs if name in installed else ()
            waiting += [(need, new[1]) for need in needs]
    return found


def _installed(found: Distribution) -> Installed:
    said = found.metadata
    classifiers = said.get_all("Classifier") or []
    return Installed(
        name=canonicalize_name(found.name),
        version=Version(found.version),
        needs=tuple(Requirement(need) for need in found.requires or ()),
        says_licence=(said.get_all("License-Expression") or said.get_all("License") or [""])[0],
        called_licences=tuple(
            each.rpartition(" :: ")[2] for each in classifiers if each.startswith("License ::")
        ),
    )
