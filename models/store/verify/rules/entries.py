"""Every entry is held against what those before it tell: its form, its time, its author, its rule."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Row

from models.store.verify.ground import Ground
from models.store.verify.kept import Kept
from models.store.verify.reading import Unreadable, read_moment
from models.store.verify.rebuilt import Rebuilt
from models.store.verify.rules import clock, course, decisions, opening, outcomes, visits, votes
from models.store.verify.rules.acts import OVER
from models.store.verify.rules.shapes import has_its_form
from models.store.verify.rules.told import CaseTold, Said

Rule = Callable[[CaseTold, Said], None]

RULES: dict[str, Rule] = {
    "case_submitted": outcomes.case_submitted,
    "dossier_revised": outcomes.dossier_revised,
    "route_drawn": outcomes.route_drawn,
    "case_approved": outcomes.case_approved,
    "case_reopened": decisions.case_reopened,
    "case_rejected": outcomes.case_rejected,
    "case_withdrawn": outcomes.case_withdrawn,
    "case_cancelled": outcomes.case_cancelled,
    "case_archived": outcomes.case_archived,
    "case_taken_over": outcomes.case_taken_over,
    "amendment_proposed": outcomes.amendment_proposed,
    "amendment_in_force": outcomes.amendment_in_force,
    "amendment_refused": outcomes.amendment_refused,
    "step_opened": opening.step_opened,
    "vote_cast": votes.vote_cast,
    "vote_taken_back": votes.vote_taken_back,
    "step_decided": decisions.step_decided,
    "decision_taken_back": decisions.decision_taken_back,
    "recording_disputed": decisions.recording_disputed,
    "dispute_noted": decisions.dispute_noted,
    "condition_set": decisions.condition_set,
    "remark_made": decisions.remark_made,
    "commitment_made": decisions.commitment_made,
    "question_asked": decisions.question_asked,
    "secretary_noted": course.secretary_noted,
    "clock_restarted": decisions.clock_restarted,
    "step_silent": course.step_silent,
    "opinion_late": decisions.opinion_late,
    "step_overdue": course.step_overdue,
    "step_reminded": course.step_reminded,
    "open_at_start": course.open_at_start,
    "vote_unreachable": course.vote_unreachable,
    "signers_away": course.signers_away,
    "step_voided": course.step_voided,
    "step_due_moved": course.step_due_moved,
    "step_reassigned": course.step_reassigned,
    "substitute_came": course.substitute_came,
    "holders_changed": course.holders_changed,
    "guests_classified": visits.guests_classified,
    "programme_revised": visits.programme_revised,
    "participants_called": visits.participants_called,
    "invitation_answered": visits.invitation_answered,
    "working_days_moved": visits.working_days_moved,
    "walk_failed": visits.by_itself,
    "walk_recovered": visits.walk_recovered,
    "run_cancelled": visits.by_itself,
    "run_repaired": visits.by_itself,
    "content_erased": visits.erased,
    "evidence_bundled": visits.erased,
    "legal_hold_set": visits.erased,
    "legal_hold_lifted": visits.erased,
    "message_answered": visits.by_itself,
    "message_auto_answered": visits.by_itself,
    "message_failed": visits.by_itself,
    "message_unrendered": visits.by_itself,
    "decision_refused": visits.decision_refused,
}

# What may still be told of a case that is over: who tries something, who took note late, what became
# of its letters and of the walk that ended it, that it is forgotten.
AFTER_THE_END = frozenset(
    {
        "content_erased", "decision_refused", "dispute_noted", "evidence_bundled",
        "legal_hold_lifted", "legal_hold_set",
        "message_answered", "message_auto_answered", "message_failed", "message_unrendered",
        "step_decided", "step_reassigned",
        "substitute_came", "walk_failed", "walk_recovered",
    }
)  # fmt: skip


# What is followed by something at the same moment, whatever it says.
_FOLLOWED_BY = {"case_submitted": "route_drawn", "question_asked": "step_opened"}


class ByTheRules:
    """Holds each entry of a case against the rules, before it has its effect."""

    def __init__(self, case_no: str, ground: Ground, kept: Kept) -> None:
        self.told = CaseTold(case_no, ground, kept)
        # By kind, what its entries have told so far; and what the clock tells of an entry, if anything.
        self._fields: dict[str, set[str]] = {}
        self._clock = clock.Clock(ground)

    def __call__(self, row: Row[Any], said: Any, rebuilt: Rebuilt) -> None:
        """Raise `Broken` for an entry that breaks a rule, `Unreadable` for one that makes no sense."""
        told_before = self._fields.setdefault(row.kind, set())
        if not has_its_form(row.kind, said, told_before):
            raise Unreadable(row.body, f"what a {row.kind} tells")
        told_before.update(said)
        self._step_to(row, rebuilt)
        self._clock.reads(row)
        told = self.told
        if "dossier_digest" in said and said.get("version", 1):
            told.kept.is_sealed_as(said.get("version", 1), said["dossier_digest"])
        if row.seq == 1:
            told.demand(row.kind == "case_submitted", "column kind", row.kind, "case_submitted")
        elif told.status in OVER:
            told.demand(row.kind in AFTER_THE_END, "column kind", row.kind, f"none: {told.status}")
        if (entry := said.get("signed_in")) is not None:
            rests = told.ground.had_signed_in(entry, row.actor, read_moment(row.recorded_at))
            told.demand(rests, "signed_in", entry, "the sign-in of who acts, before it")
        told.owes.pop(row.kind, None)
        RULES[row.kind](told, said)
        told.at_once.append((row.kind, said))
        if row.kind in _FOLLOWED_BY:
            told.owe(_FOLLOWED_BY[row.kind])

    def _step_to(self, row: Row[Any], rebuilt: Rebuilt) -> None:
        told, at = self.told, read_moment(row.at)
        if at != told.at:
            told.demand_all_followed()
            told.at_once = []
        told.seq, told.kind, told.actor, told.at, told.rebuilt = (
            row.seq, row.kind, row.actor, at, rebuilt
        )  # fmt: skip
        if told.rulebook is None and row.seq > 1:
            told.rulebook = told.ground.rulebook(told.case["regulation_digest"])

    @property
    def untimely(self) -> Unreadable | None:
        """Return the first entry whose time cannot be."""
        return self._clock.broken
