"""What cases and bodies are called by.

A case's number stands beside other texts in most signatures, so it is a type of its own: no person,
seat or digest is handed over in its place.
"""

from typing import NewType

# `DR-2020-0001` (đoàn ra), `DV-2020-0001` (đoàn vào).
CaseNo = NewType("CaseNo", str)
# What a letter or a page says that is about none.
NO_CASE = CaseNo("")


def body_of(seat: str) -> str:
    """Return the body a seat belongs to: `police` of `police/head`."""
    return seat.partition("/")[0]
