"""`doan audit bundle`: a case as one file that proves itself offline, with the script that looks."""

import hashlib
import json
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from cli.console import desk_here
from cli.evidence.history import history_kept
from cli.lacks import SetupLacks
from cli.told.document import answer
from config.words import words
from flows.acts.desk import Desk
from flows.evidence import hand_out
from flows.sweeps.checkpoints import number_and_sign
from models.errors import EvidenceRefused
from models.ids import CaseNo, console_account
from models.journal.checkpoint import verifier_line
from models.journal.signing import signer
from models.store import histories
from models.store.auditing import run_states
from models.store.database.clock import now
from models.store.evidence.collected import Proven, collected

_BESIDE = ("verify.py", "README.md")
# A case that goes on while it is read is read again, so often at most.
_TRIES = 5
# The earliest moment a ZIP can tell: the same evidence has the same bytes, whenever it was packed.
_PACKED = (1980, 1, 1, 0, 0, 0)


def make_bundle(case_no: CaseNo, file: Path, reason: str, language: str) -> None:
    """Put a case together for whoever sits at the console; see `write_bundle`."""
    desk, w = desk_here(), words(language)
    try:
        write_bundle(desk, case_no, file, reason, console_account())
    finally:
        # What SQLite has in its log goes into its file: a copy taken now is whole.
        desk.store.close()
    line = verifier_line(desk.settings.mail_domain, signer(desk.settings.journal_seed).public)
    said = w.text("cli.bundle", case=case_no, file=file)
    facts = {"case": case_no, "file": file, "key": line}
    answer(facts, said, f"{w.text('cli.checkpoint_key')}: {line}")


def write_bundle(desk: Desk, case_no: CaseNo, file: Path, reason: str, account: str) -> None:
    """Journal that a case is handed out, and write its evidence to a file that is not there yet.

    Raises `CaseUnknown`, `DecisionIncomplete`, `EvidenceRefused`, and `SetupLacks` where the file cannot
    be written: then nothing of it is left.
    """
    hand_out(desk, case_no, reason, account)
    try:
        raw = file.open("xb")
    except OSError as fault:
        raise SetupLacks("bundle", file=file, reason=fault.strerror) from None
    try:
        with raw:
            _write(raw, desk, case_no, {"made_by": account, "for": reason.strip()})
    except OSError as fault:
        file.unlink(missing_ok=True)
        raise SetupLacks("bundle", file=file, reason=fault.strerror) from None
    except BaseException:
        file.unlink(missing_ok=True)
        raise


def _write(raw: Any, desk: Desk, case_no: CaseNo, said: dict[str, str]) -> None:
    listed: dict[str, str] = {}
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in _parts(desk, case_no, said):
            listed[name] = hashlib.sha256(content).hexdigest()
            _pack(packed, case_no, name, content)
        manifest = _json({"files": listed})
        _pack(packed, case_no, "manifest.json", manifest)
        signature = signer(desk.settings.journal_seed).sign_list(manifest)
        _pack(packed, case_no, "manifest.sig", signature.encode())


def _pack(packed: zipfile.ZipFile, case_no: CaseNo, name: str, content: bytes) -> None:
    info = zipfile.ZipInfo(f"{case_no}/{name}", _PACKED)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o100600 << 16
    packed.writestr(info, content)


def _parts(desk: Desk, case_no: CaseNo, said: dict[str, str]) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a bundle by name, all as they are at one moment."""
    this = signer(desk.settings.journal_seed)
    for _ in range(_TRIES):
        with desk.store.reading(one_moment=True) as conn:
            proven = Proven.of(conn, case_no, this)
            if proven:
                about = {"case": case_no, **said, "made_at": now(conn).isoformat()}
                yield "bundle.json", _json({"form": 1, **about, "entries_in_tree": proven.size})
                yield from collected(conn, case_no, proven)
                run_id = histories.of(conn, case_no).run_id
                states = run_states.of_case(conn, case_no)
                break
        number_and_sign(desk, at_once=True)
    else:
        raise EvidenceRefused("in_motion", case_no)
    yield "prefect.json", _json(history_kept(desk.settings, run_id, states))
    yield "key.txt", f"{verifier_line(desk.settings.mail_domain, this.public)}\n".encode()
    for name in _BESIDE:
        with suppress(FileNotFoundError):
            yield name, (Path(__file__).parent / name).read_bytes()


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
