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
from models.case import Step
from models.competence.by_reply import BY_REPLY
from models.ids import is_of_delegation
from models.programme.calendar import PartStat


class Recipient(StrEnum):
    """Who is told, as the case stands at the event; the words are those of `docs/messages.md`."""

    HOLDERS = "holders of the step"
    OFFICER = "officer of the unit"
    OFFICER_BESIDE = "officer of the unit, unless asked themselves"
    UNIT_HEAD = "head of the unit"
    ACTOR = "who acted"
    FOCAL_OFFICE = "focal office"
    ADMINISTRATOR = "administrator"
    COORDINATOR = "coordinator of receptions"
    TOLD_OF_GUESTS = "who is told of guests"
    RECEIVING = "units that have an assignment"
    CALLED = "who takes part"
    INVITED = "who is called to an item and told by nothing else"
    OWNER = "who owes the commitment"
    KEEPERS = "who keeps the papers of the body"
    NAMED = "the person it names"
    RECORDED_FOR = "whose answer a clerk recorded"
    CLERK = "the clerk who recorded it"
    GOING_BY_IT = "who decides with it before them"
    CAME = "who may take it from now on"
    LEFT = "who may no longer take it"
    STAND_INS = "who else may take it"
    HEAD = "head of the body that is asked, unless asked themselves"


OnlyIf = Callable[[Step], bool]


@dataclass(frozen=True)
class Notice:
    """A message: the kind of entry it follows, whom it goes to, and on which steps only.

    `key` names its folder of templates, `says` the entries of its kind that it follows. `asks` says that
    it carries the link to its step, `shows` that it carries the link to its case: all it goes to have a
    part in that.
    """

    key: str
    on: type[e.Payload]
    to: tuple[Recipient, ...]
    only: OnlyIf | None = None
    asks: bool = False
    shows: bool = False
    says: Callable[[e.Payload], bool] | None = None


def _shows(key: str, on: type[e.Payload], *to: Recipient) -> Notice:
    """Return the notice that tells those of an event who have a part in its case."""
    return Notice(key, on, to, shows=True)


def _asks(key: str, on: type[e.Payload], to: Recipient = Recipient.HOLDERS) -> Notice:
    """Return the notice that asks somebody, after an event of a step, to take it."""
    return Notice(key, on, (to,), asks=True)


def _opened(key: str, act: Act, only: OnlyIf | None = None) -> Notice:
    """Return the notice that asks the holders of a newly opened step to act."""

    def opened_so(step: Step) -> bool:
        return step.act is act and (only is None or only(step))

    return Notice(key, e.StepOpened, (Recipient.HOLDERS,), opened_so, asks=True)


def _answered(
    key: str,
    act: Act,
    choices: tuple[Chosen, ...],
    *to: Recipient,
    shows: bool = True,
    only: OnlyIf | None = None,
) -> Notice:
    """Return the notice that tells others of an answer to an act."""

    def answered_so(step: Step) -> bool:
        return step.act is act and step.choice in choices and (only is None or only(step))

    return Notice(key, e.StepDecided, to, answered_so, shows=shows)


def _at(*stages: Stage) -> OnlyIf:
    return lambda step: step.stage in stages


def _is_news_to_the_unit(step: Step) -> bool:
    """Tell whether the unit is told of an outcome: of its approval all, of a reception the unusual."""
    if step.choice is None or effect_of(step.act, step.choice) is not Effect.GOES_ON:
        return False
    if step.stage is Stage.AGREEMENTS:
        return False
    unusual = step.choice in (Chosen.DO_WITHOUT, Chosen.KEEP_BOTH)
    return step.act in _OF_THE_APPROVAL or (step.stage is Stage.RECEPTION and unusual)


def _declines(payload: e.Payload) -> bool:
    return isinstance(payload, e.InvitationAnswered) and payload.reply is PartStat.DECLINED


def _came_by_reply(payload: e.Payload) -> bool:
    return isinstance(payload, e.StepDecided) and payload.identity == BY_REPLY


def _is_in_time(payload: e.Payload) -> bool:
    return isinstance(payload, e.StepReminded) and not payload.overdue


def _is_overdue(payload: e.Payload) -> bool:
    return isinstance(payload, e.StepReminded) and payload.overdue > 0


def _is_escalated(payload: e.Payload) -> bool:
    return isinstance(payload, e.StepReminded) and payload.escalated


def _is_urgent(payload: e.Payload) -> bool:
    return isinstance(payload, e.AmendmentProposed) and payload.begins_at is not None


_OF_THE_APPROVAL = frozenset(
    (Act.SIGN, Act.APPRAISE, Act.CLASSIFY, Act.CONSULT, Act.DECIDE, Act.RECORD, Act.ISSUE)
)
_UNIT = (Recipient.OFFICER, Recipient.UNIT_HEAD)
_UNIT_AND_OFFICE = (Recipient.OFFICER, Recipient.FOCAL_OFFICE)
_ALL_OF_A_CASE = (*_UNIT, Recipient.FOCAL_OFFICE)
_ALL_OF_A_RECEPTION = (Recipient.COORDINATOR, Recipient.RECEIVING)
_HOLDERS_AND_OFFICER = (Recipient.HOLDERS, Recipient.OFFICER)
_COORDINATOR_AND_OFFICER = (Recipient.COORDINATOR, Recipient.OFFICER)
AMENDMENT_TOLD = (*_ALL_OF_A_CASE, *_ALL_OF_A_RECEPTION)
_WHO_SEES_TO_IT = (Recipient.FOCAL_OFFICE, Recipient.ADMINISTRATOR)

NOTICES: tuple[Notice, ...] = (
    _shows("case_received", e.CaseSubmitted, Recipient.OFFICER),
    _shows("dossier_revised", e.DossierRevised, Recipient.OFFICER),
    _opened("to_acknowledge", Act.ACKNOWLEDGE),
    _opened("to_sign", Act.SIGN),
    _opened("to_appraise", Act.APPRAISE),
    _opened("to_classify", Act.CLASSIFY),
    _opened("to_consult", Act.CONSULT, lambda step: step.stage is not Stage.AGREEMENTS),
    _opened("to_decide", Act.DECIDE, lambda step: not step.collective),
    _opened("to_vote", Act.DECIDE, lambda step: step.collective),
    _opened("to_record", Act.RECORD),
    _opened("to_ask_above", Act.ISSUE, _at(Stage.ASKING)),
    _opened("to_issue", Act.ISSUE, lambda step: step.stage is not Stage.ASKING),
    _opened("to_revise", Act.REVISE),
    _opened("to_answer", Act.ANSWER),
    _asks("question_answered", e.ClockRestarted),
    _opened("to_meet", Act.MEET),
    _opened("to_prepare", Act.PREPARE),
    _opened("to_confirm_departure", Act.CONFIRM, _at(Stage.DEPARTURE)),
    _opened("to_confirm_return", Act.CONFIRM, _at(Stage.RETURN_HOME)),
    _opened("to_file_scheme", Act.FILE, _at(Stage.HOSTING)),
    _opened("to_arrange", Act.ARRANGE),
    _opened("to_reassign", Act.REASSIGN),
    _opened("to_resolve", Act.RESOLVE),
    _opened("to_oversee", Act.OVERSEE),
    _opened("to_deliver", Act.DELIVER),
    _opened("to_notify", Act.NOTIFY),
    _opened("to_confirm_arrival", Act.CONFIRM, _at(Stage.ARRIVAL)),
    _opened("to_confirm_send_off", Act.CONFIRM, _at(Stage.SEND_OFF)),
    _opened("to_file", Act.FILE, _at(Stage.REPORT)),
    Notice(
        "report_owed_by_head",
        e.StepOpened,
        (Recipient.OFFICER_BESIDE,),
        lambda step: step.act is Act.FILE and is_of_delegation(step.seat),
        shows=True,
    ),
    _opened("to_accept", Act.ACCEPT, _at(Stage.REPORT)),
    _opened("to_hand_back", Act.HAND_BACK),
    _opened("to_settle", Act.SETTLE),
    _opened("to_check_accounts", Act.ACCEPT, _at(Stage.ACCOUNTS)),
    _opened("to_fulfil", Act.FULFIL),
    _opened("to_carry_out", Act.CARRY_OUT),
    _opened("to_consult_on_agreement", Act.CONSULT, _at(Stage.AGREEMENTS)),
    _opened("to_conclude", Act.CONCLUDE),
    _opened("to_report_signing", Act.FILE, _at(Stage.AGREEMENTS)),
    _asks("to_substitute", e.SubstituteCame, Recipient.NAMED),
    _asks("step_given", e.StepReassigned, Recipient.NAMED),
    _asks("to_take_over", e.HoldersChanged, Recipient.CAME),
    Notice("no_longer_asked", e.HoldersChanged, (Recipient.LEFT,)),
    Notice(
        "receipt",
        e.StepDecided,
        (Recipient.ACTOR,),
        lambda step: step.act is not Act.REVISE,
        says=lambda payload: not _came_by_reply(payload),
    ),
    Notice("reply_taken", e.StepDecided, (Recipient.ACTOR,), says=_came_by_reply),
    Notice("receipt_of_vote", e.VoteCast, (Recipient.ACTOR,)),
    _asks("recorded_for_you", e.StepDecided, Recipient.RECORDED_FOR),
    _asks("vote_recorded_for_you", e.VoteCast, Recipient.RECORDED_FOR),
    Notice("progress", e.StepDecided, (Recipient.OFFICER,), _is_news_to_the_unit, shows=True),
    _answered(
        "report_accepted", Act.ACCEPT, (Chosen.ACCEPT,), Recipient.OFFICER, only=_at(Stage.REPORT)
    ),
    _answered(
        "accounts_checked",
        Act.ACCEPT,
        (Chosen.ACCEPT,),
        Recipient.OFFICER,
        only=_at(Stage.ACCOUNTS),
    ),
    _answered("reception_confirmed", Act.OVERSEE, (Chosen.ALL_CONFIRMED,), *_HOLDERS_AND_OFFICER),
    _answered("clash_resolved", Act.RESOLVE, (Chosen.RESOLVED,), Recipient.HOLDERS, shows=False),
    _answered("fell_through", Act.DELIVER, (Chosen.FELL_THROUGH,), *_COORDINATOR_AND_OFFICER),
    _answered(
        "visit_noticed", Act.NOTIFY, (Chosen.NOTICED,), Recipient.TOLD_OF_GUESTS, shows=False
    ),
    _answered(
        "commitment_closed", Act.FULFIL, (Chosen.FULFILLED, Chosen.DROPPED), *_UNIT_AND_OFFICE
    ),
    _answered(
        "agreement_concluded", Act.CONCLUDE, (Chosen.SIGNED, Chosen.NOT_SIGNED), *_UNIT_AND_OFFICE
    ),
    _shows("decision_taken_back", e.DecisionTakenBack, Recipient.ACTOR, Recipient.OFFICER),
    Notice("vote_taken_back", e.VoteTakenBack, (Recipient.ACTOR,)),
    _shows("recording_disputed", e.RecordingDisputed, Recipient.CLERK, *_UNIT_AND_OFFICE),
    _shows("dispute_noted", e.DisputeNoted, Recipient.CLERK, Recipient.FOCAL_OFFICE),
    _shows("silence_recorded", e.StepSilent, Recipient.OFFICER),
    _asks("silence_of_yours", e.StepSilent),
    _shows("opinion_came_late", e.OpinionLate, Recipient.GOING_BY_IT, Recipient.OFFICER),
    Notice("receipt_of_late", e.OpinionLate, (Recipient.ACTOR,)),
    _asks("late_recorded_for_you", e.OpinionLate, Recipient.RECORDED_FOR),
    Notice("reminder", e.StepReminded, (Recipient.HOLDERS,), asks=True, says=_is_in_time),
    Notice("overdue_again", e.StepReminded, (Recipient.HOLDERS,), asks=True, says=_is_overdue),
    Notice("overdue_told_head", e.StepReminded, (Recipient.HEAD,), says=_is_escalated),
    Notice(
        "overdue_goes_on", e.StepReminded, (Recipient.FOCAL_OFFICE,), shows=True, says=_is_escalated
    ),
    _asks("overdue", e.StepOverdue),
    _shows("overdue_told_office", e.StepOverdue, Recipient.FOCAL_OFFICE),
    _shows("open_at_start", e.OpenAtStart, *_ALL_OF_A_CASE),
    _shows("vote_unreachable", e.VoteUnreachable, Recipient.FOCAL_OFFICE, Recipient.KEEPERS),
    _shows("signers_away", e.SignersAway, Recipient.FOCAL_OFFICE),
    _asks("due_moved", e.StepDueMoved),
    Notice("step_withdrawn", e.StepVoided, (Recipient.HOLDERS,)),
    _shows("programme_revised", e.ProgrammeRevised, Recipient.OFFICER, *_ALL_OF_A_RECEPTION),
    Notice("invitation", e.ParticipantsCalled, (Recipient.CALLED,)),
    Notice(
        "invitation_declined",
        e.InvitationAnswered,
        (Recipient.COORDINATOR, *_UNIT_AND_OFFICE),
        shows=True,
        says=_declines,
    ),
    Notice("commitment_made", e.CommitmentMade, (Recipient.OWNER,)),
    _shows("case_approved", e.CaseApproved, *_ALL_OF_A_CASE),
    _shows("case_taken_over", e.CaseTakenOver, Recipient.NAMED, Recipient.UNIT_HEAD),
    _shows("case_reopened", e.CaseReopened, *_ALL_OF_A_CASE),
    _shows("case_withdrawn", e.CaseWithdrawn, *_ALL_OF_A_CASE),
    _shows("amendment_proposed", e.AmendmentProposed, Recipient.OFFICER),
    Notice(
        "amendment_urgent",
        e.AmendmentProposed,
        (Recipient.FOCAL_OFFICE,),
        shows=True,
        says=_is_urgent,
    ),
    _shows("amendment_in_force", e.AmendmentInForce, *AMENDMENT_TOLD),
    Notice("visit_changed", e.AmendmentInForce, (Recipient.INVITED,)),
    _shows("amendment_refused", e.AmendmentRefused, *_UNIT),
    _shows("case_rejected", e.CaseRejected, *_UNIT),
    _shows("case_archived", e.CaseArchived, *_UNIT_AND_OFFICE),
    Notice("walk_failed", e.WalkFailed, (Recipient.ADMINISTRATOR,)),
    Notice("walk_recovered", e.WalkRecovered, (Recipient.ADMINISTRATOR,)),
    Notice("run_cancelled", e.RunCancelled, _WHO_SEES_TO_IT),
    Notice("message_failed", e.MessageFailed, _WHO_SEES_TO_IT),
    _asks("to_stand_in", e.MessageFailed, Recipient.STAND_INS),
    _shows("message_answered", e.MessageAnswered, Recipient.FOCAL_OFFICE),
    _shows("message_auto_answered", e.MessageAutoAnswered, Recipient.FOCAL_OFFICE),
    Notice("message_unrendered", e.MessageUnrendered, (Recipient.ADMINISTRATOR,)),
)

TOLD_NOBODY: dict[type[e.Payload], str] = {
    e.GuestsClassified: "it follows from the request itself, or from a decision the unit is told of",
    e.ConditionSet: "the approval names it, and a step of its own asks the unit to meet it",
    e.QuestionAsked: "the step that asks for the answer has its own message",
    e.SecretaryNoted: "the leader reads it on the page of the step it is meant for",
    e.RemarkMade: "the return it belongs to carries it to the unit",
    e.CaseCancelled: "the amendment that calls it off has been told to all who have a part in it",
    e.ContentErased: "nobody is told again of what is forgotten; the case's page says when it was",
    e.EvidenceBundled: "it changes nothing for anybody; the case's page says who did it",
    e.LegalHoldSet: "it changes nothing for anybody; the case's page says that it is held",
    e.LegalHoldLifted: "it changes nothing for anybody",
    e.RouteDrawn: "the first step's own message follows in the same transaction",
    e.RefusalNoted: "the person is told on the page, at once",
    e.WorkingDaysMoved: "whose step falls due on another day is told of that by a message of its own",
    e.RunRepaired: "the run is right again before anybody could act",
}


def notices_for(payload: e.Payload, step: Step | None) -> tuple[Notice, ...]:
    """Return the messages an entry calls for; `step` is its step, in the state it left it in."""
    return tuple(
        notice
        for notice in NOTICES
        if isinstance(payload, notice.on)
        and (notice.only is None or (step and notice.only(step)))
        and (notice.says is None or notice.says(payload))
    )
