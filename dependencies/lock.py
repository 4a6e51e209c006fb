"""A lock file as it was written: what it pins, and by which hashes."""

import re
from dataclasses import dataclass
from pathlib import Path

from packaging.markers import Marker
from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})(?=\s|$)")
_CONTINUED = re.compile(r"\\\n\s*")
_PINNED = re.compile(r"==([^*,]+)")


@dataclass(frozen=True)
class Pin:
    """A line of a lock file. Its `name` is the line itself where that names no package."""

    name: str
    version: Version | None
    marker: Marker | None
    hashes: frozenset[str]

    @property
    def unfit(self) -> str:
        """Return why pip could take something else for it, or nothing."""
        if self.version is None:
            return "is not pinned to one version"
        return "" if self.hashes else "has no hash"

    @property
    def is_for_here(self) -> bool:
        """Tell whether this Python on this machine takes it."""
        return self.marker is None or self.marker.evaluate()


def read_lock(path: Path) -> list[Pin]:
    """Return the lines of a lock file that ask for something."""
    lines = _CONTINUED.sub(" ", path.read_text(encoding="utf-8")).splitlines()
    return [_pin(line.strip()) for line in lines if line.strip() and not line.startswith("#")]


def _pin(line: str) -> Pin:
    asked, hashes = _HASH.sub("", line).strip(), frozenset(_HASH.findall(line))
    try:
        requirement = Requirement(asked)
    except InvalidRequirement:
        return Pin(asked, None, None, hashes)
    pinned = _PINNED.fullmatch(str(requirement.specifier))
    version = Version(pinned[1]) if pinned and not requirement.url else None
    return Pin(canonicalize_name(requirement.name), version, requirement.marker, hashes)
