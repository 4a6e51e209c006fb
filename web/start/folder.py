"""The folder of the day: what waits for a leader, as their secretary lays it before them."""

from collections.abc import Iterator
from dataclasses import dataclass

from fastapi.responses import Response
from sqlalchemy import Connection

from config.regulation.province import Regulation
from config.settings import Settings
from flows.acts.authority import leaders_of
from flows.case.around import Around
from flows.case.lists.waiting import steps_waiting_for, waiting_at
from flows.case.lists.works import read_works
from flows.case.preparing import prepares
from models.ids import PersonId
from web.dossier.glance import Glance
from web.dossier.glances import glances_of
from web.ground.identify import known
from web.ground.names import NamesKnown
from web.ground.permission import Permission, Router
from web.ground.visitor import VisitorHere
from web.ground.who_may_see import note_glanced
from web.start.shown import StepWaiting, step_waiting

router = Router()


@dataclass(frozen=True)
class InFolder:
    """A step that waits for the leader, and its case at one glance."""

    waiting: StepWaiting
    glance: Glance


@dataclass(frozen=True)
class Folder:
    """What waits for one leader in one seat, what is due first before the rest."""

    leader: str
    seat: str
    laid: tuple[InFolder, ...]


@router.shows("/folder", Permission.SIGNED_IN)
def show_folder(visitor: VisitorHere) -> Response:
    """Show a secretary what waits for each leader they prepare for; anybody else that there is none."""
    signed_in = known(visitor, None)
    desk, person, language = visitor.running.desk, signed_in.person.id, visitor.words.language
    with desk.store.reading() as conn:
        around = Around(conn)
        folders = tuple(_folders(conn, desk.settings, desk.regulation(), around, person, language))
    shown = (laid.waiting for folder in folders for laid in folder.laid)
    note_glanced(signed_in, ((each.case_no, each.step.number) for each in shown))
    return signed_in.page("start/folder.html", folders=folders, today=around.today)


def _folders(
    conn: Connection,
    settings: Settings,
    regulation: Regulation,
    around: Around,
    person: PersonId,
    language: str,
) -> Iterator[Folder]:
    names = NamesKnown(regulation, around.unit_names, around.persons, language)
    for leader, seat in leaders_of(conn, regulation, person, around.today):
        waits = [
            (no, step.number)
            for no, step in steps_waiting_for(conn, settings, around, leader)
            if step.seat == seat and not step.collective
        ]
        works = read_works(conn, settings, around, sorted({no for no, _ in waits}))
        glances = glances_of(list(works.values()), person, language)
        laid = (
            InFolder(step_waiting(waiting_at(works[no], step), language, around.now), glances[no])
            for no, number in waits
            if no in glances and prepares(works[no], step := works[no].step(number), person)
        )
        yield Folder(names.person(leader), names.seat(seat), tuple(laid))
