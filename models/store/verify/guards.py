"""The auditor's check of the guards: are the triggers there that keep the journal append-only?

A trigger that is there and does nothing is none: of each, all that makes it refuse is compared. Nor may
there be any other trigger or rule, which could swallow or rewrite what is written. What they must be is
written here anew, apart from what lays them.
"""

from sqlalchemy import Connection, text

from models.store.verify.reading import WHOLE, Difference

_REFUSES = "begin select raise(abort, 'the journal is append-only'); end"
_SAME_ENTRY = "exists (select 1 from journal where case_no = new.case_no and seq = new.seq)"
_SAME_ROW = "exists (select 1 from journal where rowid = new.rowid)"
_JOURNAL = f"{_SAME_ENTRY} or {_SAME_ROW}"
# Before revision 0050 a hash was unique by an index of its own, and so guarded too.
_SAME_HASH = "exists (select 1 from journal where hash = new.hash)"
_JOURNAL_OF_BEFORE = f"{_SAME_ENTRY} or {_SAME_HASH} or {_SAME_ROW}"
_LEAVES = (
    "exists (select 1 from leaves where leaf = new.leaf)"
    " or exists (select 1 from leaves where case_no = new.case_no and seq = new.seq)"
    " or exists (select 1 from leaves where rowid = new.rowid)"
)
_CHECKPOINTS = (
    "exists (select 1 from checkpoints where size = new.size)"
    " or exists (select 1 from checkpoints where rowid = new.rowid)"
)
_SQLITE = {
    f"{table}_no_{name}": f"{event} on {table} {when}{_REFUSES}"
    for table, in_the_way in (
        ("journal", _JOURNAL),
        ("leaves", _LEAVES),
        ("checkpoints", _CHECKPOINTS),
    )
    for name, event, when in (
        ("update", "before update", ""),
        ("delete", "before delete", ""),
        ("replace", "before insert", f"when {in_the_way} "),
    )
}

_SQLITE_OF_BEFORE = {
    "journal_no_replace": f"before insert on journal when {_JOURNAL_OF_BEFORE} {_REFUSES}"
}

# `pg_trigger.tgtype` as the sum of its bits: row 1, before 2, delete 8, update 16, truncate 32.
_RAISES = "begin raise exception 'the journal is append-only'; end"
_POSTGRESQL = {
    f"{table}_no_{name}": f"{table} {bits} {_RAISES}"
    for table in ("journal", "leaves", "checkpoints")
    for name, bits in (("change", 1 + 2 + 8 + 16), ("truncate", 2 + 32))
}
# Only a trigger that is enabled, for all columns and without a condition, counts as one of ours; the
# others are named all the same, but for those by which PostgreSQL holds foreign keys.
_ASK_POSTGRESQL = """
SELECT t.tgname AS name, c.relname || ' ' || CASE
    WHEN t.tgenabled IN ('O', 'A') AND t.tgqual IS NULL AND t.tgattr::text = '' THEN t.tgtype::text
    ELSE 'never' END || ' ' || p.prosrc AS says
FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid JOIN pg_class c ON c.oid = t.tgrelid
WHERE NOT t.tgisinternal
  AND c.relnamespace = (SELECT relnamespace FROM pg_class WHERE oid = to_regclass('journal'))
UNION ALL
SELECT w.rulename, 'a rule on ' || c.relname
FROM pg_rewrite w JOIN pg_class c ON c.oid = w.ev_class
WHERE c.relkind <> 'v'
  AND c.relnamespace = (SELECT relnamespace FROM pg_class WHERE oid = to_regclass('journal'))
"""
_ASK_SQLITE = """
SELECT name, substr(sql, length('CREATE TRIGGER ' || name) + 1) AS says
FROM sqlite_master WHERE type = 'trigger'
"""


def guards_difference(conn: Connection, *, of_before: bool = False) -> Difference | None:
    """Name the guards that are missing, disabled or no longer refuse, and triggers nobody laid.

    `of_before`: in a database that is not brought up yet, from before hashes lost their index.
    """
    on_sqlite = conn.dialect.name == "sqlite"
    demanded = _SQLITE if on_sqlite else _POSTGRESQL
    if on_sqlite and of_before:
        demanded = demanded | _SQLITE_OF_BEFORE
    rows = conn.execute(text(_ASK_SQLITE if on_sqlite else _ASK_POSTGRESQL))
    found = {row.name: " ".join(str(row.says).lower().split()) for row in rows}
    missing = [name for name, says in demanded.items() if found.get(name) != says]
    if missing:
        laid = "all that refuse a change; `doan upgrade --lay-guards` lays them anew"
        return Difference(WHOLE, f"triggers {', '.join(missing)}", "missing or changed", laid)
    strange = sorted(found.keys() - demanded.keys())
    if strange:
        return Difference(WHOLE, f"triggers {', '.join(strange)}", "triggers", "none but Doan's")
    return None
