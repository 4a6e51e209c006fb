"""Which event tells whom what: the one table of Doan's messages.

`docs/messages.md` is printed from it. Every kind of journal entry stands here or in `TOLD_NOBODY`,
with the reason; a test holds this to the list of kinds.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from config.regulation import Act, Stage
from models import entries as e
from models.acts import Effect, effect_of
from models.case import Case, Step


class Recipient(StrEnum):
    """Who is told, as the case stands at the event."""

    HOLDERS = "holders"
    OFFICER = "officer"
    UNIT_HEAD = "unit_head"
    ACTOR = "actor"
    FOCAL_OFFICE = "focal_office"
    ADMINISTRATOR = "administrator"


Condition = Callable[[Step], bool]


@dataclass(frozen=True)
class Notice:
    """A message: the kind of entry it follows, whom it goes to, and on which steps only.

    `key` names its folder of templates. `asks` says that it carries the link to its step.
    """

    key: str
    on: type[e.Payload]
    to: tuple[Recipient, ...]
    only: Condition | None = None
    asks: bool = False


def _asks(key: str, act: Act, only: Condition | None = None) -> Notice:
    """Return the notice that asks the holders of a newly opened step to act."""

    def opened_so(step: Step) -> bool:
        return step.act is act and (only is None or only(step))

    return Notice(key, e.StepOpened, (Recipient.HOLDERS,), opened_so, asks=True)


def _in_approval(step: Step) -> bool:
    return step.act in (Act.SIGN, Act.APPRAISE, Act.CONSULT, Act.DECIDE, Act.RECORD, Act.ISSUE)


def _goes_on(step: Step) -> bool:
    return step.choice is not None and effect_of(step.act, step.choice) is Effect.GOES_ON


NOTICES: tuple[Notice, ...] = (
    Notice("case_received", e.CaseSubmitted, (Recipient.OFFICER,)),
    Notice("dossier_revised", e.DossierRevised, (Recipient.OFFICER,)),
    _asks("to_sign", Act.SIGN),
    _asks("to_appraise", Act.APPRAISE),
    _asks("to_consult", Act.CONSULT),
    _asks("to_decide", Act.DECIDE, lambda step: not step.collective),
    _asks("to_vote", Act.DECIDE, lambda step: step.collective),
    _asks("to_record", Act.RECORD),
    _asks("to_issue", Act.ISSUE),
    _asks("to_revise", Act.REVISE),
    _asks("to_prepare", Act.PREPARE),
    _asks("to_confirm_departure", Act.CONFIRM, lambda step: step.stage is Stage.DEPARTURE),
    _asks("to_confirm_return", Act.CONFIRM, lambda step: step.stage is Stage.RETURN_HOME),
    _asks("to_file", Act.FILE),
    _asks("to_accept", Act.ACCEPT),
    _asks("to_hand_back", Act.HAND_BACK),
    _asks("to_settle", Act.SETTLE),
    Notice("receipt", e.StepDecided, (Recipient.ACTOR,), lambda step: step.act is not Act.REVISE),
    Notice("receipt_of_vote", e.VoteCast, (Recipient.ACTOR,)),
    Notice(
        "progress",
        e.StepDecided,
        (Recipient.OFFICER,),
        lambda step: _in_approval(step) and _goes_on(step),
    ),
    Notice("report_accepted", e.StepDecided, (Recipient.OFFICER,), lambda s: s.choice == "accept"),
    Notice("silence_recorded", e.StepSilent, (Recipient.HOLDERS, Recipient.OFFICER)),
    Notice("reminder", e.StepReminded, (Recipient.HOLDERS,), asks=True),
    Notice("overdue", e.StepOverdue, (Recipient.HOLDERS,), asks=True),
    Notice("overdue_told_office", e.StepOverdue, (Recipient.FOCAL_OFFICE,)),
    Notice("step_withdrawn", e.StepVoided, (Recipient.HOLDERS,)),
    Notice(
        "case_approved",
        e.CaseApproved,
        (Recipient.OFFICER, Recipient.UNIT_HEAD, Recipient.FOCAL_OFFICE),
    ),
    Notice("case_rejected", e.CaseRejected, (Recipient.OFFICER, Recipient.UNIT_HEAD)),
    Notice("case_archived", e.CaseArchived, (Recipient.OFFICER, Recipient.FOCAL_OFFICE)),
    Notice("walk_failed", e.WalkFailed, (Recipient.ADMINISTRATOR,)),
    Notice("walk_recovered", e.WalkRecovered, (Recipient.ADMINISTRATOR,)),
    Notice("run_cancelled", e.RunCancelled, (Recipient.FOCAL_OFFICE, Recipient.ADMINISTRATOR)),
    Notice("message_failed", e.MessageFailed, (Recipient.FOCAL_OFFICE, Recipient.ADMINISTRATOR)),
    Notice("message_unrendered", e.MessageUnrendered, (Recipient.ADMINISTRATOR,)),
)

TOLD_NOBODY: dict[type[e.Payload], str] = {
    e.RouteDrawn: "the first step's own message follows in the same transaction",
    e.DecisionRefused: "the person is told on the page, at once",
    e.RunRepaired: "the run is right again before anybody could act",
}


def notices_for(payload: e.Payload, case: Case) -> tuple[Notice, ...]:
    """Return the messages an entry calls for, in the state it left the case in."""
    number = getattr(payload, "step", None)
    step = case.step(number) if isinstance(number, int) else None
    return tuple(
        notice
        for notice in NOTICES
        if isinstance(payload, notice.on) and (notice.only is None or (step and notice.only(step)))
    )
