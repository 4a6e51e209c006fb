"""An error as programs read it: the members of the problems that `/api/v1` answers with."""

import sys

from cli.screen import err, spoken
from cli.told.document import for_programs, write_document
from models.errors import DoanError


def say_error(error: DoanError) -> None:
    """Say what is wrong on the screen of errors, without a traceback: in red, or as one JSON document.

    The document has `code` (and `reason`, where the code has several), the sentence as `detail`, and
    `errors` field by field. What people wrote is never read as markup.
    """
    if not for_programs():
        err.print(error.said(spoken()), style="red", markup=False, soft_wrap=True)
        return
    # Whoever only reads does without the pages.
    from web.ground.calls.wrong import said_alone, wrong_fields

    w = spoken()
    errors = list(wrong_fields(error, w))
    reason = {"reason": reason_of(error)} if reason_of(error) else {}
    more = {"errors": errors} if errors else {}
    problem = {"code": error.code, **reason, "detail": said_alone(error, w), **more}
    write_document(problem, sys.stderr)


def say_left_alone() -> None:
    """Say that nothing was done, since whoever was asked did not say yes."""
    said = spoken().text("cli.left_alone")
    if for_programs():
        write_document({"code": "left_alone", "detail": said}, sys.stderr)
    else:
        err.print(said, markup=False)


def reason_of(error: DoanError) -> str:
    """Return the code of why, where errors of one kind have several reasons; else an empty text."""
    found = (getattr(error, name, None) for name in ("why", "lack", "reason"))
    return next((str(why) for why in found if why), "")
