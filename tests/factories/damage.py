"""What damages a database: a value that is not of its kind, in a row of one case or letter."""

from contextlib import closing

from sqlalchemy import text

from models.store.amiss import aside
from models.store.database.engine import Store


def damages(store: Store, statement: str, **values: object) -> None:
    """Write what nobody may, with the constraints of SQLite out of the way."""
    with store.writing() as conn:
        conn.execute(text(statement), values)


def no_json(store: Store) -> str:
    """Return what cannot be read in a column of JSON; PostgreSQL keeps JSON alone: another shape."""
    return '{"cut' if store.is_sqlite else "7"


def set_aside(store: Store) -> dict[tuple[str, str], aside.Aside]:
    """Return what is set aside, by part and name."""
    with store.reading() as conn:
        return {(str(each.part), each.name): each for each in aside.everything(conn)}


def let_be_tried(store: Store) -> None:
    """Let what is set aside be tried again now."""
    with closing(store.engine.connect()) as conn, conn.begin():
        conn.execute(text("UPDATE set_aside SET next_try_at = since"))
