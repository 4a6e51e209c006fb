"""The auditor's check of the outbox: who was told what, when, as the post's journal has it.

Each message is told of soon after it was queued, and again when it is settled; one that failed may be
sent again, and is then settled once more, as is one that was sent and came back. Written apart from what
tells: the digests are recomputed from the rows as they lie there.
"""

import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row

from models.store.verify.reading import (
    Difference,
    Unreadable,
    canonical,
    moment,
    parsed,
    read_moment,
    rows_of_all,
    unpressed,
)

POST = "post"
# Whoever sweeps tells of messages within less than a minute, while Doan runs.
_SOON = timedelta(hours=1)
# After a fortnight of trouble a message is given up; until then it is tried each hour.
_PATIENCE = timedelta(days=18)


def post_difference(conn: Connection, rows: Sequence[Row[Any]]) -> Difference | None:
    """Hold each message against what was told of it; return the first that lies there otherwise."""
    queued, settled, forgotten, slimmed, again = _told(rows)
    found = {row.id: row for row in rows_of_all(conn, "outbox")}
    for number in sorted(found.keys() | queued.keys()):
        place = f"outbox {number}"
        row = found.get(number)
        if row is None:
            return Difference(POST, place, "no row", "one, as the post's journal tells")
        if number in forgotten:
            continue
        is_queued, is_settled = number in queued, number in settled
        told = 2 if is_settled else 1 if is_queued else 0
        if difference := _carried_difference(place, row, found, forgotten):
            return difference
        if row.told != told:
            return Difference(POST, f"{place}, column told", str(row.told), str(told))
        if is_queued and not _is_told(_queued(row, place), queued[number]):
            return Difference(POST, place, "another message", "the one that was queued")
        if _is_digest_alone(row) and number not in slimmed:
            where = f"{place}, column content"
            return Difference(POST, where, "a digest", "the letter: no entry says that it went")
        if is_settled and not _is_told(_settled(row, place), settled[number]):
            where = f"{place}, columns state, address, content, sent_at or accepted_as"
            return Difference(POST, where, "others", "as it was settled")
        if not is_settled and (
            difference := _waiting_difference(place, row, again.get(number, ""))
        ):
            return difference
    return None


def untold_message(conn: Connection, rows: Sequence[Row[Any]]) -> Difference | None:
    """Return the first message the post's journal should have told of by now.

    A clock set back leaves such a message too, hence this is told last: see `rules.clock`.
    """
    queued, settled, forgotten, _, _ = _told(rows)
    latest = max((moment(row.at) for row in rows), default=None)
    if latest is None:
        return None
    told = queued.keys() | settled.keys() | forgotten
    due = datetime.fromisoformat(latest) - _SOON
    for row in rows_of_all(conn, "outbox"):
        place = f"outbox {row.id}"
        if row.id not in told and _read(row.queued_at, place) < due:
            expected = "none: the post's journal tells of no such one"
            return Difference(POST, place, "a message", expected)
    return None


def _carried_difference(
    place: str, row: Row[Any], found: dict[int, Row[Any]], forgotten: set[int]
) -> Difference | None:
    """A message that is carried is among what a letter to the same person says; no other has one."""
    column = f"{place}, column carried_by"
    if row.state != "carried":
        if row.carried_by is None:
            return None
        return Difference(POST, column, str(row.carried_by), f"none: it is {row.state}")
    letter = found.get(row.carried_by) if row.carried_by is not None else None
    if letter is None or letter.recipient != row.recipient:
        return Difference(POST, column, str(row.carried_by), "a letter to the same person")
    if letter.id in forgotten:
        return None
    facts = parsed(letter.facts) if isinstance(letter.facts, str) else letter.facts
    if row.message_id not in [told.get("message_id") for told in facts.get("told", ())]:
        return Difference(POST, column, str(row.carried_by), "a letter that says what it said")
    return None


def _waiting_difference(place: str, row: Row[Any], again: str) -> Difference | None:
    """A message that waits is not sent yet, is tried again soon, and has its letter once written.

    `again`: when it was last queued again, empty where it never was.
    """
    over = ("sent", "failed", "bounced", "carried")
    if row.state not in ("queued", "rendered", "gathered", *over):
        return Difference(POST, f"{place}, column state", str(row.state), "a state of messages")
    if row.state in over:
        return None
    if row.sent_at is not None:
        return Difference(POST, f"{place}, column sent_at", str(row.sent_at), "none: it waits")
    if row.accepted_as is not None:
        return Difference(
            POST, f"{place}, column accepted_as", row.accepted_as, "nothing: it waits"
        )
    is_written = row.state == "rendered"
    for column in ("address", "content", "letter_seal"):
        if (getattr(row, column) is not None) is not is_written:
            found = "something" if not is_written else "nothing"
            return Difference(POST, f"{place}, column {column}", found, f"as of a {row.state} one")
    next_try_at, queued_at = _read(row.next_try_at, place), _read(row.queued_at, place)
    since = max(queued_at, datetime.fromisoformat(again)) if again else queued_at
    if next_try_at > since + _PATIENCE:
        where = f"{place}, column next_try_at"
        return Difference(POST, where, next_try_at.isoformat(), "within weeks of its event")
    return None


def _told(
    rows: Sequence[Row[Any]],
) -> tuple[dict[int, str], dict[int, str], set[int], set[int], dict[int, str]]:
    """Return what is told of messages queued, of those settled, those forgotten, those of which the
    digest alone is kept, those queued again.
    """
    queued: dict[int, str] = {}
    settled: dict[int, str] = {}
    forgotten: set[int] = set()
    slimmed: set[int] = set()
    again: dict[int, str] = {}
    for row in rows:
        try:
            messages = parsed(row.body)["messages"]
            if row.kind == "messages_forgotten":
                forgotten |= set(messages)
            elif row.kind == "messages_slimmed":
                slimmed |= set(messages)
            elif row.kind == "messages_sent_again":
                for number in messages:
                    del settled[number]
                    again[number] = moment(row.at)
            else:
                of_kind = {
                    "messages_queued": queued,
                    "messages_settled": settled,
                    "messages_returned": settled,
                }
                of_kind[row.kind] |= dict(messages)
        except (Unreadable, KeyError, TypeError, ValueError):
            place = f"entry {row.seq}, column body"
            raise Unreadable(row.body, f"what a {row.kind} tells", place) from None
    return queued, settled, forgotten, slimmed, again


def _queued(row: Row[Any], place: str) -> str:
    names = ("id", "case_no", "seq", "notice", "recipient", "message_id")
    said = {name: getattr(row, name) for name in names}
    facts = parsed(row.facts) if isinstance(row.facts, str) else row.facts
    when = _read(row.queued_at, place).isoformat()
    return _sealed(row, {**said, "asks": bool(row.asks), "facts": facts, "queued_at": when})


def _settled(row: Row[Any], place: str) -> str:
    content = _content_digest(row, place) if row.content is not None else None
    names = ("id", "state", "address", "tries", "trouble", "letter_seal")
    said = {name: getattr(row, name) for name in names}
    if row.carried_by is not None:
        said["carried_by"] = row.carried_by
    if row.accepted_as is not None:
        said["accepted_as"] = row.accepted_as
    moments = {
        name: None if getattr(row, name) is None else _read(getattr(row, name), place).isoformat()
        for name in ("sent_at", "next_try_at")
    }
    return _sealed(row, {**said, **moments, "content": content})


def _is_told(found: str, told: object) -> bool:
    """Tell whether an entry tells this digest: its first half, or in earlier days all of it."""
    return told in (found[: len(found) // 2], found)


def _is_digest_alone(row: Row[Any]) -> bool:
    return row.content is not None and bytes(row.content[:2]) == b"\0d"


def _content_digest(row: Row[Any], place: str) -> str:
    """Return the digest of a letter's bytes: plain, pressed (NUL z), or gone but for it (NUL d)."""
    kept = bytes(row.content)
    if _is_digest_alone(row):
        return kept[2:].hex()
    return hashlib.sha256(unpressed(kept, f"{place}, column content")).hexdigest()


def _sealed(row: Row[Any], said: dict[str, Any]) -> str:
    return hmac.new(str(row.seal or "").encode(), canonical(said), hashlib.sha256).hexdigest()


def _read(value: Any, place: str) -> datetime:
    try:
        return read_moment(value)
    except Unreadable as unreadable:
        raise unreadable.at(place) from None
