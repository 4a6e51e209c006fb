"""The security log, for whoever runs Doan: who came in and who was turned away."""

from fastapi.responses import Response

from models.store import directory
from models.store.sign_in import security_log
from models.store.sign_in.security_log import SecurityEvent
from web.ground.identify import known
from web.ground.permission import Permission, Router
from web.ground.visitor import VisitorHere
from web.ground.who_may_see import administering

router = Router()
_MOST = 200


@router.shows("/security", Permission.ADMINISTERS)
def show_security_log(visitor: VisitorHere, kind: str = "") -> Response:
    """Show what happened last at the door; of one kind, where one is chosen."""
    reader = known(visitor)
    wanted = SecurityEvent(kind) if kind in set(SecurityEvent) else None
    with administering(reader) as conn:
        found = security_log.newest(conn, most=_MOST, what=wanted)
        people = directory.persons_by_id(conn)
    return reader.page(
        "sign_in/security.html",
        found=found,
        names={key: person.name for key, person in people.items()},
        kinds=tuple(SecurityEvent),
        chosen=wanted,
        most=_MOST,
    )
