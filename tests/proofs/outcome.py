"""What commands left behind in a database, told so that two orders of them can be compared."""

import json
import re
from typing import Any

from sqlalchemy import select

from models.store.database.engine import Store
from models.store.house.post import POST
from models.store.tables import authorities, bookings, due_moments, journal, outbox
from tests.factories.audit import verify

# Two runs of one order differ by seconds.
# Digests of a case that is submitted anew are salted anew.
_DIGEST = re.compile(r"\b[0-9a-f]{64}\b")
_SECONDS = re.compile(r"(\d{4}-\d\d-\d\dT\d\d):\d\d:\d\d(\.\d+)?")
REFUSED = "decision_refused"


def left_behind(store: Store) -> dict[str, list[Any]]:
    """Return journals, messages, moments, bookings and authorities, with times to the hour.

    A refusal is journaled after the transaction it belongs to was rolled back: where it then stands
    among the other entries says nothing, so refusals are told apart.
    """
    with store.reading() as conn:
        # Of the post it is told by whoever sweeps first, in portions of any size.
        of_all_but_the_post = select(journal).where(journal.c.case_no != POST)
        entries = conn.execute(of_all_but_the_post.order_by(journal.c.case_no, journal.c.seq)).all()
        letters = conn.execute(select(outbox)).all()
        due = conn.execute(select(due_moments)).all()
        booked = conn.execute(select(bookings)).all()
        given = conn.execute(select(authorities)).all()
    places: dict[tuple[str | None, int], int] = {}
    for entry in entries:
        before = [e for e in places if e[0] == entry.case_no]
        if entry.kind != REFUSED:
            places[entry.case_no, entry.seq] = len(before) + 1
    known: dict[str, str] = {}
    told = [(e.case_no, e.kind, e.actor, _named(_hours(e.body), known)) for e in entries]
    return {
        "journal": [entry for entry in told if entry[1] != REFUSED],
        "refused": sorted(entry for entry in told if entry[1] == REFUSED),
        "messages": sorted(
            (m.case_no or "", places.get((m.case_no, m.seq), 0), m.notice, m.recipient)
            for m in letters
        ),
        "moments": sorted(
            (d.case_no, d.step, d.kind, _hours(d.due_at.isoformat()), d.fired_at is None)
            for d in due
        ),
        "bookings": sorted((b.case_no, b.item, b.kind, b.name) for b in booked),
        "authorities": sorted(
            (a.giver, a.holder, json.dumps(a.seats), str(a.ended_on), a.told) for a in given
        ),
    }


def differences(store: Store) -> list[str]:
    """Return what is wrong in the database by itself, whatever the order was."""
    with store.reading() as conn:
        found = verify(conn).difference
        sent = [(m.case_no, m.seq, m.notice, m.recipient) for m in conn.execute(select(outbox))]
    twice = sorted({str(message) for message in sent if sent.count(message) > 1})
    return [str(found)] * (found is not None) + twice


def _hours(told: str) -> str:
    return _SECONDS.sub(r"\1h", told)


def _named(told: str, known: dict[str, str]) -> str:
    """Call each digest by its place among those told before: the same ones have the same name."""
    return _DIGEST.sub(lambda found: known.setdefault(found[0], f"#{len(known) + 1}"), told)
