"""What each act is: its answers, what an answer does and brings, and whether it judges the request."""

from dataclasses import dataclass
from enum import StrEnum

from config.regulation.codes import Act, GuestClass


class Chosen(StrEnum):
    """An answer to an act or a vote, or another outcome of a step.

    Stored in the journal: the values never change.
    """

    SIGN = "sign"
    RETURN = "return"
    FORWARD = "forward"
    SUPPLEMENT = "supplement"
    AGREE = "agree"
    AGREE_WITH_COMMENTS = "agree_with_comments"
    OBJECT = "object"
    APPROVE = "approve"
    APPROVE_WITH_CONDITIONS = "approve_with_conditions"
    APPROVE_SOME = "approve_some"
    REJECT = "reject"
    APPROVED_OUTSIDE = "approved_outside"
    REFUSED_OUTSIDE = "refused_outside"
    ISSUE = "issue"
    DONE = "done"
    NOT_NEEDED = "not_needed"
    CONFIRM = "confirm"
    FILE = "file"
    ACCEPT = "accept"
    FILE_AGAIN = "file_again"
    HANDED_BACK = "handed_back"
    KEPT_WITH_REASON = "kept_with_reason"
    SETTLE = "settle"
    NOTED = "noted"
    CLASS_SPECIAL = "class_special"
    CLASS_A = "class_a"
    CLASS_B = "class_b"
    CLASS_C = "class_c"
    CLASS_OTHER = "class_other"
    TAKE_ON = "take_on"
    DECLINE = "decline"
    FELL_THROUGH = "fell_through"
    DO_WITHOUT = "do_without"
    GIVE_TO = "give_to"
    ASK_AGAIN = "ask_again"
    KEEP_BOTH = "keep_both"
    NOTICED = "noticed"
    VISIT_DROPPED = "visit_dropped"
    FULFILLED = "fulfilled"
    DROPPED = "dropped"
    SIGNED = "signed"
    NOT_SIGNED = "not_signed"
    MET = "met"
    ANSWERED = "answered"
    VOTE_FOR = "vote_for"
    VOTE_AGAINST = "vote_against"
    ABSTAIN = "abstain"
    RESUBMITTED = "resubmitted"
    # What Doan itself records of a step that has nothing left to ask.
    ALL_CONFIRMED = "all_confirmed"
    RESOLVED = "resolved"
    # A decider who does not allow the head of the delegation sends it back to the unit.
    HEAD_REFUSED = "head_refused"


class Effect(StrEnum):
    """What an answer does to the case."""

    GOES_ON = "goes_on"
    TO_UNIT = "to_unit"
    ENDS_CASE = "ends_case"
    AGAIN = "again"


class Needs(StrEnum):
    """What an answer must bring.

    Words; a paper with number, date and file; the day it happened; the seat something is given to; the
    conditions that are set; the members who may not go; what was spent of each sum of the estimate.
    """

    REMARKS = "remarks"
    PAPER = "paper"
    DAY = "day"
    SEAT = "seat"
    CONDITIONS = "conditions"
    MEMBERS = "members"
    SUMS = "sums"


@dataclass(frozen=True)
class Choice:
    """One answer to an act: what it must bring, and what it may bring beside."""

    key: Chosen
    effect: Effect = Effect.GOES_ON
    needs: frozenset[Needs] = frozenset()
    may: frozenset[Needs] = frozenset()

    def brings(self, what: Needs) -> bool:
        """Tell whether this may come with it."""
        return what in self.needs or what in self.may


@dataclass(frozen=True)
class Declared:
    """What there is to know of an act: its answers, and whether they judge the request.

    Signing for the unit, recording a paper or filing a report is no judgement on the request.
    """

    choices: tuple[Choice, ...]
    judges: bool


def _choice(key: Chosen, *needs: Needs, effect: Effect = Effect.GOES_ON) -> Choice:
    return Choice(key, effect, frozenset(needs))


def _judging(*choices: Choice) -> Declared:
    return Declared(choices, judges=True)


def _doing(*choices: Choice) -> Declared:
    return Declared(choices, judges=False)


_RETURN = _choice(Chosen.RETURN, Needs.REMARKS, effect=Effect.TO_UNIT)
_REJECT = _choice(Chosen.REJECT, Needs.REMARKS, effect=Effect.ENDS_CASE)

ACTS: dict[Act, Declared] = {
    Act.SIGN: _doing(_choice(Chosen.SIGN), _RETURN),
    # Missing papers are asked for once and completely; a faulty content is returned with remarks.
    Act.APPRAISE: _judging(
        _choice(Chosen.FORWARD),
        _choice(Chosen.SUPPLEMENT, Needs.REMARKS, effect=Effect.TO_UNIT),
        _RETURN,
    ),
    Act.CONSULT: _judging(
        _choice(Chosen.AGREE),
        _choice(Chosen.AGREE_WITH_COMMENTS, Needs.REMARKS),
        _choice(Chosen.OBJECT, Needs.REMARKS),
    ),
    Act.DECIDE: _judging(
        _choice(Chosen.APPROVE),
        _choice(Chosen.APPROVE_WITH_CONDITIONS, Needs.CONDITIONS),
        Choice(
            Chosen.APPROVE_SOME,
            needs=frozenset({Needs.MEMBERS, Needs.REMARKS}),
            may=frozenset({Needs.CONDITIONS}),
        ),
        _RETURN,
        _REJECT,
    ),
    Act.RECORD: _doing(
        _choice(Chosen.APPROVED_OUTSIDE, Needs.PAPER),
        _choice(Chosen.REFUSED_OUTSIDE, Needs.PAPER, Needs.REMARKS, effect=Effect.ENDS_CASE),
    ),
    Act.ISSUE: _doing(_choice(Chosen.ISSUE, Needs.PAPER)),
    Act.REVISE: _doing(),
    Act.PREPARE: _doing(_choice(Chosen.DONE), _choice(Chosen.NOT_NEEDED, Needs.REMARKS)),
    Act.CONFIRM: _doing(_choice(Chosen.CONFIRM, Needs.DAY)),
    Act.FILE: _doing(_choice(Chosen.FILE, Needs.PAPER)),
    Act.ACCEPT: _doing(
        _choice(Chosen.ACCEPT), _choice(Chosen.FILE_AGAIN, Needs.REMARKS, effect=Effect.AGAIN)
    ),
    Act.HAND_BACK: _doing(
        _choice(Chosen.HANDED_BACK, Needs.DAY), _choice(Chosen.KEPT_WITH_REASON, Needs.REMARKS)
    ),
    Act.SETTLE: _doing(_choice(Chosen.SETTLE, Needs.PAPER, Needs.SUMS)),
    Act.ACKNOWLEDGE: _doing(_choice(Chosen.NOTED)),
    # The circular names no class for the rank of their head, so whoever fixes one says why.
    Act.CLASSIFY: _judging(
        *(_choice(Chosen(f"class_{guest_class}"), Needs.REMARKS) for guest_class in GuestClass)
    ),
    Act.ARRANGE: _doing(
        _choice(Chosen.TAKE_ON),
        _choice(Chosen.DONE),
        _choice(Chosen.DECLINE, Needs.REMARKS, effect=Effect.AGAIN),
    ),
    Act.DELIVER: _doing(_choice(Chosen.DONE), _choice(Chosen.FELL_THROUGH, Needs.REMARKS)),
    Act.OVERSEE: _doing(_choice(Chosen.DO_WITHOUT, Needs.REMARKS)),
    Act.REASSIGN: _doing(
        _choice(Chosen.GIVE_TO, Needs.SEAT),
        _choice(Chosen.ASK_AGAIN, Needs.REMARKS),
        _choice(Chosen.DO_WITHOUT, Needs.REMARKS),
    ),
    Act.RESOLVE: _doing(_choice(Chosen.KEEP_BOTH, Needs.REMARKS)),
    Act.NOTIFY: _doing(_choice(Chosen.NOTICED), _choice(Chosen.VISIT_DROPPED, Needs.REMARKS)),
    Act.FULFIL: _doing(_choice(Chosen.FULFILLED), _choice(Chosen.DROPPED, Needs.REMARKS)),
    Act.CONCLUDE: _doing(
        _choice(Chosen.SIGNED, Needs.PAPER),
        _choice(Chosen.NOT_SIGNED, Needs.REMARKS),
    ),
    # What a task came to is told in words, or by a paper that shows it.
    Act.CARRY_OUT: _doing(
        _choice(Chosen.DONE, Needs.REMARKS),
        _choice(Chosen.FILE, Needs.PAPER),
        _choice(Chosen.DROPPED, Needs.REMARKS),
    ),
    Act.MEET: _doing(_choice(Chosen.MET, Needs.REMARKS)),
    Act.ANSWER: _doing(_choice(Chosen.ANSWERED, Needs.REMARKS)),
}

CHOICES = {act: declared.choices for act, declared in ACTS.items()}

# Members of a collective body vote; the body's outcome is then one of the choices of `decide`.
VOTES: tuple[Choice, ...] = (
    _choice(Chosen.VOTE_FOR),
    _choice(Chosen.VOTE_AGAINST, Needs.REMARKS),
    _choice(Chosen.ABSTAIN),
)


def choice_of(act: Act, key: str, *, collective: bool = False) -> Choice | None:
    """Return the choice `key` of an act; None when the act knows no such answer."""
    offered = VOTES if collective else CHOICES[act]
    return next((choice for choice in offered if choice.key == key), None)


def effect_of(act: Act, key: str) -> Effect:
    """Return what the recorded outcome `key` of an act does to the case."""
    if key == Chosen.HEAD_REFUSED:
        return Effect.TO_UNIT
    found = choice_of(act, key)
    return found.effect if found else Effect.GOES_ON
