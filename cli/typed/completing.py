"""What the Tab key offers for a case: numbers of the newest. Whatever is amiss, nothing is offered."""

_MOST = 200


def case_numbers(incomplete: str) -> list[str]:
    """Return the numbers that begin as what is typed so far, the newest first."""
    from sqlalchemy.exc import DBAPIError

    from cli.setting_up import open_store, read_settings
    from models.competence.reach import EVERY_CASE
    from models.errors import DoanError
    from models.store.database.clock import now
    from models.store.lists.found import cases_found
    from models.store.lists.keyset import ListPlace
    from models.store.lists.sought import Sought

    try:
        store = open_store(read_settings())
        with store.reading() as conn:
            newest = ListPlace(size=_MOST, counts=False)
            found = cases_found(conn, Sought(), EVERY_CASE, EVERY_CASE, newest, now=now(conn))
    except (DoanError, DBAPIError, OSError):
        # Whoever types the command to its end is told what is amiss.
        return []
    return [each.no for each in found.items if each.no.startswith(incomplete)]
