"""A log for machines: each line one JSON object, which says of no person anything.

Besides what Doan's own sentences are made of, only what cannot name anybody gets through: numbers,
codes, moments. An error is told by its kind and place; what it says may be what somebody wrote.
"""

import hashlib
import io
import json
import logging
import re
import sys
import threading
import traceback
from datetime import UTC, date, datetime
from enum import Enum
from pathlib import Path
from types import TracebackType
from typing import Any

from cli.running.logs import keep_addresses_out
from models.kinds import KINDS

_OURS = ("doan", "doan.")
# It says on the screen where its pages are; the others have nobody before them.
_TALKS = "web"
_ROOT = Path(__file__).parents[2]
_CASE = re.compile(rf"\b(?:{'|'.join(kind.prefix for kind in KINDS.values())})-\d{{4}}-\d{{4,}}\b")
# What is a code, a number, a place or a moment, by its letters: no name, no mailbox, no sentence.
_CODE = re.compile(r"[A-Za-z0-9_./:+-]{0,120}")
_LETTER = re.compile(r"\bmessage %s")
# What others' sentences may quote of somebody.
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|\S*@\S*|\S*[^\x00-\x7f]\S*")
_LEFT_OUT = "…"


class JsonLines(logging.Formatter):
    """Writes a record of a process as one line of JSON.

    `at` is UTC, `id` names the sentence whatever it is filled with, `case` and `letter` are there where
    the record is about one.
    """

    def __init__(self, process: str) -> None:
        super().__init__()
        self._process = process

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of a record."""
        said = _said(record)
        told: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "process": self._process,
            "pid": record.process,
            "logger": record.name,
            "id": _id(record),
            "said": said,
        }
        if case := _CASE.search(said):
            told["case"] = case.group()
        if letter := _letter(record):
            told["letter"] = letter
        if record.exc_info and record.exc_info[1] is not None:
            told["fault"] = _kinds(record.exc_info[1])
            told["where"] = _places(record.exc_info[2])
        return json.dumps(told, ensure_ascii=False)


def write_log_lines(process: str) -> None:
    """Let everything this process logs be JSON lines on its error screen, and nothing else."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines(process))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    keep_addresses_out()
    logging.captureWarnings(capture=True)
    _take_over_others()
    if process != _TALKS:
        sys.stdout = _Printed()
    sys.excepthook = _log_unforeseen
    threading.excepthook = lambda hook: _log_unforeseen(
        hook.exc_type, hook.exc_value or hook.exc_type(), hook.exc_traceback
    )


class _Printed(io.TextIOBase):
    """What others print by themselves, as lines of the log: Prefect tells of its troubles so."""

    def __init__(self) -> None:
        self._begun = ""

    def write(self, text: str) -> int:
        """Log every line that is whole; what has no letter in it is left out."""
        *lines, self._begun = (self._begun + text).split("\n")
        for line in lines:
            if line.strip():
                logging.getLogger("printed").warning("%s", line)
        return len(text)


def _take_over_others() -> None:
    """Take the screen from libraries that write to it by themselves; what they send elsewhere stays."""
    for logger in list(logging.root.manager.loggerDict.values()):
        if isinstance(logger, logging.Logger):
            screens = [each for each in logger.handlers if isinstance(each, logging.StreamHandler)]
            for screen in screens:
                logger.removeHandler(screen)
            if screens:
                logger.propagate = True


def _log_unforeseen(
    kind: type[BaseException], fault: BaseException, trace: TracebackType | None
) -> None:
    logging.getLogger("doan.process").critical("it ended", exc_info=(kind, fault, trace))


def _said(record: logging.LogRecord) -> str:
    """Return a record's sentence; of others' sentences what they quote is left out."""
    if not _is_ours(record):
        try:
            return _QUOTED.sub(_LEFT_OUT, record.getMessage()).partition("\n")[0]
        except (TypeError, ValueError):
            return ""
    args = record.args or ()
    try:
        if isinstance(args, dict) and "%(" not in str(record.msg):
            args = (args,)
        if isinstance(args, dict):
            return record.msg % {name: _harmless(value) for name, value in args.items()}
        return str(record.msg) % tuple(_harmless(value) for value in args)
    except (TypeError, ValueError):
        return str(record.msg)


def _is_ours(record: logging.LogRecord) -> bool:
    return record.name == _OURS[0] or record.name.startswith(_OURS[1])


def _harmless(value: object) -> object:
    """Return what may stand in a log of a value; of an error its kind, of what is no code nothing."""
    if isinstance(value, bool | int | float | date | None):
        return value
    if isinstance(value, BaseException):
        return type(value).__name__
    if isinstance(value, Path):
        return value
    said = str(value.value if isinstance(value, Enum) else value)
    return said if _CODE.fullmatch(said) else _LEFT_OUT


def _id(record: logging.LogRecord) -> str:
    """Return what names a sentence: its logger and a digest of its words before they are filled."""
    words = record.msg if _is_ours(record) else f"{record.module}:{record.funcName}"
    return f"{record.name}-{hashlib.sha256(str(words).encode()).hexdigest()[:8]}"


def _letter(record: logging.LogRecord) -> int | None:
    """Return the number of the letter a record is about: given beside it, or named by its sentence."""
    given = getattr(record, "letter", None)
    if given is None and _is_ours(record) and _LETTER.search(str(record.msg)):
        before = str(record.msg).partition("message %s")[0].count("%")
        args = record.args if isinstance(record.args, tuple) else ()
        given = args[before] if len(args) > before else None
    return given if isinstance(given, int) else None


def _kinds(fault: BaseException) -> list[str]:
    """Return the kinds of an error and of what led to it, the last one first."""
    kinds: list[str] = []
    each: BaseException | None = fault
    while each is not None and len(kinds) < 5:
        kinds.append(type(each).__name__)
        each = each.__cause__ or (None if each.__suppress_context__ else each.__context__)
    return kinds


def _places(trace: TracebackType | None) -> list[str]:
    """Return where an error was, the innermost place last: file, line and function, no line of code."""
    return [
        f"{_short(frame.filename)}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(trace)[-12:]
    ]


def _short(file: str) -> str:
    path = Path(file)
    if path.is_relative_to(_ROOT) and "site-packages" not in path.parts:
        return str(path.relative_to(_ROOT))
    return path.name
