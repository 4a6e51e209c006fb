"""What speaks against a plan, and against a request by the entry it names. Pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from config.regulation.codes import Level, Mark
from config.regulation.parts import Source, Text
from config.regulation.province import Regulation
from models.annual_plan.matching import in_order
from models.annual_plan.merging import alike
from models.annual_plan.parts import PlannedDelegation
from models.annual_plan.request import AnnualPlanRequest
from models.annual_plan.use import EntryUse
from models.findings import Finding, in_both, make_ruled
from models.request.base import Request

# That there is a plan, with its sums, and that nobody goes beside it: as national television told of it.
_DIRECTIVE_38 = Source(document="38-CT/TW", mark=Mark.SECONDARY, seen_in="VTV")
# What nobody prescribes: our own care for a plan that holds together.
_OUR_OWN = Source(mark=Mark.DESIGN)


def on_plan(
    request: AnnualPlanRequest,
    regulation: Regulation,
    *,
    unanswered: Sequence[Text],
    gone: Mapping[str, Text],
) -> Iterator[Finding]:
    """Find units that have registered nothing, not even that they intend nothing, and those that ended.

    Beside them delegations that may stand in it twice.

    `unanswered` are their names; `gone` are the names of units of the plan that are no more, by key.
    """
    day = request.begins
    if unanswered:
        yield make_ruled(
            "plan_unanswered",
            regulation,
            day,
            Level.WARN,
            _OUR_OWN,
            units=_together(unanswered),
            year=str(request.year),
        )
    for one, other in alike(request.entries):
        yield make_ruled(
            "plan_entries_alike", regulation, day, Level.WARN, _OUR_OWN, one=one, other=other
        )
    for unit, name in gone.items():
        keys = [each.key for each in request.parts if each.unit == unit]
        yield make_ruled(
            "plan_unit_ended",
            regulation,
            day,
            Level.WARN,
            _OUR_OWN,
            unit=name,
            keys=", ".join(in_order(keys)),
        )


def on_entry(
    request: Request,
    regulation: Regulation,
    *,
    named: str,
    entry: PlannedDelegation | None,
    use: EntryUse | None,
    others: Collection[str],
) -> Iterator[Finding]:
    """Find what is wrong with the entry a request names: none such, another's, used already, overdrawn.

    `entry`: as the plan in force has it; `use`: with this request among its claims; `others`: the cases
    that name it too and stand.
    """
    day = request.begins
    if entry is None or entry.kind != request.kind:
        yield make_ruled("entry_unknown", regulation, day, Level.WARN, _DIRECTIVE_38, entry=named)
        return
    if entry.unit != request.unit:
        yield make_ruled("entry_of_another", regulation, day, Level.WARN, _OUR_OWN, entry=named)
    if others:
        yield make_ruled(
            "entry_used_twice",
            regulation,
            day,
            Level.WARN,
            _DIRECTIVE_38,
            entry=named,
            cases=", ".join(sorted(others)),
        )
    if use is not None:
        yield from _overdrawn(use, regulation, day, named)


def _overdrawn(use: EntryUse, regulation: Regulation, day: date, named: str) -> Iterator[Finding]:
    if use.persons_over:
        yield make_ruled(
            "entry_persons_over",
            regulation,
            day,
            Level.WARN,
            _DIRECTIVE_38,
            entry=named,
            planned=use.entry.persons,
            persons=use.turns,
        )
    if use.dong_over:
        yield make_ruled(
            "entry_overdrawn",
            regulation,
            day,
            Level.WARN,
            _DIRECTIVE_38,
            entry=named,
            planned=_in_dong(use.entry.budget or Decimal()),
            over=_in_dong(use.dong_over),
        )


def _in_dong(amount: Decimal) -> Text:
    return in_both(lambda w: w.number(amount))


def _together(names: Iterable[Text]) -> Text:
    told = tuple(names)
    return Text(vi=", ".join(n.vi for n in told), en=", ".join(n.en for n in told))
