"""Which event tells whom what: the one table of Doan's messages.

`docs/messages.md` is printed from it. Every kind of journal entry stands here or in `TOLD_NOBODY`,
with the reason; a test holds this to the list of kinds.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from config.regulation.codes import Act, Stage
from models import entries as e
from models.acts import Chosen, Effect, effect_of
from models.case import Case, Step


class Recipient(StrEnum):
    """Who is told, as the case stands at the event."""

    HOLDERS = "holders"
    OFFICER = "officer"
    UNIT_HEAD = "unit_head"
    ACTOR = "actor"
    FOCAL_OFFICE = "focal_office"
    ADMINISTRATOR = "administrator"
    COORDINATOR = "coordinator"
    TOLD_OF_GUESTS = "told_of_guests"
    RECEIVING = "receiving"
    CALLED = "called"
    OWNER = "owner"
    NAMED = "named"
    CAME = "came"
    LEFT = "left"


Condition = Callable[[Step], bool]


@dataclass(frozen=True)
class Notice:
    """A message: the kind of entry it follows, whom it goes to, and on which steps only.

    `key` names its folder of templates. `asks` says that it carries the link to its step, `shows` that
    it carries the link to its case: all it goes to have a part in that.
    """

    key: str
    on: type[e.Payload]
    to: tuple[Recipient, ...]
    only: Condition | None = None
    asks: bool = False
    shows: bool = False


def _asks(key: str, act: Act, only: Condition | None = None) -> Notice:
    """Return the notice that asks the holders of a newly opened step to act."""

    def opened_so(step: Step) -> bool:
        return step.act is act and (only is None or only(step))

    return Notice(key, e.StepOpened, (Recipient.HOLDERS,), opened_so, asks=True)


def _answered(
    key: str, act: Act, to: tuple[Recipient, ...], *choices: Chosen, shows: bool = False
) -> Notice:
    """Return the notice that tells others of an answer to an act."""

    def answered_so(step: Step) -> bool:
        return step.act is act and step.choice in choices

    return Notice(key, e.StepDecided, to, answered_so, shows=shows)


def _at(*stages: Stage) -> Condition:
    return lambda step: step.stage in stages


def _is_news_to_the_unit(step: Step) -> bool:
    """Tell whether the unit is told of an outcome: of its approval all, of a reception the unusual."""
    if step.choice is None or effect_of(step.act, step.choice) is not Effect.GOES_ON:
        return False
    if step.stage is Stage.AGREEMENTS:
        return False
    unusual = step.choice in (Chosen.DO_WITHOUT, Chosen.KEEP_BOTH)
    return step.act in _OF_THE_APPROVAL or (step.stage is Stage.RECEPTION and unusual)


_OF_THE_APPROVAL = frozenset(
    (Act.SIGN, Act.APPRAISE, Act.CLASSIFY, Act.CONSULT, Act.DECIDE, Act.RECORD, Act.ISSUE)
)
_UNIT_AND_OFFICE = (Recipient.OFFICER, Recipient.FOCAL_OFFICE)

NOTICES: tuple[Notice, ...] = (
    Notice("case_received", e.CaseSubmitted, (Recipient.OFFICER,), shows=True),
    Notice("dossier_revised", e.DossierRevised, (Recipient.OFFICER,), shows=True),
    _asks("to_acknowledge", Act.ACKNOWLEDGE),
    _asks("to_sign", Act.SIGN),
    _asks("to_appraise", Act.APPRAISE),
    _asks("to_classify", Act.CLASSIFY),
    _asks("to_consult", Act.CONSULT, lambda step: step.stage is not Stage.AGREEMENTS),
    _asks("to_decide", Act.DECIDE, lambda step: not step.collective),
    _asks("to_vote", Act.DECIDE, lambda step: step.collective),
    _asks("to_record", Act.RECORD),
    _asks("to_issue", Act.ISSUE),
    _asks("to_revise", Act.REVISE),
    _asks("to_answer", Act.ANSWER),
    Notice("question_answered", e.ClockRestarted, (Recipient.HOLDERS,), asks=True),
    _asks("to_meet", Act.MEET),
    _asks("to_prepare", Act.PREPARE),
    _asks("to_confirm_departure", Act.CONFIRM, _at(Stage.DEPARTURE)),
    _asks("to_confirm_return", Act.CONFIRM, _at(Stage.RETURN_HOME)),
    _asks("to_file_scheme", Act.FILE, _at(Stage.HOSTING)),
    _asks("to_arrange", Act.ARRANGE),
    _asks("to_reassign", Act.REASSIGN),
    _asks("to_resolve", Act.RESOLVE),
    _asks("to_oversee", Act.OVERSEE),
    _asks("to_deliver", Act.DELIVER),
    _asks("to_notify", Act.NOTIFY),
    _asks("to_confirm_arrival", Act.CONFIRM, _at(Stage.ARRIVAL)),
    _asks("to_confirm_send_off", Act.CONFIRM, _at(Stage.SEND_OFF)),
    _asks("to_file", Act.FILE, _at(Stage.REPORT)),
    _asks("to_accept", Act.ACCEPT),
    _asks("to_hand_back", Act.HAND_BACK),
    _asks("to_settle", Act.SETTLE),
    _asks("to_fulfil", Act.FULFIL),
    _asks("to_consult_on_agreement", Act.CONSULT, _at(Stage.AGREEMENTS)),
    _asks("to_conclude", Act.CONCLUDE),
    _asks("to_report_signing", Act.FILE, _at(Stage.AGREEMENTS)),
    Notice("to_substitute", e.SubstituteCame, (Recipient.NAMED,), asks=True),
    Notice("step_given", e.StepReassigned, (Recipient.NAMED,), asks=True),
    Notice("to_take_over", e.HoldersChanged, (Recipient.CAME,), asks=True),
    Notice("no_longer_asked", e.HoldersChanged, (Recipient.LEFT,)),
    Notice("receipt", e.StepDecided, (Recipient.ACTOR,), lambda step: step.act is not Act.REVISE),
    Notice("receipt_of_vote", e.VoteCast, (Recipient.ACTOR,)),
    Notice("progress", e.StepDecided, (Recipient.OFFICER,), _is_news_to_the_unit, shows=True),
    Notice(
        "report_accepted",
        e.StepDecided,
        (Recipient.OFFICER,),
        lambda s: s.choice == Chosen.ACCEPT,
        shows=True,
    ),
    _answered(
        "reception_confirmed",
        Act.OVERSEE,
        (Recipient.HOLDERS, Recipient.OFFICER),
        Chosen.ALL_CONFIRMED,
        shows=True,
    ),
    _answered("clash_resolved", Act.RESOLVE, (Recipient.HOLDERS,), Chosen.RESOLVED),
    _answered(
        "fell_through",
        Act.DELIVER,
        (Recipient.COORDINATOR, Recipient.OFFICER),
        Chosen.FELL_THROUGH,
        shows=True,
    ),
    _answered("visit_noticed", Act.NOTIFY, (Recipient.TOLD_OF_GUESTS,), Chosen.NOTICED),
    _answered(
        "commitment_closed",
        Act.FULFIL,
        _UNIT_AND_OFFICE,
        Chosen.FULFILLED,
        Chosen.DROPPED,
        shows=True,
    ),
    _answered(
        "agreement_concluded",
        Act.CONCLUDE,
        _UNIT_AND_OFFICE,
        Chosen.SIGNED,
        Chosen.NOT_SIGNED,
        shows=True,
    ),
    Notice(
        "decision_taken_back", e.DecisionTakenBack, (Recipient.ACTOR, Recipient.OFFICER), shows=True
    ),
    Notice("vote_taken_back", e.VoteTakenBack, (Recipient.ACTOR,)),
    Notice("silence_recorded", e.StepSilent, (Recipient.HOLDERS, Recipient.OFFICER), shows=True),
    Notice("reminder", e.StepReminded, (Recipient.HOLDERS,), asks=True),
    Notice("overdue", e.StepOverdue, (Recipient.HOLDERS,), asks=True),
    Notice("overdue_told_office", e.StepOverdue, (Recipient.FOCAL_OFFICE,), shows=True),
    Notice("due_moved", e.StepDueMoved, (Recipient.HOLDERS,), asks=True),
    Notice("step_withdrawn", e.StepVoided, (Recipient.HOLDERS,)),
    Notice(
        "programme_revised",
        e.ProgrammeRevised,
        (Recipient.OFFICER, Recipient.COORDINATOR, Recipient.RECEIVING),
        shows=True,
    ),
    Notice("invitation", e.ParticipantsCalled, (Recipient.CALLED,)),
    Notice("commitment_made", e.CommitmentMade, (Recipient.OWNER,)),
    Notice(
        "case_approved",
        e.CaseApproved,
        (Recipient.OFFICER, Recipient.UNIT_HEAD, Recipient.FOCAL_OFFICE),
        shows=True,
    ),
    Notice("case_taken_over", e.CaseTakenOver, (Recipient.NAMED, Recipient.UNIT_HEAD), shows=True),
    Notice(
        "case_reopened",
        e.CaseReopened,
        (Recipient.OFFICER, Recipient.UNIT_HEAD, Recipient.FOCAL_OFFICE),
        shows=True,
    ),
    Notice(
        "case_withdrawn",
        e.CaseWithdrawn,
        (Recipient.OFFICER, Recipient.UNIT_HEAD, Recipient.FOCAL_OFFICE),
        shows=True,
    ),
    Notice("amendment_proposed", e.AmendmentProposed, (Recipient.OFFICER,), shows=True),
    Notice(
        "amendment_in_force",
        e.AmendmentInForce,
        (
            Recipient.OFFICER,
            Recipient.UNIT_HEAD,
            Recipient.FOCAL_OFFICE,
            Recipient.COORDINATOR,
            Recipient.RECEIVING,
        ),
        shows=True,
    ),
    Notice(
        "amendment_refused",
        e.AmendmentRefused,
        (Recipient.OFFICER, Recipient.UNIT_HEAD),
        shows=True,
    ),
    Notice("case_rejected", e.CaseRejected, (Recipient.OFFICER, Recipient.UNIT_HEAD), shows=True),
    Notice(
        "case_archived", e.CaseArchived, (Recipient.OFFICER, Recipient.FOCAL_OFFICE), shows=True
    ),
    Notice("walk_failed", e.WalkFailed, (Recipient.ADMINISTRATOR,)),
    Notice("walk_recovered", e.WalkRecovered, (Recipient.ADMINISTRATOR,)),
    Notice("run_cancelled", e.RunCancelled, (Recipient.FOCAL_OFFICE, Recipient.ADMINISTRATOR)),
    Notice("message_failed", e.MessageFailed, (Recipient.FOCAL_OFFICE, Recipient.ADMINISTRATOR)),
    Notice("message_unrendered", e.MessageUnrendered, (Recipient.ADMINISTRATOR,)),
)

TOLD_NOBODY: dict[type[e.Payload], str] = {
    e.GuestsClassified: "it follows from the request itself, or from a decision the unit is told of",
    e.ConditionSet: "the approval names it, and a step of its own asks the unit to meet it",
    e.QuestionAsked: "the step that asks for the answer has its own message",
    e.RemarkMade: "the return it belongs to carries it to the unit",
    e.CaseCancelled: "the amendment that calls it off has been told to all who have a part in it",
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
