"""A verification run from the page: begun by a press, looked at while it goes on and afterwards."""

from http import HTTPStatus

from fastapi.responses import RedirectResponse, Response

from flows.sweeps.checkpoints import notes_kept_beside
from flows.verifying import ToVerify, demand_checkpoint, lines_of
from models.errors import CheckpointInvalid
from models.journal.handed_in import notes_of
from models.store.database.clock import machine_time
from web.ground.fields import Upload
from web.ground.form import Sent, SentHere
from web.ground.identify import known
from web.ground.permission import Permission, Router
from web.ground.refusals import FormForged, FormReturned
from web.ground.sheet import Sheet, sheet_at
from web.ground.visitor import Visitor, VisitorHere
from web.ground.who_may_see import auditing

router = Router()
VERIFY = "/audit/verify"
_REFRESHED_AFTER_SECONDS = "3"
# Far more than any checkpoint, and any mail that brings one.
_MOST_BYTES = 1024 * 1024


@router.shows(VERIFY, Permission.AUDITS)
def show_verification(visitor: VisitorHere) -> Response:
    """Show the last verification, or how long the one under way has gone on."""
    reader = known(visitor)
    with auditing(reader):
        pass
    return _page(_sheet(visitor))


@router.takes(VERIFY, Permission.AUDITS)
def begin_verification(visitor: VisitorHere, sent: SentHere) -> Response:
    """Begin a verification, with the checkpoint that was handed in if there is one."""
    sheet = _sheet(visitor, sent)
    reader, desk = sheet.visitor, visitor.running.desk
    with auditing(reader) as conn:
        at = machine_time(conn)
    keys = lines_of(desk.settings.mail_domain, [each.public for each in desk.signers])
    try:
        reader.check_token(VERIFY, sent["token"])
        given = _handed_in(sent.upload("checkpoint"), keys)
    except FormForged:
        return _page(Sheet(VERIFY, reader, sent, VERIFY, refusal=FormReturned()))
    except CheckpointInvalid as invalid:
        return _page(Sheet(VERIFY, reader, sent, VERIFY, refusal=invalid))
    beside = tuple(notes_kept_beside(desk.settings.checkpoints_kept))
    wanted = ToVerify(desk.store.url, keys, given, beside)
    reader.running.verifying.begin(wanted, reader.person.name, at)
    return RedirectResponse(VERIFY, status_code=HTTPStatus.SEE_OTHER)


def _sheet(visitor: Visitor, sent: Sent | None = None) -> Sheet:
    return sheet_at(VERIFY, visitor, sent, back="/audit")


def _page(sheet: Sheet) -> Response:
    last = sheet.visitor.running.verifying.last
    shown = sheet.shown("audit/verify.html", last=last)
    if last and last.is_under_way:
        # Without a script, too, its reader need not ask again.
        shown.headers["Refresh"] = f"{_REFRESHED_AFTER_SECONDS}; url={VERIFY}"
    return shown


def _handed_in(upload: Upload | None, keys: tuple[str, ...]) -> tuple[str, ...]:
    """Return the checkpoints of a file; raises `CheckpointInvalid` for a file that holds none."""
    if upload is None:
        return ()
    if upload.too_large or len(upload.content) > _MOST_BYTES:
        raise CheckpointInvalid("malformed")
    try:
        notes = notes_of(upload.content)
    except CheckpointInvalid as invalid:
        raise CheckpointInvalid(invalid.why, path=upload.name) from None
    for note in notes:
        demand_checkpoint(note, keys)
    return tuple(notes)
