"""The answer that a step's form amounts to, read from what a person sent."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from pydantic_core import PydanticCustomError

from config.regulation.codes import Gate
from flows.case.answers import Answer, CommitmentGiven, ConditionGiven, RemarkGiven
from models.acts import CHOICES, Needs
from models.errors import DecisionIncomplete
from models.ids import PersonId, SeatKey
from models.request.parts import Sum
from models.request.values.amounts import amount_typed
from web.ground.fields import number_in
from web.ground.form import Sent, day_written

# Rows for what was agreed on during a visit, for conditions, and for remarks on single fields.
_SETTLED = re.compile(r"settled\.([a-z_]{1,30})\.([A-Z]{3})")
MOST_COMMITMENTS = 5
MOST_CONDITIONS = 4
MOST_REMARKS = 5
_GIVES = frozenset(c.key for cs in CHOICES.values() for c in cs if Needs.SEAT in c.needs)

Row = Mapping[str, str]


@dataclass(frozen=True)
class Rows:
    """The numbered rows of the form in which a person wrote something."""

    commitments: tuple[Row, ...]
    conditions: tuple[Row, ...]
    remarks_on: tuple[Row, ...]


def rows_of(sent: Sent) -> Rows:
    """Return the rows of a form; what a condition waits for is always chosen, its words are not."""
    conditions = sent.rows("condition", ("what", "gate"), MOST_CONDITIONS)
    return Rows(
        sent.rows("commitment", ("what", "owner", "due", "agreement"), MOST_COMMITMENTS),
        tuple(row for row in conditions if row["what"]),
        sent.rows("remark", ("field", "what"), MOST_REMARKS),
    )


def answer_of(sent: Sent) -> Answer:
    """Return the answer a form amounts to; raises `DecisionIncomplete` for what cannot be read.

    What a choice needs is not asked here but where it is recorded.
    """
    rows = rows_of(sent)
    return Answer(
        choice=sent["choice"],
        seen=sent["seen"],
        remarks=sent["remarks"],
        answer=sent["answer"],
        paper=sent.paper(),
        day=sent.day("day"),
        seat=seat_given(sent),
        commitments=tuple(_commitment(n, row) for n, row in enumerate(rows.commitments, start=1)),
        conditions=tuple(_condition(row) for row in rows.conditions),
        refused_members=tuple(
            sorted({number_in(said) or 0 for said in sent.all("refused_member")})
        ),
        told_apart=tuple(PersonId(said) for said in sent.all("told_apart")),
        settled=settled_in(sent),
        remarks_on=tuple(RemarkGiven(row["field"], row["what"]) for row in rows.remarks_on),
    )


def settled_field(payer: str, currency: str) -> str:
    """Return the field in which it is told what was spent of a sum of the estimate."""
    return f"settled.{payer}.{currency}"


def settled_in(sent: Sent) -> tuple[Sum, ...]:
    """Return what was spent, as far as it was told; raises `DecisionIncomplete` for no amount."""
    named = (_SETTLED.fullmatch(name) for name in sent.texts)
    told = ((found[1], found[2], sent[found[0]]) for found in named if found)
    return tuple(Sum(p, c, _amount(written, c)) for p, c, written in told if written)


def _amount(written: str, currency: str) -> Decimal:
    try:
        return amount_typed(written, currency)
    except PydanticCustomError:
        raise DecisionIncomplete("settled_amount", value=written) from None


def seat_given(sent: Sent) -> SeatKey | None:
    """Return to whom something is given: a seat chosen before another choice was made is none."""
    return SeatKey(sent["seat"]) if sent["seat"] and sent["choice"] in _GIVES else None


def _condition(row: Row) -> ConditionGiven:
    if row["gate"] not in set(Gate):
        raise DecisionIncomplete("conditions")
    return ConditionGiven(row["what"], Gate(row["gate"]))


def _commitment(number: int, row: Row) -> CommitmentGiven:
    try:
        due = day_written(row["due"])
    except DecisionIncomplete:
        due = None
    if due is None:
        raise DecisionIncomplete("commitment_due", number=number, value=row["due"])
    return CommitmentGiven(row["what"], SeatKey(row["owner"]), due, bool(row["agreement"]))
