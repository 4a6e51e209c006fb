"""What only others can tell: pip's index, what was withdrawn; a service, what is known to be weak.

Who is asked may not answer. That is no finding and no clean bill either, and is said.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

_DRY_RUN = (
    "install", "--dry-run", "--ignore-installed", "--no-deps", "--require-hashes", "--quiet",
)  # fmt: skip
_AS_LOCKED = ("--require-hashes", "--disable-pip", "--format", "json", "--progress-spinner", "off")
# A service that takes longer is taken not to answer.
PATIENCE_SECONDS = 180


class NotAsked(Exception):
    """Whoever had to be asked did not answer."""


def withdrawn(lock: Path) -> list[str]:
    """Find what pip would not take from its index today: withdrawn, gone, or with other hashes.

    Raises `NotAsked` where the index does not answer.
    """
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        said = _run("pip", *_DRY_RUN, "-r", str(lock), "--report", str(report))
        if said.returncode == 0:
            return withdrawn_in(json.loads(report.read_text(encoding="utf-8")))
    return refused_by_pip(said.stderr)


def refused_by_pip(said: str) -> list[str]:
    """Find what pip says is wrong; raises `NotAsked` where it only says that nobody answered it."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    silent = [line for line in lines if "Retrying" in line or "connection broken" in line]
    if silent and not any("DO NOT MATCH" in line for line in lines):
        raise NotAsked(f"pip's index does not answer: {silent[-1]}")
    return [f"pip: {line}" for line in lines if not line.startswith("WARNING")]


def withdrawn_in(report: dict[str, Any]) -> list[str]:
    """Find what a report of pip's says was withdrawn."""
    return [
        f"{each['metadata']['name']}: {each['metadata']['version']} was withdrawn"
        for each in report["install"]
        if each["is_yanked"]
    ]


def weak(lock: Path) -> list[str]:
    """Find what is known to be weak; raises `NotAsked` where the service does not answer."""
    said = _run("pip_audit", *_AS_LOCKED, "-r", str(lock))
    try:
        answer = json.loads(said.stdout)
    except json.JSONDecodeError:
        trouble = said.stderr.strip().splitlines() or ["it said nothing"]
        raise NotAsked(f"the service of known weaknesses: {trouble[-1]}") from None
    return weak_in(answer)


def weak_in(answer: dict[str, Any]) -> list[str]:
    """Find what an answer of pip-audit's names; raises `NotAsked` where it knows no package at all."""
    packages = answer["dependencies"]
    unknown = [each for each in packages if "skip_reason" in each]
    if len(unknown) == len(packages):
        raise NotAsked("the service of known weaknesses cannot be reached: it knows no package")
    return [
        f"{each['name']}: {each['version']} has {weakness['id']}"
        for each in packages
        for weakness in each.get("vulns", ())
    ] + [f"{each['name']}: {each['skip_reason']}" for each in unknown]


def _run(module: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", module, *arguments]
    try:
        return subprocess.run(
            command, capture_output=True, text=True, check=False, timeout=PATIENCE_SECONDS
        )
    except subprocess.TimeoutExpired:
        raise NotAsked(f"{module}: no answer in {PATIENCE_SECONDS} seconds") from None
