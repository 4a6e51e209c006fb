"""The sample province's regulation with a rule more."""

import shutil
from pathlib import Path

from tests.factories.province import province_of_the_tests


def sample_with(folder: Path, rules: str) -> str:
    """Write the sample regulation with more rules into a folder; return what `DOAN_REGULATION` names."""
    written = shutil.copytree(province_of_the_tests(), folder / "regulation")
    (written / "more.yaml").write_text(rules, encoding="utf-8")
    return str(written)
