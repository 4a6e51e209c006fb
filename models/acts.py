"""What each act is: its answers, what an answer does and brings, and whether it judges the request."""

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


@dataclass(frozen=True)
class Declared:
    """What there is to know of an act: its answers, and whether they judge the request.

    Signing for the unit, recording a paper or filing a report is no judgement on the request.
    """

    choices: tuple[Choice, ...]
    judges: bool


def _choice(key: str, effect: Effect = Effect.GOES_ON, *needs: Needs) -> Choice:
    return Choice(key, effect, frozenset(needs))


def _judging(*choices: Choice) -> Declared:
    return Declared(choices, judges=True)


def _doing(*choices: Choice) -> Declared:
    return Declared(choices, judges=False)


_RETURN = _choice("return", Effect.TO_UNIT, Needs.REMARKS)
_REJECT = _choice("reject", Effect.ENDS_CASE, Needs.REMARKS)

ACTS: dict[Act, Declared] = {
    Act.SIGN: _doing(_choice("sign"), _RETURN),
    # Missing papers are asked for once and completely; a faulty content is returned with remarks.
    Act.APPRAISE: _judging(
        _choice("forward"), _choice("supplement", Effect.TO_UNIT, Needs.REMARKS), _RETURN
    ),
    Act.CONSULT: _judging(
        _choice("agree"),
        _choice("agree_with_comments", Effect.GOES_ON, Needs.REMARKS),
        _choice("object", Effect.GOES_ON, Needs.REMARKS),
    ),
    Act.DECIDE: _judging(
        _choice("approve"),
        _choice("approve_with_conditions", Effect.GOES_ON, Needs.CONDITIONS),
        _choice("approve_some", Effect.GOES_ON, Needs.MEMBERS, Needs.REMARKS),
        _RETURN,
        _REJECT,
    ),
    Act.RECORD: _doing(
        _choice("approved_outside", Effect.GOES_ON, Needs.PAPER),
        _choice("refused_outside", Effect.ENDS_CASE, Needs.PAPER, Needs.REMARKS),
    ),
    Act.ISSUE: _doing(_choice("issue", Effect.GOES_ON, Needs.PAPER)),
    Act.REVISE: _doing(),
    Act.PREPARE: _doing(_choice("done"), _choice("not_needed", Effect.GOES_ON, Needs.REMARKS)),
    Act.CONFIRM: _doing(_choice("confirm", Effect.GOES_ON, Needs.DAY)),
    Act.FILE: _doing(_choice("file", Effect.GOES_ON, Needs.PAPER)),
    Act.ACCEPT: _doing(_choice("accept"), _choice("file_again", Effect.AGAIN, Needs.REMARKS)),
    Act.HAND_BACK: _doing(
        _choice("handed_back"), _choice("kept_with_reason", Effect.GOES_ON, Needs.REMARKS)
    ),
    Act.SETTLE: _doing(_choice("settle", Effect.GOES_ON, Needs.PAPER)),
    Act.ACKNOWLEDGE: _doing(_choice("noted")),
    # The circular names no class for the rank of their head, so whoever fixes one says why.
    Act.CLASSIFY: _judging(
        *(
            _choice(f"class_{guest_class}", Effect.GOES_ON, Needs.REMARKS)
            for guest_class in GuestClass
        )
    ),
    Act.ARRANGE: _doing(
        _choice("take_on"), _choice("done"), _choice("decline", Effect.AGAIN, Needs.REMARKS)
    ),
    Act.DELIVER: _doing(_choice("done"), _choice("fell_through", Effect.GOES_ON, Needs.REMARKS)),
    Act.OVERSEE: _doing(_choice("do_without", Effect.GOES_ON, Needs.REMARKS)),
    Act.REASSIGN: _doing(
        _choice("give_to", Effect.GOES_ON, Needs.SEAT),
        _choice("ask_again", Effect.GOES_ON, Needs.REMARKS),
        _choice("do_without", Effect.GOES_ON, Needs.REMARKS),
    ),
    Act.RESOLVE: _doing(_choice("keep_both", Effect.GOES_ON, Needs.REMARKS)),
    Act.NOTIFY: _doing(_choice("noticed"), _choice("visit_dropped", Effect.GOES_ON, Needs.REMARKS)),
    Act.FULFIL: _doing(_choice("fulfilled"), _choice("dropped", Effect.GOES_ON, Needs.REMARKS)),
    Act.CONCLUDE: _doing(
        _choice("signed", Effect.GOES_ON, Needs.PAPER),
        _choice("not_signed", Effect.GOES_ON, Needs.REMARKS),
    ),
    Act.MEET: _doing(_choice("met", Effect.GOES_ON, Needs.REMARKS)),
    Act.ANSWER: _doing(_choice("answered", Effect.GOES_ON, Needs.REMARKS)),
}

CHOICES = {act: declared.choices for act, declared in ACTS.items()}

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
