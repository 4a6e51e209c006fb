"""The sweep forgets what the security log has kept long enough, and writes nothing otherwise."""

from datetime import timedelta

from sqlalchemy import event, select

from flows.acts.door.sessions import forget_old
from flows.sweeps.sweep import sweep
from models.ids import PersonId
from models.store.sign_in import security_log
from models.store.sign_in.security_log import KEPT_FOR, SecurityEvent
from models.store.tables import security_log as log_table

PERSON = PersonId("pham.van.mau")


def test_after_ninety_days_the_sweep_forgets(desk):
    with desk.store.writing() as conn:
        security_log.count(conn, SecurityEvent.SIGNED_IN, person=PERSON)
        (row,) = conn.execute(select(log_table)).all()
        conn.execute(log_table.update().values(hour=row.hour - KEPT_FOR - timedelta(hours=1)))

    sweep(desk)

    with desk.store.reading() as conn:
        assert conn.execute(select(log_table)).all() == []


def test_while_there_is_nothing_to_forget_nobody_waits_for_it(desk):
    with desk.store.writing() as conn:
        security_log.count(conn, SecurityEvent.SIGNED_IN, person=PERSON)
    began: list[object] = []
    event.listen(desk.store.engine, "begin", began.append)

    forget_old(desk)

    assert began == []
