"""Who opened what of which case: sought by person, case and day, and taken out."""

from dataclasses import dataclass
from itertools import islice
from typing import Annotated, Any

from fastapi import Depends
from fastapi.responses import Response
from sqlalchemy import Connection

from config.province_time import PROVINCE_TIME
from models import entries as e
from models.journal.entry import Entry
from models.store import directory
from models.store.auditing.looked import how_many_looks, looks_found, place_of
from models.store.database.clock import now
from models.store.house.journal import HOUSE
from models.store.journal import told_backwards
from models.store.privacy.openings import OpenedOn
from web.audit.asked import LinesAsked, LooksAsked, asked_in, place_said
from web.audit.decisions import DECISIONS
from web.audit.exporting import ListRows, TakenAs, exported
from web.ground.form import SentHere
from web.ground.identify import known
from web.ground.permission import Permission, Router
from web.ground.sheet import sheet_at
from web.ground.visitor import VisitorHere
from web.ground.who_may_see import auditing

router = Router()
LOOKS = "/audit/looks"
EXPORT = f"{LOOKS}/export"
_PAGE, _AT_A_TIME = 25, 500
MOST_EXPORTS_SHOWN = 10
_COLUMNS = ("case", "person", "opened", "which", "day", "times", "last_at")


@dataclass(frozen=True)
class LookShown:
    """Somebody looked at something: by name."""

    look: OpenedOn
    name: str


@dataclass(frozen=True)
class ExportShown:
    """Somebody took a list out: by name; `address` is that of the list, asked for in the same way."""

    entry: Entry
    name: str
    said: e.ListExported
    address: str


@router.shows(LOOKS, Permission.AUDITS)
def show_looks(visitor: VisitorHere, asked: Annotated[LooksAsked, Depends(LooksAsked)]) -> Response:
    """Show who opened what of a case, the newest first, and who took lists out last."""
    reader = known(visitor)
    with auditing(reader) as conn:
        people = _people(conn)
        found = looks_found(conn, asked.sought, after=asked.place, most=_PAGE + 1)
        exports = [] if asked.place else _last_exports(conn, people)
    page = found[:_PAGE]
    more = place_said(place_of(page[-1])) if len(found) > _PAGE else ""
    return reader.page(
        "audit/looks.html",
        asked=asked,
        looks=[
            LookShown(each, people.get(each.opening.person, each.opening.person)) for each in page
        ],
        exports=exports,
        people=sorted(people.items(), key=lambda pair: pair[1]),
        onwards=asked.address(LOOKS, after=more) if more else "",
        first=asked.address(LOOKS) if asked.place else "",
        export=EXPORT,
        token=reader.token_for(EXPORT),
    )


@router.takes(EXPORT, Permission.AUDITS)
def take_looks_out(visitor: VisitorHere, sent: SentHere) -> Response:
    """Hand the list out as it is asked for; that is journaled first."""
    sheet = sheet_at(EXPORT, visitor, sent, back=LOOKS)
    reader = sheet.visitor
    reader.check_token(EXPORT, sent["token"])
    asked = asked_in(LooksAsked, {name: sent[name] for name in sent.texts})
    with auditing(reader) as conn:
        people = _people(conn)
    return exported(
        reader.running.desk,
        reader.identified,
        TakenAs.of(sent["form"]),
        what="looks",
        said=asked.said,
        columns=[(name, reader.words.text(f"page.audit.column.{name}")) for name in _COLUMNS],
        rows=_rows(asked, people, reader.words.label),
    )


def _last_exports(conn: Connection, people: dict[str, str]) -> list[ExportShown]:
    told = islice(told_backwards(conn, HOUSE, (e.ListExported.kind,)), MOST_EXPORTS_SHOWN)
    return [
        ExportShown(each, people.get(each.actor, each.actor), said, _address_of(said))
        for each in told
        if isinstance(said := each.payload, e.ListExported)
    ]


def _address_of(said: e.ListExported) -> str:
    if said.what == "looks":
        return asked_in(LooksAsked, said.sought).address(LOOKS)
    return asked_in(LinesAsked, said.sought).address(DECISIONS)


def _people(conn: Connection) -> dict[str, str]:
    return {key: each.name for key, each in directory.persons_by_id(conn).items()}


def _rows(asked: LooksAsked, people: dict[str, str], label: Any) -> ListRows:
    sought = asked.sought

    def counted(conn: Connection) -> tuple[int, Any]:
        up_to = now(conn)
        return how_many_looks(conn, sought, up_to), up_to

    def some(conn: Connection, up_to: Any, after: Any) -> tuple[list[list[Any]], Any]:
        found = looks_found(conn, sought, after=after, up_to=up_to, most=_AT_A_TIME)
        rows = [
            [
                each.opening.case_no,
                people.get(each.opening.person, each.opening.person),
                label("opened", each.opening.what),
                each.opening.which,
                each.day.isoformat(),
                each.times,
                each.last_at.astimezone(PROVINCE_TIME).isoformat(),
            ]
            for each in found
        ]
        return rows, place_of(found[-1]) if len(found) == _AT_A_TIME else None

    return ListRows(counted, some)
