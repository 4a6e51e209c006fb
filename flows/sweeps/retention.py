"""What has been kept long enough is erased, each kind by its own limit of the regulation in force."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from config.province_time import Hours, day_of, working_calendar
from config.regulation.codes import Direction
from config.regulation.parts import TimeLimit
from flows.acts.desk import Desk
from flows.apart import Named, case_named, one_by_one
from flows.privacy.erasing import BY_RETENTION, Eraser, erase_case, erase_passports, forget_messages
from models.errors import CaseErased, ErasureRefused
from models.ids import CaseNo
from models.store import drafts
from models.store.amiss.aside import Chore
from models.store.database import leases
from models.store.database.clock import now
from models.store.privacy import erasing, holds, openings
from notifications.telling.draft_letters import tell_of_resting_draft

log = logging.getLogger("doan.retention")

PERIOD = timedelta(days=1)
LEASE = "retention"
ANNOUNCING = "drafts_announced"
# So long a draft stays after its unit was told that it will be erased.
_ANNOUNCED_FOR = timedelta(days=14)


def retain_if_due(desk: Desk) -> None:
    """Erase what is kept too long, unless somebody has looked within the day. Part of the sweep."""
    with desk.store.reading() as conn:
        if not leases.is_to_be_had(conn, LEASE, PERIOD):
            return
    with desk.store.writing() as conn:
        if not leases.take(conn, LEASE, PERIOD):
            return
    retain(desk)


def retain(desk: Desk) -> None:
    """Erase what is kept too long; of cases that are held, nothing. Safe to repeat."""
    rules = desk.regulation().retention
    does: dict[str, Callable[[], None]] = {}
    if passports := rules.passports:
        does["passports"] = lambda: _erase_ended(
            desk, passports, erase_passports, with_passports=True
        )
    if content := rules.content:
        does["content"] = lambda: _erase_ended(desk, content, erase_case)
    if messages := rules.messages:
        does["messages"] = lambda: _forget_letters(desk, messages)
    if rules.drafts:
        does["drafts"] = lambda: _erase_drafts(desk)
    if opened := rules.openings:
        does["openings"] = lambda: _forget_openings(desk, opened)
    one_by_one(desk.store, Chore.RETENTION, does, lambda kind: does[kind](), Named)


def _forget_openings(desk: Desk, limit: TimeLimit) -> None:
    with desk.store.writing() as conn:
        openings.forget_before(desk.house(conn), _before(desk, limit, now(conn)))


def _erase_drafts(desk: Desk) -> None:
    """Erase the drafts whose units were told so in time."""
    with desk.store.writing() as conn:
        drafts.drop_announced(conn, now(conn) - _ANNOUNCED_FOR)


def announce_if_due(desk: Desk) -> None:
    """Tell the units of drafts nobody goes on with, once a day in office hours. Part of the sweep."""
    if desk.regulation().retention.drafts is None:
        return
    with desk.store.reading() as conn:
        is_open = desk.calendar().hours_at(now(conn)) is Hours.OFFICE
        if not (is_open and leases.is_to_be_had(conn, ANNOUNCING, PERIOD)):
            return
    with desk.store.writing() as conn:
        if not leases.take(conn, ANNOUNCING, PERIOD):
            return
    one_by_one(desk.store, Chore.RETENTION, [ANNOUNCING], lambda _: announce(desk), Named)


def announce(desk: Desk) -> None:
    """Tell the units of drafts nobody goes on with when these are erased. Safe to repeat."""
    if (limit := desk.regulation().retention.drafts) is None:
        return
    with desk.store.writing() as conn:
        at = now(conn)
        erased_on = day_of(at + _ANNOUNCED_FOR)
        for draft in drafts.resting(conn, _before(desk, limit, at), desk.settings.passport_keys):
            tell_of_resting_draft(conn, draft, desk.settings, erased_on=erased_on, at=at)
            drafts.announce(conn, draft.id, at)


def _erase_ended(
    desk: Desk,
    limit: TimeLimit,
    erase: Callable[[Desk, CaseNo, Eraser], None],
    *,
    with_passports: bool = False,
) -> None:
    calendar = working_calendar(desk.regulation())
    with desk.store.reading() as conn:
        at, held = now(conn), holds.held_cases(conn)
        ended = erasing.ended(conn, with_passports=with_passports)
    over = (
        case_no
        for case_no, end in ended.items()
        if case_no not in held and calendar.moment_due(limit, end) < at
    )

    def erases(case_no: CaseNo) -> None:
        try:
            erase(desk, case_no, BY_RETENTION)
        except (ErasureRefused, CaseErased) as refusal:
            log.info("%s", refusal)

    # What cannot be erased today is tried again tomorrow, and stops nothing else.
    one_by_one(desk.store, Chore.RETENTION, over, erases, case_named)


def _forget_letters(desk: Desk, limit: TimeLimit) -> None:
    with desk.store.writing() as conn:
        before, held = _before(desk, limit, now(conn)), sorted(holds.held_cases(conn))
        erasing.forget_senders(conn, erasing.came_before(before, held))
    with desk.store.reading() as conn:
        sent = erasing.sent_before(before, held)
        if not erasing.to_forget(conn, sent, most=1):
            return
    forget_messages(desk, sent, BY_RETENTION)


def _before(desk: Desk, limit: TimeLimit, at: datetime) -> datetime:
    """Return the moment before which things lie longer than a limit."""
    back = limit.model_copy(update={"direction": Direction.BEFORE})
    return working_calendar(desk.regulation()).moment_due(back, at)
