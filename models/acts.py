"""What can be answered to each act, what an answer does, and what it must bring with it."""

from dataclasses import dataclass
from enum import StrEnum

from config.regulation.codes import Act, GuestClass


class Effect(StrEnum):
    """What an answer does to the case."""

    GOES_ON = "goes_on"
    TO_UNIT = "to_unit"
    ENDS_CASE = "ends_case"
    AGAIN = "again"


class Needs(StrEnum):
    """What an answer must bring.

    Words; a paper with number, date and file; the day it happened; the seat something is given to; the
    conditions that are set; the members who may not go.
    """

    REMARKS = "remarks"
    PAPER = "paper"
    DAY = "day"
    SEAT = "seat"
    CONDITIONS = "conditions"
    MEMBERS = "members"


@dataclass(frozen=True)
class Choice:
    """One answer to an act."""

    key: str
    effect: Effect = Effect.GOES_ON
    needs: frozenset[Needs] = frozenset()


def _choice(key: str, effect: Effect = Effect.GOES_ON, *needs: Needs) -> Choice:
    return Choice(key, effect, frozenset(needs))


_RETURN = _choice("return", Effect.TO_UNIT, Needs.REMARKS)
_REJECT = _choice("reject", Effect.ENDS_CASE, Needs.REMARKS)

CHOICES: dict[Act, tuple[Choice, ...]] = {
    Act.SIGN: (_choice("sign"), _RETURN),
    # Missing papers are asked for once and completely; a faulty content is returned with remarks.
    Act.APPRAISE: (
        _choice("forward"),
        _choice("supplement", Effect.TO_UNIT, Needs.REMARKS),
        _RETURN,
    ),
    Act.CONSULT: (
        _choice("agree"),
        _choice("agree_with_comments", Effect.GOES_ON, Needs.REMARKS),
        _choice("object", Effect.GOES_ON, Needs.REMARKS),
    ),
    Act.DECIDE: (
        _choice("approve"),
        _choice("approve_with_conditions", Effect.GOES_ON, Needs.CONDITIONS),
        _choice("approve_some", Effect.GOES_ON, Needs.MEMBERS, Needs.REMARKS),
        _RETURN,
        _REJECT,
    ),
    Act.RECORD: (
        _choice("approved_outside", Effect.GOES_ON, Needs.PAPER),
        _choice("refused_outside", Effect.ENDS_CASE, Needs.PAPER, Needs.REMARKS),
    ),
    Act.ISSUE: (_choice("issue", Effect.GOES_ON, Needs.PAPER),),
    Act.REVISE: (),
    Act.PREPARE: (_choice("done"), _choice("not_needed", Effect.GOES_ON, Needs.REMARKS)),
    Act.CONFIRM: (_choice("confirm", Effect.GOES_ON, Needs.DAY),),
    Act.FILE: (_choice("file", Effect.GOES_ON, Needs.PAPER),),
    Act.ACCEPT: (_choice("accept"), _choice("file_again", Effect.AGAIN, Needs.REMARKS)),
    Act.HAND_BACK: (
        _choice("handed_back"),
        _choice("kept_with_reason", Effect.GOES_ON, Needs.REMARKS),
    ),
    Act.SETTLE: (_choice("settle", Effect.GOES_ON, Needs.PAPER),),
    Act.ACKNOWLEDGE: (_choice("noted"),),
    # The circular names no class for the rank of their head, so whoever fixes one says why.
    Act.CLASSIFY: tuple(
        _choice(f"class_{guest_class}", Effect.GOES_ON, Needs.REMARKS) for guest_class in GuestClass
    ),
    Act.ARRANGE: (
        _choice("take_on"),
        _choice("done"),
        _choice("decline", Effect.AGAIN, Needs.REMARKS),
    ),
    Act.DELIVER: (_choice("done"), _choice("fell_through", Effect.GOES_ON, Needs.REMARKS)),
    Act.OVERSEE: (_choice("do_without", Effect.GOES_ON, Needs.REMARKS),),
    Act.REASSIGN: (
        _choice("give_to", Effect.GOES_ON, Needs.SEAT),
        _choice("ask_again", Effect.GOES_ON, Needs.REMARKS),
        _choice("do_without", Effect.GOES_ON, Needs.REMARKS),
    ),
    Act.RESOLVE: (_choice("keep_both", Effect.GOES_ON, Needs.REMARKS),),
    Act.NOTIFY: (_choice("noticed"), _choice("visit_dropped", Effect.GOES_ON, Needs.REMARKS)),
    Act.FULFIL: (_choice("fulfilled"), _choice("dropped", Effect.GOES_ON, Needs.REMARKS)),
    Act.CONCLUDE: (
        _choice("signed", Effect.GOES_ON, Needs.PAPER),
        _choice("not_signed", Effect.GOES_ON, Needs.REMARKS),
    ),
    Act.MEET: (_choice("met", Effect.GOES_ON, Needs.REMARKS),),
    Act.ANSWER: (_choice("answered", Effect.GOES_ON, Needs.REMARKS),),
}

# Members of a collective body vote; the body's outcome is then one of the choices of `decide`.
VOTES: tuple[Choice, ...] = (
    _choice("vote_for"),
    _choice("vote_against", Effect.GOES_ON, Needs.REMARKS),
    _choice("abstain"),
)

RESUBMITTED = "resubmitted"
# What the engine itself records of a step that has nothing left to ask.
ALL_CONFIRMED = "all_confirmed"
RESOLVED = "resolved"
# A decider who does not allow the head of the delegation sends it back to the unit.
HEAD_REFUSED = "head_refused"
APPROVE_SOME = "approve_some"


def choice_of(act: Act, key: str, *, collective: bool = False) -> Choice | None:
    """Return the choice `key` of an act; None when the act knows no such answer."""
    offered = VOTES if collective else CHOICES[act]
    return next((choice for choice in offered if choice.key == key), None)


def effect_of(act: Act, key: str) -> Effect:
    """Return what the recorded outcome `key` of an act does to the case."""
    if key == HEAD_REFUSED:
        return Effect.TO_UNIT
    found = choice_of(act, key)
    return found.effect if found else Effect.GOES_ON
