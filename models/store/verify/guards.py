"""The auditor's check of the guards: are the triggers there that keep the journal append-only?

A trigger that is there and does nothing is none: of each, all that makes it refuse is compared. What
it must be is written here anew, apart from `guards`, which lays them.
"""

from sqlalchemy import Connection, text

from models.store.verify.reading import Difference

WHOLE = "journal"

_REFUSES = "begin select raise(abort, 'the journal is append-only'); end"
_SQLITE = {
    "journal_no_update": f"before update on journal {_REFUSES}",
    "journal_no_delete": f"before delete on journal {_REFUSES}",
    "journal_no_replace": (
        "before insert on journal"
        " when exists (select 1 from journal where case_no = new.case_no and seq = new.seq)"
        " or exists (select 1 from journal where hash = new.hash)"
        " or exists (select 1 from journal where rowid = new.rowid)"
        " begin select raise(abort, 'the journal is append-only'); end"
    ),
}

# `pg_trigger.tgtype` as the sum of its bits: row 1, before 2, delete 8, update 16, truncate 32.
_RAISES = "begin raise exception 'the journal is append-only'; end"
_POSTGRESQL = {
    "journal_no_change": f"{1 + 2 + 8 + 16} {_RAISES}",
    "journal_no_truncate": f"{2 + 32} {_RAISES}",
}
# Only a trigger that is enabled, for all columns and without a condition, counts.
_ASK_POSTGRESQL = """
SELECT t.tgname AS name, t.tgtype || ' ' || p.prosrc AS says
FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
WHERE t.tgrelid = to_regclass('journal') AND t.tgenabled IN ('O', 'A')
  AND t.tgqual IS NULL AND t.tgattr::text = ''
"""
_ASK_SQLITE = """
SELECT name, substr(sql, length('CREATE TRIGGER ' || name) + 1) AS says
FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'journal'
"""


def guards_difference(conn: Connection) -> Difference | None:
    """Name the guards of the journal that are missing, disabled or no longer refuse."""
    on_sqlite = conn.dialect.name == "sqlite"
    demanded = _SQLITE if on_sqlite else _POSTGRESQL
    rows = conn.execute(text(_ASK_SQLITE if on_sqlite else _ASK_POSTGRESQL))
    found = {row.name: " ".join(str(row.says).lower().split()) for row in rows}
    missing = [name for name, says in demanded.items() if found.get(name) != says]
    if not missing:
        return None
    names = ", ".join(missing)
    laid = "all that refuse a change; `doan up` lays them anew"
    return Difference(WHOLE, f"triggers {names}", "missing or changed", laid)
