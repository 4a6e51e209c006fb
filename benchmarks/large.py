"""What a Doan costs that has many cases: each page, each look-round, by processor time and questions.

All in one process on a filled database, with nobody beside; so it may be measured on a busy machine.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from httpx2 import Response
from sqlalchemy import event, select
from starlette.testclient import TestClient

from benchmarks.figures import KILOBYTES, MILLISECONDS, Figure, percentile
from config.settings import Settings
from flows.acts.desk import Desk
from flows.sweeps.checkpoints import number_and_sign
from flows.sweeps.readiness import unready_for
from flows.sweeps.sweep import sweep
from models.ids import PersonId
from models.store import histories, outbox
from models.store.database.engine import Store
from models.store.mail.turns import pick
from models.store.sign_in import sessions
from models.store.sign_in.sessions import MAILBOX_CODE
from models.store.tables import cases, steps
from web.app import create_app

QUERIES = "queries"
_ROUNDS = 12
# Who has most to see: an officer of a unit, its head, who appraises, who decides, clerk, auditor.
PEOPLE = {
    "officer": "nguyen.thi.mau",
    "head": "nguyen.van.thi.du",
    "appraiser": "dang.thi.mau",
    "police": "duong.van.vi.du",
    "chair": "pham.van.mau",
    "office": "bui.van.thi.du",
    "clerk": "do.thi.minh.hoa",
    "auditor": "cao.thi.thi.du",
    "admin": "mai.van.mau",
}
PAGES = {
    "desk": "/",
    "together": "/together",
    "cases": "/cases",
    "cases_every": "/cases?status=every&sort=soonest",
    "search": "/cases?q=han+quoc&status=every",
    "filter": "/cases?country=KR&stage=appraisal",
    "late": "/cases?late=1",
    "calendar": "/calendar?month={month}",
    "owed": "/owed",
    "letters": "/letters",
    "decisions": "/audit/decisions",
    "looked": "/audit/looked",
    "audit": "/audit",
    "me": "/me",
    "case": "/cases/{case}",
    "old_case": "/cases/{old}",
    "step": "/cases/{case}/steps/{step}",
}


def figures_of(settings: Settings, engine: str, size: str) -> Iterator[Figure]:
    """Measure a filled Doan; the rows end with how large it is."""
    store = Store(settings.store_url)
    try:
        desk = Desk(store, settings)
        for what, act in look_rounds(desk).items():
            yield from _measured(store, act, what, engine, size)
        yield from _pages(desk, engine, size)
    finally:
        store.close()


def look_rounds(desk: Desk) -> dict[str, Callable[[], object]]:
    """Return what Doan does by itself while nothing happens, and what others ask of it."""

    def ready() -> None:
        with desk.store.reading() as conn:
            unready_for(desk, conn, timedelta(days=1))

    def leased() -> None:
        with desk.store.reading() as conn:
            outbox.oldest_waiting(conn)
            pick(conn, limit=8)

    def left_over() -> None:
        with desk.store.reading() as conn:
            histories.left_over(conn)

    return {
        "sweep": lambda: sweep(desk),
        "readyz": ready,
        "lease": leased,
        "left_over": left_over,
        "checkpoint": lambda: number_and_sign(desk, at_once=True),
    }


def pages_of(desk: Desk) -> Iterator[tuple[str, Callable[[], Response]]]:
    """Yield every page before everybody, by name, and what opens it."""
    app, address = create_app(desk, catcher=None), desk.settings.base_url
    with desk.store.reading() as conn:
        asked = select(steps.c.case_no, steps.c.number).where(steps.c.state == "open").limit(1)
        case, step = conn.execute(asked.order_by(steps.c.case_no)).one()
        ended = select(cases.c.no).where(cases.c.status == "archived").limit(1)
        old = conn.execute(ended).scalar_one()
        begins = conn.execute(select(cases.c.begins).where(cases.c.no == case)).scalar_one()
    filled = {"case": case, "step": step, "old": old, "month": f"{begins:%Y-%m}"}
    for role, person in PEOPLE.items():
        with desk.store.writing() as conn:
            session = sessions.begin(desk.house(conn), PersonId(person), MAILBOX_CODE)
        client = TestClient(app, base_url=address, headers={"accept-language": "vi"})
        client.cookies.set("doan-session", session)
        for name, path in PAGES.items():
            at = path.format(**filled)
            yield f"{name}_{role}", lambda client=client, at=at: client.get(at)


def _pages(desk: Desk, engine: str, size: str) -> Iterator[Figure]:
    for name, opens in pages_of(desk):
        answer = opens()
        if answer.status_code != 200:
            continue
        yield from _measured(desk.store, opens, name, engine, size)
        kilobytes = len(answer.content) / 1000
        yield Figure(f"large_{name}_size_{size}", engine, kilobytes, KILOBYTES)


def _measured(
    store: Store, act: Callable[[], object], what: str, engine: str, size: str
) -> Iterator[Figure]:
    """Do it once for what is made at the first time, then again and again."""
    act()
    with counted(store) as heard:
        act()
    taken = []
    for _ in range(_ROUNDS):
        began = time.process_time()
        act()
        taken.append(time.process_time() - began)
    yield Figure(f"large_{what}_p95_{size}", engine, percentile(taken, 0.95) * 1000, MILLISECONDS)
    yield Figure(f"large_{what}_queries_{size}", engine, len(heard), QUERIES)


@contextmanager
def counted(store: Store) -> Iterator[list[tuple[str, object]]]:
    """Hear every question a store is asked, with what it is asked with."""
    heard: list[tuple[str, object]] = []

    def hear(
        _conn: object, _cursor: object, statement: str, parameters: object, *_: object
    ) -> None:
        heard.append((statement, parameters))

    engines = (store.engine, store.reader)
    for each in engines:
        event.listen(each, "before_cursor_execute", hear)
    try:
        yield heard
    finally:
        for each in engines:
            event.remove(each, "before_cursor_execute", hear)
