"""Which cases came with a letter: pressed again, or last month's file, it would be filed twice."""

from collections.abc import Mapping

from sqlalchemy import Connection, bindparam, select

from models.case import CaseStatus
from models.ids import BodyKey, CaseNo
from models.request.parts import Letter
from models.request.words import letter_key
from models.store.tables import case_words, cases

# What was refused, withdrawn or called off may be asked for again with the same letter.
_STANDS = (CaseStatus.IN_APPROVAL, CaseStatus.APPROVED, CaseStatus.ARCHIVED)


def cases_with(
    conn: Connection, letters: Mapping[CaseNo, tuple[BodyKey, Letter]]
) -> dict[CaseNo, tuple[CaseNo, ...]]:
    """Return by case the others that its unit filed with a letter of the same number and day.

    One question whatever the number of cases.
    """
    if not letters:
        return {}
    sought = {
        no: (unit, letter.date, letter_key(letter.number)) for no, (unit, letter) in letters.items()
    }
    units, days, keys = (set(each) for each in zip(*sought.values(), strict=True))
    rows = conn.execute(_FILED, {"units": [*units], "days": [*days], "keys": [*keys]})
    filed = [(CaseNo(no), tuple(key)) for no, *key in rows]
    return {
        no: tuple(other for other, found in filed if other != no and found == key)
        for no, key in sought.items()
    }


# Put together once: that costs more than the database needs to answer it.
_FILED = (
    select(cases.c.no, cases.c.unit, case_words.c.letter_date, case_words.c.letter_key)
    .join_from(cases, case_words, case_words.c.case_no == cases.c.no)
    .where(cases.c.unit.in_(bindparam("units", expanding=True)), cases.c.status.in_(_STANDS))
    .where(case_words.c.letter_date.in_(bindparam("days", expanding=True)))
    .where(case_words.c.letter_key.in_(bindparam("keys", expanding=True)))
    .order_by(cases.c.no)
)
