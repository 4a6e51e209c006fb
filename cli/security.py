"""`doan security`: the security log, the newest first."""

from rich.table import Table

from cli.lacks import SetupLacks
from cli.setting_up import open_store, read_settings
from cli.told.document import answer
from config.words import words
from models.store.sign_in import security_log
from models.store.sign_in.security_log import SecurityEvent


def show_security_log(language: str, *, most: int, kind: str) -> None:
    """Print what happened last at the door: when, what, how often within its hour, whose.

    Raises `SetupLacks` for a kind there is not.
    """
    w = words(language)
    wanted = SecurityEvent(kind) if kind in set(SecurityEvent) else None
    if kind and wanted is None:
        raise SetupLacks("security_kind", kind=kind, kinds=", ".join(SecurityEvent))
    with open_store(read_settings()).reading() as conn:
        found = security_log.newest(conn, most=most, what=wanted)
    table = Table(box=None, pad_edge=False)
    for column in ("at", "what", "times", "person", "case"):
        table.add_column(w.text(f"cli.{column}"))
    for each in found:
        table.add_row(
            w.moment(each.last_at),
            w.label("security_event", each.what),
            str(each.times),
            each.person or "–",
            f"{each.case_no} / {each.step}" if each.step else each.case_no or "–",
        )
    answer({"events": found}, table if found else w.text("cli.nothing_logged"))
