"""What must not be found again: a delegation with words in it that nothing else says."""

import asyncio
from datetime import timedelta
from pathlib import Path

from config.regulation.codes import Act
from models.store.database.clock import now
from models.store.house.post import tell_of_post
from models.store.outbox import OutboxRow
from notifications.gathering.digests import queue_digests
from notifications.sending.catcher import Catcher
from notifications.sending.delivery import Deliverer
from tests.factories.house import house
from tests.factories.office import A_FILE, Office, make_answer
from tests.factories.prefect import free_port
from tests.factories.request import (
    make_leader,
    make_member,
    make_paper,
    make_passport,
    make_request,
)

NUMBER = "S7654321"
NAME = "Nguyễn Văn Kín Đáo"
WORDS = "Chim hoàng yến hót trong hầm mỏ."
OPINION = "Vẹt đuôi dài không được đi theo đoàn."


def canary_request(**changed):
    """A request with a passport, a name and words that are found nowhere else."""
    members = (
        make_leader(passport=make_passport(number=NUMBER)),
        make_member(name=NAME, passport=make_passport(number="S1111111")),
    )
    defaults = {"members": members, "purpose": WORDS, "papers": (make_paper("request_letter"),)}
    return make_request(**{**defaults, **changed})


def submitted(office: Office, **changed) -> None:
    """A unit submits it, and whoever appraises says something that nobody else does."""
    office.submits(canary_request(**changed), {0: A_FILE})
    step = office.goes_on_until_asked(Act.APPRAISE)
    office.takes(step, make_answer("forward", remarks=OPINION))


def letters_are_sent(office: Office, folder: Path | None = None) -> None:
    """Whatever waits in the outbox, or is gathered, goes out by a real connection, and is told of."""
    settings = office.desk.settings
    with office.desk.store.writing() as conn:
        queue_digests(conn, settings, at=now(conn), until=now(conn) + timedelta(days=7))
    port = free_port()
    settings = settings.model_copy(update={"catcher_port": port})
    with Catcher(folder or settings.folder / "mail", port, on_code=print):
        deliverer = Deliverer(
            office.desk.store, settings, on_failed=_trouble, on_unrenderable=_trouble
        )
        while asyncio.run(deliverer.deliver_waiting()):
            pass
    with office.desk.store.writing() as conn:
        tell_of_post(house(conn))


def _trouble(row: OutboxRow, what: object) -> None:
    raise AssertionError(f"message {row.notice} failed: {what}")
