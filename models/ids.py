"""What cases, persons, seats, bodies and erasable things are called by.

They stand beside each other, and beside what people wrote, in most signatures. So each is a type of its
own, made where it comes in (database, address, form, file, command line): none is handed over in the
place of another.
"""

import getpass
from typing import NewType

# `DR-2020-0001` (đoàn ra), `DV-2020-0001` (đoàn vào).
CaseNo = NewType("CaseNo", str)
# What a letter or a page says that is about none.
NO_CASE = CaseNo("")

# The directory's id of a person: whoever decides, votes or is excluded is compared by it.
PersonId = NewType("PersonId", str)
# Who acts where no person is named.
NOBODY = PersonId("")

# A seat within a body or unit, `police/head`: what authority hangs on, whoever sits there.
SeatKey = NewType("SeatKey", str)

# A body or a unit, `police`, `long_my`: nobody judges a case for two of them.
BodyKey = NewType("BodyKey", str)

# The salted digest of something erasable, which the journal holds in its place and never the text.
Digest = NewType("Digest", str)


# How it is shown who acts where the machine's administrator does, in somebody's name.
_CONSOLE = "console"


def console_account() -> str:
    """Return who sits at the console: `console:` and the account of the machine."""
    return f"{_CONSOLE}:{getpass.getuser()}"


def is_console(identity: str) -> bool:
    """Tell whether somebody was named at the console, and did not show who they are."""
    return identity.partition(":")[0] == _CONSOLE


def account_at_console(identity: str) -> str:
    """Return the account somebody was named from at the console; empty for anything else."""
    return (identity.partition(":")[2] or "?") if is_console(identity) else ""


def body_of(seat: SeatKey) -> BodyKey:
    """Return the body a seat belongs to: `police` of `police/head`."""
    return BodyKey(seat.partition("/")[0])


# No seat of the directory: who leads the delegation of a case is asked by it, by the dossier in force.
HEAD_OF_DELEGATION = "delegation_head"


def is_of_delegation(seat: str) -> bool:
    """Tell whether a seat is that of a delegation's head, whoever it is: `long_my/delegation_head`."""
    return seat.partition("/")[2] == HEAD_OF_DELEGATION
