"""The directory as a file: taken in whole or not at all, and handed out to who runs Doan."""

from dataclasses import replace

from fastapi.responses import RedirectResponse, Response

from flows.acts.house.directory import enter_directory
from flows.acts.house.directory_file import (
    MOST_BYTES,
    directory_as_file,
    directory_text,
    read_directory_text,
    with_lines,
)
from flows.case.answers import Identified
from models import entries as e
from models.errors import DecisionIncomplete, DirectoryInvalid, FileRefused
from web.directory.pages import DIRECTORY
from web.ground.download import handed_out_as
from web.ground.fields import number_in
from web.ground.form import Sent, SentHere
from web.ground.permission import Permission, Router
from web.ground.sheet import MENDABLE, Sheet, sheet_at
from web.ground.visitor import Visitor, VisitorHere
from web.ground.who_may_see import administering

router = Router()
_FILE = f"{DIRECTORY}/file"
_EXPORT = f"{_FILE}/export"
_COUNTED = ("units", "persons", "proposed")


@router.shows(_FILE, Permission.ADMINISTERS)
def show_file(
    visitor: VisitorHere, units: str = "", persons: str = "", proposed: str = ""
) -> Response:
    """Show the form that takes a file, and what came of the one that was taken last."""
    said = dict(zip(_COUNTED, (units, persons, proposed), strict=True))
    counted = {name: number_in(text) for name, text in said.items()}
    return _page(_sheet(_FILE, visitor), counted)


@router.takes(_FILE, Permission.ADMINISTERS)
def take_file(visitor: VisitorHere, sent: SentHere) -> Response:
    """Enter the units and people of a file and propose its seats; what is wrong is named by its line."""
    sheet = _sheet(_FILE, visitor, sent)

    def enter(who: Identified) -> str:
        upload = sent.upload("file")
        if upload is None or not upload.content:
            raise DecisionIncomplete("directory_file")
        if upload.too_large or len(upload.content) > MOST_BYTES:
            raise FileRefused("too_large", upload.name, most=f"{MOST_BYTES // 2**20} MB")
        file = read_directory_text(upload.content, upload.name)
        try:
            entered, _ = enter_directory(visitor.running.desk, file, who)
        except DirectoryInvalid as invalid:
            raise with_lines(invalid, upload.content, file) from None
        counted = (f"{name}={getattr(entered, name)}" for name in _COUNTED)
        return f"{_FILE}?{'&'.join(counted)}"

    return sheet.taken(enter, _page, onwards=str, freshly=True)


@router.takes(_EXPORT, Permission.ADMINISTERS)
def hand_out(visitor: VisitorHere, sent: SentHere) -> Response:
    """Hand the directory out, mailboxes and all; who took it stands in the house's journal."""
    written: list[str] = []

    def take(who: Identified) -> None:
        desk = visitor.running.desk
        with administering(sheet.visitor) as conn:
            file = directory_as_file(conn)
        rows = len(file.units) + len(file.persons) + len(file.seats)
        with desk.store.writing() as conn:
            told = e.ListExported(what="directory", form="yaml", sought={}, rows=rows)
            desk.house(conn, who).record(told)
        written.append(directory_text(file))

    sheet = _sheet(_EXPORT, visitor, sent)
    shown = sheet.taken(take, _page, onwards=_FILE, freshly=True)
    if not (written and isinstance(shown, RedirectResponse)):
        return shown
    headers = {"Content-Disposition": handed_out_as("danh-ba.yaml")}
    return Response(written[0], media_type="application/yaml; charset=utf-8", headers=headers)


def _sheet(action: str, visitor: Visitor, sent: Sent | None = None) -> Sheet:
    sheet = sheet_at(action, visitor, sent, back=DIRECTORY)
    return replace(sheet, mendable=(*MENDABLE, DirectoryInvalid))


def _page(sheet: Sheet, counted: dict[str, int | None] | None = None) -> Response:
    with administering(sheet.visitor):
        return sheet.shown(
            "directory/file.html",
            counted=counted or {},
            action=_FILE,
            token=sheet.visitor.token_for(_FILE),
            export=_EXPORT,
            export_token=sheet.visitor.token_for(_EXPORT),
        )
