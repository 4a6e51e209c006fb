"""The auditor's check that every case there ever was is there, and no row without its case."""

import re
from collections.abc import Mapping

from sqlalchemy import Connection, inspect

from models.store.verify.reading import Difference, Unreadable, rows_by, rows_of_all

# Who tries a link to a case that never was is noted there by what they tried; and what broke may be
# that a case is none.
_ABOUT_NO_CASE = frozenset({"security_log", "set_aside"})
_NUMBER = re.compile(r"(?P<series>[A-Z]+)-(?P<year>[0-9]{4})-(?P<number>[0-9]{4,})")
# How the case numbers of a kind begin. Of a kind that comes later they only have to begin alike.
_SERIES = {"outbound": "DR", "inbound": "DV"}


def tables_of_cases(conn: Connection) -> tuple[str, ...]:
    """Return every table of the database that has rows of cases, whichever there are."""
    # Of all at once: PostgreSQL would be asked several questions of each.
    columns = inspect(conn).get_multi_columns()
    found = {table: {column["name"] for column in of} for (_, table), of in columns.items()}
    return tuple(
        table
        for table, names in sorted(found.items())
        if "case_no" in names and table not in _ABOUT_NO_CASE
    )


def numbers_known(conn: Connection) -> Mapping[str, tuple[str, ...]]:
    """Return every case that any table knows, with the tables that do, in the order of the numbers."""
    known: dict[str, tuple[str, ...]] = {}
    columns = [("cases", "no"), *((table, "case_no") for table in tables_of_cases(conn))]
    for table, column in columns:
        query = f"SELECT DISTINCT {column} AS no FROM {table} WHERE {column} IS NOT NULL"  # noqa: S608 - names of its own tables.
        for row in rows_by(conn, table, query):
            known[row.no] = (*known.get(row.no, ()), table)
    return {number: known[number] for number in sorted(known, key=str)}


def unknown_case_difference(case_no: str, tables: tuple[str, ...]) -> Difference | None:
    """Find rows of a case that no entry tells of."""
    if "journal" in tables:
        return None
    return Difference(case_no, tables[0], "a row", "none: no entry tells of such a case")


def series_difference(conn: Connection) -> Difference | None:
    """Hold the numbers given out against the cases: all up to the last are there, and no others."""
    last = {(row.kind, row.year): row.last for row in rows_of_all(conn, "case_numbers")}
    series: dict[str, str] = dict(_SERIES)
    given: dict[tuple[str, int], set[int]] = {key: set() for key in last}
    for row in rows_by(conn, "cases", "SELECT no, kind, year FROM cases ORDER BY no"):
        number = _NUMBER.fullmatch(str(row.no))
        if number is None or int(number["year"]) != row.year:
            return Difference(row.no, "cases, column no", row.no, f"a number of {row.year}")
        begins = series.setdefault(row.kind, number["series"])
        if number["series"] != begins:
            return Difference(row.no, "cases, column no", row.no, f"{begins}-…, for {row.kind}")
        if (row.kind, row.year) not in given:
            place = f"case_numbers {row.kind} {row.year}"
            return Difference(row.no, place, "no row", "the series this number is of")
        given[(row.kind, row.year)].add(int(number["number"]))
    for (kind, year), numbers in given.items():
        difference = _gap(f"case_numbers {kind} {year}", series.get(kind, kind), year, numbers,
                          last[(kind, year)])  # fmt: skip
        if difference:
            return difference
    return None


def _gap(place: str, begins: str, year: int, numbers: set[int], last: object) -> Difference | None:
    if not isinstance(last, int):
        raise Unreadable(last, "a number", place)
    highest = max(numbers, default=0)
    if highest > last:
        return Difference(f"{begins}-{year}-{highest:04d}", place, f"last {last}", f"{highest}")
    for number in range(1, last + 1):
        if number not in numbers:
            no = f"{begins}-{year}-{number:04d}"
            return Difference(no, place, "no such case", f"one: numbers were given out to {last}")
    return None
