"""`doan quarantine end`: somebody says that this restored or copied Doan is the one."""

from cli.console import desk_here, the_account
from cli.screen import out
from config.words import words
from flows.acts.house.quarantine import end_quarantine


def release(reason: str, language: str) -> None:
    """End the quarantine, journal the reason, and say what goes on now. Raises `QuarantineRefused`."""
    desk, w = desk_here(), words(language)
    try:
        waiting = end_quarantine(desk, the_account(), reason)
    finally:
        desk.store.close()
    out.print(w.text("cli.quarantine_ended", waiting=waiting), markup=False, soft_wrap=True)
