"""The page of the merged timeline of a case."""

from fastapi.responses import Response

from flows.case.read import CaseRead
from models.errors import CaseErased, RowUnreadable
from models.store.privacy.openings import Opened
from web.audit.timeline import EventSource, timeline_of
from web.ground.identify import known
from web.ground.permission import Permission, Router
from web.ground.visitor import VisitorHere
from web.ground.who_may_see import auditing, note_opened

router = Router()


def _title(work: CaseRead) -> str:
    """Return the title of a case; empty where it is erased, or nobody can read it."""
    try:
        return work.request.title
    except (CaseErased, RowUnreadable):
        return ""


@router.shows("/audit/cases/{case_no}", Permission.AUDITS)
def show_timeline(visitor: VisitorHere) -> Response:
    """Show all that happened in a case: its journal, its run, its letters. Raises `CaseUnknown`."""
    reader = known(visitor)
    with auditing(reader):
        pass
    with reader.running.desk.reading(reader.address.case_no) as work:
        case, events = work.case, timeline_of(work, reader.words)
        unit = work.unit_names.get(case.unit)
        title = _title(work)
    note_opened(reader, Opened.TIMELINE)
    return reader.page(
        "audit/timeline.html",
        case=case,
        title=title,
        unit=unit.of(reader.words.language) if unit else case.unit,
        events=events,
        counts={source: sum(each.source is source for each in events) for source in EventSource},
        by_hand=sum(each.by_hand for each in events),
    )
