"""What a plan may ask for: the steps of its route, by the regulation the case is pinned to.

Which row of the table applies goes by the dossier, and is not asked here.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from models.store.verify.rules.acts import OF_THE_APPROVAL
from models.store.verify.rules.regulation import Rulebook, seat_in
from models.store.verify.rules.told import CaseTold, Said

# A step as a route has it: stage, act, seat, whether a body votes, and what it rests on.
_Step = tuple[str, str, str, bool, tuple[str, ...]]


def demand_its_route(told: CaseTold, said: Said) -> None:
    """Demand that a plan's approval is a route of this kind of case, and leaves nobody of it out."""
    rulebook = told.rulebook
    if rulebook is None:
        return
    kind = told.case["kind"]
    known = [r for r in rulebook.rows("routes") if r["key"] == said["route"]]
    of_kind = [r for r in known if r["when"]["kind"] == kind]
    told.demand(of_kind, "route", said["route"], f"a route of the regulation, for {kind}")
    wanted = list(_steps(rulebook, of_kind[0], told.case["unit"]))
    planned = [_step(p) for p in said["steps"] if p["stage"] in OF_THE_APPROVAL]
    # The class of guests is fixed where their rank gives none, by whom the regulation says.
    planned = [step for step in planned if step[1] != "classify" or not _classifies(told, step)]
    _demand_all(told, planned, wanted)


def demand_its_short_route(told: CaseTold, said: Said) -> None:
    """Demand that an amendment's steps are those of a row of the regulation for this kind of case."""
    rulebook = told.rulebook
    if rulebook is None:
        return
    known = [r for r in rulebook.rows("amendments") if r["key"] == said["route"]]
    of_kind = [r for r in known if r.get("kind") in (None, told.case["kind"])]
    of_kind = [r for r in of_kind if told.case["route"] in r.get("routes", [told.case["route"]])]
    told.demand(of_kind, "route", said["route"], "an amendment's route of the regulation")
    cancels = of_kind[0].get("cancels")
    told.demand(
        cancels in (None, said["version"] is None), "route", said["route"], f"cancels: {cancels}"
    )
    touches = set(of_kind[0].get("touches") or said["changed"])
    touched = not touches or touches & set(said["changed"])
    told.demand(touched, "changed", said["changed"], f"one of {sorted(touches)}")
    wanted = [
        (("amendment", act, seat, False, ()), False)
        for (_, act, seat, _, _), _ in _steps(rulebook, of_kind[0], told.case["unit"])
    ]
    _demand_all(told, [_step(p) for p in said["steps"]], wanted)


def _demand_all(
    told: CaseTold, planned: Sequence[_Step], wanted: Sequence[tuple[_Step, bool]]
) -> None:
    """Demand these steps in this order; one that is asked in some cases only may be left out."""
    left = list(planned)
    for step, is_conditional in wanted:
        if left and left[0] == step:
            left.pop(0)
        else:
            told.demand(is_conditional, "steps", f"without {step[:3]}", "a plan with it")
    told.demand(not left, "steps", left[:1], "no more than its route asks")


def _steps(rulebook: Rulebook, route: Mapping[str, Any], unit: str) -> Iterator[tuple[_Step, bool]]:
    """Yield the steps of a route, with whether each is asked in some cases only."""
    for step in route["steps"]:
        rests_on = tuple(step["rests_on"])
        conditional = bool(step.get("only_at") or step.get("only_when"))
        votes = step["act"] == "decide" and rulebook.ballot(step["seat"]) is not None
        seat, stage = seat_in(step["seat"], unit), step["stage"]
        yield (stage, step["act"], seat, votes, rests_on), conditional
        if step.get("issued_by"):
            issuer = seat_in(step["issued_by"], unit)
            yield (stage, "issue", issuer, False, rests_on), conditional


def _classifies(told: CaseTold, step: _Step) -> bool:
    rulebook = told.rulebook
    return rulebook is not None and step[2] == seat_in(rulebook.classifier, told.case["unit"])


def _step(planned: Said) -> _Step:
    rests_on = tuple(planned["rests_on"])
    return planned["stage"], planned["act"], planned["seat"], planned["collective"], rests_on
