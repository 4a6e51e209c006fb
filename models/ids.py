"""What cases, persons, seats, bodies and erasable things are called by.

They stand beside each other, and beside what people wrote, in most signatures. So each is a type of its
own, made where it comes in (database, address, form, file, command line): none is handed over in the
place of another.
"""

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


def body_of(seat: SeatKey) -> BodyKey:
    """Return the body a seat belongs to: `police` of `police/head`."""
    return BodyKey(seat.partition("/")[0])
