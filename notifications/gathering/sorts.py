"""Of which sort each message about a case is: the one table of who learns of what when.

What asks goes at once, and so does what somebody has to see to though it asks for no step. What tells is
gathered into one letter of the working day, unless it is of today or tomorrow. A receipt says to whoever
acted what they know: it goes to those alone who want it. Mail that is duty nobody can switch off.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from notifications.telling.notices import NOTICES


class Sort(StrEnum):
    """What a message is to its reader."""

    ASKS = "asks"
    PRESSES = "presses"
    TELLS = "tells"
    RECEIPT = "receipt"


@dataclass(frozen=True)
class Sorted:
    """Of which sort a message is, and whether it is duty: nobody can switch it off."""

    sort: Sort
    duty: bool


# Somebody has to see to it, or has been asked for what is no longer so: it asks for no step, and waits
# for no digest.
_PRESSING = (
    *("recording_disputed", "dispute_noted", "decision_taken_back", "fell_through"),
    *("overdue_told_office", "overdue_told_head", "overdue_goes_on"),
    *("open_at_start", "vote_unreachable", "signers_away"),
    *("amendment_urgent", "amendment_refused", "case_rejected", "invitation"),
    *("walk_failed", "run_cancelled", "message_failed", "message_unrendered"),
    *("message_answered", "message_auto_answered", "opinion_came_late", "step_withdrawn"),
    # Whoever answered by mail sees nothing else that says it counts.
    "reply_taken",
)
# Whoever is not told of it can still do all that is theirs.
_BESIDE = (
    *("case_received", "dossier_revised", "progress", "silence_recorded"),
    *("report_owed_by_head", "report_accepted", "accounts_checked", "reception_confirmed"),
    *("commitment_closed", "amendment_proposed", "case_archived", "walk_recovered"),
)
# What comes after a delegation is of none of its days, however near they are.
_AFTERWARDS = frozenset(
    (
        *("report_owed_by_head", "report_accepted", "accounts_checked", "case_archived"),
        *("commitment_made", "commitment_closed", "agreement_concluded"),
    )
)
_RECEIPTS = ("receipt", "receipt_of_vote", "receipt_of_late", "vote_taken_back")


def _sorted(key: str, asks: bool) -> Sorted:
    if key in _RECEIPTS:
        return Sorted(Sort.RECEIPT, duty=False)
    if key in _BESIDE:
        return Sorted(Sort.TELLS, duty=False)
    if key in _PRESSING:
        return Sorted(Sort.PRESSES, duty=True)
    return Sorted(Sort.ASKS if asks else Sort.TELLS, duty=True)


SORTED: dict[str, Sorted] = {notice.key: _sorted(notice.key, notice.asks) for notice in NOTICES}


def sort_of(notice: str) -> Sort:
    """Return of which sort a message is; what is of no case always goes at once."""
    found = SORTED.get(notice)
    return found.sort if found else Sort.PRESSES


class SwitchedOff(StrEnum):
    """What a person can switch off. Stands in links: the names never change."""

    TELLS = "tells"
    RECEIPTS = "receipts"


def switches_off(notices: Iterable[str]) -> SwitchedOff | None:
    """Return what switches off a letter of some messages, or some of them; None for what is duty."""
    sorts = {sort_of(notice) for notice in notices if not is_duty(notice)}
    if not sorts:
        return None
    return SwitchedOff.RECEIPTS if sorts == {Sort.RECEIPT} else SwitchedOff.TELLS


def is_of_its_days(notice: str) -> bool:
    """Tell whether a message can bear on what a delegation does on its days."""
    return notice not in _AFTERWARDS


def is_duty(notice: str) -> bool:
    """Tell whether nobody can switch a message off."""
    found = SORTED.get(notice)
    return found is None or found.duty
