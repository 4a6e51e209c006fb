"""Other cases a request has to be held against: at the same time, or to the same country."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Date, Select, bindparam, or_, select

from config.regulation.codes import Kind
from models.case import CaseStatus
from models.ids import CaseNo
from models.request.base import Request
from models.store.dossiers import read_content
from models.store.lists.kept_home import kept_home
from models.store.tables import case_words, cases, dossiers

_STANDING = (CaseStatus.IN_APPROVAL, CaseStatus.APPROVED, CaseStatus.ARCHIVED)


@dataclass(frozen=True)
class Neighbours:
    """Whom a request is held against: others of its kind then, or to its countries since."""

    kind: Kind
    first: date
    last: date
    countries: frozenset[str]
    since: date

    def finds(self, other: Request) -> bool:
        """Tell whether another request is one of them."""
        together = other.begins <= self.last and other.ends >= self.first
        lately = other.begins <= self.last and other.ends >= min(self.since, self.first)
        there = not self.countries.isdisjoint(other.countries)
        return other.kind is self.kind and lately and (together or there)


# Put together once for the same countries: that costs more than the database needs to answer it.
@lru_cache(maxsize=128)
def _then_or_there(countries: tuple[str, ...]) -> Select[Any]:
    first, last, since = (bindparam(name, type_=Date) for name in ("first", "last", "since"))
    in_force = (dossiers.c.case_no == cases.c.no) & (dossiers.c.version == cases.c.version)
    together = (cases.c.begins <= last) & (cases.c.ends >= first)
    there = or_(*(case_words.c.countries.contains(f" {code} ") for code in countries))
    return (
        select(cases.c.no, cases.c.kind, dossiers.c.content)
        .join_from(cases, dossiers, in_force)
        .join(case_words, case_words.c.case_no == cases.c.no)
        .where(cases.c.kind.in_(bindparam("kinds", expanding=True)))
        .where(cases.c.status.in_(_STANDING))
        .where(cases.c.begins <= last, cases.c.ends >= since, together | there)
        .order_by(cases.c.begins, cases.c.no)
    )


def requests_alongside(
    conn: Connection, sought: Mapping[CaseNo, Neighbours]
) -> dict[CaseNo, tuple[Request, ...]]:
    """Return by case the requests in force of other cases that it is held against.

    Those that were refused, withdrawn or called off count for nothing, nor does an erased dossier, nor
    who is kept at home. As many questions whatever the number of cases.
    """
    if not sought:
        return {}
    every = sought.values()
    first, last = min(each.first for each in every), max(each.last for each in every)
    since = min(first, *(each.since for each in every))
    countries = sorted(frozenset().union(*(each.countries for each in every)))
    days = {"first": first, "last": last, "since": since}
    kinds = {"kinds": sorted({each.kind for each in every})}
    rows = conn.execute(_then_or_there(tuple(countries)), {**days, **kinds})
    read = [(row.no, read_content(row.content, row.kind)) for row in rows]
    kept = kept_home(conn, [no for no, _ in read]) if read else frozenset()
    found = [(no, other.without({n for of, n in kept if of == no})) for no, other in read]
    return {
        no: tuple(other for other_no, other in found if other_no != no and each.finds(other))
        for no, each in sought.items()
    }
