"""Delivering what waits, having it tried again, and seeing what arrived."""

import asyncio
from collections import Counter
from datetime import timedelta
from functools import partial

from flows.sweeps.troubles import note_undelivered, note_unrendered
from models.store.database.clock import move_clock, now
from notifications.sending.delivery import Deliverer

A_DAY = timedelta(days=1)


def delivers(bench, sink):
    settings = bench.desk.settings.model_copy(
        update={"smtp_host": "127.0.0.1", "smtp_port": sink.port, "smtp_tls": "none"}
    )
    deliverer = Deliverer(
        bench.desk.store,
        settings,
        on_failed=partial(note_undelivered, bench.desk),
        on_unrenderable=partial(note_unrendered, bench.desk),
    )
    asyncio.run(deliverer.deliver_waiting())


def is_tried_again(bench, sink):
    """The leases of whoever died run out, the time of the next try comes, the rest is sent."""
    sink.at = 0
    with bench.desk.store.writing() as conn:
        conn.exec_driver_sql("UPDATE outbox SET leased_until = NULL")
        move_clock(conn, now(conn) + A_DAY)
    delivers(bench, sink)


def told(bench):
    """Return what the outbox says was sent, and every letter it ever had, by Message-ID.

    What is gathered, or went with another letter, is none.
    """
    bench.desk.store.close()
    db = bench.read()
    letters = "SELECT message_id, state FROM outbox WHERE state NOT IN ('gathered', 'carried')"
    rows = db.execute(letters).fetchall()
    db.close()
    return {m for m, state in rows if state == "sent"}, [m for m, _ in rows]


def amiss(bench, sink, window):
    """Say which letters did not arrive, or arrived again though the answer was heard and noted."""
    sent, everything = told(bench)
    times = Counter(sink.ids)
    doubled = {message_id for message_id, count in times.items() if count > 1}
    bytes_of = {message_id: {c for m, c in sink.kept if m == message_id} for message_id in doubled}
    return [
        *(f"lost {m}" for m in everything if m not in times),
        *(f"not noted {m}" for m in everything if m not in sent),
        *(f"doubled {m}" for m in doubled if m not in window),
        *(f"{times[m]} times {m}" for m in doubled if times[m] > 2),
        *(f"other bytes {m}" for m, copies in bytes_of.items() if len(copies) > 1),
    ]
