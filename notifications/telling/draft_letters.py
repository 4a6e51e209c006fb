"""The letter about a draft nobody goes on with: it is of no case yet."""

from datetime import date, datetime

from sqlalchemy import Connection

from config.province_time import day_of
from config.settings import Settings
from models.store.drafts import Draft
from notifications.facts.letters import DraftLetter
from notifications.telling.of_no_case import queue_to_each

DRAFT_RESTS = "draft_rests"


def tell_of_resting_draft(
    conn: Connection, draft: Draft, settings: Settings, *, erased_on: date, at: datetime
) -> None:
    """Tell who began a draft, and who wrote in it last, that it is erased on a day.

    Repeat-safe: a letter is keyed by draft, day and recipient.
    """
    letter = DraftLetter(
        title=draft.title or None, changed_on=day_of(draft.changed_at), erased_on=erased_on
    )
    people, key = {draft.begun_by, draft.changed_by}, f"{draft.id}.{at:%Y%m%d}"
    queue_to_each(conn, settings, sorted(people), letter, notice=DRAFT_RESTS, key=key, at=at)
