"""The auditor's check of the registers: their tables, rebuilt from the house's entries.

Read anew, apart from what writes them: every row stands where its entries say, moved only as a register
allows; every text is the one that was sealed, or erased as an entry says; the words a row is found by
are those of what it says; what is due and was told is what the entries tell.
"""

import hashlib
import hmac
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row

# The one thing shared with those who write: the form of a name is a rule, and no fact.
from models.names import name_key, words_in
from models.store.verify.keys import HOUSE
from models.store.verify.reading import Difference, Unreadable, canonical, parsed, rows_of_all
from models.store.verify.registers.told import RowsTold, Said, TextKey, told_by

_LONGEST_KEY, _SHORTEST_WORD = 200, 2


def registers_difference(conn: Connection, rows: Sequence[Row[Any]]) -> Difference | None:
    """Rebuild the registers from the house's entries; return what first lies there otherwise."""
    return next(_differences(conn, told_by(rows)), None)


def _differences(conn: Connection, told: RowsTold) -> Iterator[Difference]:
    texts = {(r.number, r.line, r.version): r for r in rows_of_all(conn, "register_texts")}
    yield from _of_texts(texts, told)
    said = _said_now(texts, told)
    yield from _of_rows(conn, told, said)
    words = {(r.number, r.word): True for r in rows_of_all(conn, "register_words")}
    yield from _same("register_words", words, dict.fromkeys(_words(told, texts, said), True))
    rests = {(r.number, r.on_number): True for r in rows_of_all(conn, "register_rests")}
    expected = {(n, other): True for n, others in told.rests.items() for other in others}
    yield from _same("register_rests", rests, expected)
    dues = {
        (r.number, r.line, r.what, _day(r.due_on), _day(r.tell_on)): bool(r.told)
        for r in rows_of_all(conn, "register_dues")
    }
    telling = {(n, *key): was for n, days in told.dues.items() for key, was in days.items()}
    yield from _same("register_dues", dues, telling)


def _of_texts(texts: Mapping[TextKey, Row[Any]], told: RowsTold) -> Iterator[Difference]:
    for key in sorted(texts.keys() | told.texts.keys()):
        place = f"register_texts {key[0]} {key[1]} {key[2]}"
        if key not in told.texts:
            yield Difference(HOUSE, place, "a row", "none: no entry tells of it")
        elif key not in texts:
            yield Difference(HOUSE, place, "no row", "one, as the house's journal tells")
        elif difference := _text_difference(place, texts[key], told.texts[key]):
            yield difference


def _text_difference(place: str, row: Row[Any], said: Said) -> Difference | None:
    for name in ("what", "removed"):
        found = getattr(row, name)
        if (bool(found) if name == "removed" else found) != said[name]:
            return Difference(HOUSE, f"{place}, column {name}", str(found), str(said[name]))
    content = _json(row.content)
    if said["sealed"] is None:
        left = (content, row.because, row.salt, row.file) != (None, "", None, None)
        return Difference(HOUSE, place, "something", "nothing: erased") if left else None
    sealed = {"because": row.because, "content": content}
    try:
        found = hmac.new(bytes(row.salt), canonical(sealed), hashlib.sha256).hexdigest()
    except (TypeError, Unreadable):
        found = "nothing that can be read"
    if found != said["sealed"]:
        named = "columns because, content or salt"
        return Difference(HOUSE, f"{place}, {named}", "another", "those that were entered")
    digest = content.get("file", {}).get("sha256") if isinstance(content, dict) else None
    kept = hashlib.sha256(bytes(row.file)).hexdigest() if row.file is not None else None
    if kept != digest:
        return Difference(HOUSE, f"{place}, column file", str(kept), str(digest))
    return None


def _said_now(texts: Mapping[TextKey, Row[Any]], told: RowsTold) -> dict[int, Said]:
    """Return what each row says now; its texts were found whole before."""
    return {n: _json(texts[(n, 0, row["version"])].content) for n, row in told.rows.items()}


def _of_rows(conn: Connection, told: RowsTold, said: Mapping[int, Said]) -> Iterator[Difference]:
    found = {
        (r.number,): {
            "register": r.register,
            "stage": r.stage,
            "since": _day(r.since),
            "version": r.version,
            "removed": bool(r.removed),
            "name_key": r.name_key,
        }
        for r in rows_of_all(conn, "register_rows")
    }
    expected = {
        (n,): {**row, "name_key": name_key(str(said[n]["name"]))[:_LONGEST_KEY]}
        for n, row in told.rows.items()
    }
    yield from _same("register_rows", found, expected)
    for number, row in told.rows.items():
        for name in ("stage", "since"):
            if said[number][name] != row[name]:
                place = f"register_texts {number} 0 {row['version']}, content: {name}"
                yield Difference(HOUSE, place, str(said[number][name]), str(row[name]))


def _words(
    told: RowsTold, texts: Mapping[TextKey, Row[Any]], said: Mapping[int, Said]
) -> Iterator[tuple[int, str]]:
    newest: dict[tuple[int, int], TextKey] = {}
    for key in sorted(told.texts):
        newest[key[:2]] = key
    contacts = [
        (key[0], _json(texts[key].content))
        for key in newest.values()
        if told.texts[key]["what"] == "contact" and not told.texts[key]["removed"]
    ]
    for number, row in told.rows.items():
        if row["removed"]:
            continue
        content = said[number]
        yield from ((number, f"{n}:{content[n]}") for n in ("country", "unit") if content.get(n))
        for name, value in content.items():
            if isinstance(value, str) and name not in ("note", "stage", "since"):
                yield from ((number, w) for w in words_in(value) if len(w) >= _SHORTEST_WORD)
    for number, contact in contacts:
        if not told.rows[number]["removed"]:
            both = f"{contact.get('name') or ''} {contact.get('position') or ''}"
            yield from ((number, w) for w in words_in(both) if len(w) >= _SHORTEST_WORD)


def _same(
    table: str, found: Mapping[tuple[Any, ...], Any], expected: Mapping[tuple[Any, ...], Any]
) -> Iterator[Difference]:
    for key in sorted(found.keys() | expected.keys(), key=str):
        place = " ".join([table, *map(str, key)])
        if key not in expected:
            yield Difference(HOUSE, place, "a row", "none: no entry tells of it")
        elif key not in found:
            yield Difference(HOUSE, place, "no row", "one, as the house's journal tells")
        elif found[key] != expected[key]:
            yield Difference(HOUSE, place, str(found[key]), str(expected[key]))


def _json(value: Any) -> Any:
    return parsed(value) if isinstance(value, str) else value


def _day(value: Any) -> str:
    return str(value.isoformat() if hasattr(value, "isoformat") else value)
