"""A bundle of evidence as whoever is handed it has it: unpacked, with nothing but Python beside."""

import subprocess
import sys
import zipfile
from importlib import util
from pathlib import Path

SCRIPT = Path(__file__).parents[2] / "cli" / "evidence" / "verify.py"


def unpacked(file, folder):
    """Unpack a bundle; return the folder of its case."""
    with zipfile.ZipFile(file) as packed:
        packed.extractall(folder)
        return Path(folder) / packed.namelist()[0].partition("/")[0]


def looked_at(folder, *options):
    """Run the bundle's own script by bare Python, which finds no library; return the ended process."""
    return subprocess.run(
        [sys.executable, "-I", "-S", "verify.py", *map(str, options)],
        cwd=folder,
        env={},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def script():
    """Return the script as a module, for tests that would run it many times."""
    spec = util.spec_from_file_location("doan_evidence_verify", SCRIPT)
    assert spec
    assert spec.loader
    module = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
