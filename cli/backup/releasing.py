"""`doan quarantine end`: somebody says that this restored or copied Doan is the one."""

from cli.console import desk_here, for_the_house
from cli.told.document import answer
from config.words import words
from flows.acts.house.quarantine import end_quarantine


def release(reason: str, administrator: str, language: str) -> None:
    """End the quarantine, journal the reason, and say what goes on now. Raises `QuarantineRefused`."""
    desk, w = desk_here(), words(language)
    try:
        waiting = end_quarantine(desk, for_the_house(desk, administrator), reason)
    finally:
        desk.store.close()
    answer({"letters_waiting": waiting}, w.text("cli.quarantine_ended", waiting=waiting))
